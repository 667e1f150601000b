"""Code that needs a large library, PyTorch or TensorFlow, beside the results of its last run where that is missing.

`recorded` runs it where the library is installed, and elsewhere reads its results from ``results.json``, which
``benchmarks/frameworks.py --write`` makes.
"""

from derived.frameworks.recorded import NotRecordedError, how_run, needs, recorded_times, recording

__all__ = ["NotRecordedError", "how_run", "needs", "recorded_times", "recording"]
