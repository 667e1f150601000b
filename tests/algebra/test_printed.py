"""How many misprints of one token of the printed LaTeX the engine makes, counted by who knows the LaTeX alone."""

import ast
import re
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import pytest

from chapters import code_of
from derived import algebra
from derived.algebra import *
from derived.algebra.expressions import as_expr
from derived.algebra.misprints import misprints
from derived.algebra.sequences import Recurrence
from derived.derivation import DerivationError, sharpness
from derived.derivation.definitions import Definition
from derived.derivation.lines import Evidence, Tally
from derived.derivation.writing import Writing

from .printed import Known, plain
from .wrong_tokens import wrong

ROOT = Path(__file__).resolve().parents[2]
GOAL = 0.95

n, p, q = sizes("n p q")
i, j, k, t = index("i"), index("j"), index("k"), index("t")
a, b, c, x, y, z = (scalar(name) for name in "abcxyz")
lam, sigma, alpha = scalar("lambda", "positive"), scalar("sigma", "positive"), scalar("alpha")
X, A, B, S = matrix("X", n, p), matrix("A", p, p), matrix("B", p, p), matrix("S", p, p, "symmetric")
u, v, w, r, g = vector("u", p), vector("v", p), vector("w", p), vector("y", n), vector("g", n)
w_hat = define("w_hat", inverse(X.T @ X) @ X.T @ r)
J, f, h = define("J", w, norm(r - X @ w) ** 2), smooth("f", x), smooth("h", x)
m, s = sequence("m"), sequence("s")
space = Space("people")
Y, D, T = random_scalar("Y", space), random_scalar("D", space, "binary"), random_scalar("T", space, "binary")
eps = noise("varepsilon", n, variance=sigma**2)
ell, depth, layers = index("ell"), scalar("L", "whole"), widths("d")
V, c_l, a_l = (
    family("V", layers[ell], layers[ell - 1], superscript=True),
    family("c", layers[ell], superscript=True),
    sequence("a", layers[ell], superscript=True),
)
C, image, kernel = array("C", n, p, q), matrix("M", n, p, "zero outside"), vector("h", q, "zero outside")

CORPUS = {
    "algebra": [
        (a + b) ** 2, a**2 + 2 * a * b + b**2, (a + b) * (a - b), a - (b - c), -(a + b) * c, 2 * (a - b) / (a + b),
        (a / b + c / x) ** 2, x * (x + 1) * (x + 2) / 6, -b / (2 * a), (-b + sqrt(b**2 - 4 * a * c)) / (2 * a),
        1 / (1 + x / a), a**3 - 3 * a * b, (1 - alpha) * x + alpha * y, lam * x**2 / 2 - c * x,
        all_of(eq(x + y, 5), eq(x - y, 1)), eq(2 * x - 6, 0), (a - b) ** 2 >= 0, a * b <= (a**2 + b**2) / 2,
    ],
    "matrices": [
        (X @ w - r).T @ (X @ w - r), r.T @ r - 2 * w.T @ X.T @ r + w.T @ X.T @ X @ w, inverse(X.T @ X) @ X.T @ r,
        inverse(X.T @ X + lam * identity(p)) @ X.T @ r, inverse(A @ B), (A @ B).T, inverse(A).T @ u, trace(A.T @ B),
        norm(r - X @ w) ** 2 + lam * norm(w) ** 2, norm(w, 1), norm(X, "F") ** 2, hadamard(u, v + w), diag(u) @ v,
        A @ u @ v.T @ B, u.T @ S @ u / (u.T @ u), pseudo_inverse(X) @ r, 2 * X.T @ (X @ w - r),
        identity(p) - 2 * u @ u.T,
        (A + B) @ (u - v), A**3 @ u, eq(X.T @ (r - X @ w_hat), 0), norm(u + v) <= norm(u) + norm(v), lam * A @ (u + v),
    ],
    "sums": [
        summation(i, n, (r[i] - X[i].T @ w) ** 2), summation(i, n, summation(j, p, X[i, j] * w[j])) / n,
        summation(i, n, r[i] * g[i]) - n * a * b, product(i, n, 2 * r[i]), summation(j, p, w[j] ** 2) / (2 * lam),
        maximum(j, p, w[j] - v[j]), summation(i, n - 1, r[i + 1] - r[i]), n * (n + 1) / 2, summation(k, (0, n), a**k),
        summation(i, n, (X[i, 1] - a) * (r[i] - b)) / summation(i, n, (X[i, 1] - a) ** 2),
    ],
    "functions": [
        log(1 + exp(-x)), sigmoid(x) * (1 - sigmoid(x)), exp(x) / (1 + exp(x)), 1 - tanh(x) ** 2,
        sin(x) ** 2 + cos(x) ** 2,
        -y * log(sigmoid(a + b * x)) - (1 - y) * log(1 - sigmoid(a + b * x)), softmax(A @ u + v), logsumexp(u) - u[1],
        relu(x - lam) - relu(-x - lam), sign(x) * absolute(x - lam), exp(-(x - a) ** 2 / (2 * sigma**2)),
        cases((x - lam, x > lam), (x + lam, x < -lam), otherwise=0 * x), indicator(eq(j, k)) - u[j] * u[k],
    ],
    "calculus": [
        gradient(J(w), w), partial(f(h(x)), x), f.derivative(h(x)) * h.derivative(x), hessian_of(w.T @ A @ w, w),
        f(a) + f.derivative(a) * (x - a) + f.second_derivative(a) * (x - a) ** 2 / 2, jacobian_of(A @ u, u),
        limit((1 + x / lam) ** lam, lam), limit(sin(x) / x, x, 0), argmin(J(w) + lam * norm(w) ** 2, w),
        substitute(partial(x**2 * a, x), x, 3), eq(gradient(J(w), w), 2 * X.T @ (X @ w - r)), partial(J(w), w[j]),
    ],
    "sequences": [
        alpha * m[t - 1] + (1 - alpha) * x, m[t] - s[t] / (1 - alpha**t), sqrt(s[t]) + a,
        summation(k, t, alpha ** (t - k) * m[k]),
    ],
    "arrays": [
        entries((i, n), of=summation(j, q, kernel[j] * g[i + j - 1])), entries((i, n), (k, p), of=kernel[k - 2 * (i - 1)]),
        summation(k, p, summation(t, q, C[i, k, t] * image[i + t - 1, k])), maximum(j, q, g[2 * (i - 1) + j]),
        entries((i, n), of=2 * (i - 1) + place_of_maximum(j, q, g[2 * (i - 1) + j])), C[i, k, t] - C[i, k + 1, t],
    ],
    "layers": [
        V[ell] @ a_l[ell - 1] + c_l[ell], hadamard(V[ell + 1].T @ a_l[ell + 1], tanh(a_l[ell])), a_l[ell] @ a_l[ell - 1].T,
        layers[ell - 1] * sigma**2, V[ell][i, j] * a_l[ell - 1][j],
    ],
    "chance": [
        expectation((Y - a) ** 2), variance(Y) + (expectation(Y) - a) ** 2, covariance(Y, D) / variance(D),
        expectation(Y, eq(T, 1)) - expectation(Y, eq(T, 0)), variance(X.T @ eps), expectation(eps @ eps.T),
        probability(eq(T, 1), eq(D, 1)) * probability(eq(D, 1)) / probability(eq(T, 1)),
    ],
}  # fmt: skip
for recurrence in (m, s):
    recurrence.recur(t, start=0, step=alpha * recurrence[t - 1] + (1 - alpha) * (x if recurrence is m else x**2))


def missed(formula, letters, beside):
    """Of the misprints of a formula that its LaTeX shows, how many there are, and which are not made."""
    made = [misprint.tex for misprint in misprints(formula, letters)]
    exact = {plain(tex) for tex in made}
    loose = {unbracketed(tex) for tex in exact}
    shown = {}
    for one in wrong(formula.tex(), Known([formula.tex(), *beside])):
        shown.setdefault(plain(one.texts[0]), one)
    shown.pop(plain(formula.tex()), None)
    return len(shown), [
        one for one in shown.values() if not any(_is_made(plain(tex), one.kind, exact, loose) for tex in one.texts)
    ]


def _is_made(tex, kind, exact, loose):
    """Whether it is among what is made: brackets that are of no use any more, as around one term, do not count."""
    return tex in exact or (kind != "brackets" and unbracketed(tex) in loose)


def unbracketed(tex):
    return re.sub(r"[()]", "", tex)


def share(lines, capsys, title):
    """Print what share is made, by kind, and return it."""
    count, left = 0, defaultdict(list)
    for formula, letters, beside in lines:
        many, lost = missed(formula, letters, beside)
        count += many
        for one in lost:
            left[one.kind].append(f"{formula.tex()}   ->   {one.texts[0]}")
    lost = sum(map(len, left.values()))
    made = 1 - lost / count
    with capsys.disabled():
        print(f"\n{title}: {len(lines)} formulas, {count} misprints of one token, {made:.1%} made; the others are")
        print(
            "  " + ", ".join(f"{kind} {len(rows)}" for kind, rows in sorted(left.items(), key=lambda kv: -len(kv[1])))
        )
    return made, left


def printed_letters(formulas):
    """The letters, functions and sequences that some formulas show."""
    found = {}

    def look(e):
        for name in ("function", "sequence"):
            if hasattr(e, name):
                found.setdefault(getattr(e, name))
        for letter in (e, getattr(e, "index", None), getattr(e, "symbol", None)):
            if isinstance(letter, Symbol):
                found.setdefault(letter)
        for part in e.args:
            look(part)

    for formula in formulas:
        look(formula)
    return list(found)


def test_misprints_of_formulas_of_every_kind(capsys):
    lines = []
    for formulas in CORPUS.values():
        letters, beside = printed_letters(formulas), [formula.tex() for formula in formulas]
        lines += [(formula, letters, beside) for formula in formulas]
    assert len(lines) >= 60
    made, left = share(lines, capsys, "Of formulas of every kind")
    assert made >= GOAL, "\n".join(row for rows in left.values() for row in rows[:8])
    assert {kind: rows for kind, rows in left.items() if len(rows) > 25} == {}


def code_of_derivations(page):
    """The cells that hold derivations; of the others, what is imported, and the letters and functions defined."""
    for cell in code_of(page.read_text("utf-8")):
        for node in ast.parse(cell).body:
            if "Derivation(" in cell or _is_light(node):
                yield compile(ast.Module([node], []), str(page), "exec")


def _is_light(node):
    if isinstance(node, ast.Assign):
        called = {n.func.id for n in ast.walk(node.value) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        return bool(called & set(algebra.__all__))
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)


class Unchecked:
    """Stands in for the check of a line."""

    formula, claim, instances = as_expr(0), None, ()

    def evidence(self):
        return Evidence("exact", "", 0.0)


@pytest.fixture
def lines_of_the_book(monkeypatch):
    """What the chapters' lines and definitions show, with what was known before: nothing is checked."""
    lines, page, known = [], ROOT, defaultdict(list)

    def note(writing, formula, shown):
        beside = known[page, id(writing.letters)]
        beside += [e.tex() for e in shown]
        lines.append((formula, list(writing.letters.declared), [*beside], writing))  # which keeps the id for itself

    def check(self, formula, claim, shown, *_, **__):
        note(self, formula, shown)
        return Unchecked()

    def define(self, name, left, body, *_, **__):
        usual(self, name, left, body, *_, **__)
        if not isinstance(body, Recurrence):
            note(self, body, (left, body))

    usual = Writing._define
    monkeypatch.setattr(Writing, "_check", check)
    monkeypatch.setattr(sharpness, "tally", lambda *_: Tally(by_value=1))
    monkeypatch.setattr(Writing, "_define", define)
    monkeypatch.setattr(Writing, "_compare", lambda self, *_, **__: "compared elsewhere")
    monkeypatch.setattr(Definition, "as_line", lambda self, *_, **__: self.line)
    for page in sorted((ROOT / "book").rglob("*.md")):
        names = {}
        for code in code_of_derivations(page):
            with suppress(
                NameError, ShapeError, DerivationError
            ):  # what was computed on the way; a line that is refused
                exec(code, names)
    return [line[:3] for line in lines]


def test_misprints_of_the_lines_of_the_book(lines_of_the_book, capsys):
    assert len(lines_of_the_book) > 200
    made, left = share(lines_of_the_book, capsys, "Of the lines of the book")
    assert made >= GOAL, "\n".join(row for rows in left.values() for row in rows[:8])


READ = {
    "a sum": (r"\sum_{i=1}^{n} x_{i}^{2}", [r"\prod_{i=1}^{n} x_{i}^{2}", r"\sum_{i=0}^{n} x_{i}^{2}",
              r"\sum_{i=1}^{n} x_{i}"]),
    "brackets": (r"a (b - c)", ["a b - c", "a (b + c)", "a (-b - c)", "a (b)", "(b - c)", "(b - c) a", "2 a (b - c)"]),
    "a fraction": (r"\frac{a}{2}", [r"\frac{2}{a}", r"\frac{1}{2}", r"\frac{a}{3}", r"\frac{-a}{2}", "a"]),
    "matrices": (r"\mathbf{A}^\top \mathbf{B}", [r"\mathbf{A} \mathbf{B}", r"\mathbf{B} \mathbf{A}^\top",
                 r"\mathbf{A}^\top \mathbf{B}^{-1}", r"\mathbf{B}^\top \mathbf{B}",
                 r"\mathbf{A}^\top \odot \mathbf{B}"]),
    "functions": (r"\log(x) \sin(y)", ["e^{x} \\sin(y)", r"\log(x) \cos(y)", r"\log(y) \sin(y)", r"\log(-x) \sin(y)"]),
    "a relation": (r"x \le y^{2}", [r"x \ge y^{2}", "x < y^{2}", r"y \le y^{2}", r"x^{2} \le y^{2}", r"x \le y^{-2}"]),
}  # fmt: skip


@pytest.mark.parametrize(("tex", "expected"), READ.values(), ids=READ)
def test_what_can_go_wrong_is_read_off_the_tokens(tex, expected):
    said = {plain(text) for one in wrong(tex, Known([tex])) for text in one.texts}
    assert {plain(text) for text in expected} - said == set()


def test_what_is_not_made_is_counted(capsys):
    made, left = share([(a + b, [a, b], [(a + b + c).tex()])], capsys, "Of a sum whose third letter is unknown")
    assert made < 1 and set(left) == {"letter"}
