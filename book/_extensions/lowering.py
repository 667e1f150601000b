"""A page as plain notebook Markdown: what the reader of a downloaded chapter sees between the code cells.

The page is taken after Sphinx has resolved it, so that references are links with text and equations have numbers. Each
kind of node has one method; a kind without one is an error that names it, never a silent loss.

`sphinx-tojupyter`, which lowers Sphinx pages to notebooks, was weighed first. It is a builder of its own, so that the
book would be read and resolved twice, it drops the outputs of the cells, and it turns admonitions into headings. Taking
the page that the HTML builder has resolved anyway, as this module does, needs none of that undone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx.errors import ExtensionError

from figures import drawing
from inline import InLine, backticks_around

FORMULA = re.compile(r"(?<!\\)\$.+?(?<!\\)\$")


@dataclass
class Cell:
    """A cell in the making: Markdown text, or the number of a code cell with the captions of its figures."""

    markdown: str = ""
    code: int | None = None


@dataclass
class Lowering:
    """Turns one page into cells.

    Parameters
    ----------
    page : str
        Its name, such as ``book/linear-models/linear-regression``.
    base : str
        The address of the site, or "" if it has none: links within the book are then plain text.
    equation_number : callable
        From an equation to its number.
    """

    page: str
    base: str
    equation_number: Callable[[nodes.math_block], str]
    blocks: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    depth: int = 0

    @property
    def in_line(self) -> InLine:
        """What stands in a line."""
        return InLine(self.page, self.base)

    def lower(self, document: nodes.document) -> list[Cell]:
        """All cells of a page, in order."""
        self._children(document)
        self._flush()
        return self.cells

    def _flush(self) -> None:
        text = "\n\n".join(b for b in self.blocks if b.strip())
        if text:
            self.cells.append(Cell(markdown=text))
        self.blocks = []

    def _children(self, node: nodes.Element) -> None:
        for child in node.children:
            self._block(child)

    # --- blocks -----------------------------------------------------------------------------------------------------

    def _block(self, node: nodes.Node) -> None:
        for kind in type(node).__mro__:
            method = getattr(self, f"block_{kind.__name__}", None)
            if method is not None:
                method(node)
                return
        if isinstance(node, nodes.Inline | nodes.Text):
            self.blocks.append(self.in_line.one(node))
            return
        raise ExtensionError(
            f"{self.page}: a downloaded notebook cannot show a {type(node).__name__} yet; "
            f"add block_{type(node).__name__} to lowering.py"
        )

    def inner(self, node: nodes.Element) -> str:
        """The Markdown of the blocks inside a node; code cells cannot stand there."""
        inside = Lowering(self.page, self.base, self.equation_number, depth=self.depth)
        inside._children(node)
        if inside.cells:
            raise ExtensionError(f"{self.page}: a code cell stands inside a {type(node).__name__}; move it out")
        return "\n\n".join(b for b in inside.blocks if b.strip())

    def block_section(self, node: nodes.section) -> None:
        self.depth += 1
        self._children(node)
        self.depth -= 1

    def block_title(self, node: nodes.title) -> None:
        self.blocks.append(f"{'#' * max(1, self.depth)} {self.in_line.all_of(node)}")

    def block_paragraph(self, node: nodes.paragraph) -> None:
        self.blocks.append(self.in_line.all_of(node))

    block_PassthroughTextElement = block_paragraph  # noqa: N815

    def block_math_block(self, node: nodes.math_block) -> None:
        if node.get("nowrap"):
            self.blocks.append(node.astext().strip())
            return
        tag = ""
        if node.get("number"):
            tag = rf" \tag{{{self.equation_number(node)}}}"
        self.blocks.append(f"$$\n{node.astext().strip()}{tag}\n$$")

    def block_bullet_list(self, node: nodes.bullet_list) -> None:
        self.blocks.append("\n".join(self._item(item, "- ") for item in node.children))

    def block_enumerated_list(self, node: nodes.enumerated_list) -> None:
        start = node.get("start", 1)
        self.blocks.append("\n".join(self._item(item, f"{k}. ") for k, item in enumerate(node.children, start)))

    def _item(self, item: nodes.Element, mark: str) -> str:
        return mark + textwrap.indent(self.inner(item), " " * len(mark)).lstrip()

    def block_definition_list(self, node: nodes.definition_list) -> None:
        for item in node.children:
            terms = ", ".join(self.in_line.all_of(c) for c in item.children if isinstance(c, nodes.term))
            meanings = [self.inner(c) for c in item.children if isinstance(c, nodes.definition)]
            self.blocks.append(f"**{terms}**: " + "\n\n".join(meanings))

    def block_admonition(self, node: nodes.Element) -> None:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        heading = self.in_line.all_of(title) if title else type(node).__name__.capitalize()
        body = nodes.container("", *[c.deepcopy() for c in node.children if c is not title])
        text = self.inner(body)
        if "dropdown" in node.get("classes", []):
            self.blocks.append(f"<details><summary>{heading}</summary>\n\n{text}\n\n</details>")
        else:
            self.blocks.append(_quoted(f"**{heading}**\n\n{text}"))

    block_Admonition = block_admonition  # noqa: N815

    def block_dropdown_main(self, node: nodes.Element) -> None:
        title, *body = node.children
        text = self.inner(nodes.container("", *[c.deepcopy() for c in body]))
        self.blocks.append(f"<details><summary>{self.in_line.all_of(title).strip()}</summary>\n\n{text}\n\n</details>")

    def block_sd_tab_label(self, node: nodes.TextElement) -> None:
        self.blocks.append(f"**{self.in_line.all_of(node)}**")

    def block_block_quote(self, node: nodes.block_quote) -> None:
        self.blocks.append(_quoted(self.inner(node)))

    def block_container(self, node: nodes.container) -> None:
        if node.get("nb_element") == "cell_code":
            self._flush()
            self.cells.append(Cell(code=node["cell_index"]))
            self.blocks = [caption for caption in self._captions(node)]
        else:
            self._children(node)

    def _captions(self, node: nodes.Element) -> Iterator[str]:
        for caption in node.findall(nodes.caption):
            yield f"*{self.in_line.all_of(caption)}*"
        for said in (d["said"].rstrip(".") for d in node.findall(drawing) if d["said"]):
            words = self.in_line.one(nodes.Text(said))
            yield f"{words}. On its page this figure has controls; here it shows the start."

    def block_figure(self, node: nodes.figure) -> None:
        self._children(node)

    def block_caption(self, node: nodes.caption) -> None:
        self.blocks.append(f"*{self.in_line.all_of(node)}*")

    def block_image(self, node: nodes.image) -> None:
        self.blocks.append(f"*Picture: {node.get('alt', '')}*")

    def block_literal_block(self, node: nodes.literal_block) -> None:
        language = node.get("language", "")
        text = node.astext().rstrip()
        fence = backticks_around(text, 3)
        self.blocks.append(f"{fence}{'' if language in ('default', 'none') else language}\n{text}\n{fence}")

    def block_table(self, node: nodes.table) -> None:
        rows = [
            [FORMULA.sub(_without_bars, self.inner(e).replace("\n", " ")).replace("|", r"\|") for e in r.children]
            for r in node.findall(nodes.row)
        ]
        lines = ["| " + " | ".join(cells) + " |" for cells in rows]
        lines.insert(1, "|" + "---|" * len(rows[0]))
        self.blocks.append("\n".join(lines))

    def block_footnote(self, node: nodes.Element) -> None:
        label = next(node.findall(nodes.label)).astext()
        body = nodes.container("", *[c.deepcopy() for c in node.children if not isinstance(c, nodes.label)])
        self.blocks.append(f"[{label}] {self.inner(body)}")

    block_citation = block_footnote

    def block_rubric(self, node: nodes.rubric) -> None:
        self.blocks.append(f"**{self.in_line.all_of(node)}**")

    def block_transition(self, node: nodes.transition) -> None:
        self.blocks.append("---")

    def _nothing(self, node: nodes.Node) -> None:
        """For what has no face: targets, comments, index entries, raw HTML of the site."""

    block_target = block_comment = block_index = block_raw = block_substitution_definition = _nothing
    block_compound = block_HiddenCellNode = block_container  # noqa: N815

    def block_compact_paragraph(self, node: nodes.paragraph) -> None:
        """A part of the table of contents, with its chapters; or one of these."""
        if any(isinstance(child, nodes.bullet_list) for child in node.children):
            self._children(node)
        else:
            self.block_paragraph(node)

    block_meta = block_pending = block_toctree = block_sd_tab_input = _nothing


def _without_bars(formula: re.Match[str]) -> str:
    """A formula in a table: there a bar would end the cell, and an escaped bar is a double one."""
    return formula[0].replace(r"\|", r"\Vert ").replace("|", r"\vert ")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
