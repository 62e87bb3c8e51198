"""Where the search for garbage is left out."""

from __future__ import annotations

import gc
import threading

from warehouse.collection import without_collection


def test_the_search_is_left_out_and_comes_back() -> None:
    assert gc.isenabled()
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_stays_out_while_any_thread_leaves_it_out() -> None:
    begun, go_on = threading.Event(), threading.Event()

    @without_collection()
    def work() -> None:
        begun.set()
        go_on.wait()

    other = threading.Thread(target=work)
    other.start()
    begun.wait()
    with without_collection():
        go_on.set()
        other.join()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_has_switched_the_search_off_finds_it_off() -> None:
    gc.disable()
    try:
        with without_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
