"""In a docstring, bars are absolute values: reStructuredText would take the words between them for a substitution."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

LITERAL = re.compile(r"(``.*?``|`.*?`)")


def escape_bars(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Escape the bars outside code, in place, as Sphinx's event wants it."""
    example = False
    for k, line in enumerate(lines):
        example = bool(line.strip()) and (example or line.lstrip().startswith(">>>"))
        if not example:
            lines[k] = "".join(
                part if part.startswith("`") else part.replace("|", r"\|") for part in LITERAL.split(line)
            )


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("autodoc-process-docstring", escape_bars)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
