r"""How a checked derivation is shown: as data, as HTML in a notebook, as a directive on a page of the book.

All three are made from the same lines. The site's own extension turns the directive into numbered equations; in a
notebook each line is a row of a table whose formula Jupyter typesets, with what was checked folded under its mark.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from derived.derivation.conditions import conditions_of
from derived.derivation.lines import Line
from derived.derivation.pages import Written, this_page


def as_data(derivation: Written) -> dict[str, Any]:
    """The derivation as plain data: what the ledger is made from.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("Twice", label="twice").start(x + x)
    >>> d = d.equals(2 * x, because="collect")
    >>> as_data(d)["lines"][0]["evidence"]
    'proved'
    """
    return {
        "title": derivation.title,
        "label": derivation.label,
        "conventions": derivation.conventions,
        "conditions": conditions_of(derivation.letters.stated),
        "names": this_page().where_shown(derivation),
        "lines": [line_data(line) for line in derivation.lines],
    }


def line_data(line: Line) -> dict[str, Any]:
    """One line as plain data."""
    tally = line.tally
    return {
        "label": line.label,
        "tex": line.tex,
        "because": line.because,
        "continues": line.continues,
        "written": line.written,
        "claim": line.claim,
        "source": line.source,
        "evidence": line.evidence.kind,
        "detail": line.evidence.detail,
        "worst": line.evidence.worst,
        "implements": line.implements,
        "resting": line.resting,
        "waits": line.waits,
        "mark": mark(line),
        "sharpness": sharpness(line),
        "misprints": {
            "made": tally.made,
            "by_shape": tally.by_shape,
            "undefined": tally.undefined,
            "by_value": tally.by_value,
            "by_code": tally.by_code,
            "equal": [list(pair) for pair in tally.equal],
            "free": [list(pair) for pair in tally.free],
            "wrong": [[wrong.tex, wrong.how] for wrong in tally.wrong],
        },
    }


WORDS = {"exact": "tested exactly"}  # which is not to sound stronger than proved


def mark(line: Line) -> str:
    """The quiet word beside a line: its evidence, or of a definition what rests on it.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> mark(Derivation("Twice", label="twice").start(x + x).equals(2 * x, because="collect").lines[0])
    'proved'
    """
    word = "quoted theorem" if line.claim == "quoted" else WORDS.get(line.evidence.kind, line.evidence.kind)
    if line.resting:
        return f"{word} · {line.resting} line{'s rest' if line.resting > 1 else ' rests'} on it"
    return word


def sharpness(line: Line) -> str:
    """What became of the misprints of a line, in a sentence: how many were rejected, and how.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> sharpness(Derivation("Twice", label="twice").start(x + x).equals(2 * x, because="collect").lines[0])
    'All 15 one-symbol misprints are rejected: each has another value.'
    """
    t, is_definition = line.tally, line.claim == "definition" or line.resting > 0
    if not t.made:
        return ""
    falsifies = "makes a line false that rests on it", "make a line false that rests on it"
    fates = [
        (count, words)
        for count, words in (
            (t.by_value, falsifies if is_definition else ("has another value", "have another value")),
            (t.by_code, ("is not what the code computes", "are not what the code computes")),
            (t.by_shape, ("does not fit in shape", "do not fit in shape")),
            (t.undefined, ("has no value", "have no value")),
        )
        if count
    ]
    how = ", ".join(f"{count} {words[count > 1]}" for count, words in fates)
    if len(fates) == 1:  # a number that was just said is not said again
        how = f"each {fates[0][1][0]}"
    if t.rejected == t.made:
        return f"All {t.made} one-symbol misprints are rejected: {how}."
    return f"Of {t.made} one-symbol misprints, {t.rejected} are rejected: {how}."


def as_html(derivation: Written) -> str:
    """A table for a notebook: number, formula, reason and mark of each line."""
    rows = []
    for number, line in enumerate(derivation.lines, start=1):
        formula = (r"\quad " if line.continues else "") + line.tex
        implements = f"<br>The code: <code>{html.escape(line.implements)}</code>." if line.implements else ""
        wrong = "".join(f"<br>Wrong: ${html.escape(w.tex)}$ ({_inline(w.how)})" for w in line.tally.wrong)
        equal = "".join(f"<br>No error: ${html.escape(tex)}$ ({_inline(why)})" for tex, why in line.tally.equal)
        free = "".join(f"<br>Noticed by nothing: ${html.escape(tex)}$ ({_inline(why)})" for tex, why in line.tally.free)
        rows.append(
            f"<tr><td>{number}</td>"
            f'<td style="text-align:left">$\\displaystyle {html.escape(formula)}$</td>'
            f'<td style="text-align:left">{_inline(line.because)}</td>'
            f'<td style="text-align:left"><details><summary>{mark(line)}</summary>'
            f"{html.escape(line.evidence.detail)} {html.escape(sharpness(line))}{implements}{wrong}{equal}{free}"
            "</details></td></tr>"
        )
    conventions = f"<br>Conventions: {_inline(derivation.conventions)}." if derivation.conventions else ""
    said = conditions_of(derivation.letters.stated)
    conventions += f"<br>{said[0].upper()}{_inline(said[1:])}." if said else ""
    head = '<tr><th>line</th><th style="text-align:left">formula</th><th style="text-align:left">because</th>'
    head += '<th style="text-align:left">checked</th></tr>'
    return (
        f'<table><caption style="text-align:left"><strong>{_inline(derivation.title)}</strong>{conventions}</caption>'
        f"<thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _inline(markdown: str) -> str:
    """Inline Markdown as HTML: code and emphasis; mathematics stays for the notebook to typeset."""
    pieces = re.split(r"(\$[^$]+\$|`[^`]+`)", html.escape(markdown, quote=False))  # each second one a formula or code
    pieces[::2] = [re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*", r"<em>\1</em>", words) for words in pieces[::2]]
    pieces[1::2] = [re.sub(r"^`(.+)`$", r"<code>\1</code>", exact) for exact in pieces[1::2]]
    return "".join(pieces)


def as_text(derivation: Written) -> str:
    """Plain lines, for a terminal."""
    said = conditions_of(derivation.letters.stated)
    return (f"{said}\n" if said else "") + "\n".join(
        f"({line.label})  {line.tex}    {line.because}  [{mark(line)}]" for line in derivation.lines
    )


def mimebundle(derivation: Written) -> dict[str, str]:
    """The derivation in every form that a front end may choose from."""
    data = json.dumps(as_data(derivation), ensure_ascii=False, indent=1)
    return {
        "text/plain": as_text(derivation),
        "text/html": as_html(derivation),
        "text/markdown": f"```{{derivation}}\n{data}\n```\n",
    }


def statements_mimebundle(said: Mapping[str, Written]) -> dict[str, str]:
    """What a cell that states relations of the text hands on: to the page their data, to a notebook a list."""
    lines = {name: statement.lines[0] for name, statement in said.items()}
    found = [line_data(line) | _of_statement(said[name]) for name, line in lines.items()]
    data = json.dumps(found, ensure_ascii=False, indent=1)
    rows = "".join(
        f"<li>${html.escape(line.tex)}$ ({_inline(line.because)}; {mark(line)})</li>" for line in lines.values()
    )
    return {
        "text/plain": "\n".join(f"{name}: {line.tex}  [{mark(line)}]" for name, line in lines.items()),
        "text/html": f"<ul>{rows}</ul>",
        "text/markdown": f"```{{statements}}\n{data}\n```\n",
    }


def _of_statement(statement: Written) -> dict[str, Any]:
    return {"conditions": conditions_of(statement.letters.stated), "names": this_page().where_shown(statement)}
