"""Laws of expressions, on expressions that Hypothesis makes up."""

import operator
import re
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from derived.algebra import *
from derived.algebra.instances import Instance
from derived.algebra.misprints import misprints
from derived.derivation import Derivation, DerivationError
from derived.derivation.claims import as_floats

n, p = sizes("n p")
a, b, c = scalar("a"), scalar("b"), scalar("c")
X, A, v, w = matrix("X", n, p), matrix("A", p, p), vector("v", p), vector("w", p)

numbers = st.integers(-4, 4).filter(bool).map(number)
scalars = st.recursive(
    st.sampled_from([a, b, c]) | numbers,
    lambda part: st.one_of(
        st.tuples(part, part).map(lambda s: s[0] + s[1]),
        st.tuples(part, part).map(lambda s: s[0] - s[1]),
        st.tuples(part, part).map(lambda s: s[0] * s[1]),
        part.map(lambda s: -s),
        st.tuples(part, st.integers(1, 3)).map(lambda s: s[0] ** s[1]),
    ),
    max_leaves=8,
)
vectors = st.recursive(
    st.sampled_from([v, w, v + w, 2 * v]),
    lambda part: st.one_of(
        st.tuples(part, part).map(lambda s: s[0] + s[1]),
        st.tuples(part, part).map(lambda s: s[0] - s[1]),
        part.map(lambda u: A @ u),
        part.map(lambda u: A.T @ u),
        st.tuples(scalars, part).map(lambda s: s[0] * s[1]),
        part.map(lambda u: X.T @ (X @ u)),
    ),
    max_leaves=5,
)
D, i, j, y = random_scalar("D"), index("i"), index("j"), vector("y", n)
formulas = st.recursive(
    st.sampled_from([a, b, c, D, y[i]]) | numbers,
    lambda part: st.one_of(
        st.tuples(st.sampled_from([operator.add, operator.sub, operator.mul, operator.truediv]), part, part).map(
            lambda s: s[0](s[1], s[2])
        ),
        st.tuples(st.sampled_from([summation, product, maximum]), part).map(lambda s: s[0](i, n, s[1])),
        st.tuples(part, part, part).map(lambda s: cases((s[0], s[1] > 0), otherwise=s[2])),
        st.tuples(part, part).map(lambda s: substitute(s[0], a, s[1])),
        st.tuples(part, part).map(lambda s: indicator(s[0] < s[1])),
        part.map(lambda s: -s),
        st.tuples(part, st.sampled_from([2, -1])).map(lambda s: s[0] ** s[1]),
        part.map(lambda s: limit(s, a, 1)),
        part.map(lambda s: argmin((s - a) ** 2, a)),
        part.map(lambda s: partial(s, a)),
        part.map(sin),
        part.map(absolute),
        part.map(expectation),
        part.map(variance),
    ),
    max_leaves=5,
)
w_star, B = vector("w_star", p), matrix("B", p, p)
arrays = st.recursive(
    st.sampled_from([v, w, w_star, ones(p)]),
    lambda part: st.one_of(
        st.tuples(st.sampled_from([operator.add, operator.sub, hadamard]), part, part).map(lambda s: s[0](s[1], s[2])),
        st.tuples(st.sampled_from([A, A.T, inverse(A), hadamard(A, B)]), part).map(lambda s: s[0] @ s[1]),
        st.tuples(part, part, part).map(lambda s: s[0] @ s[1].T @ s[2]),
        st.tuples(part, part).map(lambda s: s[0].T[1] * s[1]),
        st.tuples(part, part).map(lambda s: s[0] * s[1][1]),
        st.tuples(part, part).map(lambda s: hessian_of(s[0].T @ s[0], w) @ s[1]),
        st.tuples(part, part).map(lambda s: substitute(s[0], w, s[1])),
        part.map(lambda u: gradient(u.T @ u, w)),
        part.map(lambda u: -u),
        part.map(tanh),
        part.map(exp),
    ),
    max_leaves=4,
)
anything = scalars | vectors | st.tuples(vectors, vectors).map(lambda s: s[0].T @ s[1])


def rebuilt(expression):
    """The same expression, taken apart and put together again."""
    return expression.rebuild(tuple(rebuilt(part) for part in expression.args))


def same(left, right):
    return (left == right) if not hasattr(left, "shape") else bool((left == right).all())


@given(anything)
def test_printing_is_stable(expression):
    printed = expression.tex()
    assert expression.tex() == printed == rebuilt(expression).tex()


def regrouped(expression):
    """The same operators on the same letters, two of them in the other order: max y² for (max y)²."""
    for k, part in enumerate(expression.args):
        swapped = lambda new, k=k: expression.rebuild((*expression.args[:k], new, *expression.args[k + 1 :]))
        for j, inner in enumerate(part.args):
            with suppress(ShapeError):
                yield part.rebuild((*part.args[:j], swapped(inner), *part.args[j + 1 :]))
        for other in regrouped(part):
            with suppress(ShapeError):
                yield swapped(other)


def as_seen(expression):
    """What is printed, without the space and the delimiter that nobody sees."""
    return re.sub(r"\\left\.|\\,|\s", "", expression.tex())


def worth(expression):
    try:
        return as_floats(expression.at(Instance(0, "float").bind({i: 1.0})))
    except (ArithmeticError, IndexError, ValueError) as problem:
        return type(problem)


@pytest.mark.untraced
@settings(deadline=None)
@example(maximum(i, n, y[i]) ** 2)
@example(product(i, n, y[i]) * a)
@example(2 * product(i, n, y[i]) * a)
@example(-maximum(i, n, y[i]) * a)
@example(limit(a, a, 1) * a)
@example(argmin((a - b) ** 2, a) * c)
@example(a + substitute(a, a, b))
@example(partial(substitute(a**2, a, b), a))
@given(formulas | arrays)
def test_what_is_printed_the_same_is_worth_the_same(expression):
    for once in regrouped(expression):
        for other in (once, *regrouped(once)):
            if as_seen(other) == as_seen(expression):
                assert worth(other) == pytest.approx(worth(expression), nan_ok=True)


@settings(deadline=None)
@example(w_star.T @ w)
@example(X[i][j])
@given(formulas | arrays)
def test_no_letter_has_two_superscripts_or_two_subscripts(expression):
    """TeX refuses both. Braces are taken away from the inside out, so that what is left stands side by side."""
    text, inner = expression.tex(), None
    while text != inner:
        assert not re.search(r"\^(\S|\\\w+)(_(\S|\\\w+))?[\^']|_(\S|\\\w+)_", text)
        text, inner = re.sub(r"\{[^{}]*\}", "#", text), text


@given(scalars)
def test_parentheses_are_enough_for_python_to_read_it(expression):
    """Read back by the rules of arithmetic, the printed formula has the value of the expression."""
    text = expression.tex().replace(r"\left", "").replace(r"\right", "").replace("^{", "**(").replace("}", ")")
    text = text.replace(r"\, ", "*").replace(r" \cdot ", "*")
    here = Instance(1)
    names = {s.name: s.at(here) for s in (a, b, c)}
    assert _read(text, names) == expression.at(here)


def _read(text, names):
    """Arithmetic with products that are written side by side."""
    out, previous = "", ""
    for token in _tokens(text):
        adjacent = previous and (previous.isalnum() or previous == ")") and (token.isalnum() or token == "(")
        out += "*" + token if adjacent else token
        previous = token
    return eval(out, {"Fraction": Fraction}, names)


def _tokens(text):
    word = ""
    for character in text.replace("**", "^"):
        if character.isdigit():
            word += character
            continue
        if word:
            yield word
            word = ""
        if not character.isspace():
            yield "**" if character == "^" else character
    if word:
        yield word


@given(scalars, scalars, scalars)
def test_equal_expressions_stay_equal_under_substitution(left, right, value):
    """(l + r)² and its expansion, with something put in for a letter."""
    for letter in (a, b, c):
        square = substitute((left + right) ** 2, letter, value)
        expanded = substitute(left**2 + 2 * left * right + right**2, letter, value)
        assert square.at(Instance(2)) == expanded.at(Instance(2))


@given(scalars, st.sampled_from([a, b, c]))
def test_substitution_of_a_letter_for_itself_changes_nothing(expression, letter):
    assert substitute(expression, letter, letter).at(Instance(3)) == expression.at(Instance(3))


@given(anything)
def test_a_misprint_differs_from_its_original(expression):
    made = misprints(expression, [a, b, c, v, w, A, X])
    written = [m.formula for m in made if m.formula is not None]
    assert made
    assert all(m.tex() != expression.tex() and m.shape == expression.shape for m in written)
    assert len({m.tex() for m in written}) == len(written)


@pytest.mark.untraced
@settings(deadline=None, max_examples=60)
@given(anything)
def test_a_line_holds_and_a_misprint_in_its_place_is_wrong_or_worth_the_same(expression):
    here, there = Instance(11), Instance(12)
    for misprint in misprints(expression, [a, b, v, w])[:12]:
        if misprint.formula is None:
            continue
        try:
            equal = all(same(misprint.formula.at(k), expression.at(k)) for k in (here, there))
        except ZeroDivisionError:  # one over nothing
            equal = False
        try:
            Derivation("Trial", label="trial").start(expression).equals(misprint.formula, because="a misprint")
        except DerivationError as problem:
            assert any(words in str(problem) for words in ("is wrong", "has no value")) != equal
        else:
            assert equal


@given(vectors)
def test_a_transpose_undone_changes_nothing(expression):
    assert same(expression.T.T.at(Instance(4)), expression.at(Instance(4)))


@given(scalars, scalars)
def test_derivatives_of_sums_and_products(left, right):
    here = Instance(5)
    slope = lambda e: partial(e, a).at(here)
    assert slope(left + right) == slope(left) + slope(right)
    assert slope(left * right) == slope(left) * right.at(here) + left.at(here) * slope(right)


@pytest.mark.parametrize("kind", ["exact", "float"])
def test_an_instance_is_the_same_whatever_is_asked_first(kind):
    first, second = Instance(9, kind), Instance(9, kind)
    forward = [s.at(first) for s in (a, b, X, v)]
    backward = [s.at(second) for s in (v, X, b, a)][::-1]
    assert all(same(u, t) for u, t in zip(forward, backward, strict=True))
