"""Statistics: what data tell of the numbers behind them, and how surely."""

from derived.statistics.odds import OddsRatio, odds_ratio

__all__ = [
    "OddsRatio",
    "odds_ratio",
]
