"""Checked derivations: chains of lines, each tested as it is written.

`lines` has what a derivation consists of, `claims` what a line claims, `trials` where it is tried, `checks` how it is
tested, `sharpness` what of its misprints the test rejects, `rejections` how one is rejected, `proofs` how one is
shown to be none; `roots` solves equations for their `unknowns`, by `searching` where they are not polynomial; `pursuit`
goes where an inequality might fail; `evidence` and `counterexamples` are what is said of all that. `definitions` tests
a definition by its `witnesses`, `comparisons` a formula by the code. `letters` says what may stand in a line, `faces`
how its letters look, `conditions` what is printed of them. `chains` is the `Derivation` itself, made of what `writing`
does for each line; `statements` are lines within the text, `pages` what all lines of a chapter share, `closing` its
end, `typeset` how all this is shown.
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
