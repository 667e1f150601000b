"""The exercises of the chapter on house prices."""

from functools import lru_cache

import numpy as np
import pandas as pd

from derived.algebra import exp, log, number, scalar
from derived.datasets import load_ames
from derived.exercises import Choice, Construction, Formula, Number, Parts
from derived.linear_models import Ridge
from derived.model_selection import Pipeline, cross_val_loss, k_fold
from derived.preprocessing import ColumnsByKind, Imputer, OneHotEncoder, StandardScaler

# --- a log model, by hand -------------------------------------------------------------------------------------------

_predicted = np.exp(12)

a_log_model_by_hand = Parts(
    {
        "dollars": Number(
            _predicted,
            digits=0,
            wrong=[
                (10**12, "The model took natural logarithms: which power undoes them?"),
                (2**12, "The base of the logarithm is $e$."),
            ],
            given_back=[12],
        ),
        "error": Number(
            np.log(180_000) - 12,
            digits=4,
            wrong=[
                (12 - np.log(180_000), "The true one less the predicted one: the house was sold for more."),
                (np.log10(180_000) - 12, "Take the natural logarithm."),
            ],
        ),
        "percent": Number(
            100 * (180_000 / _predicted - 1),
            digits=1,
            wrong=[
                (100 * (np.log(180_000) - 12), r"That is $100\,\delta$; the share itself is $e^{\delta} - 1$."),
                (100 * (1 - _predicted / 180_000), "That is the share of the price: take that of the prediction."),
                (100 * 180_000 / _predicted, "Of that, a hundred percent are the prediction: how much comes on top?"),
            ],
        ),
    }
)

# --- another base ---------------------------------------------------------------------------------------------------

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

# --- dollars or logarithms ------------------------------------------------------------------------------------------

dollars_or_logarithms = Parts(  # the numbers are those of the solution on the page
    {
        "by_dollars": Choice(
            "logarithms",
            among=["dollars", "logarithms", "neither"],
            wrong=[
                ("dollars", "Take the medians: squares of dollars mind the few expensive houses."),
                ("neither", "The two medians differ by more than a thousand dollars."),
            ],
        ),
        "by_percent": Choice(
            "logarithms",
            among=["dollars", "logarithms", "neither"],
            wrong=[
                ("dollars", "Divide each error by the price: a model of dollars is worst where houses are cheap."),
                ("neither", "The two medians differ by more than a percentage point."),
            ],
        ),
        "thousands": Number(
            8.416306,
            digits=1,
            wrong=[
                (10.816567, "That is the median error of the model for dollars."),
                (5.365005, "That is in percent: ask for dollars, in thousands."),
                (8416.306, "In thousands of dollars."),
            ],
            given_back=[9],
        ),
    }
)

# --- a clock --------------------------------------------------------------------------------------------------------

a_clock = Parts(
    {
        "error": Choice(
            "rises",
            among=["falls", "stays", "rises"],
            wrong=[
                ("falls", "A trend of four years was continued into a year that it had not seen."),
                ("stays", "Nearly; but look at more digits."),
            ],
        ),
        "points": Number(
            0.075251,
            digits=2,
            wrong=[
                (0.000752514, "In percentage points: a hundred times as much."),
                (10.055365, "That is the error with the clock, in percent: by how much is it above the other one?"),
                (-0.075251, "Subtract the error without the clock from that with it."),
            ],
            given_back=[2010],
        ),
    }
)

# --- six columns ----------------------------------------------------------------------------------------------------

_GOOD = 0.15


@lru_cache(maxsize=1)
def _houses() -> tuple[pd.DataFrame, np.ndarray]:
    """The houses of the chapter that were sold before 2010, and the logarithms of their prices."""
    ames = load_ames()
    normal = ames[(ames["Sale_Condition"] == "Normal") & (ames["Year_Sold"] < 2010)].reset_index(drop=True)
    houses = normal.drop(columns=["Sale_Price", "Sale_Condition", "Sale_Type", "Year_Sold", "Mo_Sold"])
    houses["Lot_Frontage"] = houses["Lot_Frontage"].where(houses["Lot_Frontage"] > 0)
    for size in ("Gr_Liv_Area", "Lot_Area"):
        houses[f"log {size}"] = np.log(houses[size])
    return houses, np.log(normal["Sale_Price"].to_numpy(float))


@lru_cache(maxsize=20)
def _cross_validated(*columns: str) -> float:
    """The error of ridge on some columns, over the folds of the chapter, as a share of the price."""
    houses, y = _houses()
    table = ColumnsByKind(Imputer(), OneHotEncoder(min_count=20, unknown="zeros"))
    pipeline = Pipeline([table, StandardScaler()], Ridge(alpha=20, method="cholesky"))
    folds = k_fold(len(y), 5, np.random.default_rng(0))
    return float(np.sqrt(cross_val_loss(pipeline, houses[list(columns)], y, folds).mean()))


six_columns = Construction(
    ["log Gr_Liv_Area", "Year_Built", "Overall_Cond", "Neighborhood", "Garage_Area", "Total_Bsmt_SF"],
    words=True,
    properties=[
        (lambda names: 1 <= names.size <= 6, "Choose from one to six columns."),
        (
            lambda names: bool(set(names) <= {*_houses()[0].columns}),
            lambda names: f"There is no column `{next(n for n in names if n not in _houses()[0].columns)}` to use.",
        ),
        (lambda names: len(set(names)) == names.size, "One of them is there twice."),
        (
            lambda names: _cross_validated(*names) < _GOOD,
            lambda names: f"Cross-validation says `{100 * _cross_validated(*names):.1f}` percent: below 15 can be had.",
        ),
    ],
    ordered=False,
    wrong=[
        (["Year_Built"], "Age alone: what would an agent ask next?"),
        (["log Gr_Liv_Area", "Neighborhood"], "Size and place: good, and not enough. You have four more."),
        (["Sale_Price"], "That is what is to be predicted: nobody knows it in time."),
        (
            ["Bedroom_AbvGr", "Full_Bath", "Fireplaces", "Garage_Cars", "Lot_Frontage", "TotRms_AbvGrd"],
            "Counting rooms: how large are they, how old, and where?",
        ),
    ],
    given_back=[[]],
)
