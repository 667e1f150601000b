"""No picture without words: every image needs an alternative text of substance, every figure a caption."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

LEAST = 25
FILE_NAME = re.compile(r"\.(png|svg|jpe?g|gif|webp)$", re.IGNORECASE)


def check(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Warn, which fails the build, of an image that says nothing to those who cannot see it."""
    for image in doctree.findall(nodes.image):
        alt = image.get("alt", "").strip()
        if not alt or FILE_NAME.search(alt) or len(alt) < LEAST:
            logger.warning(
                "an image has no alternative text of substance (it has %r): say in a sentence what it shows, with "
                "mystnb: {image: {alt: ...}} on its cell",
                alt,
                location=image,
                type="figure",
            )
        figure = image.parent
        while figure is not None and not isinstance(figure, nodes.figure):
            figure = figure.parent
        if figure is None or not any(c.astext().strip() for c in figure.findall(nodes.caption)):
            logger.warning(
                "a figure has no caption: say what to see in it, with mystnb: {figure: {caption: ...}} on its cell",
                location=image,
                type="figure",
            )


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("doctree-resolved", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
