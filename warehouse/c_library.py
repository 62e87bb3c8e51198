"""Functions of the C library, where it has them."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable


@functools.cache
def c_function(name: str) -> Callable[..., int] | None:
    """A function of the C library, None where it has none of that name: only the GNU one can be told about freed memory."""
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
    return found
