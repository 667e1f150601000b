"""A training step of the convolutional network of the book, in steps of PyTorch, as measured once.

Written by ``benchmarks/convolution.py --write``: medians of 61 rounds in turns, 64 images, one thread.
"""

__all__ = ["MACHINE", "RATIOS", "VERSIONS"]

MACHINE = "one core of an Intel Xeon Processor"
VERSIONS = "NumPy 2.4.6 and PyTorch 2.14.1"

RATIOS = {
    "float64": 0.83,
    "float32": 1.93,
}
"""By the kind of numbers: our time over that of PyTorch."""
