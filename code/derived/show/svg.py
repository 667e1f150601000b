"""Matplotlib's SVG made small: the same picture in a fraction of the bytes.

Matplotlib writes six decimals where one is seen, wraps every mark in groups with names that nothing refers to, and
repeats the shape of a letter or of a marker as often as it is told to draw a figure. Here the shapes are gathered in
one place, styles become attributes, what has no effect is dropped, and the house's gray becomes ``currentColor``, so
that words and axes take the color of the text around them. The same picture always gives the same bytes.
"""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

from derived.show.plotting import GRAY
from derived.show.rounding import few_digits, round_numbers

__all__ = ["compact", "parse", "written"]

DEFAULTS = {("fill", "#000000"), ("stroke-linejoin", "round"), ("stroke-linecap", "butt"), ("stroke-dashoffset", "0")}
INHERITED = ("clip-path", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-dasharray", "stroke-dashoffset",
             "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width")  # fmt: skip


def parse(svg: str) -> ET.Element:
    """The tree of an SVG, without comments and without name spaces.

    Parameters
    ----------
    svg : str
        The text of the file.

    Returns
    -------
    Element
        Its root.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        If it is not well-formed XML.

    Examples
    --------
    >>> dot = '<!-- a dot --><circle r="2"/>'
    >>> root = parse(f'<svg xmlns="http://www.w3.org/2000/svg">{dot}</svg>')
    >>> [element.tag for element in root.iter()]
    ['svg', 'circle']
    """
    root = ET.fromstring(svg.encode())
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for name in [n for n in element.attrib if n.startswith("{")]:
            element.attrib[name.rpartition("}")[2]] = element.attrib.pop(name)
    return root


def written(root: ET.Element) -> str:
    """The text of a tree that `parse` has made.

    Parameters
    ----------
    root : Element
        The tree, which is left as it was.

    Returns
    -------
    str
        The text of an SVG file.

    Examples
    --------
    >>> path = '<path d="M0 0L1 1"></path>'
    >>> root = parse(f'<svg xmlns="http://www.w3.org/2000/svg">{path}</svg>')
    >>> root.set("width", "9")
    >>> written(root)
    '<svg xmlns="http://www.w3.org/2000/svg" width="9"><path d="M0 0L1 1"/></svg>'
    """
    root.attrib = {"xmlns": "http://www.w3.org/2000/svg", **root.attrib}
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True).replace(" />", "/>")
    del root.attrib["xmlns"]
    return text


def compact(root: ET.Element) -> ET.Element:
    """Make a tree small, in place.

    Parameters
    ----------
    root : Element
        An SVG as Matplotlib writes it, by `parse`.

    Returns
    -------
    Element
        The same tree.

    Examples
    --------
    >>> path = '<path d="M 0.123 4.567 L 8 9" style="fill: none; stroke: #767676"/>'
    >>> written(compact(parse(f'<svg><g id="line_1">{path}</g></svg>')))
    '<svg ...><path d="M.1 4.6l7.9 4.4" fill="none" stroke="currentColor"/></svg>'
    """
    for element in root.iter():
        _attributes(element)
    shapes = _gather_shapes(root)
    _drop(root)
    used = set(re.findall(r'(?:"#|url\(#)([^")]+)', ET.tostring(root, encoding="unicode")))
    for element in root.iter():
        element.attrib.pop("id", None)
    names: dict[str, str] = {}
    defs = ET.Element("defs")
    for name, shape in shapes.items():
        if name in used:
            names[name] = f"s{len(names)}"
            shape.set("id", names[name])
            defs.append(shape)
    if len(defs):
        root.insert(0, defs)
    for element in root.iter():
        for key, value in element.attrib.items():
            if "#" in value and key != "id":
                element.set(key, re.sub(r"(^#|url\(#)([^)]+)", lambda m: m[1] + names.get(m[2], m[2]), value))
    round_numbers(root)
    _share(root)
    width, height = (float(x) for x in root.get("viewBox", "0 0 0 0").split()[2:])
    root.attrib = {
        "viewBox": f"0 0 {few_digits(width, 1)} {few_digits(height, 1)}",
        "width": few_digits(width * 4 / 3, 0),
        "height": few_digits(height * 4 / 3, 0),
        "color": GRAY,
        "stroke-linejoin": "round",
    }
    return root


def _attributes(element: ET.Element) -> None:
    """Turn the style into attributes, without what holds anyway."""
    style = element.attrib.pop("style", "")
    for rule in filter(None, style.split(";")):
        name, value = (part.strip() for part in rule.split(":", 1))
        if name == "image-rendering":  # its newer values are of CSS, none of an attribute
            element.set("style", f"{name}:{value}")
        elif (name, value) not in DEFAULTS:
            element.set(name, "currentColor" if value == GRAY else value)
    one_paint = "none" in (element.get("fill"), element.get("stroke", "none"))
    if style and "opacity" in element.attrib and element.tag == "path" and one_paint:
        part = "stroke-opacity" if element.get("fill") == "none" else "fill-opacity"
        element.set(part, element.attrib.pop("opacity"))
    element.text = element.tail = None


def _gather_shapes(root: ET.Element) -> dict[str, ET.Element]:
    """Take all that is defined out of the tree: by name, each once."""
    shapes: dict[str, ET.Element] = {}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "defs":
                shapes |= {s.get("id", ""): s for s in child if s.tag != "style"}
                parent.remove(child)
    return shapes


def _drop(parent: ET.Element) -> None:
    """Drop what is not seen, and groups that hold one thing or say nothing."""
    kept: list[ET.Element] = []
    for child in parent:
        _drop(child)
        colorless = child.get("fill") == "none" and child.get("stroke", "none") == "none"
        if child.tag == "path" and (colorless or not child.get("d")):
            continue
        if child.tag == "metadata" or (child.tag == "g" and not len(child) and "class" not in child.attrib):
            continue
        if child.tag == "g" and not set(child.attrib) - {"id"}:
            kept += list(child)
        else:
            kept.append(child)
    parent[:] = kept


def _share(parent: ET.Element) -> None:
    """Say what neighbors have in common once, on a group around them."""
    kept: list[ET.Element] = []
    for look, run in itertools.groupby(parent, lambda e: tuple((n, e.get(n)) for n in INHERITED if n in e.attrib)):
        children = list(run)
        for child in children:
            _share(child)
        alike = len(children) > 1 and look and parent.tag in ("svg", "g")
        if alike and not any(c.tag == "g" or "transform" in c.attrib for c in children):
            for child in children:
                for name, _ in look:
                    del child.attrib[name]
            group = ET.Element("g", {n: v for n, v in look if v is not None})
            group.extend(children)
            children = [group]
        kept += children
    parent[:] = kept
