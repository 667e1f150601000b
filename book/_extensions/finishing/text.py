"""The text of a page: folded parts, tables, code, formulas.

What a script folded, the browser folds; tables name their rows and columns; what may be wide, the keyboard scrolls.
"""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from finishing.nodes import SCRIPTED, first, fragment, identity, without

# Parts of code in the color of the text, and what Sphinx puts into every literal: half of all elements of a page.
PLAIN = "pre span.n, pre span.nn, pre span.p, pre span.w, code span.pre, .sig span.pre"

# The ledger is laid out line by line, which a browser does in parts; it is a table to the ear all the same.
LEDGER = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
TAG = re.compile(rf"<(/?)({'|'.join(LEDGER)})\b")

NUMBER = re.compile(r"[-−+]?[\d,]*\.?\d+(e[-+]?\d+)?%?|NaN|[–?]?")
SHORT = 16  # signs of a formula that has room in a line of a phone, and need not be broken
EXPONENT = re.compile(r"\b(\d(?:\.\d+)?)e([-+]\d+)\b")
CLOSING = re.compile(r"[.,;:!?)\]’”–—]+")

# The TeX of formulas that are folded away, or stand with their TeX elsewhere: an eighth of the ledger.
SAID_TWICE = ".derivation-mark annotation, .ledger annotation"

# What may be too wide for a phone: its kind, its name for the ear, and from how many letters on.
WIDE = (
    (".katex-display", "Formula", 36),
    (".highlight pre", "Code", 20),
    (".cell_output > .output", "Output", 0),
    (".pst-scrollable-table-container:not(:has(.ledger))", "Table", 0),
    (".ledger .math", "Formula", 36),
)


def mend(tree: LexborHTMLParser) -> None:
    """Mend it in place."""
    _fold(tree)
    _tables(tree)
    _code(tree)
    _powers(tree)
    _punctuation(tree)
    _wide(tree)
    for source in tree.css(SAID_TWICE):
        source.decompose()
    _hold_back(tree)


def _fold(tree: LexborHTMLParser) -> None:
    """Let the browser fold what a script folded."""
    for box in tree.css("div.admonition.dropdown"):
        heading = first(box, "p.admonition-title")
        rest = "".join(child.html or "" for child in box.iter(include_text=True) if child.mem_id != heading.mem_id)
        box.replace_with(
            fragment(
                f'<details class="{box.attributes["class"]}"{identity(box)}><summary class="admonition-title">'
                f"{heading.inner_html}</summary>{rest}</details>"
            )
        )
    for label in tree.css("label[aria-controls]"):  # of a tab: its radio button controls something, not the label
        without(label, "aria-controls")
    for summary in tree.css("details.hide > summary"):
        without(summary, "aria-label")
        for paragraph in summary.css("p"):
            paragraph.replace_with(
                fragment(f'<span class="{paragraph.attributes["class"]}">{paragraph.inner_html}</span>')
            )


def _tables(tree: LexborHTMLParser) -> None:
    for head in tree.css("table.dataframe thead"):
        _join(head)
    for cell in tree.css("thead th"):
        if cell.text(strip=True):
            cell.attrs["scope"] = "col"
        else:
            cell.replace_with(fragment("<table><tr><td></td></tr></table>", "td"))
    for cell in tree.css("tbody th"):
        cell.attrs["scope"] = "row"
    for part in tree.css("table[border], th[halign]"):
        without(part, "border", "halign")
    for table in tree.css("table.dataframe, table.costs"):
        _align(table)
    for table in tree.css("table.ledger"):
        for cell in table.css("th[scope]"):
            without(cell, "scope")
        for cell in table.css("td"):
            if cell.text(strip=True) == "–":
                cell.attrs["class"] = "none"
        table.replace_with(fragment(TAG.sub(_as_box, table.html or "")))


def _as_box(tag: re.Match[str]) -> str:
    return "</div" if tag[1] else f'<div role="{LEDGER[tag[2]]}"'


def _join(head: LexborNode) -> None:
    """Put the name of the rows into the empty corner above it, where it has a line to itself."""
    rows = [row.css("th") for row in head.css("tr")]
    if len(rows) == 2 and not rows[0][0].text(strip=True) and not any(c.text(strip=True) for c in rows[1][1:]):
        rows[0][0].replace_with(rows[1][0])
        head.css("tr")[1].decompose()


def _align(table: LexborNode) -> None:
    """Put numbers to the right, under a heading that is there as well, and everything else to the left."""
    rows = [row.css("th, td") for row in table.css("tr")]
    if len({len(row) for row in rows}) > 1:  # cells that span others
        return
    for row in table.css("tr[style]"):
        without(row, "style")
    for column in zip(*rows, strict=True):
        shown = [cell.text(strip=True) for cell in column if cell.parent.parent.tag == "tbody"]
        if shown and all(NUMBER.fullmatch(text) for text in shown):
            for cell in column:
                cell.attrs["class"] = "number"


def _code(tree: LexborHTMLParser) -> None:
    """Leave out marks of code that change nothing, let every piece of it be copied, and break lines of words."""
    for mark in tree.css(PLAIN):
        mark.unwrap()
    for code in tree.css(".highlight pre:not(.cell_output pre)"):
        code.insert_after(
            fragment(f'<button type="button" class="copy {SCRIPTED}" aria-label="Copy" title="Copy"></button>')
        )
    for printed in tree.css(".stream pre"):
        if "  " not in printed.text():  # words, which may be broken: nothing stands under anything
            printed.attrs["class"] = "words"


def _powers(tree: LexborHTMLParser) -> None:
    """Write powers of ten in a sentence as mathematics writes them."""
    for paragraph in tree.css("article p"):
        if EXPONENT.search(paragraph.text()):
            exact = {part.mem_id for box in paragraph.css("code, .katex") for part in box.traverse(include_text=True)}
            for text in list(paragraph.traverse(include_text=True)):
                words = text.text_content or ""  # of a text alone
                if text.mem_id not in exact and EXPONENT.search(words):
                    text.replace_with(fragment(f"<span>{EXPONENT.sub(_power, html.escape(words))}</span>"))


def _power(number: re.Match[str]) -> str:
    factor, exponent = float(number[1]), int(number[2])
    if not factor:
        return "0"
    return f'<span class="power">{number[1]} × 10<sup>{exponent}</sup></span>'.replace("-", "−")


def _punctuation(tree: LexborHTMLParser) -> None:
    """Keep a comma in the line of the short formula that it follows: browsers may break between them."""
    for formula in tree.css("article span.math"):
        after, shown = formula.next, formula.css_first(".katex-html") or formula
        words = (after.text_content or "") if after is not None else ""  # of a text alone
        stops = CLOSING.match(words)
        if after is not None and stops and len(shown.text()) <= SHORT:
            after.replace_with(words[stops.end() :])
            formula.replace_with(fragment(f'<span class="tight">{formula.html}{stops[0]}</span>'))


def _wide(tree: LexborHTMLParser) -> None:
    """Let the keyboard scroll what may be wider than a phone; the script takes back what is not."""
    for selector, name, letters in WIDE:
        for box in tree.css(selector):
            shown = box.css_first("annotation") or box
            if max(map(len, shown.text().splitlines()), default=0) > letters:
                box.attrs["tabindex"], box.attrs["role"], box.attrs["aria-label"] = "0", "group", name


def _hold_back(tree: LexborHTMLParser) -> None:
    """Let what a mark unfolds to be text until it is asked for, two fifths of all elements of a page (`page.js`)."""
    for mark in tree.css(".derivation-mark > details"):
        _, *rest = mark.iter(include_text=True)
        held = fragment(f"<noscript>{''.join(node.html or '' for node in rest)}</noscript>")
        for node in rest:
            node.decompose()
        mark.insert_child(held)
