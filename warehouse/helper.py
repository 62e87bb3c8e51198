"""A process beside the run that answers calls one after the other, so that neither its time nor its memory is the run's."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from warehouse.errors import WarehouseError

# A worker of a pool would import the caller's main module anew, which a script of three lines does not expect. Garbage is not looked for:
# the process answers some ten calls, and most of its objects are those of the modules it imports.
PROGRAM = "import gc, sys; gc.disable(); sys.path[:] = sys.argv[1:]; from {module} import serve; serve()"
LENGTH_BYTES = 8


class Helper:
    """One process, which starts when it is first asked; its `serve` is a module's function that calls `answer_calls`."""

    def __init__(self, module: str, died: WarehouseError) -> None:
        """`module` has the function `serve`; `died` is raised when the process is gone."""
        self._module = module
        self._died = died
        self._process: subprocess.Popen[bytes] | None = None
        self.awaited = 0

    @property
    def is_open(self) -> bool:
        """Whether the process has been started."""
        return self._process is not None

    def open(self) -> None:
        """Start the process, unless it runs already."""
        if self._process is None:
            program = PROGRAM.format(module=self._module)
            with _interrupts_held():
                self._process = subprocess.Popen(
                    [sys.executable, "-c", program, *sys.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )

    def ask(self, method: str, *arguments: Any) -> None:
        """Call a method; `answer` tells later what came of it."""
        self.open()
        assert self._process is not None
        assert self._process.stdin is not None
        call = pickle.dumps((method, arguments))
        try:
            self._process.stdin.write(len(call).to_bytes(LENGTH_BYTES, "little") + call)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._gone() from error
        self.awaited += 1

    def answer(self) -> Any:
        """Wait for the answer to the oldest call that has none yet; an exception is raised."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            found = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._gone() from error
        self.awaited -= 1
        if isinstance(found, BaseException):
            raise found
        return found

    def close(self) -> None:
        """End the process; what it has not answered is given up."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _gone(self) -> WarehouseError:
        self.awaited = 0
        return self._died


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Have a process that starts here hear no Ctrl-C, which reaches the whole group: until it ignores it, one would end it while it imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def answer_calls(make: Callable[[], object], told: Callable[[Exception], Exception]) -> None:
    """Answer calls of an object's methods on standard input, until the run that asks ends or dies.

    Args:
        make: Makes the object.
        told: What a failure is told as.
    """
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    # The run decides what becomes of a Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    served = make()
    while True:
        method, arguments = pickle.loads(calls.get())
        try:
            answer = getattr(served, method)(*arguments)
        except Exception as error:
            answer = told(error)
        answers.write(pickle.dumps(answer))
        answers.flush()


def _listen(calls: SimpleQueue[bytes]) -> None:
    """Take calls as they come, and die with the run: without its lock nothing may be written any more."""
    while head := sys.stdin.buffer.read(LENGTH_BYTES):
        calls.put(sys.stdin.buffer.read(int.from_bytes(head, "little")))
    os._exit(1)
