"""Show checked relations in sentences.

They come from a cell of `Statements`; the role ``checked`` sets one where a sentence names it. All are kept for the
ledger.
"""

from __future__ import annotations

import json

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from derivations import kept, nothing, sentence, warn


class checked_formula(nodes.Inline, nodes.Element):  # noqa: N801
    """Where a sentence names a checked relation."""


class StatementsDirective(SphinxDirective):
    """The relations that sentences of the page name, as JSON."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Keep them; the page shows nothing here."""
        here = kept(self.env, "statements").setdefault(self.env.docname, {})
        for line in json.loads("\n".join(self.content)):
            if line["label"] in here:
                warn(self.get_location(), "%r is stated twice: give each statement its own name", line["label"])
            here[line["label"]] = line
        return [nothing()]


class CheckedRole(SphinxRole):
    """A relation that was checked, in a sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a place, which is filled when the page has been read."""
        place = checked_formula("", name=self.text)
        self.set_source_info(place)
        return [place], []


def fill_in(app: Sphinx, doctree: nodes.document) -> None:
    """Set the relations where sentences name them."""
    page = app.env.docname
    statements = kept(app.env, "statements").get(page, {})
    used = set()
    for place in list(doctree.findall(checked_formula)):
        name = place["name"]
        if name not in statements:
            known = ", ".join(statements) or "none"
            warn(place, "{checked}`%s` names no statement of this page; it has: %s", name, known)
            place.replace_self(nodes.literal("", name))
            continue
        line = statements[name]
        given = f", {line['conditions'].replace('$', '')}" if line["conditions"] else ""
        title = f"{sentence(line['mark'])}{given}: {line['detail']}"
        formula = nodes.math(line["tex"], line["tex"])
        link = nodes.reference("", "", formula, internal=True, classes=["checked"], reftitle=title, ledger=name)
        if name not in used:
            link["ids"] = [f"statement-{nodes.make_id(name)}"]
        used.add(name)
        place.replace_self(link)
    for name, line in statements.items():
        if name not in used:
            warn(page, "the statement %r stands in no sentence: name it with {checked}`%s`, or take it out", name, name)
        elif line["waits"]:
            warn(page, "the definition %s waits for lines further down: end the page with a cell close_page()", name)


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.setup_extension("derivations")
    app.add_node(checked_formula)
    app.add_directive("statements", StatementsDirective)
    app.add_role("checked", CheckedRole())
    app.connect("doctree-read", fill_in)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
