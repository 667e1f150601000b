r"""How a checked derivation is shown: as data, as HTML in a notebook, as a directive on a page of the book.

All three are made from the same lines. The site's own extension turns the directive into numbered equations; in a
notebook each line is a row of a table whose formula Jupyter typesets, with what was checked folded under its mark.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derived.derivation import Derivation, Line

MARKS = {
    "proved": "proved",
    "exact": "exact",
    "enumerated": "enumerated",
    "numeric": "numeric",
    "simulated": "simulated",
    "by hand": "by hand",
    "definition": "definition",
    "assumption": "assumption",
}


def as_data(derivation: Derivation) -> dict[str, Any]:
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
        "lines": [
            {
                "label": f"{derivation.label}-{number}",
                "tex": line.tex,
                "because": line.because,
                "continues": line.continues,
                "written": line.written,
                "evidence": line.evidence.kind,
                "detail": line.evidence.detail,
                "worst": line.evidence.worst,
                "implements": line.implements,
                "misprints": {
                    "made": line.tally.made,
                    "by_shape": line.tally.by_shape,
                    "undefined": line.tally.undefined,
                    "by_value": line.tally.by_value,
                    "equal": [list(pair) for pair in line.tally.equal],
                },
            }
            for number, line in enumerate(derivation.lines, start=1)
        ],
    }


def sharpness(line: Line) -> str:
    """What became of the misprints of a line, in a sentence."""
    t = line.tally
    if not t.made:
        return ""
    parts = [
        f"{count} {words}"
        for count, words in (
            (t.by_value, "have another value"),
            (t.by_shape, "do not fit in shape"),
            (t.undefined, "have no value"),
        )
        if count
    ]
    said = f"Of {t.made} one-symbol misprints {t.rejected} are rejected: {', '.join(parts)}."
    if t.equal:
        said += f" The other {len(t.equal)} {'is' if len(t.equal) == 1 else 'are'} equal in value."
    return said


def as_html(derivation: Derivation) -> str:
    """A table for a notebook: number, formula, reason and mark of each line."""
    rows = []
    for number, line in enumerate(derivation.lines, start=1):
        formula = (r"\quad " if line.continues else "") + line.tex
        implements = f"<br>The code: <code>{html.escape(line.implements)}</code>." if line.implements else ""
        equal = "".join(f"<br>${html.escape(tex)}$: {_inline(why)}" for tex, why in line.tally.equal)
        rows.append(
            f"<tr><td>{number}</td>"
            f'<td style="text-align:left">$\\displaystyle {html.escape(formula)}$</td>'
            f'<td style="text-align:left">{_inline(line.because)}</td>'
            f'<td style="text-align:left"><details><summary>{MARKS[line.evidence.kind]}</summary>'
            f"{html.escape(line.evidence.detail)} {html.escape(sharpness(line))}{implements}{equal}</details></td></tr>"
        )
    conventions = f"<br>Conventions: {_inline(derivation.conventions)}." if derivation.conventions else ""
    head = '<tr><th>line</th><th style="text-align:left">formula</th><th style="text-align:left">because</th>'
    head += '<th style="text-align:left">checked</th></tr>'
    return (
        f'<table><caption style="text-align:left"><strong>{_inline(derivation.title)}</strong>{conventions}</caption>'
        f"<thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _inline(markdown: str) -> str:
    """Inline Markdown as HTML: code and emphasis; mathematics stays for the notebook to typeset."""
    text = html.escape(markdown, quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*", r"<em>\1</em>", text)


def as_text(derivation: Derivation) -> str:
    """Plain lines, for a terminal."""
    return "\n".join(
        f"({derivation.label}-{number})  {line.tex}    {line.because}  [{MARKS[line.evidence.kind]}]"
        for number, line in enumerate(derivation.lines, start=1)
    )


def mimebundle(derivation: Derivation) -> dict[str, str]:
    """The derivation in every form that a front end may choose from."""
    data = json.dumps(as_data(derivation), ensure_ascii=False, indent=1)
    return {
        "text/plain": as_text(derivation),
        "text/html": as_html(derivation),
        "text/markdown": f"```{{derivation}}\n{data}\n```\n",
    }
