"""Statistics: what data tell of the numbers behind them, and how surely.

`inference` has standard errors, tests and intervals of fitted weights, in one table for all models; `odds` the odds
ratio of a two by two table.
"""

from derived.statistics.inference import Inference, critical_value, percent
from derived.statistics.odds import OddsRatio, odds_ratio

__all__ = [
    "Inference",
    "OddsRatio",
    "critical_value",
    "odds_ratio",
    "percent",
]
