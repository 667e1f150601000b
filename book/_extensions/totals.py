"""The ledger as data: every formula with its place and what stands behind it, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from docutils import nodes
from sphinx.domains.math import MathDomain
from sphinx.environment import BuildEnvironment

from derivations import KEPT, kept

CHECKED = (
    "proved", "exact", "enumerated", "moments", "quadrature", "numeric", "tried", "by hand"
)  # fmt: skip


def number_of(env: BuildEnvironment, docname: str, label: str) -> str:
    """The number that an equation has on its page."""
    numbers = env.toc_fignumbers.get(docname, {}).get("displaymath", {})
    number = numbers.get(f"equation-{nodes.make_id(label)}")
    if number:
        return ".".join(map(str, number))
    return str(cast(MathDomain, env.get_domain("math")).get_equation_number_for(label) or "")


def pages_in_order(env: BuildEnvironment) -> list[str]:
    """The pages that have formulas, in the order of the table of contents."""
    relations = list(env.collect_relations())
    return [d for d in relations if any(kept(env, what).get(d) for what in KEPT)]


def as_data(env: BuildEnvironment) -> dict[str, Any]:
    """The ledger as data."""
    lines, pages = [], pages_in_order(env)
    for docname in pages:
        for derivation in kept(env, "derivations").get(docname, []):
            for line in derivation["lines"]:
                number = number_of(env, docname, line["label"])
                lines.append({"page": docname, "derivation": derivation["title"], "number": number, **line})
    statements = [{"page": d, **line} for d in pages for line in kept(env, "statements").get(d, {}).values()]
    raw = [{"page": d, **f} for d in pages for f in kept(env, "raw_formulas").get(d, [])]
    return {
        "totals": totals(lines, statements, raw),
        "lines": lines,
        "statements": statements,
        "display_mathematics": raw,
    }


def totals(lines: list[dict[str, Any]], statements: list[dict[str, Any]], raw: list[dict[str, str]]) -> dict[str, Any]:
    """How many lines there are of each kind, and how many misprints were made and rejected."""
    both = [*lines, *statements]
    made, equal, free = (sum(count(line["misprints"]) for line in both) for count in (made_of, equal_of, free_of))
    definitions = [line for line in both if line["claim"] == "definition" or line["resting"]]
    return {
        "lines": len(lines),
        "checked": sum(line["evidence"] in CHECKED for line in lines),
        "claims": dict(sorted(Counter(line["claim"] for line in lines).items())),
        "evidence": dict(sorted(Counter(line["evidence"] for line in lines).items())),
        "checked_in_the_text": len(statements),
        "definitions": {
            "lines": len(definitions),
            "lines_that_rest_on_them": sum(line["resting"] for line in definitions),
            "misprints_made": sum(made_of(line["misprints"]) for line in definitions),
            "noticed_by_lines": sum(noticed_by_lines(line["misprints"]) for line in definitions),
            "noticed_by_code_only": sum(line["misprints"]["by_code"] for line in definitions),
            "equal_in_value": sum(equal_of(line["misprints"]) for line in definitions),
            "free": sum(free_of(line["misprints"]) for line in definitions),
        },
        "misprints_made": made,
        "misprints_rejected": made - equal - free,
        "misprints_equal_in_value": equal,
        "misprints_free": free,
        "worst_relative_error": max((e["worst"] for e in both if e["evidence"] == "numeric"), default=0.0),
        "written_by_hand": sum(line["written"] for line in lines),
        "tied_to_code": sum(bool(line["implements"]) for line in lines),
        "other_display_mathematics": dict(sorted(Counter(f["kind"] for f in raw).items())),
    }


def made_of(misprints: dict[str, Any]) -> int:
    """How many were made."""
    return misprints["made"]


def equal_of(misprints: dict[str, Any]) -> int:
    """How many are equal in value."""
    return len(misprints["equal"])


def free_of(misprints: dict[str, Any]) -> int:
    """How many nothing notices."""
    return len(misprints["free"])


def noticed_by_lines(misprints: dict[str, Any]) -> int:
    """How many make a line false or give it no value, or cannot even be written."""
    return misprints["by_value"] + misprints["undefined"] + misprints["by_shape"]
