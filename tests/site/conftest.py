"""The built site, the pages in it, and one visit to each."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, sync_playwright

from .browsing import launch, served
from .costs import REPORT, as_text, table
from .visiting import Visit, visit, visit_alone

ROOT = Path(__file__).parents[2]
SITE = Path(os.environ.get("SITE", ROOT / "_build" / "html"))
WITH_LIGHTHOUSE = bool(os.environ.get("LIGHTHOUSE"))
LATE = 180  # seconds; a visit takes ten


def pages() -> list[str]:
    """Every page of the site that has something to read: the redirection at the root has not.

    Of the pages with the source of the package, which are all alike, one stands for the others.
    """
    found = [p.relative_to(SITE) for p in sorted(SITE.rglob("*.html")) if "_static" not in p.parts]
    found = [p for p in found if p.parts[0] != "_modules" or p == Path("_modules/derived/datasets.html")]
    if not found:
        raise pytest.UsageError(f"there is no site in {SITE}: run make check-site, which builds it first")
    return [p.as_posix() for p in found if 'http-equiv="refresh"' not in (SITE / p).read_text("utf-8")]


def title(tree: html.HtmlElement) -> str:
    """The name of a page, its number with it if it has one, without the book's."""
    return re.split(r"\s[—–-]\s", tree.findtext(".//title"))[0].strip()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what the pages cost, once all were visited."""
    if REPORT.exists():
        terminalreporter.section("what the pages cost")
        terminalreporter.write(as_text(table(json.loads(REPORT.read_text("utf-8")))))


def pytest_sessionstart() -> None:
    """Forget what an earlier run has measured."""
    REPORT.unlink(missing_ok=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every test that asks for a page all of them, one after the other."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", pages(), scope="session")


@pytest.fixture(scope="session")
def trees() -> dict[str, html.HtmlElement]:
    """The pages, parsed."""
    return {page: html.fromstring((SITE / page).read_bytes()) for page in pages()}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The site, served on this machine."""
    with served(SITE) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def report(trees: dict[str, html.HtmlElement]) -> Iterator[dict[str, dict]]:
    """What was measured, page by page; written down when all is done."""
    first = "book/index.html"
    places = trees[first].xpath("//nav[contains(@class, 'bd-docs-nav')]//a/@href") if first in trees else []
    reading = [first, *(os.path.normpath(f"book/{place}") for place in places)]
    order = sorted(trees, key=lambda page: reading.index(page) if page in reading else len(reading))
    measured: dict[str, dict] = {page: {"title": title(trees[page])} for page in order}
    yield measured
    REPORT.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", "utf-8")


@pytest.fixture(scope="session")
def visits(request: pytest.FixtureRequest, address: str) -> Iterator[dict[str, Future[Visit]]]:
    """A visit to each page that a test looks at, as many at a time as there are cores: Chromium draws a page on one."""
    looked_at = [item for item in request.session.items if "seen" in getattr(item, "fixturenames", ())]
    asked = dict.fromkeys(item.callspec.params["page"] for item in looked_at)  # type: ignore[attr-defined]
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    begun = {page: pool.submit(visit_alone, f"{address}/{page}") for page in asked}
    if WITH_LIGHTHOUSE:  # which measures, and wants the machine for itself
        wait(begun.values(), timeout=LATE + 20 * len(begun))
    yield begun
    for worker in active_children():  # one of which may have been given up
        worker.kill()
    pool.shutdown(cancel_futures=True)


@pytest.fixture
def seen(page: str, visits: dict[str, Future[Visit]], report: dict[str, dict], browser: Browser, address: str) -> Visit:
    """What a visit to the page showed; another browser goes there where one, of hundreds, no longer answers."""
    try:
        visits[page].result(timeout=LATE)
    except TimeoutError:
        visits[page] = Future()
        visits[page].set_result(visit(browser, f"{address}/{page}"))
    found = visits[page].result()
    report[page].update(vars(found))
    return found
