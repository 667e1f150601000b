"""What readers search: the words of each section, found however they are spelled, and first where they are defined.

A result is a section, or an object of the package, and not a page: a chapter has sixty screens. The index has no code
but names in backticks, no formulas but single letters, and nothing of what a mark unfolds to. How much a word weighs
in a section is computed here; `finding.js` looks words up. It brings them into the form that they have here by the same
rules, which it finds in the index, and with them what readers call by another name (`alike.json`).
"""

from __future__ import annotations

import json
import math
import re
import string
import sys
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from finishing.nodes import first

# One spelling and one form for a word, in this order: British and American, one and many, what nouns and verbs end in.
RULES = [
    ("iz", "is"),
    ("([a-z]{2})yz", "$1ys"),
    ("skedas", "scedas"),
    ("([a-z]{3})our", "$1or"),
    ("(cent|met|lit|fib)re(s|d)?$", "$1er$2"),
    ("centerd$", "centered"),
    ("centring$", "centering"),
    ("ogue(s?)$", "og$1"),
    ("(def|off|lic)ence", "$1ense"),
    ("^grey", "gray"),
    ("artefact", "artifact"),
    ("judgement", "judgment"),
    ("^learnt$", "learned"),
    ("(matr|vert|ind|append|simpl)(ix|ex|ices|exes)$", "$1ic"),
    ("(hypothes|analys|bas|ax)(is|es)$", "$1i"),
    ("ies$", "y"),
    ("(ss|x|ch|sh)es$", "$1"),
    ("^(?!.*bias$)(.*[a-z]{2}[^su])s$", "$1"),
    ("is(e|ed|er|ing|ation|able)$", "is"),
    ("at(ion|ed|ing|or|e)$", "at"),
    ("([a-z]{2}[st])ion$", "$1"),
    ("([ai])bility$", "$1bl"),
    ("([a-z]{3})(ity|ence)$", "$1"),
    ("([a-z]{4}l)l(ing|ed|er)$", "$1"),
    ("([bdgmnprt])\\1(ing|ed)$", "$1"),
    ("([aeiouy].+)(ing|ed)$", "$1"),
    ("([a-z]{2})e$", "$1"),
]
COMPILED = [(re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", to)) for pattern, to in RULES]
COMMON = re.findall(
    r"\w+",
    """a an and are as at be been but by can did do does for from had has have he her his how i if in into is it its me
    my no not of on or our she so than that the their them then there these they this those to too us was we were what
    when where which why who will with would you your""",
)
WORD = re.compile(r"\w+(?:[-\u2010\u2011]\w+)*")
LETTER = re.compile(r"[A-Za-z]\d?|chi2|l[12]")  # a formula that is said like a word

UNSEARCHED = (
    "pre, script, style, svg, button, .headerlink, .breadcrumbs, .derivation-mark, .ledger, .eqno, .moving, "
    "h1, h2, h3, h4, .math, .sig, dl.py > dd > :not(dl.py, p:first-child), .toctree-wrapper, details.hide > summary"
)
TITLE = {"h1": 14.0, "h2": 9.0, "h3": 8.0, "h4": 7.0, "dt": 9.0}
STRESS = {"em": 3.0, "strong": 3.0, "code": 0.6, "cite": 0.6, "td": 0.7}
TERMS = ("em", "strong")  # what is said so for the first time is defined there
HEADS, HEAD = {"admonition-title", "derivation-head"}, 3.0
# Where words are used, and not explained: every word weighs less.
QUIET = {"exercises": 0.5, "sources": 0.4, "summary": 0.7, "common-mistakes": 0.8, "module": 0.5}
OBJECT = EXERCISE = 0.4
DEFINED, STRESSED, SAID = 7.0, 2.0, 3.0
OFTEN = 4  # times that two words follow each other in a section, to be found as one
# What a word weighs is kept as a letter: "a" for less than all of these, "b" for more than one, ... Of a word that is
# said everywhere so many places are kept, where it weighs most: of those with any letter, those after "a", ...
LEVELS = (1.0, 2.0, 4.0, 7.0, 11.0)
FEW = (10, 25, 50, 50, 50, 50)
DIGITS = string.digits + string.ascii_lowercase


@dataclass
class Place:
    """Where a result leads, and what is said there.

    Attributes
    ----------
    anchor, title : str
        Its name on the page, "" for the top; and its heading.
    weighs : float
        What its words are multiplied by.
    head : float
        How much a word of the heading weighs.
    words : defaultdict
        By form, one of a word or of two that follow each other, how often it is said.
    terms : list of str
        The forms of what is stressed, each as a whole.
    """

    anchor: str = ""
    title: str = ""
    weighs: float = 0.0  # what no section holds is not searched
    head: float = 0.0
    words: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    terms: list[str] = field(default_factory=list)

    def note(self, text: str, weight: float) -> None:
        """Note the words of a text."""
        said = forms(text)
        for word in (*said, *map(" ".join, pairwise(said))):
            self.words[word] += weight


@lru_cache(maxsize=50_000)
def form(word: str) -> str:
    """What a word is found under, however it is spelled and whatever it ends in.

    Examples
    --------
    >>> form("Regularised"), form("regularization"), form("neighbours"), form("matrices")
    ('regularis', 'regularis', 'neighbor', 'matric')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    for pattern, to in COMPILED:
        plain = pattern.sub(to, plain)
    return plain


def forms(text: str) -> list[str]:
    """The forms of the words of a text that say something; a compound is one word, and its parts follow.

    Examples
    --------
    >>> forms("the mini-batches of rss_gradient")
    ['minibatch', 'mini', 'batch', 'rss_gradient', 'rss', 'gradient']
    """
    found = []
    for word in WORD.findall(text):
        parts = re.split("[-_\u2010\u2011]", word)
        for part in dict.fromkeys([re.sub("[-\u2010\u2011]", "", word), *parts]):
            if len(part) > 1 and part.lower() not in COMMON and not part.isdigit():
                found.append(form(part))
    return found


def places(tree: LexborHTMLParser) -> list[Place]:
    """What may be found on a page, in its order."""
    article = tree.css_first("article.bd-article")
    if article is None:
        return []
    found: list[Place] = []
    _read(article, Place(), 1.0, {node.mem_id for node in article.css(UNSEARCHED)}, found)
    return found


def _read(box: LexborNode, place: Place, weight: float, unsearched: set[int], found: list[Place]) -> None:
    """Note the words of a box, and the places in it."""
    text, here = "", place
    for node in box.iter(include_text=True):
        kind, classes = node.tag or "", (node.attributes.get("class") or "").split()
        if kind == "-text":
            text += node.text_content or ""
        elif "math" in classes:
            text += _letter(node)
        elif kind == "dt" and "sig" in classes and node.attributes.get("id"):
            name = node.attributes["id"] or ""
            here = Place(name, name, OBJECT, TITLE[kind])
            found.append(here)
        elif node.mem_id not in unsearched:
            place.note(text, weight)
            text = ""
            if kind in TERMS:
                here.terms.append(" ".join(forms(node.text())))
            heavy = HEAD if HEADS.intersection(classes) else STRESS.get(kind, 1.0)
            inner = _place(node, kind, classes, here, found)
            _read(node, inner, weight * heavy, unsearched, found)
    place.note(text, weight)


def _place(node: LexborNode, kind: str, classes: list[str], around: Place, found: list[Place]) -> Place:
    """The place that a node is, or that which it is in."""
    name, head = node.attributes.get("id"), node.css_first("h1, h2, h3, h4")
    if kind == "section" and name and head is not None:
        weighs = QUIET.get(name.partition("-derived")[0], around.weighs or 1.0)
        place = Place("" if head.tag == "h1" else name, _heading(head), weighs, TITLE[head.tag or ""])
    elif "exercise" in classes and name:
        title = first(node, ".admonition-title").text()
        place = Place(name, title, EXERCISE, 1.0)
    else:
        return around
    found.append(place)
    return place


def _heading(head: LexborNode) -> str:
    """The text of a heading, without its link to itself; of a formula in it what can be said."""
    nodes = [node for node in head.iter(include_text=True) if node.tag != "a"]
    return "".join(_letter(n) if "math" in (n.attributes.get("class") or "") else n.text() for n in nodes)


def _letter(formula: LexborNode) -> str:
    """A formula that is said like a word, the p of a p-value or the R2; any other is a gap."""
    tex = formula.css_first("annotation")
    plain = re.sub(r"[\\{}^_ ]|ell", lambda found: "l" if found[0] == "ell" else "", tex.text()) if tex else ""
    return plain if LETTER.fullmatch(plain) else " "


def of_site(book: Iterable[Any], static: Path) -> str:
    """The script that holds all that can be found on the pages of a site, in the order in which they are read."""
    alike = json.loads((static / "alike.json").read_text("utf-8"))
    pages = [(page.name, page.title, page.places) for page in book if page.places and not page.name.startswith("_")]
    return index(sorted(pages, key=_order), alike)


def _order(page: tuple[str, str, list[Place]]) -> tuple[int, str]:
    """By the number of the chapter; what has none comes last."""
    number = re.match(r"\d+", page[2][0].title)
    return int(number[0]) if number else sys.maxsize, page[0]


def index(pages: Iterable[tuple[str, str, list[Place]]], alike: Mapping[str, str]) -> str:
    """The script that holds all that can be found.

    Parameters
    ----------
    pages : iterable of tuple
        The address, the title and the places of each page, in the order in which they are read.
    alike : dict
        By what readers ask for, what the book calls it.
    """
    book = [(address, title, [place for place in here if place.weighs]) for address, title, here in pages if here]
    found = [place for _, _, here in book for place in here]
    usual = sum(sum(place.words.values()) for place in found) / max(1, len(found))
    defined: set[str] = set()
    said: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, place in enumerate(found):
        for word, weight in _weights(place, usual, defined).items():
            said[word].append((number, bisect(LEVELS, weight)))
    shown = {
        "rules": RULES,
        "common": COMMON,
        "alike": {_name(asked): " ".join(forms(told)) for asked, told in alike.items()},
        "pages": [[address, title, _flat(here)] for address, title, here in book],
        "words": "\n".join(_lines(said)),
    }
    return f"var searchIndex={json.dumps(shown, ensure_ascii=False, separators=(',', ':'))};\n"


def _weights(place: Place, usual: float, defined: set[str]) -> dict[str, float]:
    """How much each word weighs in a place; what it is the first to stress, it defines."""
    heading = forms(place.title)
    long = 0.6 + 0.6 * sum(place.words.values()) / usual
    terms = {term for term in place.terms if term}
    pairs = OFTEN if place.weighs == 1 else math.inf
    said = {word: times for word, times in place.words.items() if " " not in word or times >= pairs}
    weights = {word: SAID * times / (times + long) for word, times in said.items()}
    for word in set(heading):
        weights[word] = weights.get(word, 0.0) + place.head / math.sqrt(len(heading))
    for term in terms:
        weights[term] = weights.get(term, 0.0) + (STRESSED if term in defined else DEFINED)
    if place.weighs == 1:
        defined |= terms
    return {word: weight * place.weighs for word, weight in weights.items() if word.count(" ") < 2}


def _name(asked: str) -> str:
    """What readers ask for, each word in its form, single letters included and compounds joined."""
    words = [re.sub("[-\u2010\u2011]", "", word) for word in WORD.findall(asked)]
    return " ".join(form(word) for word in words if word.lower() not in COMMON)


def _flat(here: list[Place]) -> list[str]:
    """Names and headings in turn; a name that is what its heading makes it is left out."""
    names = ("" if place.anchor in (place.title, _slug(place.title)) else place.anchor for place in here)
    return [part for name, place in zip(names, here, strict=True) for part in (name, place.title)]


def _slug(title: str) -> str:
    """What MyST makes of a heading without its number."""
    return re.sub(r"[^\w -]", "", re.sub(r"^[\d.]+ ", "", title).lower()).replace(" ", "-")


def _lines(said: Mapping[str, list[tuple[int, int]]]) -> Iterator[str]:
    """The words in order: how many letters each shares with the last one, a sign of base 36, its others, its places."""
    last = ""
    for word, on in sorted(said.items()):
        shared = next((k for k, pair in enumerate(zip(last, word, strict=False)) if len({*pair}) > 1), len(last))
        shared = min(shared, len(word), len(DIGITS) - 1)
        yield f"{DIGITS[shared]}{word[shared:]}:{_written(on)}"
        last = word


def _written(on: list[tuple[int, int]]) -> str:
    """Where a word is, each place as the way from the last one and a letter for the weight, "3c" or, for the next, "c".

    Of a word that is said everywhere it has those places where it weighs most, and ends in "+".
    """
    heavy = sorted(on, key=lambda place: -place[1])
    kept = sorted(place for k, place in enumerate(heavy) if place[1] >= bisect(FEW, k))
    ways = (number - before for (number, _), before in zip(kept, [-1, *(number for number, _ in kept)], strict=False))
    text = "".join(f"{way if way > 1 else ''}{chr(97 + weight)}" for way, (_, weight) in zip(ways, kept, strict=True))
    return text + "+" * (len(kept) < len(on))
