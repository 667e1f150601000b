"""Show checked derivations on the page.

A cell that ends in a `Derivation` hands this extension its lines as data. Each line becomes a numbered equation that
other pages can refer to, its reason beside it, and a mark: a quiet word that unfolds to what was checked. A definition
that rests on lines further down gets its mark from the cell that closes the page. All are kept for the ledger.
"""

from __future__ import annotations

import json
import re
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.directives.patches import MathDirective
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

LEDGER = "book/reference/ledger"
RAW_KINDS = ("definition", "statement", "remark")
KEPT = ("derivations", "statements", "raw_formulas")  # what the environment remembers of each page

LINE = re.compile(r"^line ([\w-]+)(?= would be false)")  # who notices a misprint of a definition

logger = logging.getLogger(__name__)


class DerivationDirective(MathDirective):
    """The lines of one derivation, given as JSON."""

    has_content = True
    required_arguments = 0
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Build the block: title, conditions, conventions, and one row for each line."""
        data = json.loads("\n".join(self.content))
        block = nodes.container(classes=["derivation"], ids=[f"derivation-{nodes.make_id(data['label'])}"])
        head = nodes.container(classes=["derivation-head"])
        parse(self, f"**{data['title']}**", head)
        if data["conditions"]:
            parse(self, f"{sentence(data['conditions'])}.", head)
        if data["conventions"]:
            parse(self, f"Conventions: {data['conventions']}.", head)
        block += head
        for line in data["lines"]:
            block += self._line(line)
        kept(self.env, "derivations").setdefault(self.env.docname, []).append(data)
        return [block]

    def _line(self, line: dict[str, Any]) -> nodes.container:
        row = nodes.container(classes=["derivation-line", *(["continues"] if line["continues"] else [])])
        formula = nodes.container(classes=["derivation-formula"])
        tex = (r"\quad " if line["continues"] else "") + line["tex"]
        equation = nodes.math_block(
            tex, tex, label=line["label"], number=None, docname=self.env.docname, nowrap=False, checked=True
        )
        self.set_source_info(equation)
        found: list[nodes.Node] = [equation]
        self.options["label"] = line["label"]
        self.add_target(found)
        formula.extend(found)
        because = nodes.container(classes=["derivation-because"])
        parse(self, sentence(line["because"]), because)
        mark = nodes.container(classes=["derivation-mark", f"evidence-{line['evidence'].replace(' ', '-')}"])
        if line["claim"] == "definition" or line["resting"] or line["waits"]:
            definitions(self.env)[line["label"]] = mark, line
        show_mark(self, line, mark)
        row += [formula, because, mark]
        return row


SHOWN = 1  # of the misprints that are no errors for one reason; the data beside the ledger have all


def show_mark(directive: SphinxDirective, line: dict[str, Any], mark: nodes.container) -> None:
    """The quiet word of a line, and what it unfolds to."""
    m = line["misprints"]
    mark += nodes.raw("", f"<details><summary>{sentence(line['mark'])}</summary>", format="html")
    said = [line["detail"], line["sharpness"]]
    if line["implements"]:
        said.append(f"Compared with the code: `{line['implements']}`.")
    parse(directive, " ".join(filter(None, said)), mark)
    if m["wrong"]:
        wrong = "; ".join(f"${tex}$ ({LINE.sub(_as_number, how)})" for tex, how in m["wrong"])
        parse(directive, f"Among the rejected: {wrong}.", mark)
    for pairs, one, several in (
        (m["equal"], "One more is no error", "more are no errors"),
        (m["free"], "One more is noticed by nothing", "more are noticed by nothing"),
    ):
        reasons: dict[str, list[str]] = {}
        for tex, why in pairs:
            reasons.setdefault(why, []).append(f"${tex}$")
        for why, formulas in reasons.items():
            count = one if len(formulas) == 1 else f"{len(formulas)} {several}"
            such_as = "" if len(formulas) <= SHOWN else " such as"
            parse(directive, f"{count} ({why}):{such_as} {', '.join(formulas[:SHOWN])}.", mark)
    mark += nodes.paragraph("", "", nodes.reference("", "In the ledger", internal=True, ledger=line["label"]))
    mark += nodes.raw("", "</details>", format="html")


class ClosingDirective(SphinxDirective):
    """The definitions of a page, as they stand when all of its lines are known: as JSON, by label."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Give each definition its final mark."""
        marks = definitions(self.env)
        statements = kept(self.env, "statements").get(self.env.docname, {})
        for label, data in json.loads("\n".join(self.content)).items():
            if label in marks:
                mark, line = marks[label]
                line.update(data)
                mark.children.clear()
                show_mark(self, line, mark)
            elif label in statements:
                statements[label].update(data)
            else:
                warn(self.get_location(), "the definition %s is used, and its derivation is not displayed", label)
        return [nothing()]


def nothing() -> nodes.Node:
    """What a cell shows that only hands on data: without a node, another form of its output would be shown."""
    return nodes.container(classes=["shows-nothing"])


def parse(directive: SphinxDirective, text: str, into: nodes.Element) -> None:
    """Read a piece of Markdown."""
    source = StringList([text], source=directive.env.docname)
    directive.state.nested_parse(source, directive.content_offset, into)


def _as_number(label: re.Match) -> str:
    """A line of a derivation by its number."""
    return f"line {{eq}}`{label[1]}`"


def sentence(text: str) -> str:
    """A text that begins like a sentence."""
    return text[0].upper() + text[1:] if text and not text.startswith(("$", "`")) else text


def kept(env: BuildEnvironment, what: str) -> dict[str, Any]:
    """What is remembered of each page: its derivations, its statements, or its raw formulas."""
    if not hasattr(env, f"page_{what}"):
        setattr(env, f"page_{what}", {})
    return getattr(env, f"page_{what}")


def definitions(env: BuildEnvironment) -> dict[str, tuple[nodes.container, dict[str, Any]]]:
    """The marks of the definitions of the page that is being read, with their data."""
    return env.temp_data.setdefault("definitions", {})


def read(app: Sphinx, doctree: nodes.document) -> None:
    """Ask for the definitions that are used, and note the display mathematics that is no checked line."""
    env, page = app.env, app.env.docname
    derivations, statements = kept(env, "derivations").get(page, []), kept(env, "statements").get(page, {})
    lines = [line for derivation in derivations for line in derivation["lines"]]
    for line in lines:
        if line["waits"]:
            warn(page, "the definition %s waits for lines further down: end the page with a cell close_page()",
                  line["label"])  # fmt: skip
    displayed = {line["label"] for line in lines} | set(statements)
    for user in (*derivations, *statements.values()):
        for tex, label in user["names"].items():
            if label not in displayed:
                warn(page, "%s uses %s, whose definition (%s) this page does not display", user["label"], tex, label)
    found = []
    for number, block in enumerate(doctree.findall(nodes.math_block), 1):
        if block.get("checked"):
            continue
        label = block.get("label") or ""
        kind = next((k for k in RAW_KINDS if label.startswith(f"{k}-")), "remark")
        name = f"formula-{number}"
        block["ids"].append(name)
        found.append({"tex": block.astext(), "kind": kind, "id": name})
    kept(env, "raw_formulas")[page] = found


def warn(location: Any, message: str, *parts: str) -> None:
    """Warn, which fails the build, of what is wrong with the derivations of a page."""
    logger.warning(message, *parts, location=location, type="derivation")


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that will be read again."""
    for what in KEPT:
        kept(env, what).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader has found."""
    for what in KEPT:
        kept(env, what).update({d: kept(other, what)[d] for d in docnames if d in kept(other, what)})


def ledger_of(env: BuildEnvironment, page: str) -> str:
    """The page of the ledger that lists a page's formulas: that of its folder, if there is one."""
    own = f"{LEDGER}-{page.split('/')[-2]}" if "/" in page else LEDGER
    return own if own in env.found_docs else LEDGER


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Point the lines and the statements to the ledger, if the book has one."""
    for reference in list(doctree.findall(nodes.reference)):
        label = reference.get("ledger")
        if not label:
            continue
        if LEDGER in app.env.found_docs:
            ledger = app.builder.get_relative_uri(docname, ledger_of(app.env, docname))
            reference["refuri"] = f"{ledger}#ledger-{nodes.make_id(label)}"
        elif "checked" in reference["classes"]:
            reference.replace_self(nodes.inline("", "", *reference.children, ids=reference["ids"]))
        else:
            reference.replace_self(nodes.Text("Not in a ledger"))


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.add_directive("derivation", DerivationDirective)
    app.add_directive("closing", ClosingDirective)
    app.connect("doctree-read", read)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", resolve, priority=400)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
