"""Statistics: what data tell of the numbers behind them, and how surely."""

from derived.statistics.inference import Inference, percent, quantile
from derived.statistics.odds import OddsRatio, odds_ratio

__all__ = [
    "Inference",
    "OddsRatio",
    "odds_ratio",
    "percent",
    "quantile",
]
