"""The exercises of the chapter on logistic regression."""

import numpy as np

from derived.algebra import log, partial, scalar, tanh
from derived.exercises import Choice, Formula, Number, Parts

# --- two forecasts --------------------------------------------------------------------------------------------------

two_forecasts = Parts(
    {
        "odds": Number(
            4,
            wrong=[
                (np.log(4), "Those are the log-odds: undo the logarithm."),
                (1 / 4, "Those are the odds of no rain."),
            ],
        ),
        "probability": Number(
            4 / 5,
            wrong=[
                (1 / 5, "That is the probability of no rain."),
                (3 / 4, "Odds of 4 are four to one: four cases of how many?"),
                (1 / 4, "Odds are rain divided by no rain; a probability is rain divided by all."),
            ],
        ),
        "log_odds": Number(
            -np.log(4),
            wrong=[
                (np.log(4), "Rain is the less probable: below even odds the logarithm is negative."),
                (np.log(1 / 5), "That is the logarithm of the probability: take that of the odds."),
            ],
            given_back=[1 / 4],
        ),
    }
)

# --- a table of seeds -----------------------------------------------------------------------------------------------

a_table_of_seeds = Parts(
    {
        "odds_ratio": Number(
            3,
            wrong=[
                (1 / 3, "Upside down: the odds with the fertilizer stand above."),
                (1.5, "That is the ratio of the shares, 30 and 20 of 40: take that of the odds."),
            ],
        ),
        "standard_error": Number(
            np.sqrt(7 / 30),
            wrong=[
                (7 / 30, "That is the variance: take the root."),
                (np.sqrt(1 / 30 + 1 / 20), "Those that did not come up have a part in it, too."),
                (np.sqrt(100), "Add up one over each of the four counts."),
            ],
            given_back=[[[30, 10], [20, 20]]],
        ),
    }
)

# --- the slope of tanh ----------------------------------------------------------------------------------------------

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

# --- the prior in the intercept -------------------------------------------------------------------------------------

_pi, _q = scalar("pi", "between 0 and 1"), scalar("q", "between 0 and 1")

the_prior_in_the_intercept = Parts(
    {
        "wrong": Choice(
            "the intercept",
            among=["the intercept", "the odds ratios", "all weights"],
            wrong=[
                ("the odds ratios", "In which of the two lines does the share of the ill stand?"),
                ("all weights", "The slopes come from how the measurements of ill and healthy people differ."),
            ],
        ),
        "add": Formula(
            right=log(_pi / (1 - _pi)) - log(_q / (1 - _q)),
            letters=(_pi, _q),
            wrong=[
                (log(_pi / (1 - _pi)), "That would do for our clinic: for any other take its own log-odds off."),
                (log(_q / (1 - _q)) - log(_pi / (1 - _pi)), "Mind the sign: where the illness is rare it goes down."),
                (log(_pi / _q), "Take log-odds, not logarithms of probabilities."),
                (log(_pi) - log(1 - _q), "The odds of each are the share, divided by one minus the share."),
            ],
        ),
        "probability": Number(
            0.01,
            wrong=[
                (0.5, "That is what the clinic's model says."),
                (0.005, r"Correct the log-odds, not the probability: 0 becomes $\log(0.01/0.99)$."),
            ],
            given_back=[1],
        ),
    }
)

# --- one column -----------------------------------------------------------------------------------------------------

one_column = Parts(  # the numbers are those of the solution on the page
    {
        "column": Choice(
            "mean concave points",
            among=[
                "mean concave points",
                "mean radius",
                "worst area",
                "worst concave points",
                "worst perimeter",
                "worst radius",
            ],
            wrong=[
                ("worst perimeter", "Very near: compare more digits."),
                ("worst radius", "Near: but a measure of the shape does a little better."),
                ("worst concave points", "Near: but the mean of these does a little better than their worst."),
                ("worst area", "Size tells much; the outline tells more."),
                ("mean radius", "Try all thirty columns, one at a time."),
            ],
        ),
        "area": Number(
            0.977954,
            digits=3,
            wrong=[
                (0.976023, "That is the area of another column, the worst concave points."),
                (1 - 0.977954, "The area under the curve, not above it."),
            ],
            given_back=[1],
        ),
        "choose_on": Choice(
            "the learning half",
            among=["the learning half", "the examination", "both halves"],
            wrong=[
                ("the examination", "The best of thirty marks in one examination is flattering."),
                ("both halves", "Then nothing is left that had no say in the choice."),
            ],
        ),
    }
)
