"""What every page promises to everyone who opens it."""

import re
import statistics
from concurrent.futures import Future

import pytest
from playwright.sync_api import Browser

from .conftest import WITH_LIGHTHOUSE
from .lighthouse import scores
from .visiting import AXE, RUN_AXE, STEADY, Visit

KB = 1000


def none(found: list[str]) -> None:
    """Fail and tell all, if there is anything."""
    assert not found, f"{len(found)}:\n" + "\n".join(found[:30])


def test_nothing_is_asked_of_another_host(seen):
    none(seen.elsewhere)


def test_everything_asked_for_is_there(seen):
    none(seen.failed)
    none(seen.broken_images)


def test_no_error_is_logged(seen):
    none(seen.errors)


def test_the_first_view_is_light(seen, page):
    most = 200 if page.startswith("book/reference/ledger") else 300
    assert seen.bytes <= most * KB


def test_nothing_jumps(seen):
    assert seen.shift <= STEADY


def test_nothing_need_be_scrolled_sideways_on_a_narrow_phone(seen):
    none(seen.sideways)


def test_on_a_phone_what_is_wider_says_so_and_scrolls_and_no_number_stands_on_a_formula(seen):
    none(seen.cut)


def test_formulas_and_figures_are_there_without_script(seen):
    none(seen.unseen_without_script)


@pytest.mark.parametrize("view", ["wide, light", "wide, dark", "320 px, light"])
def test_axe_finds_nothing(seen, view):
    none(seen.axe[view])


FAINT = """
<html lang="en"><title>A page</title><main><h1>A page</h1><style>
pre, .katex-html { background: #fff }
.dim { color: #bbb } .dark { background: #222 } .gray { background: #ddd !important }
.pale { opacity: 0.3 }</style>
<pre tabindex="0"><span>words</span> <span>words</span> <span class="dim">a</span>
<span id="one" class="dim">words</span>
<span class="dim">words</span> <b class="dark"><span id="two">words</span></b>
<b class="pale"><span id="three">words</span></b></pre>
<pre tabindex="0" class="gray"><span>words</span> <span id="four" class="dim">words</span></pre>
<span class="katex-html" aria-hidden="true"><i>max</i><i>min</i><i id="five" class="dim">arg</i></span></main></html>
"""


def test_what_is_faint_is_found_among_what_is_alike(browser: Browser):
    page = browser.new_page()
    page.set_content(FAINT)
    page.evaluate(AXE.read_text("utf-8"))
    found = " ".join(page.evaluate(RUN_AXE, {"runOnly": ["color-contrast"]}))
    assert sorted(re.findall(r'id="(\w+)"', found)) == sorted(["one", "two", "three", "four", "five"]), found
    assert not page.locator("[style*=hidden]").count()
    page.close()


def test_the_site_is_light_as_a_whole(visits: dict[str, Future[Visit]]):
    assert visits, "no page was visited: run the whole of this folder"
    assert statistics.median(v.result().bytes for v in visits.values()) <= 200 * KB


@pytest.mark.skipif(not WITH_LIGHTHOUSE, reason="LIGHTHOUSE=1 asks for it")
def test_lighthouse_agrees(page, address, report):
    found = scores(f"{address}/{page}")
    report[page]["lighthouse"] = found
    assert {k: v for k, v in found.items() if k != "performance" and v < 100} == {}
