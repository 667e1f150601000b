"""Exercises of the chapter on inference: what each column does, and how sure its weight is."""

import numpy as np

from derived.datasets import load_windsor
from derived.exercises import Choice, Function, Number, Parts
from derived.linear_models import LinearRegression

# --- two similar columns ----------------------------------------------------------------------------------------------

_explained = 0.9**2
_inflation = 1 / (1 - _explained)

how_similar = Parts(
    {
        "vif": Number(
            _inflation,
            digits=2,
            wrong=[
                (1 / (1 - 0.9), "The share that is explained is the square of the correlation."),
                (1 / _explained, "Divide by what is *not* explained."),
                (np.sqrt(_inflation), "That is its root, the factor of the standard error."),
            ],
            given_back=[0.9],
        ),
        "error": Number(
            np.sqrt(_inflation),
            digits=2,
            wrong=[
                (_inflation, "That is the factor of the variance: take the root."),
                (1 / np.sqrt(_inflation), "Upside down: similar columns make it larger."),
                (np.sqrt(1 / (1 - 0.9)), "The share that is explained is the square of the correlation."),
            ],
        ),
        "correlation": Number(
            np.sqrt(3 / 4),
            digits=3,
            wrong=[
                (3 / 4, "That is the share that is explained: the correlation is its root."),
                (1 / 2, "Twice the standard error is four times the variance: which share has to be explained?"),
                (np.sqrt(1 / 2), "That doubles the variance; the standard error is to be doubled."),
            ],
        ),
    },
    follows={"error": lambda vif: vif**0.5},
)


# --- one weight at a time ---------------------------------------------------------------------------------------------


def _residual(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    return y - X @ np.linalg.lstsq(X, y)[0]


def _with_one_more(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    columns = np.column_stack([np.ones(5), rng.permutation(9)[:5]])
    return columns, rng.integers(-5, 6, 5) + columns[:, 1], rng.integers(-5, 6, 5) / 1.0


def _alone(X: np.ndarray, z: np.ndarray, y: np.ndarray) -> float:
    left = _residual(X, z)
    return float(left @ y / (left @ left))


one_weight_at_a_time = Function(
    _alone,
    inputs=_with_one_more,
    without=["column_stack", "hstack", "concatenate", "append", "insert", "block", "c_", "LinearRegression"],
    wrong=[
        (
            lambda X, z, y: float(z @ y / (z @ z)),
            r"And $\mathbf X$? First, what is left of $\mathbf z$?",
        ),
        (
            lambda X, z, y: float(_residual(X, z) @ y / (z @ z)),
            r"Below the line, too, it is what is left of $\mathbf z$.",
        ),
        (
            lambda X, z, y: float(z @ y / (_residual(X, z) @ _residual(X, z))),
            r"Above the line, too, it is what is left of $\mathbf z$.",
        ),
        (
            lambda X, z, y: float(_residual(X, z) @ y / (_residual(X, y) @ _residual(X, y))),
            r"Divide by the length of what is left of $\mathbf z$, not of $\mathbf y$.",
        ),
        (lambda X, z, y: float(_residual(X, z) @ y), "Divide, as for every slope through the origin."),
    ],
    given_back=[lambda X, z, y: float(np.linalg.lstsq(np.column_stack([X, z]), y)[0][-1])],
)


# --- house prices in Windsor ------------------------------------------------------------------------------------------

_windsor = load_windsor()
_columns = ["lotsize", "bedrooms", "bathrooms", "stories"]
_dollars = LinearRegression().fit(_windsor[_columns], _windsor["price"])
_log = LinearRegression().fit(_windsor[_columns], np.log(_windsor["price"]))
_bathroom = _log.coef_[_columns.index("bathrooms")]

houses_in_windsor = Parts(
    {
        "largest_t": Choice(
            _columns[int(np.argmax(_dollars.t_values[1:]))],
            among=[*_columns, "price"],
            wrong=[
                ("bathrooms", "Its weight is the largest, but in other units: compare the $t$ values."),
                ("bedrooms", "That one has the smallest $t$ value."),
                ("stories", "Divide each weight by its standard error, and compare again."),
            ],
            given_back=["price"],
        ),
        "R2": Number(
            _dollars.r_squared,
            digits=3,
            wrong=[
                (1 - _dollars.r_squared, "That is the share that the columns leave."),
                (_log.r_squared, "That is the second model's, for the logarithm."),
                (_dollars.adjusted_r_squared, "That is the adjusted one."),
                (np.sqrt(_dollars.r_squared), "That is its root, the correlation of prices and fitted values."),
            ],
        ),
        "factor": Number(
            _dollars.robust.standard_errors[1] / _dollars.standard_errors[1],
            digits=2,
            wrong=[
                (_dollars.standard_errors[1] / _dollars.robust.standard_errors[1], "Upside down."),
                (
                    _dollars.robust.standard_errors[0] / _dollars.standard_errors[0],
                    "That is the intercept's, which comes first.",
                ),
                (
                    _log.robust.standard_errors[1] / _log.standard_errors[1],
                    "That is the second model's; for the first, the price itself.",
                ),
            ],
        ),
        "percent": Number(
            100 * np.expm1(_bathroom),
            digits=1,
            wrong=[
                (100 * _bathroom, r"The approximation $100\,w$ is meant for small $w$: take $e^w$."),
                (_bathroom, "That is the weight itself. By which factor does it multiply the price?"),
                (100 * np.exp(_bathroom), "Of the factor $e^w$, one is the price as it was: how much comes on top?"),
                (_dollars.coef_[_columns.index("bathrooms")], "Those are dollars, from the first model."),
            ],
        ),
    }
)
