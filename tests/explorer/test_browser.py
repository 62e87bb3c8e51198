"""The explorer in real headless Chromium, opened from disk and from the server."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import pytest

from flows.cli_explore import open_server
from tests.explorer.conftest import HOSTILE_TITLE
from tests.explorer.test_site import HOSTILE, SAMPLE
from warehouse.explorer.build import build_site
from warehouse.explorer.contacts import hidden
from warehouse.explorer.rows import LAYERS

pytestmark = pytest.mark.browser
selenium = pytest.importorskip("selenium", reason="the extra `test` brings it")

from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.remote.webelement import WebElement  # noqa: E402
from selenium.webdriver.support.select import Select  # noqa: E402
from selenium.webdriver.support.wait import WebDriverWait  # noqa: E402

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1400,900",
)  # fmt: skip
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
# Relative luminance below which a background is dark.
DARK = 0.2


@pytest.fixture(scope="module")
def started() -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.fail("Chromium is missing: apt-get update && apt-get install -y chromium chromium-driver fonts-noto-cjk")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        yield browser
        browser.quit()


@pytest.fixture
def browser(started: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """The browser, light and as wide as a desk; whatever a test does, its console must stay empty."""
    started.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    scheme(started, "light")
    started.get("about:blank")
    started.get_log("browser")
    yield started
    assert started.get_log("browser") == []


def scheme(browser: webdriver.Chrome, name: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": name}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def view(site: Path, documents: dict[str, tuple[str, str]], name: str) -> str:
    return (site / "page" / f"{documents[name][0]}.html").as_uri()


def one(browser: webdriver.Chrome, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def shown_rows(browser: webdriver.Chrome) -> list[list[str]]:
    script = "return [...document.querySelectorAll('#results tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
    rows: list[list[str]] = browser.execute_script(script)
    return rows


def wait_for_rows(browser: webdriver.Chrome, count: int) -> None:
    WebDriverWait(browser, 10).until(lambda driver: len(shown_rows(driver)) == count, f"wanted {count} rows")


def open_finder(browser: webdriver.Chrome, site: Path, fragment: str = "") -> None:
    browser.get("about:blank")
    browser.get((site / "metrics.html").as_uri() + fragment)
    WebDriverWait(browser, 30).until(lambda driver: one(driver, "#found").text)


PATHS = (
    "index.html", "pages/1.html", "entities/1.html", "metrics.html", "questions.html", "dictionary.html", "runs.html", "rejects/1.html",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_pages_load_and_nothing_is_wider_than_the_screen(
    browser: webdriver.Chrome, site: Path, path: str, width: str
) -> None:
    if width == "phone":
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.get((site / path).as_uri())
    assert one(browser, "h1").is_displayed()
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    if width == "phone":
        assert browser.execute_script("return innerWidth") == PHONE["width"]


def test_the_page_view_fits_a_phone_and_puts_the_panes_below_each_other(
    browser: webdriver.Chrome, site: Path, documents: dict[str, tuple[str, str]]
) -> None:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.get(view(site, documents, SAMPLE))
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert one(browser, "#read").rect["y"] > one(browser, "#raw").rect["y"] + 100


def test_highlights_in_the_browser_are_the_spans_of_the_warehouse(
    browser: webdriver.Chrome, site: Path, database: Path, documents: dict[str, tuple[str, str]]
) -> None:
    document, text = documents[SAMPLE]
    browser.get(view(site, documents, SAMPLE))
    found = browser.execute_script(
        """
        const spans = {}; let at = 0;
        const walk = document.createTreeWalker(document.querySelector('.raw'), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
          const length = [...walk.currentNode.data].length;
          for (const id of walk.currentNode.parentElement.dataset.rows?.split(' ') ?? []) {
            spans[id] ??= [at, at]; spans[id][1] = at + length;
          }
          at += length;
        }
        return spans;
        """
    )
    assert one(browser, ".raw").get_property("textContent") == hidden(text)
    wanted: dict[str, list[int]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for layer in LAYERS:
            query = f"SELECT {layer.name}_id, char_start, char_end FROM {layer.table} WHERE document_id = ?"
            wanted |= {row[0]: [row[1], row[2]] for row in connection.execute(query, [document]).fetchall()}
    assert found == wanted


def test_the_pointer_shows_the_row_and_a_click_leads_to_the_table_and_back(
    browser: webdriver.Chrome, site: Path, documents: dict[str, tuple[str, str]]
) -> None:
    browser.get(view(site, documents, SAMPLE))
    mark = one(browser, ".raw a.metric")
    row = mark.get_attribute("href").partition("#")[2]  # type: ignore[union-attr]
    ActionChains(browser).move_to_element(mark).perform()
    card = one(browser, "#card")
    assert card.is_displayed()
    value = one(browser, f"#{row} td:nth-child(2)").get_property("textContent")
    assert value
    assert value in card.text
    mark.click()
    assert browser.current_url.endswith(f"#{row}")
    assert in_view(browser, f"#{row}")
    back = one(browser, f"#{row} td a")
    back.click()
    assert browser.current_url.rpartition("#")[2] == mark.get_attribute("id")
    assert in_view(browser, ".raw a:target")


def in_view(browser: webdriver.Chrome, selector: str) -> bool:
    script = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight"
    seen: bool = browser.execute_script(script, selector)
    return seen


def test_a_layer_can_be_switched_off(
    browser: webdriver.Chrome, site: Path, documents: dict[str, tuple[str, str]]
) -> None:
    browser.get(view(site, documents, SAMPLE))
    mark = one(browser, ".raw a.metric:not(.time)")
    before = mark.value_of_css_property("background-color")
    one(browser, "#show-metric").click()
    assert before != mark.value_of_css_property("background-color") == "rgba(0, 0, 0, 0)"


def test_the_keyboard_reaches_content_marks_and_rows(
    browser: webdriver.Chrome, site: Path, documents: dict[str, tuple[str, str]]
) -> None:
    browser.get(view(site, documents, SAMPLE))
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.switch_to.active_element.text == "Skip to content"
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    for _ in range(12):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        if browser.switch_to.active_element.get_attribute("data-rows"):
            break
    mark = browser.switch_to.active_element
    assert mark.get_attribute("data-rows")
    assert one(browser, "#card").is_displayed()
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    assert not one(browser, "#card").is_displayed()
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    row = mark.get_attribute("href").partition("#")[2]  # type: ignore[union-attr]
    WebDriverWait(browser, 10).until(lambda driver: driver.switch_to.active_element.get_attribute("id") == row)


def test_filters_find_what_the_warehouse_holds(browser: webdriver.Chrome, site: Path, database: Path) -> None:
    open_finder(browser, site)
    with duckdb.connect(str(database), read_only=True) as connection:
        total, money, grown = connection.execute(
            "SELECT count(*), count_if(unit = 'CNY'), count_if(unit = 'CNY' AND change_value IS NOT NULL) FROM metrics"
        ).fetchall()[0]
    assert len(shown_rows(browser)) == total
    Select(one(browser, "[name=unit]")).select_by_value("CNY")
    wait_for_rows(browser, money)
    one(browser, "[name=growth]").click()
    wait_for_rows(browser, grown)
    assert f"{grown} of {total} metrics" in one(browser, "#found").text
    fragment = browser.current_url.partition("#")[2]
    assert parse_qs(fragment) == {"unit": ["CNY"], "growth": ["on"]}
    open_finder(browser, site, f"#{fragment}")
    assert len(shown_rows(browser)) == grown
    one(browser, "[name=words]").send_keys("生产总值")
    WebDriverWait(browser, 10).until(lambda driver: {row[1] for row in shown_rows(driver)} == {"地区生产总值"})
    one(browser, "button[type=reset]").click()
    wait_for_rows(browser, total)


def test_the_finder_draws_what_it_found(browser: webdriver.Chrome, site: Path) -> None:
    open_finder(browser, site, "#unit=CNY&growth=on")
    bars = "#chart svg [role=graphics-symbol]"
    WebDriverWait(browser, 30).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, bars))
    assert one(browser, "#chart svg").rect["width"] > 300
    printed = [row[0] for row in shown_rows(browser)]
    marks = browser.find_elements(By.CSS_SELECTOR, "#chart svg .mark-rect path, #chart svg .mark-symbol path")
    assert len(marks) == len(printed)
    assert all(any(f"value: {value}" in str(mark.get_attribute("aria-label")) for value in printed) for mark in marks)


def test_the_finder_and_the_card_speak_chinese(
    browser: webdriver.Chrome, database: Path, documents: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    chinese = build_site(database, tmp_path / "zh", language="zh").out
    browser.get((chinese / "metrics.html").as_uri())
    WebDriverWait(browser, 20).until(lambda one: "项指标中的" in one.find_element(By.ID, "found").text)
    browser.get((chinese / "page" / f"{documents[SAMPLE][0]}.html").as_uri())
    mark = browser.find_element(By.CSS_SELECTOR, "#raw a.metric")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].focus();", mark)
    card = browser.find_element(By.ID, "card")
    WebDriverWait(browser, 20).until(lambda _: card.is_displayed())
    assert "指标" in [title.text for title in card.find_elements(By.TAG_NAME, "h3")]
    assert {"原文", "数值", "规则"} <= {term.text for term in card.find_elements(By.TAG_NAME, "dt")}


def test_a_result_leads_to_its_row(browser: webdriver.Chrome, site: Path) -> None:
    open_finder(browser, site, "#unit=CNY")
    one(browser, "#results td a").click()
    row = browser.current_url.rpartition("#")[2]
    assert one(browser, f"[id='{row}']").is_displayed()


def test_a_hostile_title_stays_text(
    browser: webdriver.Chrome, site: Path, documents: dict[str, tuple[str, str]]
) -> None:
    for url, hostile in (
        (view(site, documents, HOSTILE), HOSTILE_TITLE),
        (view(site, documents, HOSTILE), HOSTILE),
        ((site / "pages" / "1.html").as_uri(), HOSTILE),
    ):
        browser.get(url)
        assert browser.title != "owned"
        assert hostile in str(one(browser, "main").get_property("textContent"))
        assert browser.find_elements(By.CSS_SELECTOR, "main img, main script, main [onload]") == []


def test_dark_and_light_follow_the_system(browser: webdriver.Chrome, site: Path) -> None:
    seen = {}
    for name in ("light", "dark"):
        scheme(browser, name)
        browser.get((site / "index.html").as_uri())
        seen[name] = [
            luminance(one(browser, "body").value_of_css_property(part)) for part in ("background-color", "color")
        ]
        bar = one(browser, ".chart svg .mark-rect path").value_of_css_property("fill")
        assert abs(luminance(bar) - seen[name][0]) > 0.1
    assert seen["dark"][0] < DARK < seen["light"][0]
    for paper, ink in seen.values():
        assert (max(paper, ink) + 0.05) / (min(paper, ink) + 0.05) > 7


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2) of a colour as browsers print it."""
    parts = [float(part) / 255 for part in color[color.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_server_serves_this_machine_only(browser: webdriver.Chrome, site: Path) -> None:
    import http.client

    with open_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        assert server.server_address[0] == "127.0.0.1"
        browser.get(f"http://127.0.0.1:{server.server_port}/")
        assert one(browser, "h1").text == "Overview"
        for host, status in (("127.0.0.1", 200), ("evil.example", 403)):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
            connection.request("GET", "/index.html", headers={"Host": host})
            assert connection.getresponse().status == status
            connection.close()
        server.shutdown()
        thread.join()
