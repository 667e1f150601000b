"""The exercises of the chapter on convolutional networks."""

import numpy as np
from sklearn.datasets import load_digits

from derived.exercises import Construction, Function, Number, Parts
from derived.networks import conv2d, mean_pool

# --- a row by hand --------------------------------------------------------------------------------------------------

cnn_by_hand = Parts(
    {
        "answers": Number(
            [1, -3],
            wrong=[
                ([1, 1], "The stride is 2: the second window begins at pixel 3."),
                ([-1, 3], "Networks do not turn the kernel: the first weight meets the first pixel of a window."),
                ([2, 0], "A window has two pixels, and the second weight is $-1$."),
                ([3, 3], "The second weight is $-1$."),
            ],
            given_back=[[1, -1]],
        ),
        "weights": Number(
            [2, 10],
            wrong=[
                ([2, 1], "Both windows count: add what the weight meets in the second, times 3."),
                ([2, 4], "What the weight meets in the second window is multiplied by 3."),
                ([5, 1], "The second window begins at pixel 3."),
                ([10, 2], "The first weight meets the first pixel of each window."),
            ],
            given_back=[[1, 3]],
        ),
        "pixels": Number(
            [1, -1, 3, -3, 0],
            wrong=[
                ([1, -1, 3, -3, 3], "Pixel 5 is in no window."),
                ([-1, 1, -3, 3, 0], "A pixel gets the weight that lay on it."),
                ([1, -1, 1, -1, 0], r"The second window has $\delta = 3$."),
                ([1, 2, -3, 0, 0], "The stride is 2: the windows do not overlap."),
            ],
            given_back=[[2, 1, 0, 3, 1]],
        ),
    }
)

# --- sizes ----------------------------------------------------------------------------------------------------------

cnn_sizes = Parts(
    {
        "a": Number(
            28,
            wrong=[
                (27, "The first window counts, too: add 1."),
                (32, "Without padding the windows have to stay within the image."),
                (30, "A kernel of 5 loses two rows above and two below."),
            ],
            given_back=[0],
        ),
        "b": Number(
            16,
            wrong=[
                (17, "A number of windows is rounded down."),
                (15, "The padding is on both sides, and the first window counts."),
                (16.5, "There is no half of a window: round down."),
                (32, "The stride is 2."),
            ],
            given_back=[0],
        ),
        "c": Number(
            7,
            wrong=[
                (8, "A number of windows is rounded down."),
                (6, "The first window counts, too: add 1."),
                (7.25, "There is no quarter of a window: round down."),
            ],
            given_back=[0],
        ),
        "d": Number(
            1,
            wrong=[
                (0, "Where does the last window end?"),
                (4, "The last window begins at row 25. Where does it end?"),
                (3, "The remainder counts what is left, not what is lacking."),
            ],
        ),
    }
)

# --- what has to be learned -----------------------------------------------------------------------------------------

cnn_parameters = Parts(
    {
        "to_learn": Number(
            32 * (16 * 9 + 1),
            wrong=[
                (32 * 16 * 9, "Each kernel has a bias, too."),
                (32 * (9 + 1), "A kernel has weights for every channel that comes in."),
                (32 * 16 * (9 + 1), "There is one bias for each channel that goes out, not for each pair."),
                (32 * (16 * 9 + 1) * 144, "The same numbers are used at every place."),
            ],
            given_back=[0],
        ),
        "multiplications": Number(
            32 * 16 * 9 * 144,
            wrong=[
                (32 * 16 * 9 * 100, "With a padding of 1 the result is as large as the image."),
                (32 * (16 * 9 + 1) * 144, "A bias is added, not multiplied."),
                (32 * 9 * 144, "A kernel has weights for every channel that comes in."),
                (32 * 16 * 9, "That is at one place."),
            ],
            given_back=[0],
        ),
    }
)

# --- as large as before ---------------------------------------------------------------------------------------------

cnn_same = Function(
    lambda k: (k - 1) // 2,
    inputs=lambda rng: (2 * int(rng.integers(0, 6)) + 1,),
    wrong=[
        (lambda k: k // 2 + 1, "Solve $n + 2p - k + 1 = n$."),
        (lambda k: k - 1, "The padding is on both sides."),
        (lambda k: k / 2, "Do not forget the 1 that is added to the number of moves."),
        (lambda k: 0, "Without padding there are $k - 1$ answers too few."),
    ],
    given_back=[lambda k: k],
)

# --- a kernel of your own -------------------------------------------------------------------------------------------


def _on_columns(kernel: np.ndarray) -> np.ndarray:
    """What the kernel makes of three images, each of which has one bright column."""
    return kernel.sum(axis=0)


_TOP, _UPPER = np.array([[1.0], [0], [0]]), np.array([[1.0], [1], [0]])

cnn_kernel = Construction(
    [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
    properties=[
        (lambda w: w.shape == (3, 3), "Give three rows of three numbers."),
        (lambda w: np.abs(_on_columns(w)).max() < 1e-12, "One bright column gives an answer that is not 0."),
        (lambda w: np.sum(w * _TOP) > 0, "Where only the upper row is bright, the answer is not positive."),
        (lambda w: np.sum(w * _UPPER) > 0, "Where the two upper rows are bright, the answer is not positive."),
    ],
    wrong=[
        ([[1, 0, -1], [1, 0, -1], [1, 0, -1]], "That one looks for vertical edges: turn it."),
        ([[-1, -1, -1], [0, 0, 0], [1, 1, 1]], "That one is positive where the image is dark above."),
        ([[0, 0, 0], [0, 0, 0], [0, 0, 0]], "It answers 0 to everything."),
        ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], "It answers to brightness: a bright stripe is not 0."),
    ],
    given_back=[[[-1, -1, 2], [-1, 2, -1], [2, -1, -1]]],
)

# --- back to the pixels ---------------------------------------------------------------------------------------------


def _back(delta: np.ndarray, w: np.ndarray, n: int, s: int, p: int) -> np.ndarray:
    padded = np.zeros(n + 2 * p)
    for i, d in enumerate(delta):
        padded[s * i : s * i + len(w)] += d * w
    return padded[p : p + n]


def _assigned(delta: np.ndarray, w: np.ndarray, n: int, s: int, p: int) -> np.ndarray:
    padded = np.zeros(n + 2 * p)
    for i, d in enumerate(delta):
        padded[s * i : s * i + len(w)] = d * w
    return padded[p : p + n]


def _by_convolution(delta: np.ndarray, w: np.ndarray, n: int, s: int, p: int) -> np.ndarray:
    dilated = np.zeros(s * (len(delta) - 1) + 1)
    dilated[::s] = delta
    whole = np.convolve(dilated, w)
    return whole[p : len(whole) - p]


def _rows(rng: np.random.Generator) -> tuple:
    k, s, p = (int(rng.integers(*ends)) for ends in ((2, 4), (1, 4), (0, 2)))
    n = int(rng.integers(k + 1, 9))
    windows = (n + 2 * p - k) // s + 1
    return rng.integers(-4, 5, windows) * 1.0, rng.integers(-4, 5, k) * 1.0, n, s, p


cnn_pixels = Function(
    _back,
    inputs=_rows,
    without=["grad", "conv2d"],
    wrong=[
        (_assigned, "Where windows overlap, the shares add up."),
        (_by_convolution, "Pixels that the stride leaves over have an entry, too: zero."),
        (lambda delta, w, n, s, p: _back(delta, w[::-1], n, s, p), "The weight that lay on the pixel is not turned."),
        (lambda delta, w, n, s, p: _back(delta, w, n + 2 * p, s, 0)[:n], "Cut the padding off in front."),
        (lambda delta, w, n, s, p: _back(delta, w, n + 2 * p, s, 0), "The padding is no pixel: cut it off."),
        (lambda delta, w, n, s, p: _back(delta, w, n, 1, p), "The windows lie `s` apart."),
        (lambda delta, w, n, s, p: _back(delta, w, n + 2 * p, s, 0)[p:-p], "`[p:-p]` is empty where `p` is 0."),
        (
            lambda delta, w, n, s, p: np.roll(_back(delta, w, n + 2 * p, s, 0), (n + 2 * p - len(w)) % s)[p : p + n],
            "What the stride leaves over is at the end, not in front.",
        ),
    ],
    given_back=[lambda delta, w, n, s, p: delta],
)  # fmt: skip

# --- back through a pooling -----------------------------------------------------------------------------------------


def _through_pool(delta: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    of_x = np.zeros(len(x))
    for i, d in enumerate(delta):
        of_x[k * i + np.argmax(x[k * i : k * i + k])] += d
    return of_x


def _to_all_largest(delta: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    of_x = np.zeros(len(x))
    for i, d in enumerate(delta):
        window = x[k * i : k * i + k]
        of_x[k * i : k * i + k] += d * (window == window.max())
    return of_x


def _shared(delta: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    of_x = np.zeros(len(x))
    of_x[: k * len(delta)] = np.repeat(delta / k, k)
    return of_x


def _without_offset(delta: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    of_x = np.zeros(len(x))
    for i, d in enumerate(delta):
        of_x[np.argmax(x[k * i : k * i + k])] += d
    return of_x


def _pools(rng: np.random.Generator) -> tuple:
    k = int(rng.integers(2, 4))
    n = int(rng.integers(2 * k, 9))
    return rng.integers(1, 6, n // k) * 1.0, rng.integers(0, 4, n) * 1.0, k


cnn_pool = Function(
    _through_pool,
    inputs=_pools,
    without=["grad", "max_pool"],
    wrong=[
        (_to_all_largest, "Of several equal numbers only the first gets it."),
        (_shared, "That is the way back of a mean: the largest gets all."),
        (_without_offset, "`argmax` counts from the beginning of the window."),
        (
            lambda delta, x, k: _through_pool(delta, x, k)[: k * len(delta)],
            "Pixels that are left over have an entry, too.",
        ),
    ],
    given_back=[lambda delta, x, k: x, lambda delta, x, k: delta],
)

# --- how far it sees ------------------------------------------------------------------------------------------------

cnn_field = Parts(
    {
        "stride_1": Number(
            13,
            wrong=[
                (18, "Windows overlap: each layer adds two pixels."),
                (12, "And the pixel in the middle?"),
                (729, "It grows by two with each layer; it is not multiplied."),
            ],
            given_back=[0],
        ),
        "with_strides": Number(
            43,
            wrong=[
                (13, "Behind a stride neighbors are twice as far apart."),
                (57, "The gap in front of a layer counts, not that behind it."),
                (42, "And the pixel in the middle?"),
                (127, "Only three of the six have stride 2."),
            ],
            given_back=[0],
        ),
        "layers": Number(
            21,
            wrong=[
                (43, "Each layer adds two pixels, not one."),
                (22, "The first pixel is free: solve $1 + 2L = 43$."),
                (42, "Solve $1 + 2L = 43$: each layer adds two."),
            ],
            given_back=[0],
        ),
    },
    follows={"layers": lambda with_strides: (with_strides - 1) / 2},
)

# --- a small project ------------------------------------------------------------------------------------------------


def _nearest(numbers: np.ndarray, labels: np.ndarray) -> float:
    numbers = numbers.reshape(len(numbers), -1)
    means = np.array([numbers[:1200][labels[:1200] == digit].mean(axis=0) for digit in range(10)])
    far = ((numbers[1200:, None] - means) ** 2).sum(axis=2)
    return float(100 * np.mean(far.argmin(axis=1) == labels[1200:]))


_digits = load_digits()
_little, _called = _digits.images[:, None] / 16, _digits.target
_quarters = np.array([[np.rot90(np.outer([1.0, 0, -1], np.ones(3)), turn)] for turn in range(4)])
_edges = conv2d(_little, _quarters, padding=1)

cnn_project = Parts(
    {
        "features": Number(
            _nearest(mean_pool(np.maximum(_edges, 0), 4), _called),
            digits=1,
            wrong=[
                (_nearest(mean_pool(_edges, 4), _called), "ReLU comes between the convolution and the means."),
                (_nearest(mean_pool(np.maximum(_edges[:, :1], 0), 4), _called), "There are four kernels."),
                (_nearest(np.maximum(_edges, 0), _called), "Take the means of windows of 4 by 4."),
                (
                    _nearest(mean_pool(np.maximum(conv2d(_little, _quarters), 0), 3), _called),
                    "With a padding of 1 the answers are 8 by 8.",
                ),
            ],
            given_back=[0],
        ),
        "pixels": Number(
            _nearest(_little, _called),
            digits=1,
            wrong=[
                (_nearest(mean_pool(_little, 4), _called), "Take all 64 pixels as they are."),
                (_nearest(np.maximum(_edges, 0), _called), "Those are the answers of the kernels: take the pixels."),
                (100 - _nearest(_little, _called), "Those are the wrong ones."),
            ],
            given_back=[0],
        ),
    }
)
