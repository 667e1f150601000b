"""The exercises of the chapter on house prices."""

from derived.algebra import exp, log, number, scalar
from derived.exercises import Formula

_a, _b = scalar("a", "between 0 and 1"), scalar("b", "between 0 and 1")

another_base = Formula(
    right=10**_b,
    letters=(_a, _b),
    in_terms_of=(_b,),
    wrong=[
        (exp(_b), r"That is the factor for logarithms of base $e$."),
        (10 * _b, "Ten to the power $b$, not ten times $b$."),
        (10**_b - 1, "That is by how much of itself the price grows: by which factor?"),
        (10 ** (_a + _b), "That is the price with it: beside which price?"),
        (exp(_b / log(number(10))), r"Which power of $e$ is 10?"),
    ],
    given_back=[10 ** (_a + _b) / 10**_a],
)
