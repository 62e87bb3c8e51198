"""What the explorer hides: contact details by their shape, and names of entities that are contact details."""

from __future__ import annotations

from warehouse.contacts import CONTACT_TYPE, hidden

__all__ = ["CONTACT_TYPE", "hidden", "shown_name"]


def shown_name(name: str, entity_type: str) -> str:
    """An entity's name, hidden where it is a contact detail.

    >>> shown_name("56805059", "CONTACT.PHONE")
    '••••••••'
    """
    return hidden(name, [(0, len(name))] if entity_type.startswith(CONTACT_TYPE) else ())
