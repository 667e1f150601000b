"""One style sheet for the whole site: the theme's, the highlighter's, KaTeX's and ours, cut to the rules in use.

A rule is kept if every class, name and element in one of its selectors occurs on a page, or is one that a script adds
later. Custom properties are kept as they are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rcssmin
import tinycss2
from selectolax.lexbor import LexborHTMLParser

URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
IMPORT = re.compile(r"@import\s+(?:url\()?[\"']?([^\"')]+)[\"']?\)?\s*;")
FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;\"'}]+)")
WORD = re.compile(r"[A-Za-z_-][\w-]*")
UNWANTED = ("thebe", "togglebutton")
# What scripts add to elements that carry no such class while the page lies there.
ADDED = {
    "active", "open", "ready", "done", "scrolled", "pst-sidebar-hidden", "arriving", "without-solutions",
    "search", "search-summary", "search-page", "context",
    "html", "body", "dialog", "mark", "ul", "li", "p", "a", "span", "button",
}  # fmt: skip


def asked(tree: LexborHTMLParser) -> list[str]:
    """The addresses of the style sheets that a page asks for."""
    return [link.attributes["href"] or "" for link in tree.css('link[rel="stylesheet"]')]


def in_order(book: Iterable[Any], site: Path) -> list[Path]:
    """The style sheets that the pages asked for, in their order."""
    sheets = dict.fromkeys(sheet for page in book for sheet in page.sheets)
    paths = [(site / sheet).resolve() for sheet in sheets]
    return [path for path in paths if not any(word in path.name for word in UNWANTED)]


def gather(sheets: Iterable[Path], static: Path) -> str:
    """All sheets in one text, imports put in, addresses made relative to the static folder."""
    return "\n".join(_text(sheet, static) for sheet in sheets if sheet.exists())


def _text(sheet: Path, static: Path) -> str:
    text = re.sub(r"@charset[^;]+;", "", sheet.read_text("utf-8"))
    imports = "".join(_import(sheet, m.group(1), static) for m in IMPORT.finditer(text))

    def relative(match: re.Match[str]) -> str:
        address = match.group(1)
        if address.startswith(("data:", "#")):
            return match.group(0)
        return (
            f"url({os.path.relpath((sheet.parent / address.split('?')[0].split('#')[0]).resolve(), static.resolve())})"
        )

    return imports + URL.sub(relative, IMPORT.sub("", text))


def _import(sheet: Path, name: str, static: Path) -> str:
    other = (sheet.parent / name).resolve()
    return _text(other, static) if other.exists() and not any(word in other.name for word in UNWANTED) else ""


def purged(text: str, tokens: Iterable[str]) -> str:
    """The rules whose selectors can match something, without needless blanks."""
    known = {*tokens, *ADDED}
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    kept = _kept(rules, known)
    kept = _without_unused_fonts(kept)
    sheet = re.sub(r",\s*url\([^)]*\.(?:ttf|woff)\)\s*format\([^)]*\)", "", "".join(kept))
    return '@charset "utf-8";' + rcssmin.cssmin(sheet).replace("font-display:block", "font-display:swap")


def tokens(tree: LexborHTMLParser) -> set[str]:
    """What rules may ask for: the elements, classes and names of a page."""
    known: set[str] = set()
    for node in tree.css("*"):
        given = node.attributes
        known.add(node.tag or "")
        known.update((given.get("class") or "").split())
        known.add(given.get("id") or "")
    return known


def relevant(text: str, tokens: Iterable[str]) -> tuple[str, ...]:
    """The tokens that rules of a sheet can ask for: a new name on a page that none asks for changes nothing."""
    words = {*WORD.findall(text), *WORD.findall(text.lower())}
    return tuple(sorted(token for token in tokens if token in words or not WORD.fullmatch(token)))


def _kept(rules: list, known: set[str]) -> list[str]:
    kept = []
    for rule in rules:
        match rule.type:
            case "qualified-rule":
                selectors = [s for s in _split(rule.prelude) if _can_match(s, known)]
                if selectors:
                    kept.append(",".join(selectors) + "{" + tinycss2.serialize(rule.content) + "}")
            case "at-rule" if rule.lower_at_keyword in ("media", "supports", "layer", "container") and rule.content:
                inner = _kept(tinycss2.parse_rule_list(rule.content, True, True), known)
                if inner:
                    kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{''.join(inner)}}}")
            case "at-rule":
                kept.append(rule.serialize())
    return kept


def _split(prelude: list) -> list[str]:
    selectors: list[list] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return [tinycss2.serialize(s).strip() for s in selectors]


def _can_match(selector: str, known: set[str]) -> bool:
    """Whether every class, name and element that a selector asks for is known; what it excludes does not count."""
    tokens = tinycss2.parse_component_value_list(selector, skip_comments=True)
    return _all_known(tokens, known)


def _all_known(tokens: list, known: set[str]) -> bool:
    before = ""
    for token in tokens:
        match token.type:
            case "ident" if before == ".":
                if token.value not in known:
                    return False
            case "ident" if before != ":" and token.value.lower() not in known and not token.value[0].isdigit():
                return False
            case "hash" if token.value not in known:
                return False
            case "function" if token.lower_name in ("is", "where"):
                options = _split(token.arguments)
                if not any(_can_match(option, known) for option in options):
                    return False
        before = token.value if token.type == "literal" else ""
    return True


def _without_unused_fonts(kept: list[str]) -> list[str]:
    """Only the faces of families that a rule names; of the icons, only the solid ones, which the theme uses."""
    others = "".join(rule for rule in kept if not rule.startswith("@font-face")).replace("\\", "")

    def used(rule: str) -> bool:
        family = FAMILY.search(rule)
        name = family.group(1).replace("\\", "").strip() if family else ""
        return name in others and not ("Awesome" in name and "font-weight:900" not in rule)

    return [rule for rule in kept if not rule.startswith("@font-face") or used(rule)]
