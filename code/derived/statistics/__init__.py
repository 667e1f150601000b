"""Statistics: what data tell of the numbers behind them, and how surely."""

from derived.statistics.inference import Inference, critical_value, percent
from derived.statistics.odds import OddsRatio, odds_ratio

__all__ = [
    "Inference",
    "OddsRatio",
    "critical_value",
    "odds_ratio",
    "percent",
]
