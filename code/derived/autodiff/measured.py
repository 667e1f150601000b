"""What a whole Jacobian costs forward and in reverse, in evaluations of the function, as measured once.

Written by ``benchmarks/forward_reverse.py --write``: three steps with 256 numbers in the middle, medians of 41
rounds. Each row has the number of inputs or of outputs, and the cost forward and in reverse.
"""

__all__ = ["MACHINE", "MANY_INPUTS", "MANY_OUTPUTS", "VERSIONS"]

MACHINE = "one core of an Intel Xeon Processor"
VERSIONS = "Python 3.11.7, NumPy 2.4.6"

MANY_INPUTS = [
    (1, 8.21, 7.22),
    (4, 19, 7.33),
    (16, 57.8, 6.98),
    (64, 175, 6.96),
    (256, 511, 5.08),
]
"""With one output."""

MANY_OUTPUTS = [
    (1, 8.09, 7.06),
    (4, 8.11, 14.2),
    (16, 7.77, 39),
    (64, 8.17, 127),
    (256, 6.17, 279),
]
"""With one input."""
