"""Letters as an author declares them: sizes, and the scalars, vectors and matrices that have these sizes."""

from __future__ import annotations

import re

from derived.algebra.shapes import SizeLike, dimension
from derived.algebra.symbols import Size, Symbol


def sizes(names: str, *conditions: str) -> tuple[Size, ...]:
    r"""Sizes, whole numbers from 1 on: ``n, p = sizes("n p", "n > p", "p >= 2")`` for n rows and p < n columns.

    Parameters
    ----------
    names : str
        The names, with spaces between them.
    *conditions : str
        What is known of them: a name, ``<``, ``<=``, ``>`` or ``>=``, and another name or a number.

    Returns
    -------
    tuple of Size

    Raises
    ------
    ValueError
        If a condition is none, or is about other names.

    Examples
    --------
    >>> n, p = sizes("n p", "n > p")
    >>> (n - p).tex(), n.comparisons
    ('n - p', (('n', '>', 'p'),))
    """
    words = names.split()
    comparisons = []
    for condition in conditions:
        match = re.fullmatch(r"(\w+)\s*(>=|<=|>|<)\s*(\w+)", condition)
        if not match or match[1] not in words or not (match[3] in words or match[3].isdigit()):
            raise ValueError(
                f"{condition!r} is no condition of the sizes {names!r}: write a name, a sign and a name or a number, "
                "as in 'n > p' or 'n >= 2'"
            )
        comparisons.append((match[1], match[2], int(match[3]) if match[3].isdigit() else match[3]))
    ranks = reversed(range(len(words)))
    return tuple(Size(name, rank, tuple(comparisons)) for name, rank in zip(words, ranks, strict=True))


def scalar(name: str, *conditions: str, tex: str | None = None) -> Symbol:
    r"""A number: ``scalar("lambda", "positive")``.

    Examples
    --------
    >>> scalar("lambda").tex()
    '\\lambda'
    """
    return Symbol(name, (), *conditions, tex=tex)


def vector(name: str, size: SizeLike, *conditions: str, tex: str | None = None) -> Symbol:
    r"""A column vector: ``vector("w", p)``.

    Parameters
    ----------
    name : str
        As in the code; it is set in bold.
    size : Size, Expr of sizes or int
        How many entries it has.
    *conditions : str
        What is known of it, as in ``"unit"`` or ``"positive"``.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Returns
    -------
    Symbol of shape (size,)

    Raises
    ------
    ShapeError
        If `size` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, sizes, vector
    >>> n, p = sizes("n p")
    >>> w, u = vector("w", p), vector("u", p, "unit")
    >>> w.T @ u, w @ u.T
    (\mathbf{w}^\top \mathbf{u}, \mathbf{w} \mathbf{u}^\top)
    >>> (u.T @ u).at(Instance(0))
    Fraction(1, 1)
    """
    return Symbol(name, (dimension(size),), *conditions, tex=tex)


def matrix(name: str, rows: SizeLike, columns: SizeLike, *conditions: str, tex: str | None = None) -> Symbol:
    """A matrix: ``matrix("X", n, p, "full column rank")``.

    Parameters
    ----------
    name : str
        As in the code; it is set in bold.
    rows, columns : Size, Expr of sizes or int
        How many of each it has.
    *conditions : str
        What is known of it, as in ``"symmetric"`` or ``"positive definite"``.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Returns
    -------
    Symbol of shape (rows, columns)

    Raises
    ------
    ShapeError
        If `rows` or `columns` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, matrix, sizes
    >>> (p,), here = sizes("p"), Instance(0)
    >>> A, S = matrix("A", p, p), matrix("S", p, p, "symmetric")
    >>> [(M.T.at(here) == M.at(here)).all().item() for M in (A, S)]
    [False, True]
    """
    return Symbol(name, (dimension(rows), dimension(columns)), *conditions, tex=tex)
