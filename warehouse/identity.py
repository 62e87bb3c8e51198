"""Ids of rows that the warehouse itself writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def reject_id(stage: str, number: int, row: Mapping[str, object]) -> str:
    """Id of a reject: its stage, place and content, not the run; a rerun gives the same id."""
    key = json.dumps([stage, number, row], ensure_ascii=True, default=str, sort_keys=True)
    return "rej_" + hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
