"""Prefect's temporary server, kept apart from the terminal and never left behind."""

from __future__ import annotations

import atexit
import signal
import subprocess
import threading

from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import get_current_settings

# Waits for the end of its input, which comes when the run that holds the other end is gone, however it went.
REAPER = 'read -r _; kill -TERM "$1" 2>/dev/null'


def start_temporary_server() -> None:
    """Start the server that Prefect would start by itself, unless one is configured.

    Ctrl-C in a terminal reaches every process of the group. A server that it stops first leaves the flow hanging in its reports, so the
    server is started with that signal blocked; and should the run be killed, the server ends with it.

    Raises:
        RuntimeError: It did not come up in time.
    """
    settings = get_current_settings()
    if settings.api.url or not settings.server.ephemeral.enabled:
        return
    server = SubprocessASGIServer()
    failures: list[Exception] = []
    # A thread of its own: the mask is inherited from the thread that starts the process, and the main thread stays open to Ctrl-C.
    starter = threading.Thread(target=_start, args=(server, failures), daemon=True)
    starter.start()
    while starter.is_alive():
        starter.join(0.1)
    if failures:
        raise failures[0]


def _start(server: SubprocessASGIServer, failures: list[Exception]) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        watching = threading.Timer(0.0, _reap, args=(server,))
        watching.daemon = True
        watching.start()
        server.start()
    except Exception as error:
        failures.append(error)


def _reap(server: SubprocessASGIServer) -> None:
    """Bind the server's life to this process as soon as it has a process id."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pause = threading.Event()
    while server.server_process is None:
        pause.wait(0.02)
    reaper = subprocess.Popen(
        ["/bin/sh", "-c", REAPER, "sh", str(server.server_process.pid)], stdin=subprocess.PIPE, start_new_session=True
    )
    # Runs before Prefect's own exit handler only if registered later; either order ends both.
    atexit.register(reaper.kill)
