"""The run as a Prefect flow: one task per stage over all pending batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flows.driver import Progress, execute
from flows.interrupt import watch_again
from flows.prefect_settings import prepare_environment
from flows.requests import Request
from flows.settings import load_settings
from flows.summary import Summary, data_docs_page, run_markdown

prepare_environment(timeout=load_settings().timeout)

from prefect import flow, task  # noqa: E402  the environment comes first
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

RETRY_DELAYS = [1.0, 5.0, 20.0]


def only_files(_task: Any, _run: Any, state: Any) -> bool:
    """Retry what may pass by itself: a file that could not be read or written."""
    try:
        state.result()
    except OSError:
        return True
    except BaseException:
        return False
    return False


def task_step(name: str, function: Callable[..., Any], retries: int) -> Callable[..., Any]:
    """A step as a Prefect task; ids and paths pass between tasks, never tables."""
    wrap = task(
        name=name,
        retries=retries,
        retry_delay_seconds=RETRY_DELAYS[:retries],
        retry_condition_fn=only_files,
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=True,
    )
    return wrap(function)


@flow(name="kechuang", log_prints=True, validate_parameters=False, persist_result=False)
def kechuang_flow(request: Request, progress: Progress | None = None) -> Summary:
    """Run the pipeline under Prefect and leave its results as artifacts.

    Args:
        request: What to do; see `flows.requests.Request`.
        progress: Told about finished stage batches.

    Raises:
        GuardError: A critical expectation failed; the flow run is marked failed with the failing checks in its message.
    """
    watch_again()
    summary = execute(request, step=task_step, progress=progress)
    create_table_artifact(
        key="kechuang-checks",
        table=[
            {"stage": stage, "table": table, "expectation": expectation, "failed rows": rows}
            for stage, table, expectation, rows in summary.failed_checks
        ]
        or [{"stage": "all", "table": "all", "expectation": "every check passed", "failed rows": 0}],
        description=f"Failed checks of run {summary.run_id}",
    )
    create_markdown_artifact(key="kechuang-run", markdown=run_markdown(summary), description=f"Run {summary.run_id}")
    create_link_artifact(
        link=data_docs_page(request.build.absolute()).as_uri(),
        key="kechuang-data-docs",
        description=f"Outputs of run {summary.run_id} below {request.build.absolute()}",
    )
    return summary
