"""Where brackets are printed: how tightly each kind of formula binds, and parentheses that grow."""

from __future__ import annotations

# A part that binds less than its place asks is put in brackets.
RELATION, MODULO, SUM, BIG, PRODUCT, POWER, ATOM = 0, 1, 2, 3, 4, 7, 10


def parenthesized(tex: str) -> str:
    r"""`tex` in parentheses that grow only where something tall is inside.

    Examples
    --------
    >>> parenthesized("a + b"), parenthesized(r"\frac{a}{b}")
    ('(a + b)', '\\left(\\frac{a}{b}\\right)')
    """
    tall = any(mark in tex for mark in (r"\frac", r"\sum", r"\prod", r"\int", r"\begin", r"\left("))
    return rf"\left({tex}\right)" if tall else f"({tex})"
