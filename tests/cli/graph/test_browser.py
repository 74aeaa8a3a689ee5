"""The page in a real browser, at the widths of a desk and of a telephone."""

import os
from collections.abc import Iterator

import pytest

from tests.cli.graph.browser import Browser, installed
from tests.cli.graph.graphs import page

pytestmark = pytest.mark.skipif(installed() is None or os.name != "posix", reason="neither Chromium nor Chrome is installed")

STACKS = ("prod", "hostile", "workers", "calls")
OVERFLOWING = """[...document.querySelectorAll('body *')].filter(each => !each.closest('svg, pre') && each.getClientRects().length
    && each.getBoundingClientRect().right > innerWidth + 0.5 && !each.matches('.skip')).map(each => each.outerHTML.slice(0, 120))"""
TEXT_OUTSIDE_ITS_BOX = """[...document.querySelectorAll('.node')].filter(node => node.getClientRects().length).flatMap(node => {
    const box = node.querySelector('.box').getBoundingClientRect();
    return [...node.querySelectorAll('text')].filter(text => text.getBoundingClientRect().right > box.right + 0.5
        || text.getBoundingClientRect().bottom > box.bottom + 0.5).map(text => text.textContent)})"""
FIELD = "document.getElementById('find')"
SHOWN = "[...document.querySelectorAll('{}')].filter(each => each.checkVisibility() && each.getClientRects().length).length"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name in STACKS:
        (folder / f"{name}.html").write_text(page(name), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def one_browser(tmp_path_factory) -> Iterator[Browser]:
    with Browser(installed(), tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(one_browser) -> Iterator[Browser]:
    one_browser.complaints.clear()
    yield one_browser
    assert one_browser.complaints == []


def shown(browser: Browser, selector: str) -> int:
    """Count the elements that can be seen."""
    return browser.value(SHOWN.format(selector))


def search(browser: Browser, words: str) -> None:
    browser.value(f"{FIELD}.value = {words!r}; {FIELD}.dispatchEvent(new Event('input')); 0")


@pytest.mark.parametrize("name", STACKS)
@pytest.mark.parametrize(("across", "down"), [(1280, 900), (768, 1024), (375, 812)])
def test_nothing_runs_out_of_the_page_or_of_its_box(browser, files, name, across, down):
    browser.open(files / f"{name}.html", across, down, dark=across == 375)
    browser.value("fold.click(); document.querySelectorAll('.inputs').forEach(each => { each.open = true }); 0")
    assert browser.value("document.documentElement.scrollWidth") <= across
    assert browser.value(OVERFLOWING) == []
    assert browser.value(TEXT_OUTSIDE_ITS_BOX) == []


@pytest.mark.parametrize(("across", "there", "not_there"), [(1280, ".wide svg", ".narrow svg"), (375, ".narrow svg", ".wide svg")])
def test_one_of_the_two_pictures_is_seen(browser, files, across, there, not_there):
    browser.open(files / "prod.html", across, 812)
    assert (shown(browser, there), shown(browser, not_there)) == (1, 0)
    assert browser.value(f"document.querySelector('{there}').getBoundingClientRect().width") > min(across, 1150) * 0.8
    assert shown(browser, f"{there} .node.service") == 2


def test_a_search_leaves_what_holds_all_the_words_and_lights_its_boxes(browser, files):
    browser.open(files / "prod.html", 1280, 900)
    before = shown(browser, "[data-find]")
    search(browser, "API stopTimeouts")
    assert shown(browser, "[data-find]") == 0
    assert browser.value("found.textContent") == "0 found"
    search(browser, "API stopTimeout 60")
    assert shown(browser, "tr[data-find]") == 1
    assert browser.value("[...document.querySelectorAll('.wide .hit')].map(each => each.dataset.key)") == ["service api"]
    search(browser, "aws:iam:Role web-execution")
    assert shown(browser, "#resources .inputs") == 2
    search(browser, "")
    assert shown(browser, "[data-find]") == before
    assert browser.value("document.querySelectorAll('.hit, .gone').length") == 0


def test_the_keyboard_reaches_the_search_and_ends_it(browser, files):
    browser.open(files / "prod.html", 1280, 900)
    browser.ask("Input.dispatchKeyEvent", type="keyDown", key="/", text="/")
    assert browser.value("document.activeElement.id") == "find"
    browser.ask("Input.insertText", text="kms")
    assert 0 < shown(browser, "[data-find]") < 30
    browser.ask("Input.dispatchKeyEvent", type="keyDown", key="Escape")
    assert browser.value(f"{FIELD}.value") == ""
    assert shown(browser, ".card") == 2


def test_sections_fold_and_a_link_unfolds_what_it_leads_to(browser, files):
    browser.open(files / "prod.html", 1280, 900)
    browser.value("document.querySelectorAll('section > details > summary').forEach(each => each.click()); 0")
    assert shown(browser, ".body") == 0
    browser.value("location.hash = '#settings-services-api'; 0")
    # The browser tells of a new address when it has time.
    browser.ask("Runtime.evaluate", expression="new Promise(done => setTimeout(done, 0))", awaitPromise=True)
    assert (shown(browser, ".body"), shown(browser, "#settings-services-api tbody")) == (1, 1)
    browser.value("fold.click(); 0")
    assert shown(browser, ".body") == 7
    assert shown(browser, "pre") == 0


def test_defaults_can_be_left_out(browser, files):
    browser.open(files / "prod.html", 1280, 900)
    browser.value("fold.click(); said.click(); 0")
    assert shown(browser, "tr.default") == 0
    assert shown(browser, "tr.said") > 40
    assert browser.value("said.getAttribute('aria-pressed')") == "true"


@pytest.mark.parametrize("dark", [False, True])
def test_colours_follow_the_system_and_then_the_reader(browser, files, dark):
    browser.open(files / "prod.html", 1280, 900, dark=dark)
    browser.value("localStorage.clear(); delete document.documentElement.dataset.theme; 0")
    ground = "getComputedStyle(document.body).backgroundColor"
    light, night = "rgb(246, 247, 249)", "rgb(16, 21, 28)"
    assert browser.value(ground) == (night if dark else light)
    browser.value("document.querySelector('.theme').click(); 0")
    assert browser.value(ground) == (light if dark else night)
    browser.value("localStorage.clear(); 0")
