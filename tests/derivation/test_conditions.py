"""The conditions under which lines hold are printed with them, from the declarations of their letters."""

import pytest

from derived.algebra import *
from derived.derivation import Derivation
from derived.derivation.conditions import conditions_of
from derived.derivation.typeset import as_data, mimebundle

n, p = sizes("n p", "n > p")
(q,) = sizes("q")

SPACE = Space("omega", 3)

SAID = {
    "a number": ([scalar("alpha", "positive")], r"where $\alpha > 0$"),
    "between": ([scalar("beta", "between 0 and 1")], r"where $0 < \beta < 1$"),
    "a label": ([scalar("y", "binary")], r"where $y \in \{0, 1\}$"),
    "a sign": ([scalar("s", "a sign")], r"where $s \in \{-1, 1\}$"),
    "a whole number": ([scalar("k", "whole")], r"where $k \ge 0$, $k$ is a whole number"),
    "a whole number from one on": ([scalar("k", "whole", "positive")], "where $k > 0$, $k$ is a whole number"),
    "a comparison": ([scalar("x", ">= 0", "< 1")], r"where $x \ge 0$, $x < 1$"),
    "definite": ([matrix("H", 2, 2, "positive definite")],
                 r"where $\mathbf{H} \in \mathbb{R}^{2 \times 2}$; "
                 r"$\mathbf{H}$ is symmetric and positive definite"),
    "columns": ([matrix("X", 3, 2, "full column rank")], r"where $\mathbf{X} \in \mathbb{R}^{3 \times 2}$; "
                r"$\mathbf{X}$ has independent columns"),
    "two of an array": ([matrix("S", 2, 2, "diagonal", "positive")],
                        r"where $\mathbf{S} \in \mathbb{R}^{2 \times 2}$; "
                        r"$\mathbf{S}$ is diagonal and has positive entries"),
    "sizes": ([vector("y", n), vector("w", p)], "where $n > p$"),
    "a free index": ([index("j", 2, n)], r"where $j = 2, \dots, n$"),
    "a family": ([family("d", conditions=("positive",))], "where $d > 0$"),
    "a smooth function": ([smooth("f", scalar("u"))], "where $f$ is smooth"),
    "noise": ([noise("varepsilon", n, variance=scalar("sigma", "positive") ** 2)],
              r"where $n > p$; $\boldsymbol{\varepsilon}$ has independent entries, each random with mean 0 and "
              r"variance $\sigma^{2}$"),
    "a normal number": ([gaussian("g", variance=4, mean=scalar("m"))],
                        "where $g$ is normal with mean $m$ and variance $4$"),
    "other laws": ([poisson("k", mean=3), bernoulli("y", probability=scalar("p", "between 0 and 1"))],
                   "where $k$ is Poisson with mean $3$; $y$ is 1 with probability $p$, else 0; "
                   "$k$ and $y$ are independent"),
    "random letters": ([random_scalar("X", SPACE), random_scalar("Y", SPACE), random_scalar("Z")],
                       "where $(X, Y)$ and $Z$ are independent"),
    "one random letter": ([random_scalar("X", SPACE)], ""),
    "nothing": ([scalar("x"), vector("v", q)], ""),
    "a square that might be tall": ([matrix("Q", q, q, "orthonormal")],
                                    r"where $\mathbf{Q} \in \mathbb{R}^{q \times q}$; "
                                    r"$\mathbf{Q}$ has orthonormal columns"),
    "numbers first": ([matrix("H", 2, 2, "symmetric"), scalar("a", "positive")],
                      r"where $\mathbf{H} \in \mathbb{R}^{2 \times 2}$; $a > 0$; $\mathbf{H}$ is symmetric"),
}  # fmt: skip


@pytest.mark.parametrize("what", SAID)
def test_what_is_said_of_a_letter(what):
    letters, said = SAID[what]
    assert conditions_of(letters) == said


def test_they_are_printed_in_every_form_whether_the_letter_is_printed_or_not():
    H, g, d = matrix("H", p, p, "positive definite"), vector("g", p), vector("d", p)
    m = define("m", d, g.T @ d + d.T @ H @ d / 2)
    said = Derivation("A step", label="step").define(m, because="the model")
    said.start(argmin(m(d), d)).equals(-inverse(H) @ g, because="the gradient is zero there")
    said.start(hessian_of(m(d), d)).equals(H, because="twice")
    words = r"where $n > p$; $\mathbf{H}$ is symmetric and positive definite"
    assert conditions_of(said.letters.stated) == as_data(said)["conditions"] == words
    bundle = mimebundle(said)
    assert words in bundle["text/plain"]
    assert "Where" + words[5:].replace(">", "&gt;") in bundle["text/html"]


@pytest.mark.parametrize("name", ["hidden", "shown"])
def test_the_conditions_of_what_a_name_hides_are_printed(name):
    a = scalar("a", "positive")
    h = define("h", a + 1)
    Derivation("A name", label="name").define(h, because="for later", rests="later")
    d = Derivation("Its use", label="use").start(h + h if name == "hidden" else a + a)
    d.equals(2 * h if name == "hidden" else 2 * a, because="collect")
    assert conditions_of(d.letters.stated) == "where $a > 0$"


def test_the_variable_of_a_function_that_is_called_elsewhere_has_no_condition_to_print():
    t, z, x = scalar("t", "positive"), scalar("z"), scalar("x", "between 0 and 1")
    s = define("s", t, 2 * t)
    first = Derivation("A function", label="function").define(s, because="for later", rests="later")
    d = Derivation("Its use", label="use").start(s(z) + s(z)).equals(2 * s(z), because="collect")
    assert conditions_of(first.letters.stated) == "where $t > 0$"
    assert conditions_of(d.letters.stated) == ""
    inner = Derivation("A minimum", label="minimum").start(argmin(s(x) ** 2 - s(x), x))
    inner.equals(number(1) / 4, because="where the slope is zero")
    assert conditions_of(inner.letters.stated) == "where $0 < x < 1$"
