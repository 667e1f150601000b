"""What of a page is searched, and under which form of a word it is found, in Python and in the browser alike."""

import json
import re
import subprocess

import pytest
from selectolax.lexbor import LexborHTMLParser

import mathematics
from finishing import search

from .conftest import ROOT

SCRIPT = (ROOT / "book" / "_static" / "finding.js").read_text("utf-8")


def page(body: str) -> list[search.Place]:
    return search.places(LexborHTMLParser(f"<html><body><article class='bd-article'>{body}</article></body></html>"))


def chapter(title: str, *sections: tuple[str, str]) -> list[search.Place]:
    head = '<h2><span class="section-number">1.1. </span>{}<a class="headerlink">#</a></h2>'
    parts = "".join(f'<section id="{name.lower()}">{head.format(name)}{text}</section>' for name, text in sections)
    return page(f'<section id="top"><h1>{title}</h1>{parts}</section>')


def node(index: str, ask: str) -> object:
    """What the browser's script says, without a browser."""
    program = f"{index}\n{SCRIPT}\nconsole.log(JSON.stringify({ask}))"
    done = subprocess.run([mathematics.NODE, "-"], input=program, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def results(index: str, query: str) -> list[str]:
    """Where its results lead."""
    return node(index, f"search.ask({json.dumps(query)}).results.map(({{ url }}) => url)")


@pytest.mark.parametrize(
    "words",
    ["regularised regularized regularise regularization regularizing", "standardise Standardized standardisation",
     "normalise normalized", "optimiser optimizer optimizers optimization", "neighbour neighbors neighbouring",
     "behaviour behavior", "centre center", "centred centered", "modelling modeling models modelled",
     "matrix matrices", "hypothesis hypotheses", "analyse analyze analysed", "heteroscedastic heteroskedastic",
     "fit fitted fitting", "estimate estimator estimated estimation", "converge converges convergence converging",
     "separable separability", "sparse sparsity", "Fréchet frechet", "R2 R²", "biased bias", "class classes"],
)  # fmt: skip
def test_words_that_mean_the_same_are_found_alike(words):
    assert len({search.form(word) for word in words.split()}) == 1, [search.form(word) for word in words.split()]


@pytest.mark.parametrize(
    "words",
    ["normal normalize", "regular regularize", "general generalize", "log logistic", "form format", "number numeric"],
)
def test_words_that_mean_something_else_are_not(words):
    assert len({search.form(word) for word in words.split()}) == 2


def test_the_browser_makes_the_same_forms():
    text = " ".join(path.read_text("utf-8") for path in sorted((ROOT / "book").glob("[fo]*/*.md")))
    words = sorted(set(re.findall(r"[^\W\d_]\w*", text)))
    assert len(words) > 2000
    index = search.index([], {})
    assert node(index, f"{json.dumps(words)}.map(search.form)") == [search.form(word) for word in words]


def test_a_place_has_its_own_words():
    top, one, two = chapter("A chapter", ("one", "<p>apples</p>"), ("two", "<p>pears and more pears</p>"))
    assert (top.anchor, top.title, one.anchor, one.title) == ("", "A chapter", "one", "1.1. one")
    assert (one.words["appl"], one.words["pear"], two.words["pear"], top.words["pear"]) == (1, 0, 2, 0)


def test_code_is_not_searched_but_names_are():
    code = "<pre>import numpy as np</pre><p>See <code>np.linalg.solve</code> and <code>rss_gradient</code>.</p>"
    _, place = chapter("A chapter", ("code", code))
    assert not place.words["numpy"]
    assert not place.words["import"]
    assert {"linalg", "solv", "rss_gradient", "gradient"} <= place.words.keys()


def test_marks_formulas_and_sources_are_not_searched_but_letters_are():
    p, beta, r2 = (
        f'<span class="math"><annotation>{tex}</annotation><span class="katex-html">letters</span></span>'
        for tex in ("p", r"\beta_j", "R^2")
    )
    text = (
        '<div class="derivation-mark"><details>misprint</details></div><details class="hide"><summary>Show</summary>'
        f"</details><p>The {p}-value of {beta} and {r2}.</p>"
    )
    _, place = chapter("A chapter", ("text", text))
    assert {"pvalu", "valu", "r2"} <= place.words.keys()
    assert not {"misprint", "show", "letter", "beta_j"} & place.words.keys()


def test_objects_of_the_package_are_places():
    api = (
        '<section id="module-derived.x"><h1>x</h1><dl class="py class">'
        '<dt class="sig sig-object py" id="derived.x.RidgePath">RidgePath</dt>'
        '<dd><p>All ridges.</p><p>Later</p><dl class="py method"><dt class="sig" id="derived.x.RidgePath.fit"></dt>'
        "<dd><p>Fits.</p></dd></dl></dd></dl></section>"
    )
    around, made, fit = page(api)
    assert (made.anchor, made.title, made.words["ridg"], made.words["later"]) == ("derived.x.RidgePath",) * 2 + (1, 0)
    assert (fit.anchor, fit.words["fit"]) == ("derived.x.RidgePath.fit", 1)
    index = search.index([("book/api.html", "API", [around, made, fit])], {})
    assert results(index, "RidgePath")[0] == "book/api.html#derived.x.RidgePath"


def test_an_exercise_is_a_place():
    title = '<p class="admonition-title">Exercise 1.1: by hand</p>'
    text = f'<div class="exercise admonition" id="exercise-1-1">{title}<p>Plums</p></div>'
    _, around, exercise = chapter("A chapter", ("exercises", text))
    assert (exercise.anchor, exercise.title) == ("exercise-1-1", "Exercise 1.1: by hand")
    assert exercise.words["plum"]
    assert not around.words["plum"]


SAID, OFTEN = "<p>momentum" + " said" * 9 + "</p>", "<p>plum processing</p>"
DEFINED, LATER = (
    "<p>This is <em>momentum</em>, the area under the curve.</p>",
    "<p>Again <em>momentum</em>, momentum.</p>",
)
BOOK = [
    ("book/one.html", "One", chapter("1. One", ("Said", SAID), ("Often", OFTEN))),
    ("book/two.html", "Two", chapter("2. Two", ("Defined", DEFINED))),
    ("book/three.html", "Three", chapter("3. Three", ("Later", LATER))),
]


def test_a_word_is_found_first_where_it_is_first_stressed():
    assert results(search.index(BOOK, {}), "momentum")[0] == "book/two.html#defined"


def test_the_middle_of_a_word_is_not_found_its_beginning_is():
    index = search.index(BOOK, {})
    assert results(index, "roc") == []
    assert results(index, "proces") == ["book/one.html#often"]


def test_what_readers_call_by_another_name_is_found():
    assert results(search.index(BOOK, {}), "AUC") == []
    assert results(search.index(BOOK, {"AUC": "area under the curve"}), "auc") == ["book/two.html#defined"]


def test_all_words_count_and_the_title_of_the_page_for_its_sections():
    index = search.index(BOOK, {})
    assert results(index, "plum momentum three")[0] == "book/three.html#later"
    assert results(index, "one plum")[0] == "book/one.html#often"


def test_every_other_name_says_something():
    names = json.loads((ROOT / "book" / "_static" / "alike.json").read_text("utf-8"))
    for asked, told in names.items():
        assert search.forms(told), asked
        assert search.forms(asked) != search.forms(told), asked
