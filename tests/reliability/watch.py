"""A reader in a process of its own: looks at all outputs until it is told to stop, and prints every state it sees once."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.reliability.tools import VIEWS, State


def watch(build: Path, until: Path) -> None:
    """One line per new state or error and, at the end, the number of looks."""
    seen: set[tuple[str, State]] = set()
    looks = 0
    while not until.exists():
        began = time.monotonic()
        looks += 1
        for name, see in VIEWS.items():
            # The dearest look comes less often.
            if name == "named snapshot" and looks % 4:
                continue
            try:
                state = see(build)
            except Exception as error:  # whatever a reader meets is what this is about
                print(f"error\t{name}\t{type(error).__name__}: {error}".replace("\n", " "), flush=True)
                continue
            if (name, state) not in seen:
                seen.add((name, state))
                print(f"state\t{name}\t{state}", flush=True)
        # At most half of the time, so that what is watched gets on.
        time.sleep(max(0.2, time.monotonic() - began))
    print(f"looks\t{looks}", flush=True)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), Path(sys.argv[2]))
