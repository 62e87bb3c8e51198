"""Environment for Prefect, set before it is first imported."""

from __future__ import annotations

import os


def prepare_environment(*, timeout: int) -> None:
    """Defaults for Prefect that an operator can still override.

    Args:
        timeout: Seconds to wait for the temporary server; several flows that start at once need more than Prefect's 20.
    """
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(timeout),
        # The command line prints one message for a failure; the traceback stays in the Prefect UI.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def pass_on_hooks(*, url: str, command: str) -> None:
    """Set the failure hooks for the processes of the scheduled runs.

    The environment and not a flow parameter carries them: whoever may start a run on the server shall not choose a command.

    Args:
        url: Webhook; empty leaves what the environment says.
        command: Command; empty leaves what the environment says.
    """
    for name, value in {"KECHUANG_ON_FAILURE_URL": url, "KECHUANG_ON_FAILURE_COMMAND": command}.items():
        if value:
            os.environ[name] = value
