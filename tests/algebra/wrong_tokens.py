"""All that can go wrong with one token of a printed formula.

Each way of misprinting an item of a formula (see `printed`) gives another string. `wrong(tex, known)` lists them, each
with its kind; `known` are the formulas beside it, whose letters a letter may be mistaken for. Where the string alone
does not tell what the misprint would be (a script on brackets: an exponent if they hold a number, a transpose if they
hold a vector), any of several will do. Left out is what the string alone cannot decide: a digit in the name of a
letter, the brackets of a function's argument, an exponent of an operator.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from .printed import CONSTANTS, Item, Known, Reader, Sequence, bare, is_bold, is_layer, kind_of_index, looks, walk

PAIRS = {  # what a function is mistaken for
    r"\sin": r"\cos", r"\cos": r"\sin", r"\operatorname{tr}": r"\det", r"\det": r"\operatorname{tr}",
    r"\sum": r"\prod", r"\prod": r"\sum", r"\max": r"\min", r"\min": r"\max",
    r"\mathbb{E}": r"\operatorname{Var}", r"\operatorname{Var}": r"\mathbb{E}",
    r"\operatorname*{arg\,min}": r"\operatorname*{arg\,max}", r"\operatorname*{arg\,max}": r"\operatorname*{arg\,min}",
}  # fmt: skip
RELATIONS = {r"\le": (r"\ge", "<", "="), r"\ge": (r"\le", ">", "="), "<": (">", r"\le", "="), ">": ("<", r"\ge", "=")}
SCRIPTED = ("letter", "frac", "root", "nabla", "open", "close", "group")


@dataclass(frozen=True)
class Wrong:
    """A misprint: its kind, and what would be printed: any of these."""

    kind: str
    texts: tuple[str, ...]


@dataclass
class Place:
    """An item of a formula, and what is around it."""

    tex: str
    known: Known
    item: Item
    inside: Sequence
    small: str

    def __post_init__(self):
        items = self.inside.items
        k = items.index(self.item)
        self.before = items[k - 1] if k else None
        self.after = items[k + 1] if k + 1 < len(items) else None

    @property
    def is_argument(self):
        """Whether it is the brackets around what a function is of."""
        kinds = ("function", "letter", "nabla")
        return self.item.text == "(" and self.item.attached and self.before is not None and self.before.kind in kinds

    def put(self, start, end, text):
        """The formula with another text from one place to another."""
        return _put(self.tex, start, end, text)

    def instead(self, text):
        """The formula with another token here."""
        return self.put(self.item.start, self.item.start + len(self.item.text), text)

    def text(self, sequence):
        """What a sequence prints."""
        return self.tex[sequence.start : sequence.end]


def wrong(tex, known):
    """All misprints of one token of a formula."""
    whole = Reader(tex).formula()
    for item, inside, small in walk(whole):
        here = Place(tex, known, item, inside, small)
        for way in (_letter, _number, _sign, _relation, _function, _brackets, _fraction, _script_lost, _script_put_on):
            yield from way(here)
        if item.text == r"\mid":
            yield Wrong("condition", (here.put(item.start, inside.end, ""),))
    yield from _rows(whole, tex)


def _letter(here):
    item = here.item
    if item.kind != "letter" or item.text in CONSTANTS:
        return
    look = looks(item, here.after, here.small, here.known.indices)
    index = kind_of_index(item) if look[0] == "entry" else ""
    for other in here.known.letters.get((*look, index), ()):
        if other != item.text:
            yield Wrong("letter", (here.instead(other),))
    if here.small == "index" and look[0] == "index" and not item.scripts and not look[1]:
        for shifted in (f"{item.text} + 1", f"{item.text} - 1"):  # of several indices, a comma parts them then
            texts = [here.instead(text) for text in (shifted, f"{shifted},", f",{shifted}")]
            several = ",".join(shifted if i is item else i.text for i in here.inside.items)
            yield Wrong("index shifted", (*texts, here.put(here.inside.start, here.inside.end, several)))


def _number(here):
    if here.item.kind == "number" and not (here.small == "index" and len(here.inside.items) == 1):
        value = int(here.item.text)
        yield from (Wrong("digit", (here.instead(str(other)),)) for other in {value + 1, abs(value - 1)})


def _sign(here):
    item, before = here.item, here.before
    if item.kind != "sign" or item.text not in "+-":
        return
    flipped = here.instead("+" if item.text == "-" else "-")
    if here.small and before is not None:
        yield Wrong("index shifted", (flipped,))
    elif not here.small and before is not None and before.kind not in ("sign", "relation", "row", "comma"):
        yield Wrong("sign", (flipped,))
    elif not here.small and item.text == "-" and here.inside.items[-1].text != r"\top":
        yield Wrong("sign", (here.instead(""),))


def _relation(here):
    if here.item.kind == "relation" and here.small != "bound":
        yield from (Wrong("relation", (here.instead(sign),)) for sign in RELATIONS.get(here.item.text, ()))


def _function(here):
    item, after = here.item, here.after
    if item.kind in ("function", "big") and item.text in PAIRS:
        yield Wrong("function", (here.instead(PAIRS[item.text]),))
    if item.text == r"\log" and after is not None and after.text == "(" and "^" not in item.scripts:
        yield Wrong("function", (here.put(item.start, after.core, f"e^{{{here.text(after.parts[0])}}}"),))


def _brackets(here):
    """Brackets that only group; not where the string would no longer say what belongs together."""
    item, before = here.item, here.before
    if item.text != "(" or here.is_argument or here.small or is_layer(here.inside) or len(item.parts[0].items) < 2:
        return
    (inner,) = item.parts
    first, last = inner.items[0], inner.items[-1]
    operator = before is not None and (before.kind in ("nabla", "big") or _operator(before))
    two_signs = first.text == "-" and before is not None and (before.kind == "sign" or operator)
    same = first.kind == "nabla" or (operator and not any(i.kind == "sign" for i in inner.items))
    two_scripts = item.scripts and (last.kind == "frac" or "^" in last.scripts)
    if not (two_signs or same or two_scripts):
        yield Wrong("brackets", (here.put(item.start, item.core, f" {here.text(inner)} "),))


def _fraction(here):
    item = here.item
    if item.kind != "frac" or any(i.kind == "partial" for part in item.parts for i in part.items):
        return
    top, bottom = map(here.text, item.parts)
    yield Wrong("fraction", (here.put(item.start, item.core, rf"\frac{{{bottom}}}{{{top}}}"),))
    yield Wrong("fraction", (here.put(item.start, item.core, rf"\frac{{1}}{{{bottom}}}"),))
    yield Wrong("fraction", tuple(here.put(item.start, item.core, text) for text in (f"({top})", top)))


def _script_lost(here):
    item = here.item
    if item.kind not in SCRIPTED:
        return
    core = item.start + len(item.text) if item.kind in ("letter", "nabla") else item.core
    above, below = item.scripts.get("^"), item.scripts.get("_")
    if above and item.text != "e" and not is_layer(above):
        rest = re.sub(r"\^(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\top|.)", "", here.tex[core : item.end], count=1)
        yield Wrong("script lost", (here.put(core, item.end, rest),))
        if [i.text for i in above.items] == ["-", "1"]:
            yield Wrong("script", (here.put(above.start, above.end, "-2"),))
    if below and item.kind not in ("nabla", "close"):
        named = item.kind == "letter" and not any(bare(i) in here.known.indices for i in below.items)
        if not named or item.text in here.known.bare:
            yield Wrong("index lost", (here.put(core, item.end, here.tex[below.end + 1 : item.end]),))
        texts = [i.text for i in below.items if i.kind == "letter" and not i.scripts]
        if len(texts) == len(below.items) == 2 and texts[0] != texts[1] and not named:
            yield Wrong("indices exchanged", (here.put(below.start, below.end, texts[1] + texts[0]),))
    if item.kind == "nabla":
        yield Wrong("script", (here.put(item.start, core, r"\nabla" if above else r"\nabla^2"),))
    if "'" in item.scripts:
        yield Wrong("prime", (here.put(item.scripts["'"].start, item.scripts["'"].end, ""),))


def _script_put_on(here):
    item, before, after = here.item, here.before, here.after
    differential = before is not None and before.kind == "partial"
    if item.kind not in ("letter", "open", "group") or here.small or differential or item.text in CONSTANTS:
        return
    if "^" in item.scripts or "'" in item.scripts:
        return
    if item.kind == "letter" and after is not None and after.text == "(" and after.attached:  # the name of a function
        several = any(i.kind == "comma" for i in after.parts[0].items)
        if item.text != r"\sigma" and not several and not is_bold(here.tex[after.start : after.core]):
            yield Wrong("prime", (here.put(item.end, item.end, "'"),))
        return
    square, turned, inverse = (here.put(item.end, item.end, mark) for mark in ("^{2}", r"^\top", "^{-1}"))
    if item.kind == "letter":
        yield Wrong("script put on", (turned if is_bold(item.text) else square,))
        if is_bold(item.text) and item.text[-2].isupper() and "_" not in item.scripts:
            yield Wrong("script put on", (inverse,))
        return
    of_function = here.is_argument and before.kind == "function"
    if of_function and "^" in before.scripts:
        return
    beside_name = (here.put(before.core, before.core, "^{2}"),) if of_function else ()
    yield Wrong("script put on", (square, turned, inverse, *beside_name))
    if item.text == r"\lVert":
        yield Wrong("norm", (here.put(item.core, item.end, "" if "_" in item.scripts else "_{1}"),))


# --- what stands in a row: terms, factors, signs in front -------------------------------------------------------------


def _rows(whole, tex):
    """The same of the terms and factors in every row: a side of a relation, an argument, a case."""
    rows = {id(inside): inside for _, inside, small in walk(whole) if not small and inside.place != "_"}
    for inside in rows.values():
        for side in _sides(inside):
            named = any(i.kind == "partial" for i in side) or (side and side[0].text in (r"\top", r"\star", "+"))
            if side and not named:
                yield from _row(side, inside, tex)


def _put(tex, start, end, text):
    return tex[:start] + text + tex[end:]


def _sides(inside):
    side = []
    for item in inside.items:
        if item.kind in ("relation", "comma", "row", "word"):
            yield side
            side = []
        else:
            side.append(item)
    yield side


def _row(side, inside, tex):
    zeros = ("0", r"\mathbf{0}")
    start = side[0].start
    if side[0].text not in ("-", *zeros) and not (inside.place == "(" and is_layer(inside)):
        yield Wrong("sign put in", (_put(tex, start, start, "-"),))
    if [i.text for i in side] == ["-", "1"] and inside.place == "^":  # an inverse
        return
    terms = _terms(side)
    for k, (sign, items) in enumerate(terms):
        if k:
            yield Wrong("term lost", (_put(tex, sign.start, items[-1].end, ""),))
        elif len(terms) > 1:
            following, rest = terms[1]
            kept = "-" if following.text == "-" else ""
            yield Wrong("term lost", (_put(tex, (sign or items[0]).start, rest[0].start, kept),))
        if (len(terms) > 1 or inside.place == "formula") and items[0].kind != "number" and items[0].text not in zeros:
            yield Wrong("doubled", (_put(tex, items[0].start, items[0].start, "2 "),))
        yield from _product(_factors(items), tex)


def _terms(side):
    """Pairs of a sign, or None, and the items after it."""
    terms, sign, items = [], None, []
    for item in side:
        if item.kind == "sign" and item.text in "+-" and (items or sign is None):
            if items:
                terms.append((sign, items))
            sign, items = item, []
        else:
            items.append(item)
    return [*terms, (sign, items)] if items else terms


def _factors(items):
    """What is one factor: a function with its argument; a sum or a gradient with all that follows, and that apart."""
    factors, k = [], 0
    while k < len(items):
        group = [items[k]]
        if group[0].kind in ("big", "nabla", "partial", "begin") or _operator(group[0]):
            factors.append(("operator", items[k:]))
            inside = _factors(items[k + 1 :])
            return factors + [("inside" if kind == "factor" else kind, group) for kind, group in inside]
        while k + 1 < len(items) and _applied(group[-1], items[k + 1]):
            k += 1
            group.append(items[k])
        factors.append((r"\odot" if group[0].text == r"\odot" else "factor", group))
        k += 1
    return factors


def _applied(function, argument):
    return argument.text in ("(", "[") and argument.attached and function.kind in ("function", "letter", "mark")


def _operator(item):
    """Whether it is a derivative with nothing above but the sign of it."""
    return item.kind == "frac" and [i.kind for i in item.parts[0].items] == ["partial"]


def _product(factors, tex):
    if any(kind == r"\odot" for kind, _ in factors):
        for kind, (sign, *_) in factors:
            if kind == r"\odot":
                yield Wrong("product", (_put(tex, sign.start, sign.end, " "),))
        return
    outside, inside, operators = ([g for kind, g in factors if kind == k] for k in ("factor", "inside", "operator"))
    for groups in (outside, inside):
        if len(groups) > 1 or (groups is outside and operators):
            yield from (Wrong("factor lost", (_put(tex, g[0].start, g[-1].end, " "),)) for g in groups)
    if outside and operators and operators[0][0].kind == "big":
        yield Wrong("factor lost", (_put(tex, outside[-1][-1].end, operators[0][-1].end, ""),))
    for (kind, a), (other, b) in pairwise(factors):
        first, second = (tex[group[0].start : group[-1].end] for group in (a, b))
        if kind == other == "factor" and "number" not in (a[0].kind, b[0].kind) and first != second:
            yield Wrong("factors exchanged", (_put(tex, a[0].start, b[-1].end, f"{second} {first}"),))
            if a[0].kind == b[0].kind == "letter" and is_bold(a[0].text) and is_bold(b[0].text):
                yield Wrong("product", (_put(tex, a[-1].end, b[0].start, r" \odot "),))
