"""Matplotlib's SVG made small: the same picture in a fraction of the bytes.

Matplotlib writes six decimals where one is seen, wraps every mark in groups with names that nothing refers to, and
repeats the shape of a letter or of a marker as often as it is told to draw a figure. Here the shapes are gathered in
one place, styles become attributes, what has no effect is dropped, and the house's gray becomes ``currentColor``, so
that words and axes take the color of the text around them. The same picture always gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import itertools
import re
from xml.etree import ElementTree as ET

from PIL import Image

from derived.show.plotting import GRAY

__all__ = ["compact", "parse", "written"]

NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?"
GLYPH, COARSE_GLYPH = "scale(0.015625)", "scale(.125)"  # letters in 6400 units a line, then in 800
DEFAULTS = {("fill", "#000000"), ("stroke-linejoin", "round"), ("stroke-linecap", "butt"), ("stroke-dashoffset", "0")}
SHADES, FEW_BYTES = 64, 8_000
LENGTHS = {"x", "y", "width", "height", "cx", "cy", "r"}
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
    '<svg ...><path d="M.1 4.6L8 9" fill="none" stroke="currentColor"/></svg>'
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
    _round(root)
    _share(root)
    width, height = (float(x) for x in root.get("viewBox", "0 0 0 0").split()[2:])
    root.attrib = {
        "viewBox": f"0 0 {_short(width, 1)} {_short(height, 1)}",
        "width": _short(width * 4 / 3, 0),
        "height": _short(height * 4 / 3, 0),
        "color": GRAY,
        "stroke-linejoin": "round",
    }
    return root


def _attributes(element: ET.Element) -> None:
    """Turn the style into attributes, without what holds anyway."""
    style = element.attrib.pop("style", "")
    for rule in filter(None, style.split(";")):
        name, _, value = rule.partition(":")
        if (name.strip(), value.strip()) not in DEFAULTS:
            element.set(name.strip(), "currentColor" if value.strip() == GRAY else value.strip())
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


def _round(root: ET.Element) -> None:
    shapes = {s for defs in root.iter("defs") for s in defs}
    for element in root.iter():
        digits = 2 if element in shapes else 1
        glyph = element.get("transform") == GLYPH
        for name, value in element.attrib.items():
            if name == "d":
                element.set(name, _path(value, 0, 0.125) if glyph else _path(value, digits))
            elif name == "transform":
                element.set(name, COARSE_GLYPH if glyph else re.sub(r"(\w+)\(([^)]*)\)", _transform, value))
            elif re.fullmatch(NUMBER, value):
                element.set(name, _short(float(value), digits if name in LENGTHS else 2))
        if element.tag == "image":
            element.set("href", _smaller(element.get("href", "")))
        elif element.tag == "use":
            for name in ("x", "y"):
                if element.get(name) == "0":
                    del element.attrib[name]


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


def _transform(found: re.Match[str]) -> str:
    digits = 1 if found[1] == "translate" else 6
    return f"{found[1]}({' '.join(_short(float(x), digits) for x in re.findall(NUMBER, found[2]))})"


def _path(d: str, digits: int, scale: float = 1) -> str:
    """The commands of a path, with few digits, none said twice and no step of length zero."""
    said, last, previous = [], "", ""
    for command, numbers in re.findall(rf"([A-Za-z])((?:[\s,]*{NUMBER})*)", d):
        point = " ".join(_short(scale * float(x), digits) for x in re.findall(NUMBER, numbers))
        if command == "L" and point == previous:
            continue
        said.append((" " if command == last and command != "M" else command) + point)
        last, previous = command, point
    return re.sub(r" (?=-)", "", "".join(said))


def _short(x: float, digits: int) -> str:
    """A number with few digits: .5 for 0.500, 0 for -0.0001."""
    text = f"{x:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else re.sub(r"^(-?)0\.", r"\1.", text)


def _smaller(data: str) -> str:
    """A large picture of pixels with so few shades that it is smaller, and so many that nobody sees it."""
    kind, _, content = data.partition(",")
    if kind != "data:image/png;base64" or len(content) < FEW_BYTES:
        return data
    picture = Image.open(io.BytesIO(base64.b64decode(content)))
    if picture.mode == "P":
        return data
    smaller = io.BytesIO()
    picture.convert("RGBA").quantize(SHADES, method=Image.Quantize.FASTOCTREE).save(smaller, "png", optimize=True)
    return f"{kind}," + base64.b64encode(min(smaller.getvalue(), base64.b64decode(content), key=len)).decode()
