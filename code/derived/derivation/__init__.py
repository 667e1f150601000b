"""Checked derivations: chains of lines, each tested as it is written.

`lines` has what a derivation consists of, `claims` what a line claims, `checks` how that is tested and how sharp the
test is, `chains` the `Derivation` itself.
"""

from derived.derivation.chains import Derivation
from derived.derivation.lines import DerivationError, Evidence, Line, Tally, Wrong
from derived.derivation.pages import ClosedPage, close_page, new_page

__all__ = [
    "ClosedPage",
    "Derivation",
    "DerivationError",
    "Evidence",
    "Line",
    "Tally",
    "Wrong",
    "close_page",
    "new_page",
]
