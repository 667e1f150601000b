"""Checked derivations: chains of lines, each tested as it is written.

`lines` has what a derivation consists of, `claims` what a line claims, `checks` how that is tested and how sharp the
test is, `definitions` how a definition is tested by what rests on it, `letters` what may stand in a line, `chains` the
`Derivation` itself; `statements` are lines within the text, `pages` what all lines of a chapter share,
`closing` the end of a page, `typeset` how all this is shown.
"""

from derived.derivation.chains import Derivation
from derived.derivation.closing import ClosedPage, close_page
from derived.derivation.lines import DerivationError, Evidence, Line, Tally, Wrong
from derived.derivation.pages import new_page
from derived.derivation.statements import Statements, state

__all__ = [
    "ClosedPage",
    "Derivation",
    "DerivationError",
    "Evidence",
    "Line",
    "Statements",
    "Tally",
    "Wrong",
    "close_page",
    "new_page",
    "state",
]
