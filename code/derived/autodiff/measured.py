"""What a whole Jacobian costs forward and in reverse, in evaluations of the function, as measured once.

Written by ``benchmarks/forward_reverse.py --write``: three steps with 256 numbers in the middle, medians of 41
rounds. Each row has the number of inputs or of outputs, and the cost forward and in reverse.
"""

__all__ = ["MACHINE", "MANY_INPUTS", "MANY_OUTPUTS", "VERSIONS"]

MACHINE = "one core of an Intel Xeon Processor"
VERSIONS = "Python 3.11.7, NumPy 2.4.6"

MANY_INPUTS = [
    (1, 8.75, 7.86),
    (4, 20.2, 8.47),
    (16, 58.8, 7.59),
    (64, 585, 7.58),
    (256, 2.33e+03, 5.91),
]
"""With one output."""

MANY_OUTPUTS = [
    (1, 9.17, 7.56),
    (4, 9.35, 15.4),
    (16, 8.69, 39.4),
    (64, 9.4, 551),
    (256, 7.87, 1.03e+03),
]
"""With one input."""
