"""What each kind of exercise accepts, what it refuses, and what it says: beside the examples in the docstrings."""

import re
from fractions import Fraction
from functools import partial as partial_of

import numpy as np
import pytest

from derived.algebra import (
    absolute,
    argmin,
    big_o,
    define,
    eq,
    exp,
    index,
    limit,
    number,
    partial,
    scalar,
    sequence,
    sigmoid,
    sizes,
    sqrt,
    substitute,
    summation,
    tanh,
    vector,
)
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts, audit, grade
from derived.exercises.__main__ import main

z, w = scalar("z"), scalar("w")
slope = Formula(right=1 - tanh(z) ** 2, letters=(z,), in_terms_of=(tanh(z),), given_back=[partial(tanh(z), z)])


@pytest.mark.parametrize(
    "answer",
    [1 - tanh(z) ** 2, (1 - tanh(z)) * (tanh(z) + 1), 1 - tanh(z) * tanh(z), -(tanh(z) ** 2 - 1)],
    ids=lambda a: a.tex(),
)
def test_a_right_formula_is_right_however_it_is_written(answer):
    assert slope.check(answer)


f = define("f", z, tanh(z))
UNFINISHED = {
    "as it was": partial(tanh(z), z),
    "with a factor": 2 * partial(tanh(z), z) / 2,
    "of another letter, then substituted": substitute(partial(tanh(w), w), w, z),
    "behind a name": define("g", z, partial(tanh(z), z))(z),
    "of a named function": partial(f(z), z),
    "written as a function": f.derivative(z),
    "up to an order": 1 - tanh(z) ** 2 + big_o(z**2, z),
    "as a limit": limit((tanh(z + w) - tanh(z)) / w, w, 0),
    "beside zero": 1 - tanh(z) ** 2 + 0 * partial(z, z),
}


@pytest.mark.parametrize("how", UNFINISHED)
def test_what_is_not_carried_out_is_no_answer(how):
    verdict = slope.check(UNFINISHED[how])
    assert not verdict
    assert "That is the question, given back" in verdict.message


@pytest.mark.parametrize("answer", [4 * sigmoid(2 * z) * (1 - sigmoid(2 * z)), 4 / (exp(z) + exp(-z)) ** 2])
def test_a_right_value_in_other_terms_is_told_apart_from_a_wrong_one(answer):
    assert "The value is right; but write it in terms of" in slope.check(answer).message


NEAR = {
    "the square inside": 1 - tanh(z**2),
    "a sign": 1 + tanh(z) ** 2,
    "a little off": 1 - tanh(z) ** 2 + number(1) / 10**12,
    "right for positive z only": 1 - tanh(z) * tanh(absolute(z)),
    "right at zero and far out": 1 - absolute(tanh(z)),
}


def test_values_that_look_the_same_are_told_apart():
    assert "off by `" in slope.check(NEAR["a little off"]).message


@pytest.mark.parametrize("how", NEAR)
def test_a_near_miss_is_refused_with_numbers_that_tell(how):
    message = slope.check(NEAR[how]).message
    assert message.startswith("**Not yet.** For example, with `z = ")
    assert " your answer is `" in message
    assert "and it should be `" in message


KINDS = {
    "a rounded number": (0.5, "number(1) / 2"),
    "an equation": (eq(z, z), "formula alone"),
    "a function": (lambda z: z, "a function"),
    "a text": ("1 - tanh(z)**2", "a str"),
    "an array": (np.ones(3), "a ndarray"),
    "an unknown letter": (1 - tanh(w) ** 2, "`w`, on which the answer does not depend"),
    "another shape": (vector("z", 3) * z, "`z`, on which"),
    "nothing that has a value": (sequence("a")[1], "It cannot be judged"),
    "no value": (1 / (tanh(z) - tanh(z)), "no value"),
}


@pytest.mark.parametrize("how", KINDS)
def test_what_is_no_such_formula_is_answered_and_raises_nothing(how):
    answer, said = KINDS[how]
    verdict = slope.check(answer)
    assert not verdict
    assert said in verdict.message


def test_an_answer_may_name_its_parts():
    t, square = define("t", tanh(z)), define("s", w, w**2)
    exercise = Formula(1 - tanh(z) ** 2)
    assert exercise.check(1 - t**2)
    assert exercise.check(1 - square(t))
    assert slope.check(1 - t**2)
    assert "`w`, on which" in exercise.check(1 - define("u", w) ** 2).message


def test_a_letter_with_other_conditions_gets_the_values_of_the_exercise():
    assert not Formula(right=sqrt(z**2)).check(scalar("z", "positive"))


def test_a_shape_is_named():
    (n,) = sizes("n")
    x = vector("x", n)
    assert "Yours is a vector of n, and a scalar is asked for" in Formula(right=x.T @ x).check(2 * x).message


def test_a_sum_that_is_asked_for_is_no_answer_in_any_letters():
    (n,) = sizes("n")
    k, m = index("k"), index("m")
    gauss = Formula(right=n * (n + 1) / 2, without=("summation",), given_back=[summation(k, n, k)])
    assert gauss.check((n**2 + n) / 2)
    for answer in (summation(k, n, k), summation(m, n, m), summation(m, n, n + 1 - m)):
        assert "without `summation`" in gauss.check(answer).message


def test_the_question_in_another_order_is_the_question():
    a, b = scalar("a"), scalar("b")
    square = Formula(right=(a + b) ** 2, given_back=[a**2 + 2 * a * b + b**2])
    assert square.check((b + a) * (a + b))
    assert "the question" in square.check(2 * b * a + b**2 + a**2).message


def test_an_operator_that_the_right_formula_has_is_allowed():
    best = argmin((z - w) ** 2 + z**4, z)
    assert Formula(right=best).check(argmin(z**4 + (w - z) ** 2, z))


@pytest.mark.parametrize("answer", [0.1, "1/3", [1 / 3], True, float("nan"), 1j, 0.3333, 1 / 3 + 1e-8, lambda: 1 / 3])
def test_a_number_is_not_nearly_right(answer):
    assert not Number(1 / 3).check(answer)


@pytest.mark.parametrize("answer", [1 / 3, Fraction(1, 3), np.float64(1) / 3, np.array(1 / 3)])
def test_a_number_may_be_of_any_kind(answer):
    assert Number(1 / 3).check(answer)


def test_a_number_is_rounded_as_it_is_asked_for():
    share = Number(2 / 3, digits=2)
    assert share.check(0.67)
    assert share.check(2 / 3)
    assert not share.check(0.66)
    assert "to 2 decimals" in share.check(0.7).message


def test_an_array_has_a_shape_and_its_faults_a_place():
    pair = Number([1.0, 2.0])
    assert pair.check((1, 2))
    assert "Entry 2, which is `4`" in pair.check([1, 4]).message
    assert "2 numbers are asked for; yours: 3." in pair.check([1, 2, 3]).message
    assert "One number is asked for; yours: 2." in Number(3).check([1, 2]).message


def test_a_choice_is_one_of_its_words():
    kind = Choice("bowl", among=["bowl", "saddle"])
    assert kind.check(" Bowl ")
    for answer in ("hill", 3, ["bowl"]):
        assert '"bowl", "saddle"' in kind.check(answer).message


double = Function(lambda x: 2 * x, inputs=lambda rng: (rng.integers(1, 9, 3) / 1.0,), without=["multiply"])


def changing(x):
    x *= 2
    return x


def inside(x):
    return list(map(lambda v: np.multiply(v, 2), x))


def another_name(x):
    from numpy import multiply as times  # noqa: PLC0415

    return times(x, 2)


times_two = np.multiply


def helping(x):
    return times_two(x, 2)


def helped(x):
    return helping(x)


def failing(x):
    raise KeyError("no")


class Doubling:
    """A function that is one of the inputs, and says what it is."""

    def __call__(self, x):
        return 2 * x

    def __array__(self, dtype=None, copy=None):
        return np.array(2.0)

    def __repr__(self):
        return "a function that doubles"


def test_a_function_among_the_inputs_says_what_it_is():
    at_a_place = Function(lambda f, x: f(x), inputs=lambda rng: (Doubling(), 3.0))
    assert "`f = a function that doubles`, `x = 3.`" in at_a_place.check(lambda f, x: x).message


FUNCTIONS = {
    "changes its argument": (changing, "changes what it was given"),
    "fails": (failing, "stops with KeyError"),
    "returns nothing": (lambda x: None, "returns nothing yet"),
    "returns words": (lambda x: "2x", "returns something else"),
    "returns one number": (lambda x: 2 * x.sum(), "of shape ()"),
    "uses what it is to do": (lambda x: np.multiply(x, 2), "without `multiply`"),
    "uses it inside": (inside, "without `multiply`"),
    "imports it under another name": (another_name, "without `multiply`"),
    "has it under another name": (helping, "without `multiply`"),
    "lets a helper use it": (helped, "without `multiply`"),
    "is part of it": (partial_of(np.multiply, 2), "without `multiply`"),
    "is that": (np.multiply, "without `multiply`"),
    "is called": (np.ones(3), "A function is asked for"),
    "is right for small numbers": (lambda x: np.where(x < 8, 2 * x, 0), "and it should return"),
    "is nearly right": (lambda x: 2.00001 * x, "and it should return"),
}


@pytest.mark.parametrize("how", FUNCTIONS)
def test_a_wrong_function_is_refused_and_raises_nothing(how):
    answer, said = FUNCTIONS[how]
    verdict = double.check(answer)
    assert not verdict
    assert said in verdict.message


root = Function(lambda x: np.sqrt(x), inputs=lambda rng: (float(rng.integers(1, 9)),), without=["**0.5"])


def rooted(x):
    return x**0.5


@pytest.mark.parametrize("answer", [lambda x: x**0.5, lambda x: 3 * x ** (1 / 2) / 3, rooted, lambda x: rooted(x)])
def test_a_root_may_be_refused_as_a_power(answer):
    assert "without `**0.5`" in root.check(answer).message


def test_other_powers_and_halves_are_not_refused_with_it():
    assert root.check(lambda x: 0.5 * np.sqrt(x) ** 2 * 2 / np.sqrt(x))


@pytest.mark.parametrize("answer", [lambda x: x + x, lambda x: [2 * v for v in x], lambda x: list(x * 2)])
def test_a_right_function_is_right_however_it_is_written(answer):
    assert double.check(answer)


def test_a_construction_may_be_any_that_has_the_properties():
    even = Construction(
        [2, 4],
        properties=[(lambda x: x.shape == (2,), "Two numbers."), (lambda x: bool(np.all(x % 2 == 0)), "Not even.")],
        wrong=[([1, 2], "One of them is odd.")],
        ordered=False,
    )
    assert even.check([8, 0])
    assert "One of them is odd." in even.check([2, 1]).message
    assert even.check([3, 5]).message == "**Not yet.** Not even."
    assert "Two numbers." in even.check(4).message


box = Parts({"edges": Number(12), "faces": Number(6), "slope": slope})


def test_parts_are_answered_by_name_and_each_has_its_share():
    assert box.check({"edges": 12, "faces": 6, "slope": 1 - tanh(z) ** 2})
    some = box.check({"edges": 12, "slope": tanh(z)})
    assert some.share == pytest.approx(1 / 3)
    assert "`faces`: no answer yet" in some.message
    assert "your answer is" in some.message
    assert "There is no `corners` here" in box.check({"corners": 8}).message
    assert "Answer by name" in box.check(12).message
    assert box["edges"].check(12)


def test_an_answer_that_follows_from_an_earlier_wrong_one_is_told_as_that():
    square = Parts(
        {"side": Number(3), "area": Number(9, wrong=[(16, "That is of a side of 4.")]), "root": Number(3)},
        follows={"area": lambda side: side**2, "root": lambda area: 1 / (area - 25) + np.sqrt(area - 5)},
    )
    assert "`area`: That follows from your `side`: mend that first." in square.check({"side": 4, "area": 16}).message
    assert "`area`: That is of a side of 4." in square.check({"side": 3, "area": 16}).message
    assert "`area`: `15` is not right." in square.check({"side": 4, "area": 15}).message
    for area in (25, 4, ..., "nine"):  # a division by zero, a root of a negative number, none at all
        assert "`root`: `7` is not right." in square.check({"side": 3, "area": area, "root": 7}).message
    assert square.check({"side": 4, "area": 16}).share == 0
    assert "The right `root` does not follow from what is right before it." in audit(square)


def test_nothing_is_right_without_an_answer():
    for exercise in (slope, box, double, Number(0), Choice("a", among=["a"])):
        for empty in (..., None):
            assert exercise.check(empty).share == 0
    assert box.check({"edges": ..., "faces": ...}).share == 0


def test_points_are_a_number_that_a_grader_takes_and_what_is_off_is_printed(capsys):
    assert grade(box, {"edges": 12}, points=6) == 2.0
    assert "edges: right." in capsys.readouterr().out
    assert [grade(Number(3), answer) for answer in (3, 4, ...)] == [1.0, 0.0, 0.0]
    assert type(grade(Number(3), 3, points=2)) is float
    assert not capsys.readouterr().err  # of which nbgrader makes no points
    with pytest.raises(ValueError, match="points=-1"):
        grade(Number(3), 3, points=-1)


def test_an_audit_finds_what_is_wrong_with_an_exercise():
    def said(**parts):
        faults = audit(Number(6, **{"given_back": [[6, 6]]} | parts))
        return " ".join(faults)

    three = [(1, "One."), (2, "Two."), (3, "Three.")]
    assert said(wrong=three) == ""
    assert "for 2 wrong answers" in said(wrong=three[:2])
    assert "wrong answer 6 is accepted" in said(wrong=[*three, (6, "Six.")])
    assert "the same hint" in said(wrong=[*three, (4, "One.")])
    assert "not met with its hint" in said(wrong=[*three, (1, "Another.")])
    assert "given back" in said(wrong=three, given_back=[])


def test_an_audit_finds_a_question_that_is_taken_for_an_answer():
    anything = Construction([1], properties=[], wrong=[([], "One."), ([2], "Two."), ([3], "Three.")])
    faults = audit(anything)
    assert "The wrong answer [2] is accepted." in faults
    assert audit(Choice("a", among=["a", "b"], given_back=["a"]))[0].startswith("Its solution is refused")


def test_a_verdict_is_read_in_a_notebook_and_in_a_terminal():
    verdict = Number(6, wrong=[(5, "Not $5$: `6`.")]).check(5)
    assert verdict._repr_markdown_() == "**Not yet.** Not $5$: `6`."
    assert repr(verdict) == "Not yet. Not $5$: 6."


def test_the_exercises_of_a_chapter_are_tested_from_the_command_line(capsys):
    assert not main(["linear_regression"])
    lines = capsys.readouterr().out.splitlines()
    assert "linear_regression.through_the_origin: right" in lines
    assert all(line.endswith(": right") for line in lines)
    assert main(["no_such_chapter"])
    assert re.search(
        r"no_such_chapter has no exercises here; these have: .*\blinear_regression\b", capsys.readouterr().out
    )


@pytest.mark.parametrize("answer", [..., None, [..., ...], (..., ...), [[..., ...], ...]], ids=repr)
def test_three_dots_in_any_number_are_no_answer(answer):
    assert str(Number([1, 2]).check(answer)).startswith("No answer yet")
    both = Parts({"pair": Number([1, 2]), "one": Number(1)})
    assert str(both.check({"pair": answer, "one": ...})).startswith("No answer yet")


def test_a_number_that_is_lacking_is_told_as_that():
    assert "A number is lacking" in str(Number([1, 2]).check([1, ...]))
