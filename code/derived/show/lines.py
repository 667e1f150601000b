"""The lines of a trace in plain text, for drawings and tables, which set no TeX."""

from __future__ import annotations

import re

__all__ = ["line_name", "plain"]

BELOW, ABOVE = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def line_name(place: int) -> str:
    """The name of a line of a trace, which mathematics counts from 1.

    Parameters
    ----------
    place : int
        The line, counted from 0.

    Examples
    --------
    >>> line_name(0), line_name(11)
    ('v₁', 'v₁₂')
    """
    return f"v{place + 1}".translate(BELOW)


def plain(tex: str) -> str:
    r"""A line of a trace without TeX: v₁ × v₂ for ``v_{1} v_{2}``; its spaces do not break, as in a narrow table.

    Parameters
    ----------
    tex : str
        As in `derived.autodiff.Line`.

    Examples
    --------
    >>> plain(r"2\,v_{3}").split(), plain("v_{1} v_{12}").split(), plain(r"v_{4} \cdot 0.5").split()
    (['2', '×', 'v₃'], ['v₁', '×', 'v₁₂'], ['v₄', '×', '0.5'])
    >>> plain("e^{v_{3}}").split(), plain("v_{1}^{2}")
    (['exp', 'v₃'], 'v₁²')
    """
    text = re.sub(r"^e\^\{(.*)\}$", r"exp \1", tex)
    text = re.sub(r"\\,| *\\cdot *|(?<=\}) (?=v_)", " × ", text)
    text = re.sub(r"v_\{(\d+)\}", lambda found: line_name(int(found[1]) - 1), text)
    text = re.sub(r"\^\{(\d+)\}", lambda found: found[1].translate(ABOVE), text)
    return re.sub(r"\\(?:operatorname)?\{?(\w+)\}?", r"\1", text).replace("-", "−").replace(" ", "\N{NO-BREAK SPACE}")
