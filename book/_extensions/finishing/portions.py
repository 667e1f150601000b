"""A long page in portions, for its first screen to be there while the rest is still laid out.

A chapter has some ten thousand elements in sight, and a phone needs a second or two to lay them out. `arriving.js`
shows what comes after the first screen portion by portion, a task for each; here the portions are numbered. Without a
script nothing is held back, and on paper neither.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

FIRST, OTHERS = 220, 300  # the weight of the first portion and of each that follows
LETTERS = 40  # letters of text that weigh as much as an element
BOXES = {"section", "div", "dl", "dd", "ul", "ol", "li", "figure"}  # what may be shown in parts
WHOLE = "dl.field-list"  # whose columns a row to come may move


def divide(tree: LexborHTMLParser) -> None:
    """Number what is not of the first portion, in place: ``data-portion="2"``."""
    article = tree.css_first("article.bd-article")
    if article is None:
        return
    portion, room = 1, float(FIRST)
    for *around, box in _parts(article, {node.mem_id for node in article.css(WHOLE)}):
        weight = _weight(box)
        if weight > room:
            portion, room = portion + 1, max(OTHERS, weight)
        room -= weight
        if portion > 1:
            for node in (*around, box):
                node.attrs["data-portion"] = str(portion)
    if portion > 1:
        for footer in tree.css("footer.prev-next-footer, footer.bd-footer-content"):
            footer.attrs["data-portion"] = str(portion)


def _parts(box: LexborNode, whole: set[int]) -> list[list[LexborNode]]:
    """What is in a box, its large parts in parts of their own; before a part, the boxes that begin with it."""
    parts = []
    for child in box.iter():
        divided = child.tag in BOXES and child.mem_id not in whole and _weight(child) > OTHERS
        inner = _parts(child, whole) if divided else []
        parts += [[child, *inner[0]], *inner[1:]] if inner else [[child]]
    return parts


def _weight(node: LexborNode) -> float:
    """What it costs to lay out: its elements and letters, without those that are folded away."""
    if node.tag == "-text":
        return len(node.text_content or "") / LETTERS
    children = node.iter(include_text=True)
    if node.tag == "details" and "open" not in node.attributes:
        children = iter([node.child] if node.child else [])
    return 1 + sum(map(_weight, children))
