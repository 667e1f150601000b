"""Misprints: each kind is made, and what a law says is equal is recorded as such."""

import pytest

from derived.algebra import *
from derived.algebra.equals import law_of_equality
from derived.algebra.instances import Instance
from derived.algebra.misprints import misprints

n, p = sizes("n p")
i, j, t = index("i"), index("j"), index("t")
a, b, c, x, y = (scalar(name) for name in "abcxy")
y_hat, lam, bit = scalar("y_hat"), scalar("lambda", "positive"), scalar("d", "binary")
X, A, B = matrix("X", n, p), matrix("A", p, p), matrix("B", p, p)
S, D, Q = matrix("S", p, p, "symmetric"), matrix("D", p, p, "diagonal"), matrix("Q", p, p, "orthonormal")
u, v, w, g = vector("u", p), vector("v", p), vector("w", p), vector("g", n)
f, h = define("f", x, x**2), define("h", x, x**3)
J = define("J", w, norm(g - X @ w) ** 2)
m, s = sequence("m"), sequence("s")
space = Space("people")
Y, T = random_scalar("Y", space), random_scalar("T", space, "binary")
LETTERS = [n, p, i, j, t, a, b, c, x, y, y_hat, lam, X, A, B, S, u, v, w, g, f, h, J, m, s]

KINDS = {  # a formula, and what is printed with one symbol wrong
    "a digit": (2 * x, ["1 x", "3 x"]),
    "a digit that is one": (x + 1, ["x + 0", "x + 2"]),
    "an exponent": (x**2, ["x^{1}", "x^{3}", "x^{-2}"]),
    "an exponent added": (x * y, [r"x^{2}\, y", r"x\, y^{2}"]),
    "an exponent lost": (x**3, ["x"]),
    "a letter": (a + b, ["a + x", "c + b"]),
    "a hat lost": (y_hat - a, ["y - a"]),
    "a size for a number": (lam * x, [r"n\, x"]),
    "a vector of another size": (norm(w), [r"\lVert \mathbf{g} \rVert"]),
    "a sign": (a - b, ["a + b", "-a - b"]),
    "a sign lost": (-a, ["a"]),
    "a minus sign inside": (exp(x - y), ["e^{-x - y}", "e^{x + y}"]),
    "a minus sign in brackets": (a * (b + c), ["a (-b + c)"]),
    "a term lost": (a + b - c, ["b - c", "a - c", "a + b"]),
    "a term doubled": (a + b, ["2 a + b", "a + 2 b"]),
    "a factor lost": (a * b * c, [r"b\, c", r"a\, c", r"a\, b"]),
    "a factor in brackets lost": (a * (b + c), ["a", "b + c"]),
    "factors exchanged": (A @ B @ v, [r"\mathbf{B} \mathbf{A} \mathbf{v}"]),
    "an entrywise product": (A @ B, [r"\mathbf{A} \odot \mathbf{B}"]),
    "a matrix product": (hadamard(A, B), [r"\mathbf{A} \mathbf{B}"]),
    "a fraction turned over": (a / b, [r"\frac{b}{a}", "a", r"\frac{1}{b}"]),
    "a number turned over": (number(2) / 3 * x, [r"\frac{3}{2} x", r"2 x", r"\frac{1}{3} x", r"\frac{2}{4} x"]),
    "brackets lost in a product": (a * (b + c), [r"a\, b + c"]),
    "brackets lost on the left": ((a + b) * c, [r"a + b\, c"]),
    "brackets lost under a power": ((a + b) ** 2, ["a + b^{2}"]),
    "brackets lost under a transpose": ((A @ B).T, [r"\mathbf{A} \mathbf{B}^\top"]),
    "brackets lost after a minus": (a - (b - c), ["a - b - c"]),
    "brackets lost around a minus": (a * -b, ["a - b"]),
    "brackets lost in the middle": (a * (b + x) * c, [r"a\, b + x\, c"]),
    "brackets lost after a sum": (summation(i, p, w[i] + a), [r"\sum_{i=1}^{p} w_{i} + a"]),
    "a transpose put on": (A @ v, [r"\mathbf{A}^\top \mathbf{v}"]),
    "a transpose lost": (A.T @ v, [r"\mathbf{A} \mathbf{v}"]),
    "an inverse put on": (A @ v, [r"\mathbf{A}^{-1} \mathbf{v}"]),
    "an inverse lost": (inverse(A) @ v, [r"\mathbf{A} \mathbf{v}"]),
    "a pseudo-inverse for an inverse": (pseudo_inverse(A) @ v, [r"\mathbf{A}^{-1} \mathbf{v}"]),
    "a sine": (sin(x), [r"\cos(x)", "x"]),
    "a logarithm": (log(x), ["e^{x}"]),
    "a logistic function": (sigmoid(x), [r"\tanh(x)"]),
    "a trace": (trace(A), [r"\det(\mathbf{A})"]),
    "a norm": (norm(w), [r"\lVert \mathbf{w} \rVert_{1}"]),
    "a Frobenius norm": (norm(A, "F"), [r"\lVert \mathbf{A} \rVert_{2}"]),
    "a maximum": (maximum(i, p, w[i]), [r"\min_{1 \le i \le p} w_{i}"]),
    "a minimum": (minimum(i, p, w[i]), [r"\max_{1 \le i \le p} w_{i}"]),
    "an argmin": (argmin(J(w), w), [r"\operatorname*{arg\,max}_{\mathbf{w}}\, J(\mathbf{w})"]),
    "the variable of a minimum": (argmin(a * x**2 - x, x), [r"\operatorname*{arg\,min}_{y}\, (a\, x^{2} - x)"]),
    "a sum": (summation(i, n, g[i]), [r"\prod_{i=1}^{n} g_{i}", r"\sum_{j=1}^{n} g_{i}", r"\sum_{i=0}^{n} g_{i}"]),
    "an index": (w[i], ["w_{j}", "w_{i + 1}", "w_{i - 1}"]),
    "a letter as an index": (w[lam], [r"w_{\lambda + 1}"]),
    "indices exchanged": (A[i, j], ["a_{ji}"]),
    "a function": (f(x), ["h(x)", "f'(x)"]),
    "a sequence": (m[t] + a, ["s_{t} + a", "m_{t + 1} + a"]),
    "a derivative": (gradient(J(w), w), [r"\nabla_{\mathbf{v}}\, J(\mathbf{w})", r"J(\mathbf{w})"]),
    "where a limit goes": (limit(x * a, x, 1), [r"\lim_{x \to \infty} x\, a", r"\lim_{x \to 2} x\, a"]),
    "an expectation": (expectation(Y), [r"\operatorname{Var}[Y]", "Y"]),
    "a variance": (variance(Y), [r"\mathbb{E}[Y]"]),
    "a condition": (expectation(Y, eq(T, 1)), [r"\mathbb{E}[Y]", r"\mathbb{E}[Y \mid T = 0]"]),
    "a relation": (a <= b, [r"a \ge b", "a < b", "a = b"]),
    "either side of a relation": (eq(2 * x, a), ["3 x = a", "2 x = b"]),
    "the condition of a case": (
        cases((x, x > 1), otherwise=a),
        [r"\begin{cases}x & \text{if } x < 1 \\ a & \text{otherwise}\end{cases}"],
    ),
    "ones": (ones(p).T @ w, [r"\mathbf{0}^\top \mathbf{w}"]),
}


@pytest.mark.parametrize(("formula", "wrong"), KINDS.values(), ids=KINDS)
def test_a_kind_is_made(formula, wrong):
    made = {misprint.tex: misprint for misprint in misprints(formula, LETTERS)}
    assert set(wrong) - set(made) == set()
    for tex in wrong:
        if made[tex].formula is not None:
            assert made[tex].formula.tex() == tex and made[tex].formula.shape == formula.shape


UNFIT = {
    "factors that do not fit": (X @ w, r"\mathbf{w} \mathbf{X}"),
    "an inverse of what is not square": (X @ w, r"\mathbf{X}^{-1} \mathbf{w}"),
    "a vector transposed": (X @ w, r"\mathbf{X} \mathbf{w}^\top"),
    "a vector of another size": (X @ w, r"\mathbf{X} \mathbf{g}"),
    "an index lost": (a * w[i], r"a\, w"),
    "a term without an index": (a * m[t], r"a\, m"),
    "a product of vectors": (summation(i, n, X[i]), r"\prod_{i=1}^{n} \mathbf{x}_{i}"),
    "brackets lost around vectors": (X @ (u + v), r"\mathbf{X} \mathbf{u} + \mathbf{v}"),
}


@pytest.mark.parametrize(("formula", "wrong"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_says_what_it_would_print(formula, wrong):
    (misprint,) = (misprint for misprint in misprints(formula, LETTERS) if misprint.tex == wrong)
    assert misprint.formula is None


line = define("k", x, a * x + b)
EQUAL = {
    "a constant slope": (line.derivative(x), line.derivative(-x), "this derivative is the same everywhere"),
    "numbers exchanged": (x * y + a, y * x + a, "numbers may be multiplied in any order"),
    "a bracket of a product": (a * (b * c), a * b * c, "numbers may be multiplied in any order"),
    "a bracket of matrices": (A @ (B @ v), A @ B @ v, "products grouped in any way"),
    "a number moved past a matrix": (lam * A @ v, A * lam @ v, "numbers may be multiplied in any order"),
    "a bracket of a sum": (a + (b - c), a + b - c, "the terms of a sum"),
    "a minus sign of zero": (x + 0, x + -number(0), "numbers may be"),
    "a power of one": (x + number(1) ** 2, x + 1, "numbers may be"),
    "a factor of one": (1 * x, x, "numbers may be multiplied"),
    "the dot product of two vectors": (u.T @ v, v.T @ u, "is its own transpose"),
    "a symmetric matrix": (S @ v, S.T @ v, "is its own transpose"),
    "a Gram matrix": ((X.T @ X).T @ v, X.T @ X @ v, "is its own transpose"),
    "a sum of symmetric matrices": ((S + lam * identity(p)).T, S + lam * identity(p), "is its own transpose"),
    "a projection": ((A @ pseudo_inverse(A)).T, A @ pseudo_inverse(A), "is its own transpose"),
    "the identity": (identity(p).T @ v, v, "numbers may be multiplied"),
    "orthonormal columns": (Q.T @ Q @ v, v, "numbers may be multiplied"),
    "diagonal matrices": (D @ diag(u) @ v, diag(u) @ D @ v, "numbers may be multiplied"),
    "0 or 1": (a * bit**2, a * bit, "numbers may be multiplied"),
    "an even power": ((x - a) ** 2, (-(x - a)) ** 2, "an even power"),
    "a length": (norm(u - v), norm(-(u - v)), "a length"),
    "a cosine": (cos(x), cos(-x), "a length, a size, a cosine"),
    "a variance": (variance(Y - T), variance(-(Y - T)), "a length, a size, a cosine and a variance"),
    "a root of a product": (eq((x - a) * (x - b), 0), eq((x - a) ** 2 * (x - b), 0), "and a power, is zero"),
    "a square of an expectation": (expectation(Y) ** 2, expectation(-Y) ** 2, "an even power"),
    "a trace": (trace(A @ B @ S), trace(B @ S @ A), "a trace, and eigenvalues"),
    "a largest eigenvalue": (largest_eigenvalue(X.T @ X), largest_eigenvalue(X @ X.T), "a trace, and eigenvalues"),
    "a condition number": (condition_number(A), condition_number(-A), "a length, a size"),
    "entry by entry": (hadamard(u, v), hadamard(v, u), "change places"),
    "an entry of a symmetric matrix": (S[i, j], S[j, i], "change places"),
    "the sides of an equation": (eq(x, a), eq(a, x), "the same relation"),
    "an equation times a number": (eq(x - a, 0), eq(2 * (x - a), 0), "a multiple of zero"),
    "an equation times a negative number": (eq(x - a, 0), eq(-(x - a), 0), "a multiple of zero"),
    "a square that is zero": (eq(x - a, 0), eq((x - a) ** 2, 0), "and a power, is zero"),
    "the same on both sides": (eq(f(x), a), eq(a, a), "both sides are the same"),
    "where a square is least": (argmin(J(w), w), argmin(J(w) ** 2, w), "if it is never negative"),
    "a constant beside a minimum": (argmin(J(w) + lam, w), argmin(J(w) - lam, w), "its sum with a constant"),
}  # fmt: skip


@pytest.mark.parametrize(("formula", "misprint", "law"), EQUAL.values(), ids=EQUAL)
def test_a_law_is_named(formula, misprint, law):
    assert law in law_of_equality(formula, misprint)


tall = matrix("Q", n, p, "orthonormal")
DIFFERENT = {
    "terms of a difference": (a - b, b - a),
    "matrices": (A @ B, B @ A),
    "a matrix that is not symmetric": (A @ v, A.T @ v),
    "an odd power": ((x - a) ** 3, (-(x - a)) ** 3),
    "a sine": (sin(x), sin(-x)),
    "an exponential": (exp(x), exp(-x)),
    "one term's sign under a square": ((a - b) ** 2, (-a - b) ** 2),
    "a trace of three": (trace(A @ B @ S), trace(B @ A @ S)),
    "orthonormal columns that are no square": (tall @ tall.T @ g, g),
    "an inequality times a negative number": (x - a <= 0, -(x - a) <= 0),
    "an inequality turned around": (x <= a, a <= x),
    "where a square is least that may be negative": (argmin(a * x**2 - x, x), argmin((a * x**2 - x) ** 2, x)),
    "the slope of a square": (f.derivative(x), f.derivative(-x)),
    "entries": (A[i, j], A[j, i]),
    "a smallest eigenvalue": (smallest_eigenvalue(X.T @ X), smallest_eigenvalue(X @ X.T)),
    "the sign of an eigenvalue": (largest_eigenvalue(S), largest_eigenvalue(-S)),
    "a least value": (minimum_of(norm(w) ** 2 + a, w), minimum_of(norm(w) ** 2 - a, w)),
    "an outer product": (u @ v.T, v @ u.T),
    "strictness": (a <= b, a < b),
    "a sum over another index": (summation(i, p, w[i]), summation(j, p, w[i])),
    "a square of a number": (a * x**2, a * x),
    "the mean of a square": (expectation(Y**2), expectation(Y)),
}


@pytest.mark.parametrize(("formula", "misprint"), DIFFERENT.values(), ids=DIFFERENT)
def test_no_law_excuses_what_differs(formula, misprint):
    assert law_of_equality(formula, misprint) is None


def test_what_a_law_excuses_is_recorded_and_has_the_same_value():
    here = Instance(3)
    formulas = [x * (y + a) * b - c, w.T @ (2 * A @ v) + lam * (x - a) ** 2, norm(u - v) ** 2, trace(A @ B) * (a * b)]
    equal = [(e, wrong) for e in formulas for wrong in misprints(e, LETTERS) if wrong.equal]
    assert len(equal) >= 8
    for formula, wrong in equal:
        assert wrong.formula.at(here) == formula.at(here), wrong.tex


def test_no_two_print_the_same():
    formula = (X @ w - g).T @ (X @ w - g) / n + lam * norm(w) ** 2
    made = [misprint.tex for misprint in misprints(formula, LETTERS)]
    assert len(set(made)) == len(made) and formula.tex() not in made


def test_they_are_made_at_once():
    formula = summation(i, n, (X[i, 1] - a) * (g[i] - b)) / summation(i, n, (X[i, 1] - a) ** 2) + lam * x
    shared = {id(node) for node in walk(formula)}
    for misprint in misprints(formula, LETTERS):
        if misprint.formula is not None:  # all but the way to the symbol is the formula's own, and remembered with it
            assert sum(id(node) not in shared for node in walk(misprint.formula)) < 20
