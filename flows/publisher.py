"""Commit and publish: a small run does so itself, for a large one a process of its own does.

Its memory is not that of the stages then, and it copies the tables of finished stages while the next ones are worked on.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commit import finish_run, lake_files
from flows.own_process import leave_pandas_out, own_process
from flows.summary import Summary
from warehouse.errors import PublishError
from warehouse.helper import Helper, answer_calls
from warehouse.location import find_location
from warehouse.preparation import Preparation
from warehouse.update import WHOLE_FROM

if TYPE_CHECKING:
    from flows.batches import Batch
    from flows.stages import State

DIED = (
    "the process that commits and publishes died, most likely for want of memory; run again, what is published is whole"
)
# A run that computes less takes less time and memory than a process to start, unless the corpus that it belongs to is large.
COMPUTED_BYTES = 4_000_000
CORPUS_BYTES = 20_000_000


class Publisher(Helper):
    """Commits and publishes, in a process of its own once the run turns out to be a large one."""

    def __init__(self, build: Path) -> None:
        super().__init__(__name__, PublishError(DIED))
        self._build = build
        self._ahead = False
        self._told: set[str] = set()

    def follow(self, batches: Sequence[Batch], state: State, computed: int) -> None:
        """Hear that a stage is done with all batches, `computed` of them in this run."""
        size = sum(batch.size for batch in batches)
        share = computed / max(1, len(batches))
        if share * size >= COMPUTED_BYTES or (computed and size >= CORPUS_BYTES):
            self.open()
        location = find_location(self._build)
        # Where less has changed the published file is brought up to date.
        self._ahead |= share >= WHOLE_FROM and not location.storage and location.publish != "views"
        if self.is_open and self._ahead:
            done = {name: staged for name, staged in state.staged.items() if name not in self._told}
            self._told.update(done)
            self.ask("add", self._build, lake_files(done))

    def close(self) -> None:
        """End the process; a file that it has not finished goes."""
        opened = self.is_open
        super().close()
        if opened:
            Preparation(self._build).drop()

    def finish(self, **arguments: Any) -> Summary:
        """The same as `flows.commit.finish_run`."""
        if not self.is_open:
            return finish_run(**arguments)
        self.ask("finish", arguments)
        while self.awaited > 1:
            self.answer()
        summary: Summary = self.answer()
        return summary


class _Server:
    """What the process does."""

    def __init__(self) -> None:
        self._prepared: Preparation | None = None

    def add(self, build: Path, files: Mapping[str, Mapping[str, Path]]) -> None:
        """Begin to copy the tables of a stage."""
        self._prepared = self._prepared or Preparation(build)
        self._prepared.add_beside(files)

    def finish(self, arguments: Mapping[str, Any]) -> Summary:
        """Commit and publish."""
        return finish_run(**arguments, prepared=self._prepared)


def serve() -> None:
    """Answer the calls of a run."""
    logging.basicConfig(format="%(message)s")
    own_process()
    leave_pandas_out()
    answer_calls(_Server, _portable)


def _portable(error: Exception) -> Exception:
    """The failure itself where it survives the way to the run, else what it says."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return PublishError(f"{type(error).__name__}: {error}")
    return error
