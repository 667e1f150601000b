r"""The normal law of several numbers at once, with its mean and the matrix of its covariances.

Its density is :math:`(2\pi)^{-p/2} (\det\boldsymbol\Sigma)^{-1/2} e^{-m/2}`, where
:math:`m = (\mathbf x - \boldsymbol\mu)^\top\boldsymbol\Sigma^{-1}(\mathbf x - \boldsymbol\mu)`. Everything goes through
Cholesky's factor of :math:`\boldsymbol\Sigma = \mathbf L\mathbf L^\top`: m is the squared length of
:math:`\mathbf L^{-1}(\mathbf x - \boldsymbol\mu)`, the logarithm of the determinant twice the sum of
:math:`\log l_{jj}`, and :math:`\boldsymbol\mu + \mathbf L\mathbf z` follows the law if the entries of
:math:`\mathbf z` are independent and normal.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from derived.inputs import as_array, as_matrix, count, generator

__all__ = ["Gaussian", "fit_gaussian"]


@dataclass(frozen=True, eq=False)
class Gaussian:
    """The normal law of p numbers.

    Parameters
    ----------
    mean : array_like of shape (p,)
    covariance : array_like of shape (p, p)
        Symmetric and positive definite.

    Raises
    ------
    ValueError
        If the shapes do not fit, or the matrix is not symmetric and positive definite.

    Examples
    --------
    >>> law = Gaussian([0, 0], [[2, 1], [1, 2]])
    >>> round(law.log_determinant, 4), law.log_density([[0, 0], [1, 1]]).round(4)
    (1.0986, array([-2.3872, -2.7205]))

    Once the second number is known, the first follows another normal law:

    >>> first = law.given([1], [2.0])
    >>> first.mean, first.covariance
    (array([1.]), array([[1.5]]))
    """

    mean: np.ndarray
    covariance: np.ndarray
    root: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        mean, covariance = as_array(self.mean, "mean"), as_matrix(self.covariance, "covariance")
        if mean.ndim != 1 or covariance.shape != 2 * mean.shape:
            raise ValueError(
                f"mean has shape {mean.shape} and covariance {covariance.shape}, but (p,) and (p, p) are needed"
            )
        if not np.allclose(covariance, covariance.T, rtol=1e-10, atol=0):
            i, j = np.unravel_index(np.argmax(np.abs(covariance - covariance.T)), covariance.shape)
            raise ValueError(
                f"covariance[{i}, {j}] is {covariance[i, j]:g} and covariance[{j}, {i}] is {covariance[j, i]:g}: "
                "a matrix of covariances is symmetric"
            )
        try:
            root = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            least = np.linalg.eigvalsh(covariance)[0]
            raise ValueError(
                f"covariance is not positive definite: its smallest eigenvalue is {least:.3g}. Two columns that "
                "depend on each other make it so, or fewer rows than columns: leave columns out"
            ) from None
        for name, value in {"mean": mean, "covariance": covariance, "root": root}.items():
            object.__setattr__(self, name, value)

    @property
    def log_determinant(self) -> float:
        """The logarithm of the determinant of the covariance, too small or too large itself for a float."""
        return 2 * float(np.log(np.diag(self.root)).sum())

    def squared_distance(self, X: ArrayLike) -> np.ndarray:
        """(x − μ)ᵀΣ⁻¹(x − μ) for each row x, the squared distance of Mahalanobis.

        Parameters
        ----------
        X : array_like of shape (n, p) or (p,)
            A single point counts as one row.

        Returns
        -------
        ndarray of shape (n,)
        """
        rows = self._rows(X)
        return (solve_triangular(self.root, (rows - self.mean).T, lower=True) ** 2).sum(axis=0)

    def log_density(self, X: ArrayLike) -> np.ndarray:
        """The logarithm of the density at each row.

        Parameters
        ----------
        X : array_like of shape (n, p) or (p,)
            A single point counts as one row.

        Returns
        -------
        ndarray of shape (n,)
        """
        return -(self.squared_distance(X) + self.log_determinant + len(self.mean) * np.log(2 * np.pi)) / 2

    def given(self, which: ArrayLike, values: ArrayLike) -> Gaussian:
        """The law of the other numbers, once some are known.

        Parameters
        ----------
        which : array_like of int
            The places of the known numbers, counted from 0.
        values : array_like of shape (len(which),)
            What they are.

        Raises
        ------
        ValueError
            If a place is none, or comes twice, if no number is left, or if there are not as many values.
        """
        p = len(self.mean)
        places = np.atleast_1d(as_array(which, "which"))
        known = places.astype(int)
        seen = np.atleast_1d(as_array(values, "values"))
        if not (set(places.tolist()) <= set(range(p)) and 0 < len(set(known.tolist())) == len(known) < p):
            raise ValueError(f"which is {places.tolist()}: give some, not all, of the places 0 to {p - 1}, each once")
        if seen.shape != known.shape:
            raise ValueError(f"which has {len(known)} places, and values has shape {seen.shape}: give one for each")
        open_ = np.setdiff1d(np.arange(p), known)
        S = self.covariance
        slopes = np.linalg.solve(S[np.ix_(known, known)], S[np.ix_(known, open_)]).T
        left = S[np.ix_(open_, open_)] - slopes @ S[np.ix_(known, open_)]
        return Gaussian(self.mean[open_] + slopes @ (seen - self.mean[known]), (left + left.T) / 2)

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """So many rows of this law: μ + Lz with independent normal z.

        Parameters
        ----------
        rng : numpy.random.Generator
        size : int

        Returns
        -------
        ndarray of shape (size, p)
        """
        z = generator(rng, "rng").standard_normal((count()(size, "size"), len(self.mean)))
        return self.mean + z @ self.root.T

    def _rows(self, X: ArrayLike) -> np.ndarray:
        rows = np.atleast_2d(as_array(X, "X"))
        if rows.ndim != 2 or rows.shape[1] != len(self.mean):
            raise ValueError(f"X has shape {rows.shape}, but rows of {len(self.mean)} numbers are needed")
        return rows


def fit_gaussian(X: ArrayLike) -> Gaussian:
    """The normal law under which rows are most probable: their mean, and their covariances with divisor n.

    Parameters
    ----------
    X : array_like of shape (n, p) or (n,)
        A row for each observation.

    Raises
    ------
    ValueError
        If X has no rows, or its columns depend on each other about their means, as with n ≤ p: no law is the best then.

    Examples
    --------
    >>> law = fit_gaussian([[0, 0], [2, 0], [0, 2], [2, 2]])
    >>> law.mean, law.covariance
    (array([1., 1.]), array([[1., 0.],
           [0., 1.]]))
    """
    A = as_matrix(X, "X")
    _check_independent(A)
    mean = A.mean(axis=0)
    return Gaussian(mean, (A - mean).T @ (A - mean) / len(A))


def _check_independent(A: np.ndarray) -> None:
    """Refuse columns that depend on each other about their means, up to rounding, whatever their units."""
    n, p = A.shape
    away = A - A[0]  # of a column that does not vary exactly zero, which it need not be beside its mean
    away -= away.mean(axis=0)
    lengths = np.linalg.norm(away, axis=0)
    s = np.linalg.svd(away / np.where(lengths > 0, lengths, 1), compute_uv=False)
    if n > p and s[-1] > n * np.finfo(float).eps * s[0]:
        return
    why = "columns depend on each other about their means"
    if n <= p:
        why = f"{n} rows are too few for {p} columns"
    elif not lengths.all():
        why = f"column {int(np.argmin(lengths))} does not vary"
    raise ValueError(f"the covariance of X is not positive definite, as {why}: leave columns out, or give more rows")
