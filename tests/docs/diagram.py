"""The diagram of the architecture page, drawn from the plan; `python -m tests.docs.diagram` draws it into the page anew."""

from __future__ import annotations

from collections.abc import Sequence

from flows.plan import PRODUCERS, SOURCE_TABLE, STAGES, Stage
from tests.docs.pages import GUIDES, blocks

PAGE = GUIDES / "architecture.md"
PUBLISHED = """\
  ledger[("staged Parquet<br/>and its ledger")]
  lake[("DuckLake<br/>one transaction a run")]
  published[("kechuang.duckdb, parquet/<br/>core tables, reference tables, marts")]
  readers["sql, ask, entity, export, explore"]
  guard{{"guard: expectations on every table of every stage"}}
  stages --> guard --> ledger --> lake --> published --> readers
"""


def diagram(stages: Sequence[Stage] = STAGES) -> str:
    """The stages with the tables they make, an arrow for each table that another stage reads, and the common way out."""
    lines = [
        "flowchart LR",
        '  raw_files[/"raw files"/]',
        '  subgraph stages ["transforms: pure functions on Arrow tables"]',
    ]
    for stage in stages:
        lines.append(f'    {stage.name}["<b>{stage.name}</b><br/>{", ".join(stage.outputs)}"]')
    lines.append("  end")
    for stage in stages:
        sources: dict[str, list[str]] = {}
        for table in stage.inputs:
            sources.setdefault(PRODUCERS[table].name if table in PRODUCERS else SOURCE_TABLE, []).append(table)
        for source, tables in sources.items():
            label = "" if tables == [source] else f"|{', '.join(tables)}|"
            lines.append(f"  {source} -->{label} {stage.name}")
    return "\n".join(lines) + "\n" + PUBLISHED


def shown() -> str:
    """The diagram that stands in the page."""
    (found,) = [block.body for block in blocks(PAGE.read_text(encoding="utf-8")) if block.language == "mermaid"]
    return found


if __name__ == "__main__":
    PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(shown(), diagram()), encoding="utf-8")
