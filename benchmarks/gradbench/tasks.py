"""Seven tasks of GradBench, written with `derived.autodiff`: each a value, and its gradient.

The tasks, their inputs and their tolerance are those of github.com/gradbench/gradbench, which has them in turn from
ADBench, cmpad, and Pearlmutter and Siskind (2008). Arrays are differentiated by `derived.autodiff.reverse`; the
determinant, which is expanded number by number, by `derived.autodiff.scalar_tape`.
"""

import itertools

import numpy as np
from scipy.special import multigammaln

from derived.autodiff import scalar_tape
from derived.autodiff.reverse import grad, jvp, logsumexp, sigmoid

# --- llsq: a polynomial through the signs of n points ----------------------------------------------------------------


def llsq(x, n):
    """Half the squared distance of a polynomial with coefficients x from the sign, at n points from −1 to 1."""
    t = np.linspace(-1.0, 1.0, n)
    residual = np.sign(t) - np.vander(t, len(x), increasing=True) @ x
    return residual @ residual / 2


def llsq_gradient(x, n):
    return grad(llsq)(x, n)


# --- lse: a smooth maximum, from its pieces ---------------------------------------------------------------------------


def lse(x):
    """The logarithm of a sum of exponentials, the largest taken out."""
    a = np.max(x)
    return a + np.log(np.sum(np.exp(x - a)))


lse_gradient = grad(lse)

# --- gmm: the log posterior of a mixture of normal distributions ------------------------------------------------------


def _below(D):
    """Which entry of a triangle, listed column by column, goes where: a matrix of zeros and ones for each."""
    columns, rows = np.triu_indices(D, 1)
    places = np.zeros((len(rows), D, D))
    places[np.arange(len(rows)), rows, columns] = 1.0
    return places


def gmm(parameters, x, m, gamma):
    """Of weights alpha, means mu, and precisions QᵀQ from the diagonals exp(q) and what is below, l; Wishart prior."""
    alpha, mu, q, below = (parameters[name] for name in ("alpha", "mu", "q", "l"))
    N, D = x.shape
    K = len(alpha)
    places = _below(D)
    Q = np.expand_dims(np.exp(q), -1) * np.eye(D)
    if len(places):
        Q = Q + np.reshape(below @ np.reshape(places, (len(places), D * D)), (K, D, D))
    away = np.expand_dims(x, 1) - mu
    scaled = np.einsum("kij,nkj->nki", Q, away)
    beta = alpha + np.sum(q, axis=1) - np.sum(scaled * scaled, axis=2) / 2
    likelihood = np.sum(logsumexp(beta, axis=1)) - N * (D / 2 * np.log(2 * np.pi) + logsumexp(alpha))
    freedom = D + m + 1
    constant = K * (freedom * D * np.log(gamma / np.sqrt(2)) - multigammaln(freedom / 2, D))
    return likelihood + constant - gamma**2 / 2 * np.sum(Q * Q) + m * np.sum(q)


gmm_gradient = grad(gmm)

# --- lstm: a recurrent network whose weight matrices are diagonal -----------------------------------------------------


def lstm(parameters, state, sequence):
    """The mean loss of predicting each row of a sequence from those before; forget, input, output gate and change."""
    main, extra = parameters
    layers, bits = len(state) // 2, sequence.shape[1]
    blocks = np.reshape(main, (layers, 2, 4, bits))
    weights = [[blocks[i, 0, j] for j in range(4)] for i in range(layers)]
    biases = [[blocks[i, 1, j] for j in range(4)] for i in range(layers)]
    into, out, offset = extra[0], extra[1], extra[2]
    hidden, cell = list(state[0::2]), list(state[1::2])
    total = 0.0
    for now, coming in itertools.pairwise(sequence):
        x = now * into
        for i in range(layers):
            (forget, ingate, outgate, change), (f, g, o, c) = weights[i], biases[i]
            kept = cell[i] * sigmoid(x * forget + f)
            cell[i] = kept + sigmoid(hidden[i] * ingate + g) * np.tanh(hidden[i] * change + c)
            hidden[i] = x = sigmoid(x * outgate + o) * np.tanh(cell[i])
        y = x * out + offset
        total = total + np.sum(coming * (y - np.log(np.sum(np.exp(y)) + 2)))
    return -total / (bits * (len(sequence) - 1))


lstm_gradient = grad(lstm)

# --- det: a determinant by minors, number by number ------------------------------------------------------------------


def minors(rows):
    """The determinant of rows of numbers, expanded along the first."""
    if len(rows) == 1:
        return rows[0][0]
    first, *others = rows
    terms = (first[j] * minors([row[:j] + row[j + 1 :] for row in others]) for j in range(len(first)))
    total = next(terms)
    for j, term in enumerate(terms, 1):
        total = total - term if j % 2 else total + term
    return total


def det(A, size):
    rows = np.reshape(A, (size, size)).tolist()
    return minors(rows)


def det_gradient(A, size):
    tape = scalar_tape.ScalarTape()
    numbers = [tape.number(a) for a in A]
    output = minors([numbers[i * size : (i + 1) * size] for i in range(size)])
    return np.array(tape.adjoints(output)[: len(numbers)])


# --- saddle and particle: derivatives within derivatives --------------------------------------------------------------


def by_forward(f):
    """A gradient by forward mode: an input at a time."""
    return lambda x: np.stack([jvp(f, x, unit)[1] for unit in np.eye(len(x))])


MODES = {"f": by_forward, "r": grad}
ENOUGH, PATIENCE = 1e-5, 10


def descend(f, gradient, x):
    """Gradient descent as the benchmark prescribes it: the rate doubles after ten steps down, halves after one up."""
    value, slope = f(x), gradient(x)
    rate, gained = 1e-5, 0
    while not _length(slope) <= ENOUGH:
        if gained == PATIENCE:
            rate, gained = 2 * rate, 0
            continue
        there = x - rate * slope
        if _length(there - x) <= ENOUGH:
            break
        value_there = f(there)
        if value_there < value:
            x, value, slope, gained = there, value_there, gradient(there), gained + 1
        else:
            rate, gained = rate / 2, 0
    return x


def _length(v):
    return np.sqrt(np.sum(v * v))


def height(x, y):
    return np.sum(x * x) - np.sum(y * y)


def highest(x, start, gradient_of):
    """The y at which the height over x is greatest."""

    def downward(y):
        return -height(x, y)

    return descend(downward, gradient_of(downward), start)


def worst(start, gradient_of):
    """The greatest height over x, as a function of x."""
    return lambda x: height(x, highest(x, start, gradient_of))


def saddle(start, modes="rr"):
    """The point that is lowest in x and highest in y, of |x|² − |y|²: a descent, each of whose values is an ascent."""
    outer, inner = (MODES[mode] for mode in modes)
    function = worst(start, inner)
    x = descend(function, outer(function), start)
    return np.concatenate([x, highest(x, start, outer)])


def miss(w, gradient_of):
    """The square of how far from the origin a particle comes down that the slope of a potential drives."""

    def potential(x):
        return 1 / _length(x - np.stack([10.0, 10 - w[0]])) + 1 / _length(x - np.array([10.0, 0.0]))

    push, step = gradient_of(potential), 0.1
    x, speed = np.array([0.0, 8.0]), np.array([0.75, 0.0])
    while (there := x + step * speed)[1] > 0:
        x, speed = there, speed - step * push(x)
    return (x[0] - x[1] / speed[1] * speed[0]) ** 2


def particle(w, modes="rr"):
    """The place of a charge at which the particle comes down at the origin."""
    outer, inner = (MODES[mode] for mode in modes)

    def function(w):
        return miss(w, inner)

    return descend(function, outer(function), np.array([w]))[0]
