"""The explorer in Chinese: its catalogue is whole, its own words are translated, the corpus and the codes are not."""

from __future__ import annotations

import ast
import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2.ext import babel_extract

from flows.cli import run
from tests.catalogues import assert_compiled, read_catalogue
from warehouse.explorer import site as site_module
from warehouse.explorer.build import build_site
from warehouse.explorer.language import DOMAIN, LOCALE
from warehouse.explorer.rows import LAYERS
from warehouse.explorer.site import NAVIGATION

PO = LOCALE / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
EXPLORER = Path(site_module.__file__).parent
CHINESE = re.compile(r"[一-鿿]")
FIELD = re.compile(r"%\(\w+\)s|\{\w+\}")


def messages_in_templates() -> set[str]:
    found: set[str] = set()
    for path in sorted((EXPLORER / "templates").glob("*.html")):
        with path.open("rb") as stream:
            for _, _, message, _ in babel_extract(stream, ("_",), [], {}):
                # A name in place of a text gives None: those words come from the code.
                first = message if isinstance(message, str) or message is None else message[0]
                found |= {first} if first else set()
        for listed in re.findall(r"parts\.head\((\[.*?\])", path.read_text(encoding="utf-8")):
            found |= set(ast.literal_eval(listed))
    return found


def messages_in_code() -> set[str]:
    found = {label for _, label in NAVIGATION}
    found |= {word for layer in LAYERS for word in (layer.name, layer.title, *layer.columns)}
    for path in EXPLORER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"told", "translated"}:
                found |= {
                    str(one.value) for one in node.args if isinstance(one, ast.Constant) and " " in str(one.value)
                }
    return found


@pytest.mark.parametrize("message", sorted(messages_in_templates() | messages_in_code()))
def test_every_message_has_a_chinese_form_with_the_same_fields(message: str) -> None:
    chinese = read_catalogue(PO).get(message)
    assert chinese, f"not in {PO.relative_to(EXPLORER)}: {message!r}"
    assert CHINESE.search(chinese)
    assert sorted(FIELD.findall(chinese)) == sorted(FIELD.findall(message))


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert_compiled(PO, domain=DOMAIN)


class Recorder(gettext.NullTranslations):
    """Remembers what is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message


def test_whatever_a_build_looks_up_is_in_the_catalogue(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder()
    monkeypatch.setattr(site_module, "translations", lambda language: recorder)
    build_site(database, tmp_path / "site", language="recorded")
    assert len(recorder.asked) > 80
    assert recorder.asked <= read_catalogue(PO).keys()


class Words(HTMLParser):
    """Texts of a page that are its own: not code, not the corpus, not a number."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.headings: list[str] = []
        self.at = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at = tag
        if tag == "html":
            self.language = str(dict(attrs)["lang"])

    def handle_data(self, data: str) -> None:
        if self.at in {"h1", "h2", "th", "label", "button", "legend"} and data.strip():
            self.headings.append(data.strip())


@pytest.fixture(scope="module")
def chinese(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(database, tmp_path_factory.mktemp("zh") / "site", language="zh").out


def words(path: Path) -> Words:
    parser = Words()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def test_headings_filters_and_columns_are_chinese(chinese: Path, site: Path) -> None:
    for name in ("index", "metrics", "runs", "pages/1", "entities/1", "rejects/1"):
        shown = words(chinese / f"{name}.html")
        assert shown.language == "zh"
        assert len(shown.headings) >= 1
        assert [text for text in shown.headings if not CHINESE.search(text)] == []
        english = words(site / f"{name}.html")
        assert english.language == "en"
        assert len(english.headings) == len(shown.headings)
        assert [text for text in english.headings if CHINESE.search(text)] == []


def test_page_views_tell_their_layers_in_chinese_and_leave_codes_alone(
    chinese: Path, site: Path, documents: dict[str, tuple[str, str]]
) -> None:
    for document, _ in documents.values():
        told = (chinese / "page" / f"{document}.html").read_text(encoding="utf-8")
        assert "原文版面" in told
        assert 'data-layer="metric" data-title="指标"' in told
        plain = (site / "page" / f"{document}.html").read_text(encoding="utf-8")
        # What was read is the same in either language.
        marks = re.compile(r'<a class="[a-z ]+" href="[^"]*" data-rows="[^"]*"[^>]*>[^<]*</a>')
        assert marks.findall(told) == marks.findall(plain)


def test_the_command_takes_the_language(build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["explore", "--build", str(build), "--out", str(tmp_path / "site")]
    assert run([*arguments, "--lang", "zh"]) == 0
    assert words(tmp_path / "site" / "index.html").language == "zh"
    assert run([*arguments, "--lang", "fr"]) == 2
    assert "--lang takes en, zh, not 'fr'" in capsys.readouterr().err
