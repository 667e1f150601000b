"""The exercises of the chapter on logistic regression."""

from derived.algebra import partial, scalar, tanh
from derived.exercises import Formula

_z = scalar("z")

slope_of_tanh = Formula(
    right=1 - tanh(_z) ** 2,
    letters=(_z,),
    in_terms_of=(tanh(_z),),
    wrong=[
        (1 - tanh(_z), "The square is lost."),
        (1 + tanh(_z) ** 2, "So steep? Look at the picture, far from zero."),
        (tanh(_z) * (1 - tanh(_z)), "That is the pattern of the sigmoid's slope."),
        ((1 - tanh(_z) ** 2) / 2, r"$\sigma(2z)$ changes twice as fast as $\sigma(z)$."),
    ],
    given_back=[partial(tanh(_z), _z)],
)
