"""False lines of people who tried to make the engine accept some, each for a kind, and true ones beside them."""

import pytest

from derived.algebra import *
from derived.algebra import limits
from derived.derivation import Derivation, DerivationError

x, y, a, b = map(scalar, "xyab")
c, s, k, z = (scalar(name, "positive") for name in "cskz")
r, K, i, t = scalar("r", "between 0 and 1"), scalar("K", "whole"), index("i"), index("t")
g, h = gaussian("g", variance=1), gaussian("h", variance=1)
eps = dual_unit("varepsilon")
convex, rising = smooth("h", x, "convex"), smooth("k", x, "increasing", "convex")
curved, upper = smooth("w", x, "convex", "positive"), smooth("g", x, "convex")
box = scalar("q", ">= 0", "<= 1")


def case(**options):
    return Derivation("A case", label="case", **options)


def equals(left, right, **options):
    return case(**options).start(left).equals(right, because="a case").lines[-1]


FALSE = {
    "a divergent sum": (limit(summation(i, (0, K), number(2) ** i), K), -1),
    "a divergent series of a letter": (limit(summation(i, (0, K), a**i), K), 1 / (1 - a)),
    "a sum that alternates": (limit(summation(i, (0, K), number(-1) ** i), K), 1),
    "a product that alternates": (limit(product(i, K, -number(1)) * x, K), x),
    "a remainder beside a sum": (limit(summation(i, K, x / number(2) ** i) + remainder(K, 4), K), x),
    "a limit that jumps at zero": (limit(exp(-k * x**2), k), 0),
    "a quotient that jumps at zero": (limit(k * x**2 / (1 + k * x**2), k), 1),
    "a minimum beyond the interval": (argmin((box - a) ** 2, box), a),
    "a minimum beyond zero": (argmin((z - a) ** 2, z), a),
    "a minimum at a kink": (argmin((x - a) ** 2 / 2 + absolute(x) / 1000, x), a - sign(a) / 1000),
    "an order for even numbers": (remainder(K, 2) + 1 / K, big_o(1 / K, K, INFINITY)),
    "an order of a half": (floor(K / 2) + 1 / K, K / 2 + big_o(1 / K, K, INFINITY)),
    "a kink of a dual number": (relu(b * eps), relu(b) * eps),
    "the root of a square that is zero": (sqrt(eps**2) * x, x * eps),
    "a mean that exists for some": (expectation(exp(c * exponential("v", rate=s))), s / (s - c)),
    "a sign of what is next to nothing": (
        sqrt((exp(-(c**2)) - exp(-8 * c)) ** 2) * x,
        (exp(-(c**2)) - exp(-8 * c)) * x,
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_no_false_equation_is_accepted(name):
    with pytest.raises(DerivationError):
        equals(*FALSE[name])


BOUNDS = {
    "whole numbers end": (K, 30, {K: number(30)}),
    "whole numbers end later": (K, 100, {K: number(100)}),
    "a place that the letter cannot have": (-c, 1, {c: number(-1)}),
    "a tail": (exp(-8 * c), exp(-(c**2)), {c: number(8)}),
    "another tail": (exp(-c), exp(-(c**2) / 70), {c: number(70)}),
    "counts end": (poisson("k", mean=c), 9, None),
    "trials end": (expectation(binomial("k", trials=K, probability=r)), 5 * r, {K: number(5)}),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_no_false_bound_is_accepted(name):
    left, right, tight = BOUNDS[name]
    with pytest.raises(DerivationError):
        case().start(left).at_most(right, because="a case", tight=tight or {left: number(9)})


CONVEX = {
    "a convex function of one": lambda u: upper(convex(u)),
    "the square of one": lambda u: convex(u) ** 2,
    "of one that rises": lambda u: convex(rising(u)),
    "a product": lambda u: u**2 * curved(u),
}


@pytest.mark.parametrize("name", CONVEX)
def test_what_is_made_of_convex_functions_need_not_be_convex(name):
    f = CONVEX[name]
    with pytest.raises(DerivationError, match="is wrong"):
        case().start(f((x + y) / 2)).at_most((f(x) + f(y)) / 2, because="a case", tight={x: y})


def test_a_rising_convex_function_of_a_convex_one_is_convex():
    def f(u):
        return rising(convex(u))

    assert case().start(f((x + y) / 2)).at_most((f(x) + f(y)) / 2, because="a case", tight={x: y}).lines


@pytest.mark.parametrize(
    "line",
    [eq(x**2 - 1, sqrt((c - 1) ** 2)), eq(sqrt((x**2 - 1) ** 2), c - 1), eq(sqrt((x**2 - c**2) ** 2), c**2 - c)],
)
def test_the_letters_beside_a_root_are_small_numbers_too(line):
    with pytest.raises(DerivationError, match="is wrong"):
        case().start(eq(x**2, c)).implies(line, because="a case", solve=x)


@pytest.mark.parametrize(
    ("start", "step", "to"),
    [(0, lambda m: a * m + b, b / (1 - a)), (x, lambda m: m - c * (s * m - y), y / s), (x, lambda m: y - m, y / 2)],
)
def test_a_sequence_that_does_not_settle_has_no_limit(start, step, to):
    m = sequence("m")
    m.recur(t, start=start, step=step(m[t - 1]))
    with pytest.raises(DerivationError):
        case().recur(m, because="a case", rests="later").start(limit(m[t], t)).equals(to, because="a case")


def test_a_sequence_that_settles_has_one():
    m = sequence("m")
    m.recur(t, start=0, step=r * m[t - 1] + (1 - r) * a)
    d = case().recur(m, because="a case", rests="later").start(limit(m[t], t))
    assert d.equals(a, because="a case").lines[-1].tally.rejected


REFUSED = {
    "what a sum says of its parts": lambda: expectation(g, g + h),
    "what a square says": lambda: expectation(g, g**2),
    "a minimum among probabilities": lambda: argmin(norm(vector("w", 3, "probabilities")) ** 2,
                                                    vector("w", 3, "probabilities")),
    "a minimum among whole numbers": lambda: argmin((K - a) ** 2, K),
    "a probability that may be any number": lambda: bernoulli("y", probability=x),
    "a rate that may be negative": lambda: exponential("y", rate=x),
    "a real part differentiated": lambda: partial(real(complex_scalar("z")), complex_scalar("z")),
    "an unknown function far out": lambda: limit(1 / smooth("f", x, "increasing")(k), k),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_is_refused_when_it_is_written(name):
    with pytest.raises(ShapeError):
        REFUSED[name]()


def test_the_product_of_two_dual_units_is_not_zero():
    with pytest.raises(DerivationError, match="is wrong"):
        equals((a + eps + dual_unit("eta")) ** 2, a**2 + 2 * a * eps + 2 * a * dual_unit("eta"))


def test_differences_know_no_derivative_at_a_kink():
    slope = partial(relu(x), x)
    assert equals(slope, indicator(x > 0), derivatives="differences").tally.rejected
    with pytest.raises(DerivationError, match="is wrong"):
        equals(slope, indicator(x > number(1) / 1000), derivatives="differences")


def test_what_looks_like_one_minimum_is_set_apart():
    line = equals(argmin((x - a) ** 2, x) + x**2, a + x**2)
    assert line.tex.startswith(r"(\operatorname*{arg\,min}_{x}\, (x - a)^{2}) + x^{2}")


@pytest.mark.parametrize("holds", [sigmoid(x) > 0, exp(x) > 0, sigmoid(x) < 1])
def test_what_is_next_to_nothing_is_not_zero(holds):
    with pytest.raises(DerivationError, match="would not be caught"):  # no line is called wrong
        case().holds(holds, because="a case")


def test_powers_next_to_nothing_are_compared():
    d = case().start(exp(-(x**2)) < exp(-(y**2)))
    assert d.iff(x**2 > y**2, because="a case").lines[-1].tally.rejected


def test_a_name_takes_no_value_of_its_own():
    m = define("m", x**2)
    for write in (
        lambda d: d.start(argmin((m + 1) ** 2, m)).equals(-1, because="a case"),
        lambda d: d.start(m).at_least(-1, because="a case", tight={m: number(-1)}),
        lambda d: d.start(eq(m + 4, 0)).iff(eq(m, -4), because="a case", solve=m),
        lambda d: d.holds(eq(m + 4, 0), because="a case", at={m: number(-4)}),
    ):
        with pytest.raises((DerivationError, ShapeError), match="m is a name for x"):
            write(case().define(m, because="a square", rests="later"))


def test_numbers_that_are_only_near_to_each_other_are_not_equal():
    n_163 = sqrt(number(163))
    with pytest.raises(DerivationError, match=r"\.9999999999992"):
        equals(exp(PI * n_163), 262537412640768744)
    assert equals(cos(PI / 5), (1 + sqrt(number(5))) / 4).tally.rejected


def test_a_bound_that_is_not_tight_is_not_called_wrong():
    (n,) = sizes("n")
    with pytest.raises(DerivationError, match="is not tight") as problem:
        case().start(number(1) * n**3).at_most(30 + 3**n, because="a case", tight={n: number(3)})
    assert "n = 3\n  before this line: 27\n  on this line:     57" in str(problem.value)


def test_values_are_shown_with_as_many_digits_as_tell_them_apart():
    with pytest.raises(DerivationError) as problem:
        equals(x * probability(g < 8), x)
    before, after = (row.split(": ")[1].strip() for row in str(problem.value).splitlines()[-2:])
    assert before != after
    assert str(problem.value).count("g = ") == 1


def test_no_letter_to_solve_for_is_refused_in_words():
    with pytest.raises(DerivationError, match=r"solve=\.\.\. names no letter"):
        case().start(x > y).implies(x**2 > y**2, because="a case", solve=[])


def test_only_of_means_is_said_when_they_exist():
    with pytest.raises(DerivationError, match="does not settle") as problem:
        equals(summation(i, (1, INFINITY), 1 / i**2), PI**2 / 6)
    assert "mean" not in str(problem.value)


def test_a_limit_without_letters_is_asked_a_few_times_only(monkeypatch):
    (n,) = sizes("n")
    asked, settle = [], limits.settle
    monkeypatch.setattr(limits, "settle", lambda *how, **more: asked.append(how) or settle(*how, **more))
    assert equals(limit(1 / (n + 1) + 1 / n, n), 0).tally.equal
    assert len(asked) < 400
