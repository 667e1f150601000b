"""What the characteristic polynomial of a square matrix tells, as an author writes it: its roots, and their product."""

from __future__ import annotations

from derived.algebra.docstrings import shares
from derived.algebra.expressions import Expr
from derived.algebra.spectra import Spectral, Spectrum

of_a_square = shares("""
Parameters
----------
matrix : Expr of shape (p, p)

Returns
-------
Expr of shape ()

Raises
------
ShapeError
    If `matrix` is not square.
""")


@of_a_square
def determinant(matrix: Expr) -> Expr:
    r"""The determinant of a square matrix.

    Examples
    --------
    >>> from derived.algebra import determinant, gradient, inverse, log, matrix, sizes
    >>> from derived.derivation import Derivation
    >>> (p,), d = sizes("p"), Derivation("The slope of a determinant", label="det")
    >>> A = matrix("A", p, p)
    >>> d = d.start(gradient(determinant(A), A)).equals(determinant(A) * inverse(A).T, because="Jacobi's formula")
    >>> print(d.lines[0].tex)
    \nabla_{\mathbf{A}}\, \det(\mathbf{A}) = \det(\mathbf{A}) \mathbf{A}^{-\top}
    """
    return Spectral("determinant", matrix)


@of_a_square
def largest_eigenvalue(matrix: Expr) -> Expr:
    r"""The largest eigenvalue of a symmetric matrix.

    Raises
    ------
    ArithmeticError
        When it is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import Instance, block, largest_eigenvalue, number
    >>> two = block([[number(2), number(1)], [number(1), number(2)]])
    >>> largest_eigenvalue(two.T @ two).at(Instance(0))
    Fraction(9, 1)
    """
    return Spectral("largest eigenvalue", matrix)


@of_a_square
def smallest_eigenvalue(matrix: Expr) -> Expr:
    r"""The smallest eigenvalue of a symmetric matrix.

    Raises
    ------
    ArithmeticError
        When it is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import eigenpair, matrix, smallest_eigenvalue, vector
    >>> from derived.derivation import Derivation
    >>> S, x = matrix("S", 3, 3, "symmetric"), vector("x", 3)
    >>> first, v = eigenpair(S, "lambda_1", "v_1", 1)
    >>> d = Derivation("Rayleigh's quotient", label="rayleigh").start(smallest_eigenvalue(S))
    >>> d = d.at_most(x.T @ S @ x / (x.T @ x), because="a weighted mean of eigenvalues", tight={x: v})
    >>> print(d.lines[0].tex)
    \lambda_{\min}(\mathbf{S}) \le \frac{\mathbf{x}^\top \mathbf{S} \mathbf{x}}{\mathbf{x}^\top \mathbf{x}}
    """
    return Spectral("smallest eigenvalue", matrix)


@of_a_square
def spectral_radius(matrix: Expr) -> Expr:
    r"""The largest absolute value of the eigenvalues, real or complex, of a square matrix.

    Raises
    ------
    ArithmeticError
        When its derivative is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import Instance, block, scalar, spectral_radius, zeros
    >>> x = scalar("x")
    >>> turn = spectral_radius(block([[zeros(), -x], [x, zeros()]]))  # its eigenvalues are i x and -i x
    >>> turn
    \rho\left(\begin{bmatrix}0 & -x \\ x & 0\end{bmatrix}\right)
    >>> round(float(turn.at(Instance(0, "float").bind({x: -2.0}))), 9)
    2.0
    """
    return Spectral("spectral radius", matrix)


@of_a_square
def eigenvalues(matrix: Expr) -> Expr:
    r"""The eigenvalues of a symmetric matrix as a vector, in increasing order.

    Returns
    -------
    Expr of shape (p,)

    Raises
    ------
    ArithmeticError
        When it is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import define, determinant, eigenvalues, index, matrix, product, sizes
    >>> from derived.derivation import Derivation
    >>> (p,), i = sizes("p"), index("i")
    >>> S = matrix("S", p, p, "symmetric")
    >>> d = Derivation("A determinant by eigenvalues", label="product").start(determinant(S))
    >>> print(d.equals(product(i, p, eigenvalues(S)[i]), because="in the basis of the eigenvectors").lines[0].tex)
    \det(\mathbf{S}) = \prod_{i=1}^{p} \lambda_{i}(\mathbf{S})
    """
    return Spectrum("lambda", matrix)
