"""Statistics: what data tell of the numbers behind them, and how surely.

`means` has the mean of a sample and the difference of two, with standard errors, tests and intervals; `permutation` the
test that counts other splits, `bootstrap` how much any statistic varies; `groups` the tests with χ² and F, `many_tests`
p values for many tests at once; `detection` finds anomalies. `inference` has standard errors, tests and intervals of
fitted weights, in one table for all models; `odds` the odds ratio of a two by two table; `deviations` the mean and the
squares about it, exact where all numbers are equal.
"""

from derived.statistics.bootstrap import bootstrap, percentile_interval
from derived.statistics.detection import FittedDetector, GaussianDetector
from derived.statistics.groups import TestResult, chi_squared_test, f_test
from derived.statistics.inference import Inference, critical_value, percent
from derived.statistics.many_tests import adjust_benjamini_hochberg, adjust_bonferroni
from derived.statistics.means import Estimate, estimate_difference, estimate_mean
from derived.statistics.odds import OddsRatio, odds_ratio
from derived.statistics.permutation import PermutationTest, permutation_test

__all__ = [
    "Estimate",
    "FittedDetector",
    "GaussianDetector",
    "Inference",
    "OddsRatio",
    "PermutationTest",
    "TestResult",
    "adjust_benjamini_hochberg",
    "adjust_bonferroni",
    "bootstrap",
    "chi_squared_test",
    "critical_value",
    "estimate_difference",
    "estimate_mean",
    "f_test",
    "odds_ratio",
    "percent",
    "percentile_interval",
    "permutation_test",
]
