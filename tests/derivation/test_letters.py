"""What a reader would take for something else is refused: names not shown, letters caught out of sight."""

import pytest

from derived.algebra import *
from derived.derivation import Derivation, DerivationError, new_page, state
from derived.derivation.typeset import _inline

n, p = sizes("n p")
i, j, t = index("i"), index("j"), index("t")
a, x, z = scalar("a"), scalar("x"), scalar("z")
v = vector("v", n)


def start(formula):
    return Derivation("Test", label="test").start(formula)


NOT_SHOWN = {
    "a name": lambda: define("pi", number(22) / 7, tex=r"\pi"),
    "a name inside": lambda: 2 * norm(v) + define("h", a + 1),
    "a function": lambda: define("f", x, x**2)(a),
    "the derivative of a function": lambda: define("f", x, x**2).derivative(a),
    "an argument": lambda: smooth("f", x)(define("h", a + 1)),
    "a name in a sum": lambda: summation(i, n, define("h", a + 1) * v[i]),
    "where a limit goes": lambda: limit(x**2, x, define("h", a + 1)),
}


@pytest.mark.parametrize("what", NOT_SHOWN)
def test_names_must_have_been_shown(what):
    with pytest.raises(DerivationError, match=r"Line 1 .* is a name for something that the page has not shown"):
        start(NOT_SHOWN[what]())


def test_a_sequence_must_have_been_shown():
    m = sequence("m")
    m.recur(t, start=a, step=2 * m[t - 1])
    with pytest.raises(DerivationError, match=r"show it before, with \.recur"):
        start(m[3])


def test_the_body_of_a_name_must_speak_of_what_was_shown():
    h = define("h", a + 1)
    k = define("k", 3 * h)
    d = Derivation("Test", label="test")
    with pytest.raises(DerivationError, match="h is a name for something"):
        d.define(k, because="a name")
    d.define(h, because="a name").define(k, because="another").equals(3 * a + 3, because="expand")
    assert [line.resting for line in d.lines] == [1, 1, 0]


def test_it_must_be_the_very_thing_that_was_shown():
    Derivation("A name", label="name").define(define("h", a + 1), because="a name", rests="later")
    with pytest.raises(DerivationError, match="use that very object"):
        start(define("h", a + 1))


def test_a_letter_stands_for_what_it_was_last_used_for():
    first, second = define("h", a + 1), define("h", a + 2)
    Derivation("One", label="one").define(first, because="a name", rests="later")
    Derivation("Two", label="two").define(second, because="another", rests="later")
    start(second)
    with pytest.raises(DerivationError, match="has since used for something else"):
        start(first)
    Derivation("Three", label="three").define(first, because="as before", rests="later")
    start(first)


def test_a_new_page_has_shown_nothing():
    h = define("h", a + 1)
    Derivation("A name", label="name").define(h, because="a name", rests="later")
    new_page()
    with pytest.raises(DerivationError, match="has not shown"):
        start(h)


def entry():
    return define("c", v[i] + 1)


CAUGHT = {
    "a sum": lambda c: summation(i, n, c),
    "a product": lambda c: product(i, n, c),
    "a maximum": lambda c: maximum(i, n, c),
    "a sum in a sum": lambda c: summation(j, n, v[j] * summation(i, n, c * v[i])),
}


@pytest.mark.parametrize("what", CAUGHT)
def test_no_sum_gives_values_to_a_letter_out_of_sight(what):
    c = entry()
    d = Derivation("Test", label="test").define(c, because="an entry", rests="later")
    with pytest.raises(DerivationError, match=r"the index i runs, and the body of c holds i out of sight"):
        d.start(CAUGHT[what](c))
    f = define("c", i, v[i] + 1)
    Derivation("Seen", label="seen").define(f, because="an entry", rests="later").start(summation(i, n, f(i)))
    Derivation("Other", label="test").define(c, because="an entry", rests="later").start(summation(j, n, c * v[j]))


def test_no_sum_in_a_body_does_either():
    c = entry()
    d = Derivation("Test", label="test").define(c, because="an entry")
    with pytest.raises(DerivationError, match="the index i runs"):
        d.define(define("s", summation(i, n, c)), because="a sum")


def test_no_recurrence_does():
    g = vector("g", 5)
    h = define("h", g[t])
    m = sequence("m")
    m.recur(t, start=a, step=m[t - 1] + h)
    d = Derivation("Test", label="test").define(h, because="an entry")
    with pytest.raises(DerivationError, match="the index t runs, and the body of h holds t out of sight"):
        d.recur(m, because="a sum")


def test_a_derivation_and_a_statement_have_names_of_their_own():
    Derivation("Test", label="test").start(a + a).equals(2 * a, because="collect")
    with pytest.raises(DerivationError, match="test names a derivation and a statement"):
        state("test", eq(a + a, 2 * a), because="collect")


def test_no_function_gives_values_to_a_letter_out_of_sight():
    h = define("h", x**2)
    d = Derivation("Test", label="test").define(h, because="a name")
    with pytest.raises(DerivationError, match=r"f is a function of x, and the body of h, which it uses, holds x"):
        d.define(define("f", x, h + x), because="a function")
    k = define("h", x, x**2)
    d = Derivation("Test", label="test").define(k, because="a function")
    d.define(define("f", x, k(x) + x), because="another").equals(x * (x + 1), because="take x out")
    assert d.lines[1].resting == 1


def test_every_fault_of_the_engine_names_the_line():
    class Odd(type(absolute(x))):
        def compute(self, instance):
            raise RuntimeError("nobody thought of this")

    odd = Odd("abs", x)
    with pytest.raises(DerivationError, match=r"Line 1 of 'Test' \(test-1\) .*RuntimeError: nobody thought of this"):
        start(odd).equals(odd + a, because="why not")
    with pytest.raises(DerivationError, match=r"Line 1 of 'Test' .*ShapeError"):
        start(a).equals(v, because="a vector is no number")
    with pytest.raises(TypeError, match="because"):
        start(a).equals(a)
    deep = x
    for _ in range(3000):
        deep = deep + 1
    with pytest.raises(DerivationError, match=r"Line 1 of 'Test' .* could not be checked: RecursionError"):
        start(deep)
    with pytest.raises(DerivationError, match=r"could not be checked: TypeError: 0\.5 is not part of an expression"):
        start(0.5)
    with pytest.raises(TypeError, match=r"such as number\(1\) / 2 for 0\.5"):
        x * 0.5
    assert start(2).equals(1 + number(1), because="count").lines


def test_stars_in_two_formulas_of_a_reason_are_no_emphasis():
    reason = _inline("$w^*$ and $v^*$ are *not* the same, and neither are `a*b` and `c*d`")
    assert reason == (
        "$w^*$ and $v^*$ are <em>not</em> the same, and neither are <code>a*b</code> and <code>c*d</code>"
    )
