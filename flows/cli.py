"""The command line `kechuang`; every heavy import happens inside the command that needs it."""

from __future__ import annotations

import os
import sys

import typer

from flows import (
    cli_docs,
    cli_explore,
    cli_export,
    cli_history,
    cli_plan,
    cli_query,
    cli_retry,
    cli_run,
    cli_schedule,
    cli_train,
)
from flows.cli_language import translated
from flows.failures import describe_failure, exit_code_of
from flows.own_process import own_process
from flows.pattern_cache import keep_compiled_patterns
from flows.terminal import show_everything

app = typer.Typer(
    name="kechuang",
    help="Chinese news in, an audited warehouse of facts out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli_plan.register(app)
cli_run.register(app)
cli_query.register(app)
cli_history.register(app)
cli_explore.register(app)
cli_export.register(app)
cli_retry.register(app)
cli_train.register(app)
cli_docs.register(app)
cli_schedule.register(app)


def main() -> None:
    """Run the command line; every failure ends with one line for people and a stable exit code.

    Exit codes: 0 ok, 1 data or guard failure, 2 usage or configuration error, 75 another run holds the lock, 130
    stopped by Ctrl-C, 143 stopped by SIGTERM.
    """
    show_everything()
    own_process()
    code = run(sys.argv[1:])
    keep_compiled_patterns()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone; the interpreter must find nothing left to write when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        translated(app)(args=arguments, prog_name="kechuang")
    except SystemExit as stop:
        # A reader that has seen enough (`kechuang … | head`) is no failure; click makes one of it.
        if isinstance(stop.__context__, BrokenPipeError):
            return 0
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    except BrokenPipeError:
        return 0
    except Exception as error:  # the one place where a failure becomes an exit code
        code = exit_code_of(error)
        if code is None:
            raise
        _complain(describe_failure(error))
        return code
    return 0


def _complain(message: str) -> None:
    from warehouse.contacts import hidden

    sys.stderr.write(f"kechuang: {hidden(message)}\n")


if __name__ == "__main__":
    main()
