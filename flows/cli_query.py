"""Commands that read: sql, ask, entity, rejects, annotate."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows import completion
from flows.cli_options import BuildOption, ContactsOption, FormOption, JsonOption, checked_form
from flows.errors import DataError, UsageError
from flows.language import told
from flows.terminal import checked_text


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (sql, ask, entity, rejects, annotate):
        app.command()(command)


def annotate(
    source: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="JSON Lines with id, text and optionally issue_date.")
    ] = "-",
    plain: Annotated[bool, typer.Option("--plain", help="Each text is body text, without page layout.")] = False,
    tagger: Annotated[
        str | None,
        typer.Option(
            "--tagger",
            metavar="PART|NAME",
            help="Only what one part of the trained tagger finds (news, fine or firms), or a tagger of another package.",
        ),
    ] = None,
) -> None:
    """Extract from texts given as JSON Lines, one JSON line out per line in.

    Example:
        echo '{"id": 1, "text": "前三季度营收2274亿元，同比增长7.1%。"}' | kechuang annotate --plain
    """
    from flows.annotate import annotate as annotate_texts
    from flows.annotate import read_lines, tag, to_json
    from flows.settings import load_settings
    from flows.taggers import seeds_of

    if source != "-" and not Path(source).is_file():
        raise UsageError(told("no such file: {path}", path=source))
    settings = load_settings()
    seeds = seeds_of(models=settings.models, tagger="" if tagger else settings.tagger)
    with contextlib.nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb") as stream:
        for texts in read_lines(stream):
            rows = tag(texts, tagger, seeds=seeds) if tagger else annotate_texts(texts, seeds=seeds, plain=plain)
            for row in rows:
                sys.stdout.write(to_json(row) + "\n")


def sql(
    query: Annotated[str, typer.Argument(help="A SELECT over the published warehouse.")],
    build: BuildOption = None,
    form: FormOption = "table",
    as_of: Annotated[
        int | None, typer.Option("--as-of", metavar="ID", help="A snapshot instead of the newest state.")
    ] = None,
    show_contacts: ContactsOption = False,
    allow_external: Annotated[
        bool, typer.Option("--allow-external", help="Let the query read and write other files, and change settings.")
    ] = False,
) -> None:
    """Ask the published warehouse, read-only and without a way to any other file.

    Example:
        kechuang sql "SELECT indicator, value, unit, period_start FROM metrics LIMIT 5"
    """
    import duckdb

    from flows.output import write_table
    from flows.status import published_database
    from warehouse.history import open_snapshot
    from warehouse.query import open_read_only, require_select

    path, form, query = published_database(build), checked_form(form), checked_text(query, option="QUERY")
    with (
        open_read_only(path, allow_external=allow_external)
        if as_of is None
        else open_snapshot(path.parent, as_of, allow_external=allow_external)
    ) as connection:
        try:
            if as_of is not None and not allow_external:
                require_select(connection, query)
            if not connection.extract_statements(query):
                raise UsageError(told("the query is empty"))
            result = connection.execute(query).to_arrow_table()
        except duckdb.Error as error:
            raise DataError(str(error)) from error
    write_table(result, form=form, show_contacts=show_contacts)


def ask(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Name or number of a question.", autocompletion=completion.questions),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the questions.")] = False,
    build: BuildOption = None,
    form: FormOption = "table",
    show_contacts: ContactsOption = False,
) -> None:
    """Answer one of the questions that analysts ask again and again.

    Example:
        kechuang ask --list
        kechuang ask zone_gdp
    """
    from flows.output import write_table
    from flows.status import published_database
    from warehouse.query import open_read_only
    from warehouse.questions import ask as answer
    from warehouse.questions import find_question, list_questions

    form = checked_form(form)
    if listed or name is None:
        for question in list_questions():
            sys.stdout.write(
                f"{question.number:>2}  {question.name:<28} {question.english}\n{'':33}{question.chinese}\n"
            )
        return
    find_question(name)
    with open_read_only(published_database(build)) as connection:
        write_table(answer(connection, name), form=form, show_contacts=show_contacts)


def entity(
    name: Annotated[str, typer.Argument(help="Canonical name or alias; a part of it is enough.")],
    build: BuildOption = None,
    form: FormOption = "table",
    as_json: JsonOption = False,
    show_contacts: ContactsOption = False,
) -> None:
    """Show an entity with its aliases, mentions, metrics and events.

    Example:
        kechuang entity 高新区
    """
    from flows.entity import ENTITY_QUERIES
    from flows.output import shown_rows, write_table
    from flows.status import published_database
    from warehouse.query import open_read_only

    path, form = published_database(build), checked_form(form, as_json=as_json)
    if not checked_text(name, option="NAME").strip():
        raise UsageError(told("the name is empty"))
    with open_read_only(path) as connection:
        known: dict[str, list[dict[str, object]]] = {}
        for title, query in ENTITY_QUERIES:
            found = connection.execute(query, {"name": name}).to_arrow_table()
            if title == "entities" and not found.num_rows:
                raise DataError(told("no entity is called {name!r}, or anything that holds it", name=name))
            if as_json:
                known[title] = shown_rows(found, show_contacts=show_contacts)
                continue
            if form == "table":
                sys.stdout.write(f"\n{title}\n")
            write_table(found, form=form, show_contacts=show_contacts)
    if as_json:
        sys.stdout.write(json.dumps(known, ensure_ascii=False, default=str) + "\n")


def rejects(
    stage: Annotated[
        str | None, typer.Option("--stage", help="Only rows of one stage.", autocompletion=completion.stages)
    ] = None,
    build: BuildOption = None,
    form: FormOption = "table",
    as_json: JsonOption = False,
    show_contacts: ContactsOption = False,
) -> None:
    """List what was turned away, and why.

    Example:
        kechuang rejects --stage documents
    """
    from flows.output import write_table
    from flows.plan import REJECTING
    from flows.status import published_database
    from warehouse.query import open_read_only

    form = checked_form(form, as_json=as_json)
    if stage is not None and stage not in REJECTING:
        raise UsageError(told("no stage {stage!r}; there are: {known}", stage=stage, known=", ".join(REJECTING)))
    query = "SELECT stage, reason, detail, surface, document_id, char_start FROM rejects WHERE $stage IS NULL OR stage = $stage ORDER BY ALL"
    with open_read_only(published_database(build)) as connection:
        write_table(
            connection.execute(query, {"stage": stage}).to_arrow_table(), form=form, show_contacts=show_contacts
        )
