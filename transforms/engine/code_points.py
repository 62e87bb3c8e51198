"""Texts as arrays of code points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def codes_of(text: str) -> NDArray[np.uint32]:
    """Code point of every character, half surrogates too.

    >>> codes_of("3年").tolist()
    [51, 24180]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
