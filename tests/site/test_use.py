"""What a reader does on the page: search, switch, copy, download, unfold, move."""

import re
import statistics

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import SITE
from .visiting import ARRIVED, NARROW, WIDE, watch

pytestmark = pytest.mark.usefixtures("address")
CHAPTER = "book/linear-models/linear-regression.html"
PLACES = ["served", "opened as a file"]
PATIENCE = 10_000  # milliseconds


@pytest.fixture
def new_page(browser: Browser):
    """Open an empty page in a fresh browser with these settings."""
    contexts = []

    def with_settings(**settings) -> Page:
        contexts.append(browser.new_context(**({"viewport": WIDE} | settings)))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield with_settings
    for context in contexts:
        context.close()


@pytest.fixture
def page_at(browser: Browser, address: str):
    """Open a page of the site; fail at the end if a script of the served site stumbled, or asked another host.

    Opened as a file, the site may not read its own pages: results of a search come without their first words.
    """
    errors: list[str] = []
    context = browser.new_context(viewport=WIDE, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    watch(context, f"{address}/", errors)

    def at(name: str, place: str = "served") -> Page:
        page = context.new_page()
        if place == "served":
            page.on("pageerror", lambda e: errors.append(str(e)))
        page.goto(f"{address if place == 'served' else SITE.as_uri()}/{name}")
        page.locator(ARRIVED).wait_for(state="attached")
        return page

    yield at
    context.close()
    assert not errors


def with_a(trees, what: str) -> str:
    """The first page that has it."""
    return next((name for name, tree in trees.items() if tree.xpath(what)), None) or pytest.skip(f"no page has {what}")


@pytest.mark.parametrize("place", PLACES)
def test_search_finds(page_at, place):
    page = page_at(CHAPTER, place)
    page.get_by_role("button", name="Search").first.click()
    page.locator("dialog input[name=q]").fill("Lagrange")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=Lagrange*")
    result = page.locator("#search-results ul.search li a").first
    result.wait_for()
    result.click()
    page.wait_for_load_state()
    assert "search.html" not in page.url
    assert "lagrange" in page.locator("article").inner_text().lower()


@pytest.mark.parametrize("place", PLACES)
def test_the_theme_switches_and_stays_switched(page_at, place):
    page = page_at(CHAPTER, place)
    switch = page.locator("button.theme-switch-button:visible").first
    colors = set()
    for _ in range(3):
        switch.click()
        colors.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colors) == 2
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in colors


def test_code_is_copied(page_at):
    page = page_at(CHAPTER)
    cell = page.locator(".cell_input .highlight:visible").first
    cell.hover()
    cell.get_by_role("button", name="Copy").click()
    expect(cell.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r", "")
    assert copied.strip() == cell.locator("pre").inner_text().strip()


def test_of_a_session_what_was_typed_is_copied(page_at, trees):
    page = page_at(with_a(trees, "//article//pre//*[@class='gp']"))
    cell = page.locator(".highlight:has(.gp):has(.go)").first
    cell.hover()
    cell.get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip()
    assert ">>>" not in copied
    assert cell.locator(".go").first.inner_text().strip() not in copied.splitlines()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_chapter_is_downloaded_as_a_notebook(new_page, address, tmp_path, script):
    page = new_page(accept_downloads=True, java_script_enabled=script)
    page.goto(f"{address}/{CHAPTER}")
    page.get_by_label("Download this page").click()
    link = page.locator(".dropdown-download-buttons a[href$='.ipynb']")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "chapter.ipynb")
    notebook = nbformat.read(tmp_path / "chapter.ipynb", 4)
    nbformat.validate(notebook)
    assert any(cell.get("outputs") for cell in notebook.cells)


def test_the_menu_of_downloads_closes(page_at):
    page = page_at(CHAPTER)
    menu = page.locator(".dropdown-download-buttons .dropdown-menu")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").click(position={"x": 5, "y": 5})):
        page.get_by_label("Download this page").click()
        expect(menu).to_be_visible()
        close()
        expect(menu).to_be_hidden()
    page.get_by_label("Download this page").click()
    page.keyboard.press("Shift+Tab")
    expect(menu).to_be_hidden()


def test_the_menu_of_downloads_fits_a_narrow_phone(new_page, address):
    page = new_page(viewport=NARROW)
    page.goto(f"{address}/{CHAPTER}")
    page.get_by_label("Download this page").click()
    menu = page.locator(".dropdown-download-buttons .dropdown-menu").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= NARROW["width"]


def test_every_foot_tells_license_version_and_how_to_cite(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/{CHAPTER}")
    foot = page.locator("footer.bd-footer-content")
    expect(foot).to_contain_text("Text and figures: CC BY 4.0. Code: MIT. Version ")
    expect(foot.locator("pre")).to_be_hidden()
    foot.get_by_text("Cite this page").click()
    expect(foot.locator("pre")).to_contain_text("title = {Linear regression}")


def test_the_keyboard_opens_and_closes_search(page_at):
    page = page_at(CHAPTER)
    field = page.locator("dialog input[name=q]")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()


def test_the_contents_can_be_put_away_where_there_is_room(page_at):
    page = page_at(CHAPTER)
    contents = page.get_by_role("navigation", name="Main")
    expect(contents).to_be_visible()
    page.get_by_role("button", name="Contents of the book").click()
    expect(contents).to_be_hidden()
    page.get_by_role("button", name="Contents of the book").click()
    expect(contents).to_be_visible()


def test_on_a_phone_the_contents_open_over_the_page(new_page, address):
    page = new_page(viewport=NARROW)
    page.goto(f"{address}/{CHAPTER}")
    book, chapter = page.get_by_role("navigation", name="Main"), page.locator("nav.page-toc")
    expect(book).to_be_hidden()
    page.get_by_role("button", name="Contents of the book").click()
    expect(book).to_be_visible()
    page.keyboard.press("Escape")
    expect(book).to_be_hidden()
    page.get_by_role("button", name="Contents of this page").click()
    link = chapter.get_by_role("link").last
    place = link.get_attribute("href")
    link.click()
    expect(chapter).to_be_hidden()
    expect(page.locator(place)).to_be_in_viewport()


def test_the_contents_say_where_one_reads(page_at):
    page = page_at(CHAPTER)
    current = page.locator("nav.page-toc a[aria-current]")
    links = page.locator("nav.page-toc a")
    for place in (links.nth(3).get_attribute("href"), links.nth(1).get_attribute("href")):
        page.locator(place).evaluate("e => e.scrollIntoView({behavior: 'instant'})")
        expect(current).to_have_attribute("href", place)
    links.last.click()
    expect(current).to_have_attribute("href", links.last.get_attribute("href"))


def current(page: Page) -> str | None:
    """Where the list of contents says that one is."""
    page.wait_for_timeout(1200)  # a jump is over, and what it scrolls
    links = page.locator("nav.page-toc a[aria-current]")
    return links.get_attribute("href") if links.count() else None


def test_the_contents_are_right_after_a_jump(page_at, trees):
    sections = trees[CHAPTER].xpath("//nav[contains(@class, 'page-toc')]//a/@href")
    page = page_at(CHAPTER)
    page.keyboard.press("End")
    assert current(page) == sections[-1]
    page.keyboard.press("Home")
    assert current(page) is None
    for place in (sections[-2], sections[4], sections[-1]):
        page.evaluate(f"location.hash = '{place}'")
        assert current(page) == place
    page.evaluate("scrollBy({top: -3 * innerHeight, behavior: 'instant'})")
    assert current(page) != sections[-1]


def test_the_contents_are_right_for_who_comes_from_a_search_or_a_reference(page_at, trees):
    tree = trees[CHAPTER]
    sections = tree.xpath("//nav[contains(@class, 'page-toc')]//a/@href")
    lines = tree.xpath("//article//section/div[last()][.//*[starts-with(@id, 'equation-')]]")  # another section follows
    line = lines[0].xpath(".//@id[starts-with(., 'equation-')]")[-1]
    around = [f"#{name}" for name in lines[0].xpath("ancestor::section/@id")]
    expected = next(place for place in reversed(around) if place in sections)
    assert current(page_at(f"{CHAPTER}#{line}")) == expected
    assert current(page_at(f"{CHAPTER}{sections[-2]}")) == sections[-2]


PROJECTOR = {"width": 683, "height": 512}  # 1024 by 768 at 150 %
LINES_ON_A_SCREEN = """
() => {
  const room = innerHeight - document.querySelector(".bd-header-article").offsetHeight;
  return [...document.querySelectorAll("article .derivation")].map(box => {
    const lines = [...box.querySelectorAll(".derivation-line")].map(line => line.getBoundingClientRect().height);
    return room * lines.length / lines.reduce((sum, height) => sum + height, 0);
  });
}
"""


def test_on_a_projector_a_derivation_fits_a_screen(new_page, address):
    page = new_page(viewport=PROJECTOR)
    page.goto(f"{address}/book/linear-models/gradient-descent.html#exercises")
    assert statistics.median(page.evaluate(LINES_ON_A_SCREEN)) >= 8


def test_on_a_projector_the_parts_of_a_line_stand_side_by_side_and_a_mark_unfolds(new_page, address):
    page = new_page(viewport=PROJECTOR)
    page.goto(f"{address}/{CHAPTER}#exercises")
    line = page.locator(".derivation-line.continues").first
    parts = [line.locator(part) for part in (".derivation-formula", ".derivation-because", ".derivation-mark")]
    formula, reason, mark = (part.bounding_box() for part in parts)
    assert formula["x"] + formula["width"] <= reason["x"]
    assert reason["x"] + reason["width"] <= mark["x"]
    assert mark["x"] + mark["width"] <= PROJECTOR["width"]
    assert max(box["y"] for box in (formula, reason, mark)) < min(b["y"] + b["height"] for b in (formula, reason, mark))
    summary = parts[2].locator("summary")
    assert summary.bounding_box()["width"] == 24
    assert summary.inner_text().strip() not in ("", "✓")  # it is read aloud all the same
    summary.focus()
    page.keyboard.press("Enter")
    assert parts[2].bounding_box()["width"] > 0.8 * line.bounding_box()["width"]
    assert summary.bounding_box()["width"] > 60


HELD = "() => document.querySelectorAll('.arriving [data-portion]').length"


def test_a_long_page_arrives_whole(new_page, address):
    page = new_page()
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => window.held = ({HELD})())")
    page.goto(f"{address}/{CHAPTER}")
    assert page.evaluate("held") > 10
    page.locator(ARRIVED).wait_for(state="attached")
    assert not page.locator("[data-portion]").count()


def test_a_long_page_waits_for_no_script(new_page, address):
    page = new_page()
    page.route("**/site.js", lambda route: None)  # never answered
    page.goto(f"{address}/{CHAPTER}", wait_until="commit")
    page.locator(ARRIVED).wait_for(state="attached")
    expect(page.locator("#exercises h2")).to_be_visible()


@pytest.mark.parametrize(
    "ask", ["document.querySelector('.page-toc a[href=\"#exercises\"]').click()", "location.hash = 'exercises'"]
)
def test_who_asks_for_a_place_while_a_page_arrives_gets_there(new_page, address, ask):
    page = new_page()
    page.add_init_script("window.setTimeout = () => 0")  # no portion ever comes
    page.goto(f"{address}/{CHAPTER}")
    page.evaluate(ask)
    expect(page.locator("#exercises")).to_be_in_viewport()


def test_who_does_anything_has_the_whole_page_at_once(new_page, address):
    page = new_page()
    page.add_init_script("window.setTimeout = () => 0")  # no portion ever comes
    page.goto(f"{address}/{CHAPTER}")
    assert page.evaluate(HELD) > 10
    page.keyboard.press("Control+f")
    assert page.evaluate(HELD) == 0


def test_a_list_that_scrolls_itself_does_not_ask_for_the_whole_page(new_page, address):
    page = new_page(viewport={"width": 412, "height": 500})
    page.add_init_script("window.setTimeout = () => 0")  # no portion ever comes
    page.goto(f"{address}/{CHAPTER}")
    page.evaluate("document.querySelector('.bd-sidebar-primary').scrollTop = 50")
    page.wait_for_function("document.querySelector('.bd-sidebar-primary').scrollTop === 50")
    page.evaluate("new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))")
    assert page.evaluate(HELD) > 10
    page.evaluate("scrollTo(0, 50)")
    page.wait_for_function(f"({HELD})() === 0")


def test_who_comes_for_a_place_is_there_at_once(new_page, address):
    page = new_page()
    page.add_init_script("window.setTimeout = () => 0")
    page.goto(f"{address}/{CHAPTER}#exercises")
    assert page.evaluate(HELD) == 0
    expect(page.locator("#exercises")).to_be_in_viewport()
    page.goto(f"{address}/{CHAPTER}")
    page.reload()
    assert page.evaluate(HELD) == 0


FOLDED = {
    "the check of a line": ".derivation-mark > details",
    "a hidden cell": ".cell details",
    "a solution": "details.dropdown, .dropdown > details, details.solution, .solution > details",
}


@pytest.mark.parametrize("part", FOLDED)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_folded_parts_open_by_keyboard(new_page, address, part, script):
    page = new_page(java_script_enabled=script)
    page.goto(f"{address}/{CHAPTER}")
    if script:
        page.locator(ARRIVED).wait_for(state="attached")
    folded = page.locator(FOLDED[part]).first
    assert not folded.evaluate("e => e.open")
    folded.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert folded.evaluate("e => e.open")
    inside = folded.locator(":scope > :not(summary)").first
    expect(inside).to_be_visible()


def test_a_mark_that_is_opened_before_the_script_comes_unfolds_when_it_does(new_page, address):
    page, waiting = new_page(), []
    page.route("**/_static/site.js", lambda route: waiting.append(route))
    page.goto(f"{address}/{CHAPTER}", wait_until="commit")
    mark = page.locator(FOLDED["the check of a line"]).first
    mark.locator("summary").click()
    page.wait_for_timeout(100)
    assert mark.evaluate("e => e.open") and not mark.locator("p").count()
    waiting[0].continue_()
    expect(mark.locator("p").first).to_be_visible()


def test_a_figure_moves_by_the_arrow_keys_and_says_where_it_is(page_at, trees):
    page = page_at(with_a(trees, "//article//input[@type='range']"))
    slider = page.locator("article input[type=range]").first
    figure = slider.locator("xpath=ancestor::*[.//*[local-name()='svg']][1]")
    assert slider.evaluate("e => e.labels.length || e.getAttribute('aria-label')")
    before = slider.get_attribute("aria-valuetext"), figure.inner_text(), figure.locator("svg").first.inner_html()
    slider.focus()
    page.keyboard.press("ArrowLeft" if slider.evaluate("e => e.value === e.max") else "ArrowRight")
    page.wait_for_timeout(100)
    after = slider.get_attribute("aria-valuetext"), figure.inner_text(), figure.locator("svg").first.inner_html()
    assert after[0]
    assert all(b != a for b, a in zip(before, after, strict=True))


def test_a_figure_that_moves_is_there_without_script(new_page, address, trees):
    name = with_a(trees, "//article//input[@type='range']")
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/{name}")
    figure = page.locator("article input[type=range]").first.locator("xpath=ancestor::*[.//*[local-name()='svg']][1]")
    expect(figure.locator("svg").first).to_be_visible()
    expect(figure.locator("input[type=range]").first).to_be_hidden()
    assert figure.locator("table tr").count() > 2


def test_a_chapter_prints_in_ink_with_its_solutions_open(page_at):
    page = page_at(CHAPTER)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    ink = page.locator("article section > p:visible").first.evaluate("e => getComputedStyle(e).color")
    assert max(map(int, ink.removeprefix("rgb(").removesuffix(")").split(","))) < 80
    for part in (".bd-sidebar-primary", ".bd-header-article", ".headerlink", ".prev-next-footer", "details.hide"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator(FOLDED["a solution"]).locator("p:visible").count()


def test_a_chapter_prints_with_its_name_and_numbers_above_and_below(page_at):
    page = page_at(CHAPTER)
    rules = "[...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).map(rule => rule.cssText).join(' ')"
    printed = page.evaluate(rules)
    assert re.search(r'@top-right \{[^}]*content: "\d+\. Linear regression"', printed)
    assert 'content: "Machine Learning, Derived"' in printed and "content: counter(page)" in printed
    page.emulate_media(media="print")
    expect(page.locator(".breadcrumbs")).to_be_hidden()


def test_a_chapter_prints_without_its_solutions_if_asked(page_at):
    page = page_at(f"{CHAPTER}?solutions=0")
    expect(page.locator(".solution").first).to_be_visible()
    page.emulate_media(media="print")
    assert page.locator(".solution:visible").count() == 0 < page.locator(".solution").count()
    page = page_at(CHAPTER)
    page.emulate_media(media="print")
    assert page.locator(".solution:visible").count() == page.locator(".solution").count()
