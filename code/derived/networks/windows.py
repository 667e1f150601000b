r"""Windows of images: what a convolution computes, forward and back, on plain arrays.

The windows of a row of answers, written as the columns of a matrix, make one product of matrices of that row. Row by
row these columns stay in the processor's cache; those of whole images would be many times as large as the images.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from derived.inputs import count, takes

__all__ = [
    "columns_by_row",
    "convolved",
    "output_size",
    "to_images",
    "to_kernels",
]


@takes(n=count(), k=count(), stride=count(), padding=count(at_least=0))
def output_size(n: int, k: int, stride: int = 1, padding: int = 0) -> int:
    r"""How many windows there are along a side: :math:`\lfloor (n + 2p - k)/s \rfloor + 1`.

    Parameters
    ----------
    n : int
        How long the side is.
    k : int
        How long a window is.
    stride : int
        From one window to the next.
    padding : int
        How many zeros there are before the first number, and how many behind the last.

    Raises
    ------
    ValueError
        If a window is longer than the side with its padding.

    Examples
    --------
    >>> output_size(6, 3), output_size(6, 3, stride=2), output_size(6, 3, stride=2, padding=1)
    (4, 2, 3)
    >>> output_size(2, 3)
    Traceback (most recent call last):
    ValueError: a window of 3 does not fit into 2 numbers with a padding of 0: take a padding of at least 1
    """
    if k > n + 2 * padding:
        raise ValueError(
            f"a window of {k} does not fit into {n} numbers with a padding of {padding}: "
            f"take a padding of at least {-((n - k) // 2)}"
        )
    return (n + 2 * padding - k) // stride + 1


def _framed(X: np.ndarray, padding: int) -> np.ndarray:
    """Images with zeros around them, as (C, height, width, n): so there are long runs in memory."""
    n, C, H, W = X.shape
    framed = np.zeros((C, H + 2 * padding, W + 2 * padding, n), X.dtype)
    framed[:, padding : padding + H, padding : padding + W] = X.transpose(1, 2, 3, 0)
    return framed


def columns_by_row(X: np.ndarray, kernel: tuple[int, int], stride: int, padding: int) -> Iterator[np.ndarray]:
    """For each row of answers its windows, as columns.

    Parameters
    ----------
    X : ndarray of shape (n, C, height, width)
    kernel : (int, int)
    stride, padding : int

    Yields
    ------
    ndarray of shape (C · k · h, across · n)
        A row for each channel and place in the kernel, a column for each window of each image. It is the same array
        each time, with other numbers.

    Examples
    --------
    >>> X = np.array([[0.0, 1, 2], [3, 4, 5]]).reshape(1, 1, 2, 3)
    >>> for columns in columns_by_row(X, (2, 2), 1, 0):
    ...     print(columns.T)
    [[0. 1. 3. 4.]
     [1. 2. 4. 5.]]
    """
    windows = sliding_window_view(_framed(X, padding), kernel, axis=(1, 2))[:, ::stride, ::stride]
    rows = windows.transpose(1, 0, 4, 5, 2, 3)  # each of C, k, h, across, n
    columns = np.empty(rows.shape[1:], X.dtype)
    for row in rows:
        np.copyto(columns, row)
        yield columns.reshape(X.shape[1] * kernel[0] * kernel[1], -1)


def _rows(G: np.ndarray) -> np.ndarray:
    """What comes back to (n, D, rows, across) answers, as (D, rows, across · n)."""
    return G.transpose(1, 2, 3, 0).reshape(*G.shape[1:3], -1)


def convolved(X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int, padding: int) -> np.ndarray:
    """The answers of all kernels in all windows, with a bias for each kernel.

    Parameters
    ----------
    X : ndarray of shape (n, C, height, width)
    W : ndarray of shape (D, C, k, h)
    b : ndarray of shape (D,)
    stride, padding : int

    Examples
    --------
    >>> X, W = np.arange(4.0).reshape(1, 1, 1, 4), np.array([-1.0, 2]).reshape(1, 1, 1, 2)
    >>> convolved(X, W, np.zeros(1), 1, 0).ravel().tolist()
    [2.0, 3.0, 4.0]
    """
    (n, _, height, width), (D, *_, k, h) = X.shape, W.shape
    rows, across = output_size(height, k, stride, padding), output_size(width, h, stride, padding)
    flat, Y = W.reshape(D, -1), np.empty((D, rows, across * n), np.result_type(X, W))
    for i, columns in enumerate(columns_by_row(X, (k, h), stride, padding)):
        np.matmul(flat, columns, out=Y[:, i])
        Y[:, i] += b[:, np.newaxis]
    return Y.reshape(D, rows, across, n).transpose(3, 0, 1, 2)


def to_kernels(G: np.ndarray, X: np.ndarray, kernel: tuple[int, int], stride: int, padding: int) -> np.ndarray:
    """The gradient of ⟨G, Y⟩ with respect to the kernels.

    Parameters
    ----------
    G : ndarray of shape (n, D, rows, across)
        What comes back to each answer.
    X : ndarray of shape (n, C, height, width)
    kernel : (int, int)
    stride, padding : int

    Examples
    --------
    >>> X, G = np.arange(4.0).reshape(1, 1, 1, 4), np.array([1.0, 0, 10]).reshape(1, 1, 1, 3)
    >>> to_kernels(G, X, (1, 2), 1, 0).ravel().tolist()
    [20.0, 31.0]
    """
    back, columns = _rows(G), columns_by_row(X, kernel, stride, padding)
    total = sum(back[:, i] @ row.T for i, row in enumerate(columns))
    return np.reshape(total, (G.shape[1], X.shape[1], *kernel))


def to_images(G: np.ndarray, W: np.ndarray, sides: tuple[int, int], stride: int, padding: int) -> np.ndarray:
    """The gradient of ⟨G, Y⟩ with respect to the images: what no window saw stays zero.

    Parameters
    ----------
    G : ndarray of shape (n, D, rows, across)
        What comes back to each answer.
    W : ndarray of shape (D, C, k, h)
    sides : (int, int)
        Of an image.
    stride, padding : int

    Examples
    --------
    >>> W, G = np.array([-1.0, 2]).reshape(1, 1, 1, 2), np.array([1.0, 10]).reshape(1, 1, 1, 2)
    >>> to_images(G, W, (1, 5), 2, 0).ravel().tolist()
    [-1.0, 2.0, -10.0, 20.0, 0.0]
    """
    (D, C, k, h), (n, _, _, across), back = W.shape, G.shape, _rows(G)
    flat = W.reshape(D, -1).T
    framed = np.zeros((C, sides[0] + 2 * padding, sides[1] + 2 * padding, n), np.result_type(G, W))
    shares = np.empty((C, k, h, across, n), framed.dtype)
    for i in range(back.shape[1]):
        np.matmul(flat, back[:, i], out=shares.reshape(C * k * h, -1))
        for b in range(h):
            framed[:, stride * i : stride * i + k, b : b + stride * across : stride] += shares[:, :, b]
    return framed[:, padding : padding + sides[0], padding : padding + sides[1]].transpose(3, 0, 1, 2)
