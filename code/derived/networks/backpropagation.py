r"""Back-propagation by hand: the gradient of a loss for all weights of a network, in one walk from its end.

With :math:`\boldsymbol\Delta^{(\ell)}` for the gradient with respect to :math:`\mathbf Z^{(\ell)}`, rows being
observations, there are four equations:

.. math::

    \begin{aligned}
    \boldsymbol\Delta^{(L)} &= \nabla_{\mathbf Z^{(L)}} J, \\
    \boldsymbol\Delta^{(\ell)} &= \boldsymbol\Delta^{(\ell+1)}(\mathbf W^{(\ell+1)})^\top
    \odot\varphi'(\mathbf Z^{(\ell)}), \\
    \nabla_{\mathbf W^{(\ell)}} J &= (\mathbf A^{(\ell-1)})^\top\boldsymbol\Delta^{(\ell)}, \\
    \nabla_{\mathbf b^{(\ell)}} J &= (\boldsymbol\Delta^{(\ell)})^\top\mathbf 1.
    \end{aligned}

`derived.autodiff.reverse` finds the same without being told any of them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from derived.autodiff.reverse import sigmoid, softmax
from derived.inputs import as_single_or_double
from derived.networks.forward import Parameters, activation_and_slope, layers_of

__all__ = [
    "LOSSES",
    "backpropagate",
    "cross_entropy",
    "half_squares",
    "log_loss",
]

#: Of scores and targets: the loss, and its gradient with respect to the scores.
Loss = Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]


def _scores(scores: np.ndarray) -> np.ndarray:
    """A matrix of floats, with a row for each observation."""
    scores = as_single_or_double(scores, "scores")
    if scores.ndim != 2 or scores.size == 0:
        raise ValueError(f"the scores have shape {scores.shape}, but need a row for each observation: give (n, K)")
    return scores


def half_squares(scores: np.ndarray, Y: np.ndarray) -> tuple[float, np.ndarray]:
    """Half the squared distance of scores and targets, a mean over the rows, and its gradient (scores − Y)/n.

    Parameters
    ----------
    scores, Y : ndarray of shape (n, K)
        What the network says, and what it should say.

    Raises
    ------
    ValueError
        If the shapes differ, or an entry is no number.

    Examples
    --------
    >>> loss, delta = half_squares(np.array([[5.0], [3.0]]), np.array([[3.0], [4.0]]))
    >>> loss, delta.tolist()
    (1.25, [[1.0], [-0.5]])
    """
    scores, Y = _scores(scores), as_single_or_double(Y, "Y")
    if Y.shape != scores.shape:
        raise ValueError(f"the targets have shape {Y.shape}, but the scores have {scores.shape}")
    residuals = scores - Y
    return float(np.sum(residuals**2)) / (2 * len(scores)), residuals / len(scores)


def log_loss(scores: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean cross-entropy of labels 0 and 1 with one score a row, a log-odds, and its gradient (p − y)/n.

    Parameters
    ----------
    scores : ndarray of shape (n, 1)
        Log-odds of label 1.
    labels : ndarray of shape (n,)
        Zeros and ones.

    Raises
    ------
    ValueError
        If the shapes are others, or a label is neither 0 nor 1.

    Examples
    --------
    >>> loss, delta = log_loss(np.zeros((2, 1)), np.array([0, 1]))
    >>> round(loss, 6), delta.tolist()
    (0.693147, [[0.25], [-0.25]])
    """
    scores, labels = _scores(scores), np.asarray(labels)
    if scores.shape[1] != 1 or labels.shape != scores.shape[:1]:
        raise ValueError(
            f"the scores have shape {scores.shape} and the labels {labels.shape}, but ({len(scores)}, 1) and "
            f"({len(scores)},) are needed: one log-odds and one label for each row"
        )
    if not np.isin(labels, (0, 1)).all():
        raise ValueError(f"labels have to be 0 or 1, but there is {labels[~np.isin(labels, (0, 1))][0]}")
    z, y = scores[:, 0], labels.astype(scores.dtype)
    loss = np.mean(np.logaddexp(z, 0.0) - y * z)
    return float(loss), ((sigmoid(z) - y) / len(z))[:, np.newaxis]


def cross_entropy(scores: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean cross-entropy of labels with the softmax of the scores, and its gradient: softmax − one-hot, over n.

    Parameters
    ----------
    scores : ndarray of shape (n, K)
        A score for each class.
    labels : ndarray of shape (n,)
        The class of each row, a whole number from 0 to K − 1.

    Raises
    ------
    ValueError
        If the shapes are others, or a label is no such number.

    Examples
    --------
    >>> loss, delta = cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> round(float(np.exp(loss)), 6), delta.tolist()
    (4.0, [[0.25, 0.25, -0.75, 0.25]])
    """
    scores, labels = _scores(scores), np.asarray(labels)
    n, K = scores.shape
    if labels.shape != (n,):
        raise ValueError(f"the labels have shape {labels.shape}, but the scores have {scores.shape}: give ({n},)")
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"labels have to be whole numbers, 0 to {K - 1}, but their type is {labels.dtype}")
    if n and not (labels.min() >= 0 and labels.max() < K):
        wrong = labels[(labels < 0) | (labels >= K)][0]
        raise ValueError(f"labels have to be between 0 and {K - 1}, as there are {K} scores a row, but one is {wrong}")
    rows = np.arange(n)
    centered = scores - scores.max(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(centered).sum(axis=1)) - centered[rows, labels])
    delta = softmax(centered, axis=1)
    delta[rows, labels] -= 1
    return float(loss), delta / n


#: The losses by their names, each a function of scores and targets that returns the loss and its gradient.
LOSSES: dict[str, Loss] = {"squares": half_squares, "logistic": log_loss, "softmax": cross_entropy}


def _loss(loss: str | Loss) -> Loss:
    """A loss, or the one of this name."""
    found = LOSSES.get(loss) if isinstance(loss, str) else loss
    if not callable(found):
        raise ValueError(f"loss is {loss!r}, but has to be one of {', '.join(LOSSES)}, or a function")
    return found


def _target(target: np.ndarray) -> np.ndarray:
    """An array of finite numbers, of which labels stay whole."""
    if type(target) is np.ndarray and target.dtype.kind in "biu":
        return target
    numbers, labels = as_single_or_double(target, "target", finite=True), np.asarray(target)
    return labels if labels.dtype.kind in "biu" else numbers


def backpropagate(
    params: Parameters,
    X: np.ndarray,
    target: np.ndarray,
    activation: str | tuple = "relu",
    loss: str | Loss = "squares",
) -> tuple[float, list[tuple[np.ndarray, np.ndarray]]]:
    """The loss of a network on a batch, and its gradient for every weight and offset, by the four equations.

    Parameters
    ----------
    params : list of (W, b)
        Weights of shape (width before, width) and offsets of shape (width,) of each layer.
    X : array_like of shape (n, d)
        A row for each observation.
    target : array_like of shape (n, K) or (n,)
        What the loss compares the scores with: numbers for "squares", labels for the others.
    activation : str or (callable, callable), default "relu"
        What stands between the layers.
    loss : {"squares", "logistic", "softmax"} or callable, default "squares"
        A loss of `LOSSES`, or a function of scores and targets that returns the loss and its gradient.

    Returns
    -------
    loss : float
        A mean over the rows.
    gradients : list of (ndarray, ndarray)
        For each layer those of W and b, in their shapes.

    Raises
    ------
    ValueError
        If X or the target holds NaN, infinity or what is no number; if shapes do not fit; or if there is no such loss
        or activation.

    Examples
    --------
    >>> params = [(np.array([[1.0], [2.0]]), np.array([1.0])), (np.array([[3.0]]), np.array([0.0]))]
    >>> loss, gradients = backpropagate(params, np.array([[1.0, 1.0]]), np.array([[10.0]]))
    >>> loss, [(W.tolist(), b.tolist()) for W, b in gradients]
    (2.0, [([[6.0], [6.0]], [6.0]), ([[8.0]], [2.0])])
    """
    _, slope = activation_and_slope(activation)
    z, a = layers_of(params, as_single_or_double(X, "X", finite=True), activation)
    value, delta = _loss(loss)(z[-1], _target(target))
    gradients: list[tuple[np.ndarray, np.ndarray]] = []
    for k in reversed(range(len(params))):
        gradients.append((a[k].T @ delta, delta.sum(axis=0)))
        if k > 0:
            delta = delta @ params[k][0].T * slope(z[k - 1])
    return value, gradients[::-1]
