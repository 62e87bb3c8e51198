"""The command that looks ahead: plan."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import typer

from flows.cli_options import BuildOption, IssueDateOption, JsonOption, SourcesArgument, TaggerOption, iso_day
from flows.language import told

if TYPE_CHECKING:
    from flows.preview import Preview

REASONS = {
    "input": "new input",
    "code": "changed code {name}",
    "seed": "changed seeds {name}",
    "contract": "changed contract of table {name}",
    "library": "changed library {name}",
    "upstream": "depends on {name}",
    "result": "no result of an earlier run",
}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(plan)


def plan(
    sources: SourcesArgument = None,
    build: BuildOption = None,
    issue_date: IssueDateOption = None,
    tagger: TaggerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what a run would compute and why, without running anything.

    Example:
        kechuang plan seeds/pages
    """
    from flows.preview import preview_run, summarise
    from flows.requests import make_request

    preview = preview_run(make_request(sources or (), build=build, issue_date=iso_day(issue_date), tagger=tagger))
    stages = summarise(preview)
    if as_json:
        counts = {name: getattr(preview, name) for name in ("inputs", "batches", "turned_away", "dropped")}
        sys.stdout.write(json.dumps({**counts, "stages": stages}, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(_describe(preview, stages))


def _describe(preview: Preview, stages: list[dict[str, object]]) -> str:
    lines = [
        told(
            "{inputs} inputs in {batches} batches; {turned_away} inputs turned away, {dropped} batches of the last run gone.",
            inputs=preview.inputs,
            batches=preview.batches,
            turned_away=preview.turned_away,
            dropped=preview.dropped,
        )
    ]
    for stage in stages:
        lines.append(
            f"  {stage['stage']:<10} "
            + told(
                "{compute} to compute, {depends} depend on an earlier stage, {reuse} unchanged",
                compute=stage["compute"],
                depends=stage["depends"],
                reuse=stage["reuse"],
            )
        )
        reasons = stage["reasons"]
        assert isinstance(reasons, list)
        for reason in reasons:
            why = told(REASONS[reason["kind"]], name=reason["name"])
            lines.append(f"  {'':10}   {why} ({reason['batches']})")
    return "\n".join(lines) + "\n"
