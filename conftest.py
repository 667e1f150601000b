"""For the examples in docstrings: a module that pytest collects alone must be the one that its package has imported."""

import derived.derivation  # noqa: F401
