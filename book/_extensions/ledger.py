"""The ledger: every formula of the book, with what stands behind it, as a page and as data.

The ``ledger`` directive lists the lines of derivations and the relations that sentences state, with the display
mathematics that is no checked line named as what it is. A part of the book has a page of its own, named by the folder
of its chapters: ``ledger-linear-models`` has those in ``linear-models``. The page ``ledger`` has the totals, the way to
the others, and what no other has. The role ``counted`` sets one of the totals in a sentence, by its name in the data:
``checked``, or ``definitions.free``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from derivations import LEDGER, ledger_of
from totals import as_data, equal_of, free_of, made_of, pages_in_order

PLURALS = {
    "assumption": "assumptions",
    "bound": "bounds",
    "definition": "definitions",
    "equivalence": "equivalences",
    "identity": "identities",
    "quoted": "quoted theorems",
    "result": "results",
}


COUNTS = "shows totals of the ledger"  # noted of a page that does

logger = logging.getLogger(__name__)


class ledger_node(nodes.General, nodes.Element):  # noqa: N801
    """Where the ledger will stand."""


class counted_node(nodes.Inline, nodes.Element):  # noqa: N801
    """Where one of its totals will stand."""


class LedgerDirective(SphinxDirective):
    """All formulas of the book."""

    def run(self) -> list[nodes.Node]:
        """Leave a place; it is filled when every chapter has been read."""
        return [ledger_node("", page=self.env.docname)]


class CountedRole(SphinxRole):
    """One of the totals of the ledger."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a place; it is filled when every chapter has been read."""
        place = counted_node("", name=self.text)
        self.set_source_info(place)
        self.env.metadata[self.env.docname][COUNTS] = True
        return [place], []


def updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the ledger, and the pages that show its totals, anew when there is something new in it."""
    remembered: Any = env
    shown = repr((as_data(env), [env.titles[page].astext() for page in pages_in_order(env)]))
    state = hashlib.sha256(shown.encode()).hexdigest()
    if state == getattr(remembered, "ledger_state", ""):
        return []
    remembered.ledger_state = state
    showing = [page for page, notes in env.metadata.items() if COUNTS in notes]
    return [*(page for page in env.found_docs if page == LEDGER or page.startswith(f"{LEDGER}-")), *showing]


def _ledgers(env: BuildEnvironment) -> dict[str, list[str]]:
    """The pages whose formulas each page of the ledger has."""
    found: dict[str, list[str]] = {}
    for page in pages_in_order(env):
        found.setdefault(ledger_of(env, page), []).append(page)
    return found


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill the ledger."""
    for place in list(doctree.findall(ledger_node)):
        place.replace_self(_ledger(app, docname, place["page"]))
    places = list(doctree.findall(counted_node))
    counts = as_data(app.env)["totals"] if places else {}
    for place in places:
        found: Any = counts
        for name in place["name"].split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if not isinstance(found, int):
            logger.warning("the ledger counts no %s", place["name"], location=place, type="derivation")
        place.replace_self(nodes.Text(f"{found:,}" if isinstance(found, int) else place["name"]))


def _ledger(app: Sphinx, here: str, ledger: str) -> list[nodes.Node]:
    """What a page of the ledger has; a printed book has all of them on one."""
    data, ledgers = as_data(app.env), _ledgers(app.env)
    content: list[nodes.Node] = []
    if ledger == LEDGER:
        content = [*_parts(app, data, ledgers), _totals_table(data["totals"])]
    for page in ledgers.get(ledger, []):
        section = nodes.section(ids=[f"ledger-{nodes.make_id(page)}"])
        uri = app.builder.get_relative_uri(here, page)
        title = app.env.titles[page].astext()
        section += nodes.title("", "", nodes.reference("", title, internal=True, refuri=uri))
        lines = [line for line in data["lines"] if line["page"] == page]
        if lines:
            rows = [_row(line, uri) for line in lines]
            section += _table(["Line", "Formula", "Evidence", "Misprints", "Compared with"], rows, "ledger")
        stated = [line for line in data["statements"] if line["page"] == page]
        if stated:
            section += nodes.paragraph("", "Checked in the text:")
            rows = [_row(line, uri) for line in stated]
            section += _table(["Name", "Formula", "Evidence", "Misprints", "Compared with"], rows, "ledger")
        raw = [f for f in data["display_mathematics"] if f["page"] == page]
        if raw:
            section += nodes.paragraph("", "Display mathematics of this page that is no line of a derivation:")
            rows = [
                ([nodes.reference("", f["kind"], internal=True, refuri=f"{uri}#{f['id']}")], _math(f["tex"]))
                for f in raw
            ]
            section += _table(["Kind", "Formula"], rows, "ledger")
        content.append(section)
    return content


def _math(tex: str) -> list[nodes.Node]:
    return [nodes.math(tex, tex)]


def _text_and_math(text: str) -> list[nodes.Node]:
    """Words with formulas between dollars."""
    return [nodes.math(part, part) if k % 2 else nodes.Text(part) for k, part in enumerate(text.split("$"))]


def _row(line: dict[str, Any], uri: str) -> tuple[list[nodes.Node], ...]:
    numbered = "number" in line
    anchor = f"{'equation' if numbered else 'statement'}-{nodes.make_id(line['label'])}"
    name = f"({line['number']})" if numbered else line["label"]
    link = nodes.reference("", name, internal=True, refuri=f"{uri}#{anchor}")
    target = nodes.inline("", "", link, ids=[f"ledger-{nodes.make_id(line['label'])}"])
    m = line["misprints"]
    made, equal, free = made_of(m), equal_of(m), free_of(m)
    sharp = f"{made - equal - free} rejected" if made else "–"
    sharp += f", {equal} no error{'s' if equal > 1 else ''}" if equal else ""
    sharp += f", {free} free" if free else ""
    evidence = line["mark"] + (f", worst error {line['worst']:.0e}" if line["evidence"] == "numeric" else "")
    if line["source"]:
        evidence += f": {line['source']}"
    code = [nodes.literal("", line["implements"].removeprefix("derived."))] if line["implements"] else [nodes.Text("–")]
    formula = _math(line["tex"])
    if line.get("conditions"):  # of a statement; those of a derivation stand with it
        formula += _text_and_math(f", {line['conditions']}")
    return [target], formula, [nodes.Text(evidence)], [nodes.Text(sharp)], code


def _totals_table(t: dict[str, Any]) -> nodes.Node:
    claims, definitions = t["claims"], t["definitions"]
    rows: list[tuple[list[nodes.Node], ...]] = []
    for name, value in (
        ("lines of derivations", t["lines"]),
        *((f"of them {PLURALS[kind]}", count) for kind, count in claims.items()),
        ("lines that state what is checked", t["checked"]),
        *((f"of them {kind}", count) for kind, count in t["evidence"].items() if kind not in claims),
        ("relations checked in the text", t["checked_in_the_text"]),
        ("one-symbol misprints made, of lines, relations and definitions", t["misprints_made"]),
        ("of them rejected", t["misprints_rejected"]),
        ("of them no errors: equal in value or true as well, by a law, by proof or by name",
         t["misprints_equal_in_value"]),
        ("of them free: noticed by nothing, and named with the reason", t["misprints_free"]),
        ("misprints of definitions, among these", definitions["misprints_made"]),
        ("of them noticed by a line that rests on the definition", definitions["noticed_by_lines"]),
        ("of them noticed by the code alone", definitions["noticed_by_code_only"]),
        ("of them no errors", definitions["equal_in_value"]),
        ("of them free", definitions["free"]),
        ("worst relative error of a numeric check", f"{t['worst_relative_error']:.1e}"),
        ("lines compared with the code", t["tied_to_code"]),
        ("lines written by hand", t["written_by_hand"]),
        ("other display mathematics, not checked", sum(t["other_display_mathematics"].values())),
    ):  # fmt: skip
        said = value if isinstance(value, str) else f"{value:,}"
        rows.append(([nodes.Text(name)], [nodes.Text(said)]))
    return _table(["What", "How many"], rows, "ledger-totals")


def _parts(app: Sphinx, data: dict[str, Any], ledgers: dict[str, list[str]]) -> list[nodes.Node]:
    """The way to the pages of the parts, and how much each has."""
    rows: list[tuple[list[nodes.Node], ...]] = []
    for ledger, pages in ledgers.items():
        if ledger != LEDGER:
            uri = app.builder.get_relative_uri(LEDGER, ledger)
            name = app.env.titles[ledger].astext().rpartition(": ")[2]
            link = nodes.reference("", name, internal=True, refuri=uri)
            counts = [sum(line["page"] in pages for line in data[kind]) for kind in ("lines", "statements")]
            rows.append(([link], *([nodes.Text(f"{count:,}")] for count in (len(pages), *counts))))
    return [_table(["Part", "Chapters", "Lines", "Relations in the text"], rows, "ledger-totals")] if rows else []


def _table(head: list[str], rows: list[tuple[list[nodes.Node], ...]], kind: str) -> nodes.table:
    table = nodes.table(classes=[kind])
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    header = nodes.row()
    header += [nodes.entry("", nodes.paragraph("", word)) for word in head]
    group += nodes.thead("", header)
    body = nodes.tbody()
    for row in rows:
        line = nodes.row()
        for cell in row:
            paragraph = nodes.paragraph()
            paragraph += cell
            line += nodes.entry("", paragraph)
        body += line
    group += body
    table += group
    return table


def write_data(app: Sphinx, exception: Exception | None) -> None:
    """Write the ledger as data beside its page."""
    if exception is None and app.builder.name == "html" and LEDGER in app.env.found_docs:
        path = Path(app.outdir) / f"{LEDGER}.json"
        text = json.dumps(as_data(app.env), ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.setup_extension("derivations")
    app.add_node(ledger_node)
    app.add_node(counted_node)
    app.add_directive("ledger", LedgerDirective)
    app.add_role("counted", CountedRole())
    app.connect("env-get-updated", updated, priority=900)  # when all numbers are known
    app.connect("doctree-resolved", resolve, priority=400)
    app.connect("build-finished", write_data, priority=500)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
