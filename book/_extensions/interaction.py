"""The controls of figures to manipulate: native ones, which bring their keyboard and their words for the ear along.

A figure of `derived.show.moving` holds the picture of every position, all but the start unseen, and in its
``metadata`` the labels and the texts. The page gets the controls, the live text and a table of all texts, from which
the script reads what to say. Without a script the start and the table remain.
"""

from __future__ import annotations

import itertools
import json
import math
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx

from derived.show.svg import parse, written


def take_about(root: ET.Element) -> dict[str, Any] | None:
    """What the figure says of itself, taken out of its tree; None if it does not move."""
    metadata = root.find("metadata")
    if metadata is None or not (metadata.text or "").startswith("{"):
        return None
    root.remove(metadata)
    return json.loads(metadata.text or "")


def still(svg: str) -> str:
    """The figure as it stands at the start, without what only the page can use."""
    root = parse(svg)
    if take_about(root) is None:
        return svg
    for position in root.findall("g[@display='none']"):
        root.remove(position)
    return written(root)


def said_first(about: dict[str, Any]) -> str:
    """The live text of the position that the figure starts with."""
    position = 0
    for control in about["controls"]:
        position = position * len(control["words"]) + control["begin"]
    return about["texts"][position]


def with_controls(svg: str, about: dict[str, Any], prefix: str) -> str:
    """The picture, its controls, what it says, and all that it can say."""
    said = said_first(about)
    controls = "".join(_control(c, said, f"{prefix}-{k}") for k, c in enumerate(about["controls"]))
    names = " ".join(f"{prefix}-{k}" for k in range(len(about["controls"])))
    return (
        f'<div class="moving">{svg}<div class="moving-controls">{controls}</div>'
        f'<output for="{names}">{escape(said)}</output>{_table(about)}</div>'
    )


def _control(control: dict[str, Any], said: str, name: str) -> str:
    label, words, start = escape(control["label"]), [escape(w) for w in control["words"]], control["begin"]
    if control["kind"] == "slider":
        return (
            f'<div class="moving-control" data-count="{len(words)}"><label for="{name}">{label}</label>'
            f'<input type="range" id="{name}" min="0" max="{len(words) - 1}" value="{start}" autocomplete="off" '
            f'aria-valuetext="{words[start]}, {escape(said)}"><span aria-hidden="true">{words[start]}</span></div>'
        )
    options = "".join(
        f'<label><input type="radio" name="{name}" value="{k}" autocomplete="off"{" checked" * (k == start)}> '
        f"{word}</label>"
        for k, word in enumerate(words)
    )
    return (
        f'<fieldset class="moving-control" id="{name}" data-count="{len(words)}"><legend>{label}</legend>'
        f"{options}</fieldset>"
    )


def _table(about: dict[str, Any]) -> str:
    head = "".join(f'<th scope="col">{escape(c["label"])}</th>' for c in about["controls"])
    positions = itertools.product(*(c["words"] for c in about["controls"]))
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(word)}</td>" for word in (*words, text)) + "</tr>"
        for words, text in zip(positions, about["texts"], strict=True)
    )
    count = math.prod(len(c["words"]) for c in about["controls"])
    return (
        f"<details><summary>All {count} positions in a table</summary>"
        '<div role="region" aria-label="All positions" tabindex="0"><table>'
        f'<thead><tr>{head}<th scope="col">what the figure says</th></tr></thead><tbody>{rows}</tbody></table></div>'
        "</details>"
    )


def offer_script(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Give the script to the pages that need it, where it need not hold up the page."""
    if 'class="moving"' in context.get("body", ""):
        app.add_js_file("moving.js", loading_method="defer")
