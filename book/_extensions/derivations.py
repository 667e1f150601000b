"""Show checked derivations on the page, and gather every formula of the book in the ledger.

A cell that ends in a `Derivation` hands this extension its lines as data. Each line becomes a numbered equation that
other pages can refer to, its reason beside it, and a mark that unfolds to what was checked. The `ledger` directive
lists all of them, with the display mathematics that is no checked line named as what it is.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.directives.patches import MathDirective
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

LEDGER = "book/reference/ledger"
MARKS = {
    "proved": "Proved",
    "exact": "Exact",
    "enumerated": "Enumerated",
    "numeric": "Numeric",
    "simulated": "Simulated",
    "by hand": "By hand",
    "definition": "Definition",
    "assumption": "Assumption",
}
CHECKED = ("proved", "exact", "enumerated", "numeric", "simulated", "by hand")
RAW_KINDS = ("definition", "statement", "remark")


class ledger_node(nodes.General, nodes.Element):  # noqa: N801
    """Where the ledger will stand."""


class DerivationDirective(MathDirective):
    """The lines of one derivation, given as JSON."""

    has_content = True
    required_arguments = 0
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Build the block: title, conventions, and one row for each line."""
        data = json.loads("\n".join(self.content))
        block = nodes.container(classes=["derivation"], ids=[f"derivation-{nodes.make_id(data['label'])}"])
        head = nodes.container(classes=["derivation-head"])
        self._parse(f"**{data['title']}**", head)
        if data["conventions"]:
            self._parse(f"Conventions: {data['conventions']}.", head)
        block += head
        for line in data["lines"]:
            block += self._line(line)
        records(self.env).setdefault(self.env.docname, []).append(data)
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
        self._parse(_sentence(line["because"]), because)
        row += [formula, because, self._mark(line)]
        return row

    def _mark(self, line: dict[str, Any]) -> nodes.container:
        mark = nodes.container(classes=["derivation-mark", f"evidence-{line['evidence'].replace(' ', '-')}"])
        m = line["misprints"]
        rejected = m["by_shape"] + m["undefined"] + m["by_value"]
        count = f" · {rejected}/{rejected} misprints" if rejected else ""
        summary = f"{MARKS[line['evidence']]}{count}"
        mark += nodes.raw("", f"<details><summary>{summary}</summary>", format="html")
        said = [line["detail"]]
        if m["made"]:
            parts = [
                f"{k} {words}"
                for k, words in (
                    (m["by_value"], "have another value"),
                    (m["by_shape"], "do not fit in shape"),
                    (m["undefined"], "have no value"),
                )
                if k
            ]
            said.append(f"Of {m['made']} one-symbol misprints, {rejected} are rejected: {', '.join(parts)}.")
        if line["implements"]:
            said.append(f"Compared with the code: `{line['implements']}`.")
        self._parse(" ".join(said), mark)
        same: dict[str, list[str]] = {}
        for tex, why in m["equal"]:
            same.setdefault(why, []).append(f"${tex}$")
        for why, formulas in same.items():
            count = "One more is no error" if len(formulas) == 1 else f"{len(formulas)} more are no errors"
            self._parse(f"{count} ({why}): {', '.join(formulas)}.", mark)
        back = nodes.paragraph("", "", nodes.reference("", "In the ledger", internal=True, ledger=line["label"]))
        mark += back
        mark += nodes.raw("", "</details>", format="html")
        return mark

    def _parse(self, text: str, into: nodes.Element) -> None:
        self.state.nested_parse(StringList([text], source=self.env.docname), self.content_offset, into)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] if text and not text.startswith(("$", "`")) else text


class LedgerDirective(SphinxDirective):
    """All formulas of the book."""

    def run(self) -> list[nodes.Node]:
        """Leave a place; it is filled when every chapter has been read."""
        return [ledger_node("")]


def records(env: BuildEnvironment) -> dict[str, list[dict[str, Any]]]:
    """The derivations of each page."""
    if not hasattr(env, "derivations"):
        env.derivations = {}
    return env.derivations


def raw_formulas(env: BuildEnvironment) -> dict[str, list[dict[str, str]]]:
    """The display mathematics of each page that is no checked line."""
    if not hasattr(env, "raw_formulas"):
        env.raw_formulas = {}
    return env.raw_formulas


def read(app: Sphinx, doctree: nodes.document) -> None:
    """Note the display mathematics of a page that is no checked line."""
    found = []
    for number, block in enumerate(doctree.findall(nodes.math_block), 1):
        if block.get("checked"):
            continue
        label = block.get("label") or ""
        kind = next((k for k in RAW_KINDS if label.startswith(f"{k}-")), "remark")
        name = f"formula-{number}"
        block["ids"].append(name)
        found.append({"tex": block.astext(), "kind": kind, "id": name})
    raw_formulas(app.env)[app.env.docname] = found


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that will be read again."""
    records(env).pop(docname, None)
    raw_formulas(env).pop(docname, None)


def updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the ledger anew whenever anything was read."""
    return [LEDGER] if LEDGER in env.found_docs else []


def number_of(env: BuildEnvironment, docname: str, label: str) -> str:
    """The number that an equation has on its page."""
    numbers = env.toc_fignumbers.get(docname, {}).get("displaymath", {})
    number = numbers.get(f"equation-{nodes.make_id(label)}")
    if number:
        return ".".join(map(str, number))
    return str(env.get_domain("math").get_equation_number_for(label) or "")


def pages_in_order(env: BuildEnvironment) -> list[str]:
    """The pages that have formulas, in the order of the table of contents."""
    relations = list(env.collect_relations())
    return [d for d in relations if records(env).get(d) or raw_formulas(env).get(d)]


def as_data(env: BuildEnvironment) -> dict[str, Any]:
    """The ledger as data."""
    lines = []
    for docname in pages_in_order(env):
        for derivation in records(env).get(docname, []):
            for line in derivation["lines"]:
                number = number_of(env, docname, line["label"])
                lines.append({"page": docname, "derivation": derivation["title"], "number": number, **line})
    raw = [{"page": d, **f} for d in pages_in_order(env) for f in raw_formulas(env).get(d, [])]
    return {"totals": totals(lines, raw), "lines": lines, "display_mathematics": raw}


def totals(lines: list[dict[str, Any]], raw: list[dict[str, str]]) -> dict[str, Any]:
    """How many lines there are of each kind, and how many misprints were made and rejected."""
    made = sum(line["misprints"]["made"] for line in lines)
    equal = sum(len(line["misprints"]["equal"]) for line in lines)
    checked = [line for line in lines if line["evidence"] in CHECKED]
    numeric = [line["worst"] for line in lines if line["evidence"] == "numeric"]
    return {
        "lines": len(lines),
        "checked": len(checked),
        "evidence": dict(sorted(Counter(line["evidence"] for line in lines).items())),
        "misprints_made": made,
        "misprints_rejected": made - equal,
        "misprints_equal_in_value": equal,
        "worst_relative_error": max(numeric, default=0.0),
        "written_by_hand": sum(line["written"] for line in lines),
        "tied_to_code": sum(bool(line["implements"]) for line in lines),
        "other_display_mathematics": dict(sorted(Counter(f["kind"] for f in raw).items())),
    }


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Point the lines to the ledger, and fill the ledger."""
    for reference in list(doctree.findall(nodes.reference)):
        label = reference.get("ledger")
        if label:
            if LEDGER in app.env.found_docs:
                reference["refuri"] = app.builder.get_relative_uri(docname, LEDGER) + f"#ledger-{nodes.make_id(label)}"
            else:
                reference.replace_self(nodes.Text("Not in a ledger"))
    for place in list(doctree.findall(ledger_node)):
        place.replace_self(_ledger(app, docname))


def _ledger(app: Sphinx, here: str) -> list[nodes.Node]:
    data = as_data(app.env)
    content: list[nodes.Node] = [_totals_table(data["totals"])]
    for page in pages_in_order(app.env):
        section = nodes.section(ids=[f"ledger-{nodes.make_id(page)}"])
        uri = app.builder.get_relative_uri(here, page)
        title = app.env.titles[page].astext()
        section += nodes.title("", "", nodes.reference("", title, internal=True, refuri=uri))
        lines = [line for line in data["lines"] if line["page"] == page]
        if lines:
            rows = [_row(line, uri) for line in lines]
            section += _table(["Line", "Formula", "Evidence", "Misprints rejected", "Compared with"], rows, "ledger")
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


def _row(line: dict[str, Any], uri: str) -> tuple[list[nodes.Node], ...]:
    anchor = f"equation-{nodes.make_id(line['label'])}"
    link = nodes.reference("", f"({line['number']})", internal=True, refuri=f"{uri}#{anchor}")
    target = nodes.inline("", "", link, ids=[f"ledger-{nodes.make_id(line['label'])}"])
    m = line["misprints"]
    equal = len(m["equal"])
    sharp = f"{m['made'] - equal} of {m['made'] - equal}" if m["made"] else "–"
    if equal:
        sharp += f", {equal} equal in value"
    worst = f", worst error {line['worst']:.0e}" if line["evidence"] == "numeric" else ""
    code = [nodes.literal("", line["implements"].removeprefix("derived."))] if line["implements"] else [nodes.Text("–")]
    return [target], _math(line["tex"]), [nodes.Text(line["evidence"] + worst)], [nodes.Text(sharp)], code


def _totals_table(t: dict[str, Any]) -> nodes.Node:
    rows: list[tuple[list[nodes.Node], ...]] = [([nodes.Text("lines of derivations")], [nodes.Text(str(t["lines"]))])]
    for kind, count in t["evidence"].items():
        rows.append(([nodes.Text(f"of them {kind}")], [nodes.Text(str(count))]))
    for name, value in (
        ("one-symbol misprints made", f"{t['misprints_made']:,}"),
        ("of them rejected", f"{t['misprints_rejected']:,}"),
        ("of them equal in value, by proof or by name", f"{t['misprints_equal_in_value']:,}"),
        ("worst relative error of a numeric check", f"{t['worst_relative_error']:.1e}"),
        ("lines written by hand", str(t["written_by_hand"])),
        ("lines compared with the code", str(t["tied_to_code"])),
        ("other display mathematics", str(sum(t["other_display_mathematics"].values()))),
    ):
        rows.append(([nodes.Text(name)], [nodes.Text(value)]))
    return _table(["What", "How many"], rows, "ledger-totals")


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


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader has found."""
    for docname in docnames:
        if docname in records(other):
            records(env)[docname] = records(other)[docname]
        if docname in raw_formulas(other):
            raw_formulas(env)[docname] = raw_formulas(other)[docname]


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.add_node(ledger_node)
    app.add_directive("derivation", DerivationDirective)
    app.add_directive("ledger", LedgerDirective)
    app.connect("doctree-read", read)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", updated)
    app.connect("doctree-resolved", resolve, priority=400)
    app.connect("build-finished", write_data, priority=500)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
