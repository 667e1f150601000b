"""A definition is tested by what rests on it: lines that use the name, or the code that computes it."""

import json

import numpy as np
import pytest

from derived.algebra import *
from derived.derivation import Derivation, DerivationError, close_page, state
from derived.derivation.typeset import as_data, mimebundle

n, p = sizes("n p")
i, j, t = index("i"), index("j"), index("t")
a, b, c, x = scalar("a"), scalar("b"), scalar("c"), scalar("x")
y, w, v = vector("y", n), vector("w", p), vector("v", p)
X = matrix("X", n, p, "full column rank")


def mean():
    return define("m", summation(i, n, y[i]) / n)


def test_its_misprints_are_put_to_the_lines_that_use_it():
    h = define("h", a**2 - b)
    d = Derivation("A name", label="name").define(h, because="a name").equals(-(b - a**2), because="turn it round")
    line = d.lines[0]
    assert line.claim == "definition" and line.resting == 1 and not line.waits
    assert line.tally.rejected == line.tally.made > 10 and line.tally.by_code == 0
    assert line.tally.wrong[0].how == "line name-2 would be false"
    assert "1 line rests on it" in line.evidence.detail


BLUNT = {
    "a sign": (define("h", a - b), lambda h: (h**2, (b - a) ** 2), "h = -(a - b)"),
    "a factor": (define("h", 2 * a), lambda h: (h / h + a, 1 + a), "h = 3 a"),
    "a letter": (define("f", x, a * x), lambda f: (f(0 * a), 0 * b), r"f(x) = b\, x"),
    "an exponent": (define("h", a**2), lambda h: (h * b / h, b), "h = a^{3}"),
    "a transpose": (define("A", matrix("A", p, p), tex="B"), lambda h: (trace(h), trace(h.T)), r"B = \mathbf{A}^\top"),
}


@pytest.mark.parametrize("what", BLUNT)
def test_what_no_line_notices_is_refused(what):
    name, line, misprint = BLUNT[what]
    d = Derivation("A name", label="name").define(name, because="a name")
    before, after = line(name)
    d.start(before).equals(after, because="so it is")
    with pytest.raises(DerivationError, match="would not be noticed by the line that rests on it") as refused:
        _ = d.lines
    assert f"misprint: {misprint}\n" in str(refused.value)
    with pytest.raises(DerivationError, match="would not be noticed"):
        mimebundle(d)


def test_a_result_in_disguise_is_refused():
    q, g = vector("q", p), scalar("t")
    best = define("w_star", g, q + (ones(p).T @ q - g) / p * ones(p))  # its sign is wrong
    least = define("V", g, norm(best(g) - q) ** 2)
    d = Derivation("A plane", label="plane").define(best, because="put it in").define(least, because="the distance")
    d.equals((ones(p).T @ q - g) ** 2 / p, because="a squared length")
    with pytest.raises(DerivationError, match=r"misprint: \\mathbf\{w\}\^\{\\star\}\(t\) = \\mathbf\{q\} - "):
        _ = d.lines


def test_nothing_rests_on_it():
    d = Derivation("A name", label="name").define(mean(), because="a name")
    with pytest.raises(DerivationError, match="nothing rests on this definition"):
        _ = d.lines


def test_the_code_notices_too():
    h = define("f", x, x**2 + 1)
    d = Derivation("A name", label="name").define(h, because="a name", implements=lambda x: x**2 + 1)
    assert d.lines[0].tally.by_code == d.lines[0].tally.rejected > 5
    assert d.lines[0].resting == 0
    g = define("g", x, 2 * x)
    d = Derivation("A name", label="name").define(g, because="a name")
    d.start(g(x) / x).equals(g(1), because="in proportion", implements=lambda x: 2 + 0 * x)
    assert d.lines[0].tally.by_code > 0  # a line that only asks for the proportion leaves the factor to the code


def test_the_code_may_take_its_parameters_from_elsewhere():
    def of_a_point(x):
        return x[0] ** 2 - x[1]

    f = define("f", a, b, a**2 - b)
    point = block([[a * ones(1)], [b * ones(1)]])
    d = Derivation("A point", label="point").define(f, because="of two numbers", implements=of_a_point, x=point)
    assert d.lines[0].tally.by_code == d.lines[0].tally.rejected > 5
    with pytest.raises(DerivationError, match="the formula and the code differ"):
        Derivation("A point", label="point").define(f, because="turned", implements=lambda x: of_a_point(-x), x=point)
    with pytest.raises(DerivationError, match="needs 'x', and no symbol has that name"):
        Derivation("A point", label="point").define(f, because="of what?", implements=of_a_point)


def test_what_is_free_is_named_with_its_reason():
    h = define("h", a - b)
    d = Derivation("A name", label="name").define(
        h, because="a name", free={"h = -(a - b)": "which way is a convention"}
    )
    d.start(h**2).equals(a**2 - 2 * a * b + b**2, because="expand")
    tally = d.lines[0].tally
    assert ("h = -(a - b)", "which way is a convention") in tally.free
    assert tally.made == tally.rejected + len(tally.equal) + len(tally.free)
    d = Derivation("A name", label="name").define(h, because="a name", free={"h = a": "no reason"})
    d.start(h).equals(-b + a, because="in any order")
    with pytest.raises(DerivationError, match=r"names misprints as free that are noticed, .*: h = a"):
        _ = d.lines


def test_equal_in_value_needs_no_notice():
    h = define("h", a**2)
    d = Derivation("A name", label="name").define(h, because="a name").equals(a * a, because="a square")
    assert any(tex == "h = (-a)^{2}" for tex, _ in d.lines[0].tally.equal) or d.lines[0].tally.made > 0


def test_a_definition_may_not_stand_for_itself():
    h = define("h", a * b)
    d = Derivation("A name", label="name").define(h, because="a name").equals(b * a, because="in any order")
    assert d.lines[0].tally.undefined >= 2  # h = h b and h = a h


def test_recurrences_are_tested_where_they_start_and_where_they_step():
    beta, k = scalar("beta", "between 0 and 1"), scalar("k", "whole")
    m = sequence("m")
    m.recur(t, start=a, step=beta * m[t - 1] + b)
    d = Derivation("A mean", label="mean").recur(m, because="a share of the old")
    d.start(m[k]).equals(beta**k * a + b * summation(j, (0, k - 1), beta**j), because="unroll")
    assert d.lines[0].tally.rejected > 15 and not d.lines[0].tally.free
    s = sequence("s")
    s.recur(t, start=a, step=s[t - 1] + b)
    d = Derivation("A difference", label="difference").recur(s, because="in equal steps")
    d.start(s[k + 1] - s[k]).equals(b + 0 * a, because="a step")
    with pytest.raises(DerivationError, match=r"misprint: s_\{t\} = s_\{t - 1\} \+ b,\\quad s_\{0\} = -a"):
        _ = d.lines


def test_coupled_recurrences_are_shown_one_after_the_other():
    u, s = sequence("u"), sequence("s")
    u.recur(t, start=a, step=u[t - 1] + s[t - 1])
    s.recur(t, start=b, step=s[t - 1] + u[t])
    d = Derivation("Two", label="two").recur(u, because="one").recur(s, because="the other")
    d.start(s[2]).equals(3 * a + 5 * b, because="count")
    assert [line.resting for line in d.lines] == [1, 1, 0]
    with pytest.raises(DerivationError, match=r"s_\{t - 1\} is a name for something that the page has not shown"):
        Derivation("One", label="two").recur(u, because="one").start(u[1]).equals(a + b, because="count")


# --- the page --------------------------------------------------------------------------------------------------------


def test_a_definition_may_wait_for_the_end_of_the_page():
    h = mean()
    first = Derivation("A mean", label="mean").define(h, because="the mean", rests="later")
    line = first.lines[0]
    assert line.waits and line.tally.made == 0
    with pytest.raises(DerivationError, match="nothing rests on this definition"):
        close_page()
    d = Derivation("Its use", label="use").start(2 * h).equals(h + h, because="twice")
    with pytest.raises(DerivationError, match="would not be noticed by the line that rests on it"):
        close_page()  # which anything would do
    d.start(summation(i, n, y[i] - h))
    d.equals(0 * a, because="they cancel")
    closed = close_page()
    assert closed.lines["mean-1"].resting == 2 and not closed.lines["mean-1"].waits
    data = json.loads(closed._repr_mimebundle_()["text/markdown"].split("\n", 1)[1].rsplit("```", 1)[0])
    assert data["mean-1"]["mark"] == "definition · 2 lines rest on it"
    assert data["mean-1"]["misprints"]["made"] == closed.lines["mean-1"].tally.made > 5


def test_a_derivation_that_is_written_anew_takes_the_place_of_the_old():
    h = mean()
    Derivation("A mean", label="mean").define(h, because="the mean", rests="later")
    Derivation("A mean", label="mean").start(a + a).equals(2 * a, because="collect")
    with pytest.raises(DerivationError, match="has not shown"):
        Derivation("Its use", label="use").start(h)


def test_a_line_that_failed_notices_nothing():
    h = define("h", a + b)
    d = Derivation("A name", label="name").define(h, because="a name")
    with pytest.raises(DerivationError, match="is wrong"):
        d.start(h).equals(a, because="wrong")
    with pytest.raises(DerivationError, match="nothing rests"):
        _ = d.lines


def test_statements_show_names_and_rest_on_them():
    h = define("h", a + b)
    said = state("odd", eq(a + a, 2 * a), because="collect").define("height", h, because="a name")
    assert said.lines["height"].waits
    Derivation("Its use", label="use").start(2 * h).equals(2 * a + 2 * b, because="put it in")
    assert close_page().lines["height"].resting == 1
    with pytest.raises(DerivationError, match="The statement 'wrong' in the text is wrong"):
        state("wrong", eq(a + a, 3 * a), because="no")
    with pytest.raises(DerivationError, match="is made twice"):
        said.state("odd", eq(b + b, 2 * b), because="again")


def test_how_a_definition_is_shown():
    h = define("h", a - b)
    d = Derivation("A name", label="name").define(h, because="a name", free={"h = -(a - b)": "a convention"})
    d.start(h**2).equals(a**2 - 2 * a * b + b**2, because="expand")
    row = as_data(d)["lines"][0]
    assert row["mark"] == "definition · 1 line rests on it"
    made, rejected = row["misprints"]["made"], row["misprints"]["made"] - 1 - len(row["misprints"]["equal"])
    assert row["sharpness"].startswith(f"Of {made} one-symbol misprints, {rejected} are rejected: ")
    assert "make a line false that rests on it" in row["sharpness"]
    assert row["misprints"]["free"] == [["h = -(a - b)", "a convention"]]
    html = mimebundle(d)["text/html"]
    assert "definition · 1 line rests on it" in html and "Noticed by nothing: $h = -(a - b)$ (a convention)" in html


def test_the_numbers_of_a_page_are_the_same_every_time():
    def page():
        h = define("h", w, norm(y - X @ w) ** 2)
        d = Derivation("A loss", label="loss").define(h, because="a loss")
        return d.equals(y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w, because="expand").lines

    assert page() == page()
    np.testing.assert_equal(page()[0].tally.free, ())


def test_a_rejected_misprint_is_shown_with_the_numbers_of_both_sides():
    d = Derivation("A product", "product").start(2 * a * b - b).equals((2 * a - 1) * b, because="collect")
    d = d.equals(b * (2 * a - 1), because="in any order")
    for line in d.lines:
        assert line.tally.wrong
        assert all("a = " in wrong.how and "b = " in wrong.how for wrong in line.tally.wrong), line.tally.wrong


def test_misprints_whose_numbers_are_long_are_shown_without():
    (q,) = sizes("q", "q >= 4")
    A, B, C = (matrix(name, q, q) for name in "ABC")
    line = Derivation("A product", "product").start(A @ (B + C)).equals(A @ B + A @ C, because="multiply out").lines[0]
    assert [wrong.how for wrong in line.tally.wrong] == ["its value is another, in numbers too long for here"]
