"""The figures: no picture without words, and drawings that belong to the page.

Every image needs an alternative text of substance, every figure a caption. What Matplotlib drew for a cell is made
small and put into the page itself, where its gray and its colors follow the page, light or dark; see
`derived.show.svg`. It must weigh little, and its words must be legible on a phone.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

import interaction
from derived.show import COLORS
from derived.show.svg import compact, parse, written

logger = logging.getLogger(__name__)

LEAST = 25
FILE_NAME = re.compile(r"\.(png|svg|jpe?g|gif|webp)$", re.IGNORECASE)
MOST_BYTES = 25_000
COLUMN = 342  # the width of the text on a phone of 390 pixels
LEGIBLE = 9  # pixels
REFERENCE = re.compile(r'("#|url\(#)(s\d+)')
NAMES = ("blue", "orange", "green", "purple")


class drawing(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801
    """An SVG in the page, as HTML; and if it has controls, what it says at the start."""


def check(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Warn, which fails the build, of an image that says nothing to those who cannot see it, or not the same to all."""
    for image in doctree.findall(nodes.image):
        alt = image.get("alt", "").strip()
        if not alt or FILE_NAME.search(alt) or len(alt) < LEAST:
            told = (
                "an image has no alternative text of substance (it has %r): say in a sentence what it shows, with "
                "alt: ... on its cell"
            )
            _warn(image, told, alt)
        figure = _within(image, lambda node: isinstance(node, nodes.figure))
        if figure is None or not any(c.astext().strip() for c in figure.findall(nodes.caption)):
            _warn(image, "a figure has no caption: say what to see in it, with caption: ... on its cell")
        file = Path(app.srcdir) / image["uri"]
        if file.suffix == ".svg" and file.is_file() and needs_a_font(file.read_text("utf-8")):
            _warn(
                image,
                "the words of a picture are in a font that each reader's machine has or has not: draw them as paths, "
                "which Matplotlib does unless svg.fonttype is 'none', and editors call 'convert text to paths'",
            )


def needs_a_font(svg: str) -> bool:
    """Whether an SVG has words as letters, and no font for them: it would look different on each machine."""
    return bool(re.search(r"<(?:\w+:)?(?:text|foreignObject)\b", svg)) and "@font-face" not in svg


def put_into_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the SVG files that cells have drawn by drawings in the page."""
    if app.builder.format != "html":
        return
    shapes: dict[bytes, str] = {}
    for number, image in enumerate(list(doctree.findall(nodes.image))):
        output = _within(image, lambda node: node.get("nb_element") == "cell_code_output")
        if output is None or not image["uri"].endswith(".svg"):
            continue
        root = parse((Path(app.srcdir) / image["uri"]).read_text("utf-8"))
        about = interaction.take_about(root)
        compact(root)
        root.attrib |= {"class": "drawing", "role": "img", "aria-label": image.get("alt", "")}
        prefix = "d" + hashlib.sha256(f"{docname}:{number}".encode()).hexdigest()[:5]
        svg = _house_colors(_named(root, prefix, shapes))
        _check_size(svg, float(root.attrib["viewBox"].split()[2]), image)
        html = interaction.with_controls(svg, about, prefix) if about else svg
        image.replace_self(drawing("", html=html, said=interaction.said_first(about) if about else ""))


def _within(node: nodes.Node, wanted: Any) -> nodes.Element | None:
    """The nearest node around a node that is as wanted."""
    around = node.parent
    while around is not None and not wanted(around):
        around = around.parent
    return around


def _named(root: ET.Element, prefix: str, shapes: dict[bytes, str]) -> str:
    """The drawing with names that no other of the page has; what an earlier one draws as well has its name there.

    That is mostly letters: they are some four kilobytes of each drawing, and stand in the first that shows them.
    """
    names: dict[str, str] = {}
    for definitions in root.findall("defs"):
        for shape in list(definitions):
            name = shape.attrib.pop("id")
            look = ET.tostring(shape)
            if shape.tag == "path" and look in shapes:  # no clip, which must not be of a drawing that is folded away
                names[name] = shapes[look]
                definitions.remove(shape)
                continue
            names[name] = shapes[look] = prefix + name
            shape.set("id", names[name])
    return REFERENCE.sub(lambda found: f"{found[1]}{names[found[2]]}", written(root))


def _house_colors(svg: str) -> str:
    """The four colors of the house as variables, which are darker on a light page and lighter on a dark one."""
    for name, color in zip(NAMES, COLORS, strict=True):
        svg = svg.replace(f'"{color}"', f'"var(--figure-{name},{color})"')
    return svg


def _check_size(svg: str, width: float, image: nodes.image) -> None:
    weight = len(gzip.compress(svg.encode(), mtime=0))
    if weight > MOST_BYTES:
        told = "a figure of %d bytes, compressed, is more than %d: draw fewer points, or clouds with rasterized=True"
        _warn(image, told, weight, MOST_BYTES)
    sizes = [100 * float(scale) for scale in re.findall(r"scale\(([\d.]+) -", svg)]
    if sizes and min(sizes) * min(COLUMN / width, 4 / 3) < LEGIBLE:
        told = (
            "the smallest words of a figure, of %.0f points on %.1f inches, are %.1f pixels high on a phone, and "
            "should be %d: keep the font sizes of derived.show.plotting, and the width below 6.6 inches"
        )
        _warn(image, told, min(sizes), width / 72, min(sizes) * COLUMN / width, LEGIBLE)


def _warn(image: nodes.image, told: str, *values: object) -> None:
    """Say what is wrong with an image, and where it is."""
    logger.warning(told, *values, location=image, type="figure")


def visit_drawing(translator: HTML5Translator, node: drawing) -> None:
    """Write the drawing, and its controls if it has some."""
    translator.body.append(node["html"])
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.add_node(drawing, html=(visit_drawing, None))
    app.connect("doctree-resolved", check)
    app.connect("doctree-resolved", put_into_page, priority=600)
    app.connect("html-page-context", interaction.offer_script, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
