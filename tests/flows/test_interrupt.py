"""A signal that another failure hides is still what ended the run."""

from __future__ import annotations

import os
import signal
import weakref

import pytest

from flows.interrupt import Interrupted, find_interruption, raise_if_stopped, stop_on_signals


def hidden(*, told: bool) -> BaseException:
    """A failure that a signal led to, raised from it or while it was handled, with one more on top."""
    try:
        try:
            try:
                raise Interrupted(signal.SIGTERM)
            except Interrupted as stop:
                raise ValueError("Task run is not set") from stop if told else None
        except ValueError as error:
            raise RuntimeError("crashed") from error
    except RuntimeError as error:
        return error


@pytest.mark.parametrize("told", [True, False])
def test_the_signal_is_found_behind_other_failures(told: bool) -> None:
    stop = find_interruption(hidden(told=told))
    assert stop is not None
    assert stop.exit_code == 143


def test_a_failure_of_its_own_is_no_signal() -> None:
    assert find_interruption(ValueError("no")) is None
    assert find_interruption(KeyboardInterrupt()) is None


class Held:
    """Something that a weak reference can point at."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_a_weak_reference_swallows_is_raised_later() -> None:
    # The hard exit that a signal prepares must not come while other tests run.
    with pytest.raises(Interrupted) as caught, stop_on_signals(grace=86_400):
        held = Held()
        watched = weakref.ref(held, lambda _: os.kill(os.getpid(), signal.SIGTERM))
        del held  # Python prints what the handler raises here, and goes on
        assert watched() is None
        raise_if_stopped()
    assert caught.value.exit_code == 143
    raise_if_stopped()  # the next run begins anew
