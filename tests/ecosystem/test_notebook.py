"""The tour is stored without outputs, and runs from the first cell to the last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

TOUR = Path(__file__).parents[2] / "seeds" / "notebooks" / "tour.ipynb"
CELLS: list[dict[str, Any]] = json.loads(TOUR.read_text(encoding="utf-8"))["cells"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_the_tour_is_stored_without_outputs() -> None:
    for cell in CELLS:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_the_tour_explains_what_it_does() -> None:
    texts = [source(cell) for cell in CELLS if cell["cell_type"] == "markdown"]
    assert source(CELLS[0]).startswith("# ")
    assert sum(text.startswith("## ") for text in texts) >= 6
    # Headings in both languages.
    assert all("\n**" in text for text in texts if text.startswith("#"))
    assert sum(map(len, texts)) > 1500


@pytest.mark.notebook
def test_the_tour_runs_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(TOUR.parents[2]))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    # Whatever would ask the network finds nobody.
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("KECHUANG_BUILD", raising=False)
    notebook = nbformat.read(TOUR, as_version=4)
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, kernel_name="python3", timeout=600, startup_timeout=300, resources=where).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    printed = "".join(output["text"] for output in outputs if output["output_type"] == "stream")
    assert [output["name"] for output in outputs if output["output_type"] == "stream"].count("stderr") == 0, printed
    # The page lists four funds and claims five, in two places.
    assert "Snapshot 1, 2 rejects" in printed
    assert " 0 that do not stand where they say" in printed
    assert "published again: False" in printed
    charts = [output["data"]["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert len(charts) == 2
    assert all(chart.count("<path") > 4 for chart in charts)
    tables = [output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert len(tables) >= 10
    assert all(table.count("<tr") > 1 for table in tables)
