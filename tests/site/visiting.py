"""One page, visited as its readers do: wide and narrow, light and dark, with scripts and without."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

from .browsing import launch

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLORS = ["color-contrast", "link-in-text-block"]
EVERYTHING = {"runOnly": WCAG}
WIDE, NARROW, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}, {"width": 390, "height": 844}
STEADY = 0.02  # how much of the first view may move, by the measure of browsers
ARRIVED = "html:not(.arriving)"  # the page, once all its portions are shown

SHIFTS = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
SCROLL = """
async () => {
  await document.fonts.ready;
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo({top: y, behavior: "instant"});
    await new Promise(requestAnimationFrame);
  }
  for (const image of document.images) if (image.loading === "lazy") image.loading = "eager";
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  scrollTo({top: 0, behavior: "instant"});
}
"""
BROKEN = "() => [...document.images].filter(i => !i.naturalWidth).map(i => i.src)"
SIDEWAYS = """
() => {
  const page = document.documentElement, wide = page.clientWidth;
  if (page.scrollWidth <= wide) return [];
  const clipped = e => e !== page && (getComputedStyle(e).overflowX !== "visible" || clipped(e.parentElement));
  return [`${page.scrollWidth} px in ${wide} px`, ...[...document.body.querySelectorAll("*")]
    .filter(e => e.getBoundingClientRect().right > wide + 1 && !clipped(e.parentElement)).slice(0, 5)
    .map(e => e.outerHTML.slice(0, 120))];
}
"""
# Most of a page's words are the letters of its formulas and code, and all axe asks of them is their contrast. It is
# asked once of all that look the same, down to the page behind them. The others keep their place, unseen, and a formula
# of which nothing is left to ask keeps its place without its letters, which axe need not look at then; nor need it look
# at its MathML, unless that is the name of a link, a heading or the like.
RUN_AXE = """
async asked => {
  const known = new Set(), unseen = [], emptied = [], grounds = new Map();
  const ground = e => {  // all that lies behind an element
    if (!grounds.has(e)) {
      const {backgroundColor, backgroundImage, opacity, textShadow} = getComputedStyle(e);
      const own = [backgroundColor, backgroundImage, opacity, textShadow].join() + ";";
      const behind = e.parentElement ? ground(e.parentElement) : "";
      grounds.set(e, behind.startsWith(own) ? behind : own + behind);
    }
    return grounds.get(e);
  };
  for (const box of document.querySelectorAll(".katex-html, pre")) {
    const alike = [], words = [...box.querySelectorAll("*")].filter(e => !e.children.length && e.textContent.trim());
    for (const e of words) {
      const {color, fontSize, fontWeight} = getComputedStyle(e);
      const isWord = e.textContent.trim().length > 1;  // of single letters axe is not sure
      const look = [color, fontSize, fontWeight, isWord, ground(e)].join();
      known.has(look) ? alike.push(e) : known.add(look);
    }
    if (box.matches("pre") || alike.length < words.length) unseen.push(...alike);
    else emptied.push([box, box.getBoundingClientRect(), [...box.childNodes]]);
  }
  const named = ":is(a, button, summary, label, caption, th, h1, h2, h3, h4, h5, h6)";
  for (const box of document.querySelectorAll(`.katex-mathml:not(${named} *)`))
    emptied.push([box, box.getBoundingClientRect(), [...box.childNodes]]);
  for (const e of unseen) e.style.setProperty("visibility", "hidden", "important");
  for (const [box, place] of emptied) {
    box.replaceChildren();
    box.style.cssText = `display: inline-block; width: ${place.width}px; height: ${place.height}px`;
  }
  const found = await axe.run(document, {...asked, resultTypes: ["violations"]});
  for (const [box, _, children] of emptied) { box.removeAttribute("style"); box.append(...children); }
  for (const e of unseen) e.style.removeProperty("visibility");
  return found.violations.flatMap(v => v.nodes.map(n =>
    `${v.id}: ${n.html.slice(0, 160)} (${(n.any[0] || n.all[0] || n.none[0] || {}).message || ""})`));
}
"""
# Formulas and figures that a reader without scripts does not see, folded parts aside: those the browser itself opens.
UNSEEN = """
() => {
  for (const d of document.querySelectorAll("article details")) d.open = true;
  return [...document.querySelectorAll("article .katex-html, article img")].filter(e => {
    const box = e.getBoundingClientRect();
    return !box.width || !box.height || getComputedStyle(e).visibility === "hidden";
  }).filter(e => !e.matches(".only-dark, .only-dark *")).map(e => e.parentElement.outerHTML.slice(0, 160));
}
"""
FOLDED = """
() => [...document.querySelectorAll("article .admonition, article .dropdown, article .cell, article .toggle")]
  .filter(e => e.scrollHeight && !e.getBoundingClientRect().height).map(e => e.outerHTML.slice(0, 160))
"""


# What is wider than its box without a sign of it, or out of the keyboard's reach; numbers that stand on their formula.
CUT = """
() => {
  const found = [], name = e => e.textContent.slice(0, 80);
  const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflowX);
  const visible = e => getComputedStyle(e).overflowX === "visible";
  const clipping = e => e !== document.body && visible(e) ? clipping(e.parentElement) : e;
  for (const e of document.querySelectorAll("article *"))
    if (e.clientWidth && e.scrollWidth > e.clientWidth + 1 && scrolls(e)) {
      if (getComputedStyle(e).maskImage === "none") found.push(`no fade: ${name(e)}`);
      if (e.tabIndex !== 0 || !e.getAttribute("aria-label")) found.push(`no key scrolls: ${name(e)}`);
    }
  for (const e of document.querySelectorAll("article .katex-display, article .ledger .math")) {
    const box = clipping(e), edge = box.getBoundingClientRect();
    const number = e.parentElement.querySelector(":scope > .eqno")?.getBoundingClientRect();
    const parts = [...e.querySelectorAll(".katex-html .base")].map(part => part.getBoundingClientRect());
    const over = (a, b) => Math.min(a.right, edge.right) > b.left + 1 && a.left < b.right - 1
      && a.top < b.bottom - 1 && a.bottom > b.top + 1;
    if (parts.some(part => part.right > edge.right + 1) && !scrolls(box)) found.push(`cut: ${name(e)}`);
    if (number && parts.some(part => over(part, number))) found.push(`number on it: ${name(e)}`);
  }
  return found;
}
"""
UNFOLD = "() => { for (const d of document.querySelectorAll('article details')) d.open = true; }"


@dataclass(repr=False)
class Visit:
    """What a page costs, and what is wrong with it: empty lists, if all is well."""

    bytes: int = 0
    requests: int = 0
    shift: float = 0.0
    elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    broken_images: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    unseen_without_script: list[str] = field(default_factory=list)
    axe: dict[str, list[str]] = field(default_factory=dict)


def watch(context: BrowserContext, site: str, elsewhere: list[str]) -> None:
    """Note what is asked of other hosts, by pages, by what they open, by workers and through sockets."""

    def asked(address: str) -> None:
        if not address.startswith((site, "data:", "blob:", "file:")):
            elsewhere.append(address)

    context.on("request", lambda request: asked(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: asked(socket.url)))


@contextlib.contextmanager
def opened(browser: Browser, url: str, seen: Visit, **settings: object) -> Iterator[Page]:
    """Open a page in a fresh browser, its requests and errors noted."""
    context = browser.new_context(**({"viewport": WIDE, "reduced_motion": "reduce"} | settings))  # type: ignore[arg-type]
    watch(context, f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/", seen.elsewhere)
    page = context.new_page()
    page.on("response", lambda r: seen.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: seen.errors.append(str(e)))
    page.add_init_script(SHIFTS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda e: received.append(int(e["encodedDataLength"])))
    page.goto(url, wait_until="networkidle")
    page.locator(ARRIVED).wait_for(state="attached")
    page.received = received  # type: ignore[attr-defined]
    yield page
    context.close()


def visit(browser: Browser, url: str) -> Visit:
    """Look at one page in every way that is tested."""
    seen = Visit()
    with opened(browser, url, seen) as page:
        seen.bytes, seen.requests = sum(page.received), len(page.received)  # type: ignore[attr-defined]
        look_around(page, seen, "wide")
        seen.broken_images = page.evaluate(BROKEN)
    with opened(browser, url, seen, viewport=NARROW) as page:
        look_around(page, seen, "320 px")
        seen.sideways = page.evaluate(SIDEWAYS)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.evaluate(UNFOLD)
        page.evaluate(SCROLL)
        seen.cut = page.evaluate(CUT)
    with opened(browser, url, seen, java_script_enabled=False) as page:
        seen.unseen_without_script = page.evaluate(FOLDED) + page.evaluate(UNSEEN)
    return seen


@cache
def browser_of_this_process() -> Browser:
    """One browser for all that a process visits, until it ends."""
    return launch(sync_playwright().start())


def visit_alone(url: str) -> Visit:
    """Look at one page in a process that does nothing else; once more if it jumped, was late or too wide.

    What is wrong with a page is wrong every time; a browser that had to wait for the machine, or for the letters of a
    font, is late once, and measures the letters that it has.
    """
    try:
        seen = visit(browser_of_this_process(), url)
    except TimeoutError:
        return visit(browser_of_this_process(), url)
    as_it_is = seen.shift <= STEADY and not seen.sideways
    return seen if as_it_is else visit(browser_of_this_process(), url)


def look_around(page: Page, seen: Visit, width: str) -> None:
    """Scroll through a page, then ask axe: every rule if it is wide, in dark those on colors, if narrow all others."""
    page.evaluate(SCROLL)
    seen.shift = max(seen.shift, page.evaluate("() => window.shift"))
    page.evaluate(AXE.read_text("utf-8"))
    wide = width == "wide"
    others = {"rules": {rule: {"enabled": False} for rule in COLORS}}  # the colors are those of the wide page
    seen.axe[f"{width}, light"] = page.evaluate(RUN_AXE, EVERYTHING if wide else EVERYTHING | others)
    if not wide:
        return
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    seen.axe[f"{width}, dark"] = page.evaluate(RUN_AXE, {"runOnly": COLORS})
