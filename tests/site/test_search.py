"""What readers search for, and the section that has to be among the first three results."""

import gzip
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import SITE
from .visiting import AXE, EVERYTHING, NARROW, RUN_AXE, watch

FIRST = 3

# What is asked for, and where it is explained: a page and the name of its section, none for its top.
ASKED = {
    "AUC": "logistic-regression#can-the-probabilities-be-trusted",
    "ROC": "logistic-regression#can-the-probabilities-be-trusted",
    "precision and recall": "logistic-regression#can-the-probabilities-be-trusted",
    "calibration": "logistic-regression#can-the-probabilities-be-trusted",
    "IRLS": "logistic-regression#newtons-step-is-a-regression",
    "MLE": "logistic-regression#which-weights-the-most-likely-ones",
    "maximum likelihood": "logistic-regression#which-weights-the-most-likely-ones",
    "cross entropy": "logistic-regression#which-weights-the-most-likely-ones",
    "odds ratio": "logistic-regression#odds",
    "sigmoid": "logistic-regression#odds",
    "perfect separation": "logistic-regression#separable-data-no-best-weights",
    "SGD": "gradient-descent#a-few-rows-at-a-time",
    "minibatch": "gradient-descent#a-few-rows-at-a-time",
    "mini batch": "gradient-descent#a-few-rows-at-a-time",
    "learning rate": "gradient-descent",
    "step size": "gradient-descent",
    "condition number": "gradient-descent#the-exact-bounds-on-a-quadratic",
    "line search": "gradient-descent#let-the-function-choose-the-rate",
    "Newton's method": "gradient-descent#newtons-method",
    "Lipschitz": "gradient-descent#how-far-may-a-step-go",
    "OLS": "linear-regression",
    "MSE": "gradient-descent#many-weights",
    "normal equations": "linear-regression#many-features-a-matrix",
    "hat matrix": "linear-regression#the-geometry",
    "R squared": "linear-regression#how-much-does-the-line-explain",
    "R²": "linear-regression#how-much-does-the-line-explain",
    "one-hot": "linear-regression#a-category-as-columns",
    "dummy variables": "linear-regression#a-category-as-columns",
    "multicollinearity": "linear-regression#two-say-nearly-the-same-thing",
    "outlier": "linear-regression#where-it-fails-one-house-tilts-the-line",
    "PCA": "vectors-and-matrices#every-matrix-singular-values",
    "SVD": "linear-regression#do-not-invert",
    "QR": "linear-regression#do-not-invert",
    "confidence interval": "inference#an-interval",
    "p-value": "statistics#let-the-lot-decide-again",
    "VIF": "inference#the-variance-inflation-factor",
    "heteroscedasticity": "inference#robust-standard-errors",
    "heteroskedastic": "inference#residuals-against-fitted-values",
    "Gauss-Markov": "inference#a-proof-gauss-and-markovs-theorem",
    "regularised": "regularization#a-price-on-length",
    "regularization": "regularization",
    "overfitting": "regularization",
    "bias variance": "regularization#noise-bias-and-variance",
    "cross-validation": "regularization#learn-here-choose-there-judge-elsewhere",
    "crossvalidation": "regularization#learn-here-choose-there-judge-elsewhere",
    "ridge": "regularization#a-price-on-length",
    "weight decay": "optimizers#adamw-decay-is-not-a-penalty",
    "lasso": "lasso",
    "L1": "lasso",
    "elastic net": "lasso#the-elastic-net",
    "soft thresholding": "lasso#one-weight-the-soft-threshold",
    "coordinate descent": "lasso#one-weight-at-a-time",
    "Lagrange multiplier": "lasso#the-fence",
    "KKT": "lasso#not-all-of-it-must-be-spent",
    "standardise": "house-prices#back-to-the-units-of-the-houses",
    "softmax": "softmax-regression",
    "log-sum-exp": "softmax-regression#the-logarithm-of-a-sum-of-exponentials",
    "Jacobian": "derivatives#the-chain-rule",
    "Hessian": "derivatives#second-derivatives-and-what-is-left-over",
    "Taylor": "derivatives#second-derivatives-and-what-is-left-over",
    "saddle point": "derivatives#bowl-or-saddle",
    "gradient": "derivatives#several-variables",
    "dual numbers": "dual-numbers#a-number-whose-square-is-zero",
    "computational graph": "evaluation-traces#the-list-as-a-graph",
    "backpropagation": "reverse-mode",
    "finite differences": "forward-against-reverse#against-finite-differences",
    "checkpointing": "forward-against-reverse#checkpoints",
    "momentum": "momentum",
    "Nesterov": "momentum#nesterov-look-first",
    "Adam": "optimizers#adam-both-means-freed-of-their-start",
    "RMSprop": "optimizers#rmsprop-what-was-lately",
    "optimiser": "optimizers",
    "Rosenbrock": "test-functions#a-curved-valley-rosenbrock",
    "no free lunch": "the-race#no-free-lunch-small-enough-to-count",
    "neighbours": "inference#side-road-neighbors",
    "rss_gradient": "api-linear-models#derived.linear_models.linear_regression.rss_gradient",
    "LogisticRegression": "api-linear-models#derived.linear_models.logistic_regression.LogisticRegression",
    "roc_curve": "api-foundations#derived.metrics.roc_curve",
}
ALIKE = [
    ("regularised", "regularized"),
    ("standardisation", "standardization"),
    ("optimiser", "optimizer"),
    ("neighbour", "neighbor"),
    ("centred", "centered"),
    ("centre", "center"),
    ("modelling", "modeling"),
    ("labelled", "labeled"),
    ("heteroskedasticity", "heteroscedasticity"),
    ("matrices", "matrix"),
    ("analysing", "analyzing"),
]


@pytest.fixture
def search(browser: Browser, address: str):
    """Search the site; fail at the end if a script stumbled, or another host was asked."""
    wrong: list[str] = []
    context = browser.new_context(viewport=NARROW)
    watch(context, f"{address}/", wrong)
    page = context.new_page()
    page.on("pageerror", lambda e: wrong.append(str(e)))

    def looked_for(query: str, quotes: bool = True) -> Page:
        if not quotes:  # which take their time
            page.route("**/book/**", lambda route: route.abort())
        page.goto(f"{address}/search.html?q={quote(query)}")
        page.locator("#search-results .search-summary").wait_for()
        return page

    yield looked_for
    context.close()
    assert not wrong


def found(page: Page) -> list[str]:
    """Where the results lead: "lasso#the-fence"."""
    links = page.locator("#search-results li a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [re.sub(r".*/|\.html", "", link) for link in links]


@pytest.mark.parametrize("query", ASKED)
def test_what_is_asked_for_is_among_the_first(search, query):
    page, _, anchor = ASKED[query].partition("#")
    (file,) = (SITE / "book").rglob(f"{page}.html")
    assert not anchor or f'id="{anchor}"' in file.read_text("utf-8"), "the section has another name now"
    assert ASKED[query] in found(search(query, quotes=False))[:FIRST]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_however_a_word_is_spelled_the_same_is_found(search, one, other):
    first = found(search(one, quotes=False))
    assert first
    assert found(search(other, quotes=False)) == first


def test_whole_words_come_first_and_beginnings_where_there_are_none(search):
    assert not [place for place in found(search("roc"))[:5] if "process" in place]
    assert {"lasso", "lasso#the-fence"} <= set(found(search("lagran"))[:FIRST])


def test_nothing_found_is_said(search):
    page = search("zygomorphic")
    assert found(page) == []
    expect(page.get_by_role("status")).to_contain_text("Nothing was found for “zygomorphic”")


def test_a_result_names_its_page_and_quotes_the_words(search):
    page = search("condition number")
    item = page.locator("#search-results li", has_text="The exact bounds on a quadratic")
    expect(item.locator(".search-page")).to_have_text("Gradient descent")
    expect(item.locator("mark").first).to_have_text(re.compile("condition|number"))


def test_a_result_leads_to_its_section_with_the_words_marked(search):
    page = search("condition number")
    page.get_by_role("link", name="The exact bounds on a quadratic").click()
    page.wait_for_url("**/gradient-descent.html#the-exact-bounds-on-a-quadratic")
    expect(page.locator("#the-exact-bounds-on-a-quadratic h2")).to_be_in_viewport()
    marked = "() => [...CSS.highlights.get('found') ?? []].map(range => range.toString().toLowerCase())"
    assert {"condition", "number"} <= set(page.evaluate(marked)) <= {"condition", "conditions", "number", "numbers"}
    page.keyboard.press("Escape")
    assert page.evaluate(marked) == []
    page.reload()
    assert page.evaluate(marked) == []


@pytest.mark.parametrize("query", ["LogisticRegression", "cross_entropy_hessian", "regularisation"])
def test_results_fit_a_narrow_phone(search, query):
    page = search(query)
    assert found(page)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    edges = page.locator("#search-results *").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(edges) <= NARROW["width"]


@pytest.mark.parametrize("color", ["light", "dark"])
def test_axe_finds_nothing_among_results(search, color):
    page = search("gradient")
    page.emulate_media(color_scheme=color)
    page.locator("#search-results mark").first.wait_for()
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(RUN_AXE, EVERYTHING) == []


def test_the_index_is_light():
    chapters = len(list(SITE.glob("_sources/book/[!r]*/*.md")))
    size = len(gzip.compress((SITE / "searchindex.js").read_bytes()))
    assert size <= 3_500 * chapters, f"{size:,} bytes for {chapters} chapters"
