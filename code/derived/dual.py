"""The old address of `derived.autodiff`, until all modules that are being worked on import from there."""

from derived.autodiff import *  # noqa: F403
from derived.autodiff import __all__  # noqa: F401
