"""What a later chapter uses of Foundations, it links to: at least once, where a reader meets the term."""

import re

import pytest

from .conftest import ROOT

TERMS = {
    "vectors-numpy": r"broadcast(?:ing|s)?",
    "vectors-rank": r"full (?:column )?rank|null space|column space",
    "vectors-lengths": r"inner products?|orthogonal",
    "vectors-projection": r"hat matrix|projections?",
    "vectors-orthonormal": r"orthonormal|QR",
    "vectors-eigenvalues": r"eigenvalues?|eigenvectors?",
    "vectors-definite": r"positive (?:semi)?definite|quadratic form",
    "vectors-singular": r"singular values?",
    "vectors-conditioning": r"condition numbers?",
    "derivatives-partial": r"gradients?(?! descent)|partial derivatives?",
    "derivatives-second": r"Hessians?|Taylor(?:'s formula| polynomial)?",
    "derivatives-bowl": r"convex|(?<!monkey )saddles?",
    "derivatives-composed": r"chain rule|Jacobians?",
    "derivatives-differentials": r"differentials?",
    "derivatives-step": r"(?:finite|central|forward) differences?",
    "probability-events": r"conditional (?:probability|probabilities)|Bayes' theorem",
    "probability-expectation": r"expectations?|expected values?|variances?|covariances?|standard deviations?",
    "probability-densities": r"normal (?:distribution|law|density|numbers|noise)|normally distributed",
    "probability-many": r"law of large numbers|central limit theorem",
    "probability-likelihood": r"(?:maximum |log-)?likelihood",
    "probability-prior": r"maximum a posteriori|posterior|prior",
    "probability-entropy": r"(?:cross-)?entropy|Kullback",
    "statistics-lots": r"p-values?|null hypothesis|permutation test",
    "statistics-sample": r"standard errors?",
    "statistics-freedom": r"degrees? of freedom",
    "statistics-unbiased": r"unbiased",
    "statistics-interval": r"confidence intervals?",
    "statistics-resampling": r"bootstrap",
}
LATER = [
    path
    for part in ("linear-models", "automatic-differentiation", "optimization", "neural-networks")
    for path in sorted((ROOT / "book" / part).glob("*.md"))
]
UNREAD = re.compile(r"^(?:#|\(|:::|:class|\||%|---|\$\$|- )")
NO_WORDS = re.compile(r"\{[^}`]*\}`[^`]*`|`[^`]*`|\$[^$]*\$|\[[^\]]*\]\([^)]*\)|\{[^}]*\}")


def running_text(source: str) -> str:
    """What is read as sentences: no cells, headings, lists, formulas or links, and nothing from the summary on."""
    body = source.split("\n---\n", 1)[1].split("\n## Summary", 1)[0]
    prose = re.sub(r"^```.*?^```", "", body, flags=re.S | re.M)
    return NO_WORDS.sub("", "\n".join(line for line in prose.splitlines() if not UNREAD.match(line)))


@pytest.mark.parametrize("path", LATER, ids=lambda path: path.stem)
def test_terms_of_foundations_are_linked(path):
    source = path.read_text("utf-8")
    words = running_text(source)
    used = {label for label, term in TERMS.items() if re.search(rf"(?<![\w-])(?:{term})(?![\w-])", words)}
    linked = set(re.findall(r"\{ref\}`[^`]*<([\w-]+)>`", source))
    assert not used - linked, f"{path.name} uses what Foundations introduces and does not link to it once"


def test_terms_stand_where_they_are_said_to():
    foundations = "".join(path.read_text("utf-8") for path in (ROOT / "book/foundations").glob("*.md"))
    for label, term in TERMS.items():
        section = re.search(rf"^\({label}\)=\n#+ .*?(?=^## )", foundations, re.S | re.M)
        assert section, f"Foundations has no section {label}"
        assert re.search(term, section[0], re.I), f"{label} does not speak of {term}"
