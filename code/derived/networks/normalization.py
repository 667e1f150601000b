r"""Normalization: numbers between two layers are given the mean 0 and the variance 1, then a scale and an offset.

Of an array with a row for each observation, `batch_norm` goes down the columns, each of which is a unit seen by the
whole batch, and `layer_norm` along the rows, each of which is an observation seen by a whole layer:

.. math:: \hat x = \frac{x - \mu}{\sqrt{v + \varepsilon}}, \qquad y = \gamma\hat x + \beta.

The variance v has the divisor n, not n − 1. Down a column every observation depends on the others of its batch; for one
that comes alone, `batch_norm` takes running means, which `Running.updated` keeps.

All work on plain arrays and on those that `derived.autodiff.reverse` records. What goes back through them was derived
by hand as well: `batch_norm_back` and `layer_norm_back`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from derived.inputs import as_single_or_double, not_negative, number

__all__ = [
    "Running",
    "batch_norm",
    "batch_norm_back",
    "layer_norm",
    "layer_norm_back",
]

_SHARE = number(above=0, at_most=1, hint="it is the share of the newest batch")
_EPSILON = number(above=0, hint="it keeps the root from zero")


class Running(NamedTuple):
    """The means and variances of columns, for observations that come alone.

    Attributes
    ----------
    mean, variance : ndarray of shape (d,)
        Of each column.

    Examples
    --------
    >>> running = Running(mean=np.array([2.0]), variance=np.array([1.0]))
    >>> running.variance.tolist()
    [1.0]
    """

    mean: np.ndarray
    variance: np.ndarray

    @classmethod
    def of(cls, X: Any) -> Running:
        """The means and variances of all rows at once, with the divisor n.

        Parameters
        ----------
        X : array_like of shape (n, d)
            A row for each observation.

        Examples
        --------
        >>> running = Running.of(np.array([[1.0, 5.0], [3.0, 5.0]]))
        >>> running.mean.tolist(), running.variance.tolist()
        ([2.0, 5.0], [1.0, 0.0])
        """
        X = _matrix(X)
        return cls(np.mean(X, axis=0), np.var(X, axis=0))

    def updated(self, X: Any, share: float = 0.1) -> Running:
        """A little nearer to what this batch has.

        Parameters
        ----------
        X : array_like of shape (n, d)
            The batch, as `batch_norm` gets it; with two rows or more.
        share : float
            How much the newest batch counts: (1 − share)·old + share·new. PyTorch calls this momentum; Keras gives
            that name to 1 − share.

        Notes
        -----
        The new variance is unbiased, with the divisor n − 1, as in PyTorch: it stands for more than the batch.

        Examples
        --------
        >>> before = Running(np.zeros(1), np.ones(1))
        >>> after = before.updated(np.array([[1.0], [3.0]]))
        >>> after.mean.round(3).tolist(), after.variance.round(3).tolist()
        ([0.2], [1.1])
        """
        share, X = _SHARE(share, "share"), _matrix(X)
        if len(X) < 2:
            raise ValueError(f"X has shape {np.shape(X)}: one row has no variance; give two rows or more")
        _judged(self, X)
        old, mean, variance = 1 - share, np.mean(X, axis=0), np.var(X, axis=0, ddof=1)
        return Running(old * self.mean + share * mean, old * self.variance + share * variance)


def batch_norm(X: Any, gamma: Any, beta: Any, running: Running | None = None, epsilon: float = 1e-5) -> Any:
    """Each column with the mean 0 and the variance 1, then scaled and shifted.

    Parameters
    ----------
    X : array_like of shape (n, d)
        A row for each observation.
    gamma, beta : array_like of shape (d,)
        The new scale and offset of each column.
    running : Running, optional
        Means and variances to take in the place of the batch's own: after training, when there may be one row only.
    epsilon : float
        Is added to the variance, inside the root.

    Raises
    ------
    ValueError
        If shapes do not fit, an entry of X is no number, a batch has one row, or a running variance is negative.

    References
    ----------
    Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate shift,
    ICML (2015), algorithm 1.

    Examples
    --------
    >>> X = np.array([[1.0, 10.0], [3.0, 30.0]])
    >>> batch_norm(X, np.ones(2), np.zeros(2)).round(3).tolist()
    [[-1.0, -1.0], [1.0, 1.0]]
    >>> batch_norm(X[:1], np.ones(2), np.zeros(2), Running.of(X)).round(3).tolist()
    [[-1.0, -1.0]]
    """
    epsilon, X = _EPSILON(epsilon, "epsilon"), _matrix(X)
    _fits(gamma, X, "gamma")
    _fits(beta, X, "beta")
    if running is None:
        if np.shape(X)[0] < 2:
            raise ValueError(
                "a batch of one row is its own mean, and nothing would be left of it: give two rows or more to train, "
                "and running means after that"
            )
        mean, variance = np.mean(X, axis=0), np.var(X, axis=0)
    else:
        mean, variance = _judged(running, X)
    return gamma * ((X - mean) / np.sqrt(variance + epsilon)) + beta


def layer_norm(X: Any, gamma: Any, beta: Any, epsilon: float = 1e-5) -> Any:
    """Each row with the mean 0 and the variance 1, then scaled and shifted column by column.

    Parameters
    ----------
    X : array_like of shape (n, d)
        A row for each observation.
    gamma, beta : array_like of shape (d,)
        The new scale and offset of each column.
    epsilon : float
        Is added to the variance, inside the root.

    Raises
    ------
    ValueError
        If shapes do not fit, or an entry of X is no number.

    References
    ----------
    Ba, Kiros and Hinton, Layer normalization (2016), arXiv:1607.06450.

    Examples
    --------
    >>> layer_norm(np.array([[1.0, 3.0], [10.0, 30.0]]), np.ones(2), np.zeros(2)).round(3).tolist()
    [[-1.0, 1.0], [-1.0, 1.0]]
    """
    epsilon, X = _EPSILON(epsilon, "epsilon"), _matrix(X)
    _fits(gamma, X, "gamma")
    _fits(beta, X, "beta")
    mean, variance = np.mean(X, axis=1, keepdims=True), np.var(X, axis=1, keepdims=True)
    return gamma * ((X - mean) / np.sqrt(variance + epsilon)) + beta


def batch_norm_back(
    G: np.ndarray, X: np.ndarray, gamma: np.ndarray, epsilon: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""What goes back through `batch_norm` in training: the gradients for X, gamma and beta.

    With :math:`\mathbf h = \gamma\mathbf g` of a column, it gets
    :math:`(\mathbf h - \bar h\mathbf 1 - \overline{h\hat x}\,\hat{\mathbf x})/\sqrt{v + \varepsilon}`; bars are means.

    Parameters
    ----------
    G : ndarray of shape (n, d)
        The gradient of a loss with respect to what `batch_norm` gave.
    X : ndarray of shape (n, d)
        What it was given.
    gamma : ndarray of shape (d,)
        The scale.
    epsilon : float
        As there.

    Raises
    ------
    ValueError
        If shapes do not fit, an entry is no number, or a batch has one row.

    Examples
    --------
    What all rows share is taken away, and so goes nothing back through it:

    >>> X = np.array([[1.0], [2.0], [6.0]])
    >>> for_X, for_gamma, for_beta = batch_norm_back(np.ones((3, 1)), X, np.ones(1))
    >>> bool(np.allclose(for_X, 0)), for_beta.tolist()
    (True, [3.0])
    """
    X, G = _pair(X, G)
    if len(X) < 2:
        raise ValueError("a batch of one row is its own mean, and nothing would be left of it: give two rows or more")
    _fits(gamma, X, "gamma")
    s = np.sqrt(np.var(X, axis=0) + _EPSILON(epsilon, "epsilon"))
    X_hat, H = (X - np.mean(X, axis=0)) / s, G * gamma
    back = (H - np.mean(H, axis=0) - X_hat * np.mean(H * X_hat, axis=0)) / s
    return back, np.sum(G * X_hat, axis=0), np.sum(G, axis=0)


def layer_norm_back(
    G: np.ndarray, X: np.ndarray, gamma: np.ndarray, epsilon: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What goes back through `layer_norm`: the gradients for X, gamma and beta.

    Parameters
    ----------
    G : ndarray of shape (n, d)
        The gradient of a loss with respect to what `layer_norm` gave.
    X : ndarray of shape (n, d)
        What it was given.
    gamma : ndarray of shape (d,)
        The scale.
    epsilon : float
        As there.

    Raises
    ------
    ValueError
        If shapes do not fit, or an entry is no number.

    Examples
    --------
    >>> for_X, for_gamma, for_beta = layer_norm_back(np.ones((1, 3)), np.array([[1.0, 2.0, 6.0]]), np.ones(3))
    >>> bool(np.allclose(for_X, 0)), for_beta.tolist()
    (True, [1.0, 1.0, 1.0])
    """
    X, G = _pair(X, G)
    _fits(gamma, X, "gamma")
    s = np.sqrt(np.var(X, axis=1, keepdims=True) + _EPSILON(epsilon, "epsilon"))
    X_hat, H = (X - np.mean(X, axis=1, keepdims=True)) / s, G * gamma
    back = (H - np.mean(H, axis=1, keepdims=True) - X_hat * np.mean(H * X_hat, axis=1, keepdims=True)) / s
    return back, np.sum(G * X_hat, axis=0), np.sum(G, axis=0)


def _matrix(X: Any) -> Any:
    """X, recorded or plain, if it has rows and columns."""
    X = as_single_or_double(X, "X", exact=True)
    if np.ndim(X) != 2 or 0 in np.shape(X):
        raise ValueError(f"X has shape {np.shape(X)}, but has to be a matrix with a row for each observation")
    return X


def _pair(X: Any, G: Any) -> tuple[np.ndarray, np.ndarray]:
    X, G = _matrix(X), as_single_or_double(G, "the gradient", exact=True)
    if G.shape != X.shape:
        raise ValueError(f"the gradient has shape {G.shape}, but X has {X.shape}")
    return X, G


def _judged(running: Any, X: Any) -> tuple[Any, Any]:
    """Means and variances for the columns of X, if that is what they are."""
    if not isinstance(running, tuple | list) or len(running) != 2:
        raise ValueError(f"running must be Running(mean, variance), not {running!r}")
    mean, variance = (
        as_single_or_double(part, f"the running {name}", finite=True, exact=True)
        for part, name in zip(running, ("mean", "variance"), strict=True)
    )
    _fits(mean, X, "the running mean")
    _fits(variance, X, "the running variance")
    return mean, not_negative(variance, "the running variance") if isinstance(variance, np.ndarray) else variance


def _fits(part: Any, X: Any, name: str) -> None:
    if np.shape(part) != np.shape(X)[1:]:
        raise ValueError(f"{name} has shape {np.shape(part)}, but X has shape {np.shape(X)}: give {np.shape(X)[1:]}")
