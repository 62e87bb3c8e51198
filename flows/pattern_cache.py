"""Compiled patterns kept beside Python's compiled modules: the grammars have 900, which take as long to compile as all else that is loaded."""

from __future__ import annotations

import functools
import hashlib
import marshal
import sys
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

# Pattern and flags, then what the matcher takes: flags, code, number of groups, their names, and the name of each.
Key = tuple[str, int]
Entry = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
CODE = "I"
DIGEST_BYTES = hashlib.sha256().digest_size
# Fewer new ones are not worth a file; one with more than so many, which older versions of the grammars have left, is made anew.
FEW, MOST = 50, 4_000


class PatternCache:
    """The patterns of a file, and those that this process has compiled itself."""

    def __init__(self, file: Path, magic: tuple[int, ...]) -> None:
        """Read the file.

        Args:
            file: The file; one that is not there, is damaged or is of another `re` holds nothing.
            magic: Numbers of the matcher's code that `re` makes and of this Python.
        """
        self.file, self.magic = file, magic
        self.known, self._fresh = self._read(), 0

    def add(self, key: Key, entry: Entry) -> None:
        """Take a pattern that had to be compiled."""
        if len(self.known) < 2 * MOST:
            self.known[key] = entry
            self._fresh += 1

    def keep(self) -> None:
        """Add what is new to the file, in one step; where that is not allowed, nothing is kept."""
        if self._fresh < FEW or sys.dont_write_bytecode:
            return
        from warehouse.staging import write_atomic

        body = marshal.dumps((self.magic, self._read() | self.known))
        with suppress(OSError):
            write_atomic(self.file, hashlib.sha256(body).digest() + body)
        self._fresh = 0

    def _read(self) -> dict[Key, Entry]:
        try:
            told = self.file.read_bytes()
        except OSError:
            return {}
        digest, body = told[:DIGEST_BYTES], told[DIGEST_BYTES:]
        if hashlib.sha256(body).digest() != digest:
            return {}
        magic, found = marshal.loads(body)
        return dict(found) if magic == self.magic and len(found) <= MOST else {}


def cache_file() -> Path:
    """Where this Python keeps compiled patterns: beside the compiled modules of this package."""
    return Path(__file__).parent / "__pycache__" / f"patterns.{sys.implementation.cache_tag}.bin"


@functools.cache
def use_compiled_patterns(file: Path) -> PatternCache | None:
    """Have `re` take the patterns that an earlier process has compiled.

    Args:
        file: See `cache_file`.

    Returns:
        What is known, or None where `re` has no such functions and its own way stays.
    """
    try:
        import _sre  # type: ignore[import-not-found]
        from re import _compiler, _parser  # type: ignore[attr-defined]

        plain, to_code, cache = (
            _compiler.compile,
            _compiler._code,
            PatternCache(file, (int(_sre.MAGIC), sys.hexversion)),
        )
    except (ImportError, AttributeError):
        return None

    @functools.wraps(plain)
    def compile_once(pattern: Any, flags: int = 0) -> Any:
        if not isinstance(pattern, str) or flags & _compiler.SRE_FLAG_DEBUG:
            return plain(pattern, flags)
        key = pattern, int(flags)
        entry = cache.known.get(key)
        if entry is None:
            parsed = _parser.parse(pattern, flags)
            state = parsed.state
            names: list[str | None] = [None] * state.groups
            for name, number in state.groupdict.items():
                names[number] = name
            code = array(CODE, to_code(parsed, flags)).tobytes()
            entry = int(flags | state.flags), code, state.groups - 1, dict(state.groupdict), tuple(names)
            cache.add(key, entry)
        told, code, *groups = entry
        return _sre.compile(pattern, told, array(CODE, code).tolist(), *groups)

    _compiler.compile = compile_once
    return cache


def keep_compiled_patterns() -> None:
    """Keep what this process of our own has compiled, where Python itself may write compiled modules."""
    cache = use_compiled_patterns(cache_file())
    if cache is not None:
        cache.keep()
