"""What the shell offers for the value of an argument or option; each list is made only when somebody presses Tab."""

from __future__ import annotations

from collections.abc import Iterable


def forms(incomplete: str) -> list[str]:
    """Output formats of commands that print rows."""
    from flows.output import FORMS

    return _beginning(FORMS, incomplete)


def export_forms(incomplete: str) -> list[str]:
    """File formats of an export."""
    from flows.export import FORMS

    return _beginning(FORMS, incomplete)


def stages(incomplete: str) -> list[str]:
    """Stages, with the reading of the inputs before the first."""
    from flows.plan import REJECTING

    return _beginning(REJECTING, incomplete)


def tables(incomplete: str) -> list[str]:
    """Published tables and marts."""
    from warehouse.contracts import READABLE_TABLES

    return _beginning(READABLE_TABLES, incomplete)


def questions(incomplete: str) -> list[tuple[str, str]]:
    """Names of the shipped questions, each with the question in the reader's language."""
    from flows.language import load_language
    from warehouse.questions import list_questions

    chinese = load_language() == "zh"
    return [
        (question.name, question.chinese if chinese else question.english)
        for question in list_questions()
        if question.name.startswith(incomplete)
    ]


def _beginning(values: Iterable[str], incomplete: str) -> list[str]:
    return [value for value in values if value.startswith(incomplete)]
