r"""Singular values and the condition number, as functions of a matrix of any shape."""

from __future__ import annotations

from derived.algebra.docstrings import shares
from derived.algebra.expressions import Expr
from derived.algebra.spectra import Spectral, Spectrum

of_a_matrix = shares("""
Parameters
----------
matrix : Expr of shape (n, p)

Returns
-------
Expr of shape ()

Raises
------
ShapeError
    If it is no matrix.
""")


@of_a_matrix
def largest_singular_value(matrix: Expr) -> Expr:
    r"""The largest singular value, which is the spectral norm.

    Examples
    --------
    >>> from derived.algebra import Instance, block, largest_singular_value, number
    >>> largest_singular_value(block([[number(3), number(0)], [number(4), number(0)]])).at(Instance(0))
    Fraction(5, 1)
    """
    return Spectral("largest singular value", matrix)


@of_a_matrix
def smallest_singular_value(matrix: Expr) -> Expr:
    r"""The smallest of the min(n, p) singular values of a matrix.

    Examples
    --------
    >>> from derived.algebra import Instance, block, number, smallest_singular_value
    >>> smallest_singular_value(block([[number(3), number(0)], [number(4), number(0)]])).at(Instance(0))
    Fraction(0, 1)
    """
    return Spectral("smallest singular value", matrix)


@of_a_matrix
def condition_number(matrix: Expr) -> Expr:
    r"""The largest singular value divided by the smallest.

    Raises
    ------
    ZeroDivisionError
        When it is evaluated, if the smallest singular value is zero.

    Examples
    --------
    >>> from derived.algebra import Instance, block, condition_number, number
    >>> condition_number(block([[number(0), number(-6)], [number(2), number(0)]])).at(Instance(0))
    Fraction(3, 1)
    """
    return Spectral("condition number", matrix)


@of_a_matrix
def singular_values(matrix: Expr) -> Expr:
    r"""The min(n, p) singular values of a matrix as a vector, in decreasing order.

    Returns
    -------
    Expr of shape (min(n, p),)

    Examples
    --------
    >>> from derived.algebra import matrix, norm, singular_values, sizes
    >>> from derived.derivation import Derivation
    >>> (p,) = sizes("p")
    >>> A, d = matrix("A", p, p), Derivation("Frobenius's norm", label="frobenius")
    >>> print(d.start(norm(A, "F")).equals(norm(singular_values(A)), because="rotations keep lengths").lines[0].tex)
    \lVert \mathbf{A} \rVert_{F} = \lVert \boldsymbol{\sigma}(\mathbf{A}) \rVert
    """
    return Spectrum("sigma", matrix)
