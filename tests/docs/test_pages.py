"""What the pages of the documentation say stays true: links, paths, commands, the diagram, the cards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.cli import app
from flows.plan import STAGES, Stage, in_order
from seeds.load import SEEDS_DIR
from tests.docs import reference
from tests.docs.console import agrees, commands
from tests.docs.diagram import diagram, shown
from tests.docs.pages import FENCE, GUIDES, PAGES, ROOT, blocks
from tests.flows.examples import command_names

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(?P<title>.+?)\s*$", re.MULTILINE)
PATH = re.compile(r"`(?P<path>(?:flows|transforms|seeds|warehouse|tests|\.github|\.ci)/[\w./-]*)`")
MADE = ("warehouse/build",)
CHINESE = ROOT / ".github" / "README.zh.md"


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Anchors of the headings, as GitHub makes them."""
    titles = (found["title"].replace("`", "") for found in HEADING.finditer(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "warehouse" / "DICTIONARY.md"], ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [found["target"] for found in LINK.finditer(prose(page))]
    for target in targets:
        if re.match(r"https?://|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_path_of_the_repository_exists(page: Path) -> None:
    # What a guide tells to create does not exist before.
    created = re.findall(r"Create `([^`]+)`", prose(page))
    for path in (found["path"] for found in PATH.finditer(prose(page))):
        assert path in created or path.startswith(MADE) or (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_exists(page: Path) -> None:
    known = {*command_names(app)} | {str(group.name) for group in app.registered_groups}
    used = set(re.findall(r"(?:^|`|\$ |&& |\| )kechuang ([a-z]+)\b", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert used <= known


def test_the_diagram_is_that_of_the_plan() -> None:
    assert shown() == diagram(), "run `python -m tests.docs.diagram`"


def test_the_page_of_commands_is_their_help() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.reference(), "run `python -m tests.docs.reference`"


def test_the_line_of_the_data_names_every_stage() -> None:
    line = next(line for line in prose(GUIDES / "architecture.md").splitlines() if line.startswith("Raw files →"))
    places = [line.index(stage.name) for stage in STAGES]
    assert places[0] == min(places)
    assert places[-1] == max(places)


def test_stages_run_in_an_order_that_gives_each_its_inputs() -> None:
    assert in_order(reversed(STAGES))[0].name == "documents"
    assert in_order(STAGES) == STAGES
    lonely = Stage(name="lonely", function="a:b", inputs=("nothing",), outputs=("something",))
    with pytest.raises(ValueError, match=r"lonely \(nothing\)"):
        in_order([*STAGES, lonely])


def fences(page: Path, language: str) -> list[str]:
    return [block.body for block in blocks(page.read_text(encoding="utf-8")) if block.language == language]


@pytest.mark.parametrize("language", ["sh", "console", "python"])
def test_the_chinese_readme_has_the_same_commands(language: str) -> None:
    # Comments are translated; test_examples runs the commands.
    def bare(page: Path) -> list[str]:
        return [re.sub(r"\s+#.*", "", body) for body in fences(page, language)]

    assert bare(CHINESE) == bare(ROOT / "README.md")


def test_the_chinese_readme_has_the_same_sections() -> None:
    def levels(page: Path) -> list[str]:
        return re.findall(r"^#+(?= )", prose(page), re.MULTILINE)

    assert levels(CHINESE) == levels(ROOT / "README.md")


def test_every_command_stands_in_the_chinese_readme() -> None:
    for command in [*command_names(app), *(group.name for group in app.registered_groups)]:
        assert f"kechuang {command}" in CHINESE.read_text(encoding="utf-8"), command


@pytest.mark.parametrize("model", sorted((SEEDS_DIR / "models").glob("*.npz")), ids=lambda path: path.stem)
def test_every_model_has_a_card(model: Path) -> None:
    card = model.with_suffix(".md").read_text(encoding="utf-8")
    for row in ("kind", "features", "data", "terms", "held out", "command", "size"):
        assert re.search(rf"^\| {row}\b", card, re.MULTILINE), row
    assert "Weak points:" in card
    assert "kechuang train" in card
    size = re.search(r"^\| size \| ([\d.]+) MB", card, re.MULTILINE)
    assert size is not None
    assert abs(float(size[1]) - model.stat().st_size / 1e6) < 0.02 * float(size[1]) + 0.01


def test_outputs_agree_whatever_differs_from_run_to_run() -> None:
    shown_lines = "Published snapshot 1 in 9.2 s\n…\ndoc_0123456789abcdef\n"
    assert agrees(shown_lines, "Published snapshot 1 in 33.0 s\nmore\nand more\ndoc_ffffffffffffffff\n")
    assert agrees(shown_lines, "Published snapshot 1 in 33.0 s\ndoc_ffffffffffffffff\n")
    assert not agrees(shown_lines, "Published snapshot 2 in 33.0 s\ndoc_ffffffffffffffff\n")
    assert not agrees(shown_lines, "Published snapshot 1 in 33.0 s\ndoc_ffffffffffffffff\nand more\n")
    assert [command.line for command in commands("$ a\nout\n$ b\n> c\n")] == ["a", "b\nc"]
