"""Printed formulas, read as a typesetter sees them: tokens of LaTeX, and all that can go wrong with one of them.

Nothing here knows how the engine makes its misprints, or what an expression is. A formula is a string. It is read into
items (letters, numbers, signs, fractions, brackets, each with its scripts), and each way of misprinting one of them
gives another string. `wrong(tex, known)` lists them, each with its kind; `known` are the formulas beside it, whose
letters a letter may be mistaken for. Where the string alone does not tell what the misprint would be (a script on
brackets: an exponent if they hold a number, a transpose if they hold a vector), any of several will do.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

LETTER = (
    r"\\(?:hat|bar|tilde)\{(?:\\(?:mathbf|boldsymbol|mathrm)\{[^{}]*\}|\\[a-zA-Z]+|[a-zA-Z])\}"
    r"|\\(?:mathbf|boldsymbol|mathrm)\{[^{}]*\}|\\boldsymbol\\[a-z]+"
    r"|\\(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega"
    r"|varepsilon|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|ell)(?![a-zA-Z])|[a-zA-Z]"
)
FUNCTION = r"\\(?:log|sin|cos|tanh|exp|det|ln)(?![a-z])|\\operatorname\{[^{}]*\}|\\mathbb\{[EP]\}"
BIG = r"\\(?:sum|prod|max|min|lim)(?![a-z])|\\operatorname\*\{[^{}]*\}"
RELATION = r"\\(?:le|ge|ne|iff|implies|quad|mid|to|downarrow)(?![a-z])|[=<>]"
TOKEN = re.compile(
    rf"(?P<space>\s+|\\[,;:! ]|\\(?:left|right)\.|\\(?:left|right)(?![a-z])|\\cdot(?![a-z]))|(?P<function>{FUNCTION})|(?P<big>{BIG})"
    rf"|(?P<relation>{RELATION})|(?P<frac>\\frac)|(?P<root>\\sqrt)|(?P<nabla>\\nabla)|(?P<partial>\\partial)"
    r"|(?P<begin>\\begin\{[a-z]+\})|(?P<end>\\end\{[a-z]+\})|(?P<row>&|\\\\)|(?P<word>\\text\{[^{}]*\})"
    r"|(?P<mark>\\mathbb\{1\}|\\infty|\\top|\\star)"
    rf"|(?P<open>\(|\[|\\lVert|\\lvert)|(?P<close>\)|\]|\\rVert|\\rvert|\|)|(?P<letter>{LETTER})|(?P<number>\d+)"
    r"|(?P<sign>[+-]|\\odot)|(?P<group>\{)|(?P<endgroup>\})|(?P<script>[\^_])|(?P<comma>,)|(?P<prime>')"
)
PAIRS = {  # what a function is mistaken for; the same name twice over would be no misprint
    r"\sin": r"\cos", r"\log": "e", r"\operatorname{tr}": r"\det", r"\sum": r"\prod", r"\max": r"\min",
    r"\mathbb{E}": r"\operatorname{Var}", r"\operatorname*{arg\,min}": r"\operatorname*{arg\,max}",
}  # fmt: skip
PAIRS |= {b: a for a, b in PAIRS.items() if b != "e"}
RELATIONS = {r"\le": (r"\ge", "<", "="), r"\ge": (r"\le", ">", "="), "<": (">", r"\le", "="), ">": ("<", r"\ge", "=")}
CONSTANTS = (r"\mathbf{0}", r"\mathbf{1}", r"\mathbf{I}", "e")
INDICES = "ijklrst"


@dataclass
class Item:
    """A token with what belongs to it: where it begins, where its core ends, where it ends with its scripts."""

    kind: str
    text: str
    start: int
    core: int
    end: int = 0
    attached: bool = False  # with no space before it
    parts: list["Sequence"] = field(default_factory=list)
    scripts: dict[str, "Sequence"] = field(default_factory=dict)


@dataclass
class Sequence:
    """Items in a row, and what they stand in: "formula", "(", "frac", "^", "_", "argument" and the like."""

    place: str
    start: int
    end: int
    items: list[Item]


@dataclass(frozen=True)
class Wrong:
    """A misprint: its kind, and what would be printed: any of these."""

    kind: str
    texts: tuple[str, ...]


class Reader:
    """Reads a formula into items."""

    def __init__(self, tex: str):
        self.tex, self.tokens, at = tex, [], 0
        while at < len(tex):
            found = TOKEN.match(tex, at)
            if not found:
                raise ValueError(f"unknown LaTeX at {tex[at:]!r}")
            self.tokens.append(found)
            at = found.end()
        self.k = 0

    def formula(self) -> Sequence:
        """The whole formula."""
        return self.sequence("formula", 0)

    def sequence(self, place: str, start: int) -> Sequence:
        """Items up to the end of what they stand in."""
        items: list[Item] = []
        while self.k < len(self.tokens):
            token = self.tokens[self.k]
            kind = token.lastgroup
            if kind in ("close", "endgroup", "end"):
                break
            self.k += 1
            if kind == "script":
                name = token.group()
                items[-1].scripts[name] = self.argument(name)
                items[-1].end = self.tokens[self.k - 1].end()
            elif kind == "prime":
                items[-1].scripts["'"] = Sequence("'", token.start(), token.end(), [])
                items[-1].end = token.end()
            elif kind != "space":
                items.append(self.item(token, kind))
        return Sequence(
            place, start, self.tokens[self.k].start() if self.k < len(self.tokens) else len(self.tex), items
        )

    def item(self, token: re.Match, kind: str) -> Item:
        """One item, with what is inside of it."""
        before = self.tokens[self.k - 2] if self.k > 1 else None
        while before is not None and before.group() in (r"\left", r"\left."):
            k = self.tokens.index(before)
            before = self.tokens[k - 1] if k else None
        new = Item(kind, token.group(), token.start(), token.end(), token.end(),
                   attached=before is not None and before.lastgroup not in ("space", "sign", "relation", "row"))  # fmt: skip
        if kind == "frac":
            new.parts = [self.argument("frac"), self.argument("frac")]
        elif kind == "root":
            new.parts = [self.argument("root")]
        elif kind in ("open", "begin"):
            new.parts = [self.sequence(token.group(), token.end())]
            self.k += 1
        elif kind == "group":
            new.parts = [self.sequence("group", token.end())]
            self.k += 1
        new.core = new.end = self.tokens[self.k - 1].end()
        return new

    def argument(self, place: str) -> Sequence:
        """What is in braces, or one token without them."""
        token = self.tokens[self.k]
        self.k += 1
        if token.lastgroup == "group":
            inside = self.sequence(place, token.end())
            self.k += 1
            return inside
        if token.lastgroup == "space":
            return self.argument(place)
        return Sequence(
            place, token.start(), token.end(), [Item(token.lastgroup, token.group(), *token.span(), token.end())]
        )


def plain(tex: str) -> str:
    """A formula without what makes no difference to a reader: spaces, the size of brackets, an exponent of one."""
    tex = re.sub(r"\\left(?![a-z])\.?|\\right(?![a-z])\.?|\\[,;:! ]|\\cdot(?![a-z])|\s", "", tex)
    tex = re.sub(r"\{(\{?)((?:\\[a-z]+\{)?[\\a-zA-Z]+\}?(?:_\{[^{}]*\})?)\}(?=_)", r"\2", tex) if "}_" in tex else tex
    tex = re.sub(r"\\frac\{(\d+)\}\{(\d+)\}", _lowest, tex)
    tex = tex.replace(r"\mathbf{0}", "0")
    return re.sub(r"\^\{1\}|(?<=\\rVert)_\{2\}", "", tex).replace("{-0}", "{0}")


def _lowest(found: re.Match) -> str:
    top, bottom = int(found[1]), int(found[2])
    for k in range(min(top, bottom), 1, -1):
        if top % k == bottom % k == 0:
            top, bottom = top // k, bottom // k
    return str(top) if bottom == 1 else rf"\frac{{{top}}}{{{bottom}}}"


# --- what is known -----------------------------------------------------------------------------------------------------


def walk(sequence: Sequence, small: str = ""):
    """All items, with the sequence that each stands in and whether that is printed small: an index, a bound."""
    for item in sequence.items:
        yield item, sequence, small
        for part in item.parts:
            yield from walk(part, small)
        for name, script in item.scripts.items():
            if name == "_":
                yield from walk(script, "bound" if item.kind in ("big", "close") else "index")
            elif name == "^" and item.kind == "big":
                yield from walk(script, "bound")
            elif name == "^" and item.kind not in ("nabla", "function"):
                yield from walk(script, small or ("index" if _layer(script) else ""))


def _layer(script: Sequence) -> bool:
    """Whether a superscript is an index in parentheses."""
    return len(script.items) == 1 and script.items[0].text == "("


def _bold(text: str) -> bool:
    return "bf{" in text or "boldsymbol" in text


def _bare(item: Item) -> str:
    return re.sub(r"\\(?:hat|bar|tilde|mathbf|boldsymbol|mathrm)|[{}\\]", "", item.text)


def _looks(item: Item, following: Item | None, small: str, indices: set[str]) -> tuple:
    """What a letter has in common with those that it may be mistaken for."""
    bare = _bare(item)
    role = "plain"
    if following is not None and ("'" in item.scripts or (following.text == "(" and following.attached)):
        role = "function"
    elif bare in indices:
        role = "index"
    elif "_" in item.scripts or ("^" in item.scripts and _layer(item.scripts["^"])):
        role = "entry"
    return role, _bold(item.text), bare[:1].isupper(), len(bare) > 1 and "mathrm" in item.text


def _indices(tex: str) -> set[str]:
    """The letters that run, or stand as an index."""
    return {
        _bare(i) for i, _, small in walk(Reader(tex).formula()) if small and i.kind == "letter" and i.text in INDICES
    }


def _letters(tex: str, indices: set[str]):
    """The letters of a formula: what each looks like, and how it is set; the scripts of entries with them."""
    for item, inside, small in walk(Reader(tex).formula()):
        if item.kind == "letter" and item.text not in CONSTANTS:
            k = inside.items.index(item)
            following = inside.items[k + 1] if k + 1 < len(inside.items) else None
            yield _looks(item, following, small, indices), item, _class_of_index(item)


def _class_of_index(item: Item) -> str:
    """For an entry: its index, if that is a number or a word; "i" for any letter."""
    script = item.scripts.get("_")
    if script is None:
        return "layer" if "^" in item.scripts and _layer(item.scripts["^"]) else ""
    texts = [i.text for i in script.items]
    return "".join(texts) if len(texts) == 1 and (texts[0].isdigit() or "mathrm" in texts[0]) else f"{len(texts) > 1}"


class Known:
    """The letters of some formulas."""

    def __init__(self, formulas):
        self.letters: dict[tuple, set[str]] = {}
        self.indices = {letter for tex in formulas for letter in _indices(tex)}
        self.bare = set()
        for tex in formulas:
            for looks, item, index in _letters(tex, self.indices):
                self.letters.setdefault((*looks, index if looks[0] == "entry" else ""), set()).add(item.text)
                if "_" not in item.scripts:
                    self.bare.add(item.text)


# --- what can go wrong -------------------------------------------------------------------------------------------------


def wrong(tex: str, known: Known):
    """All misprints of one token of a formula."""
    whole = Reader(tex).formula()

    def put(start: int, end: int, text: str) -> str:
        return tex[:start] + text + tex[end:]

    for item, inside, small in walk(whole):
        k = inside.items.index(item)
        before, after = (
            (inside.items[k - 1] if k else None),
            (inside.items[k + 1] if k + 1 < len(inside.items) else None),
        )
        applied = (
            item.text == "(" and item.attached and before is not None and before.kind in ("function", "letter", "nabla")
        )
        differential = before is not None and before.kind == "partial"
        core = lambda text, item=item: put(item.start, item.start + len(item.text), text)
        yield from _exchanged(item, after, small, known, core)
        if item.kind == "number":
            changes = {int(item.text) + 1, abs(int(item.text) - 1)}
            letter = small == "index" and _is_name(inside, tex, known)
            if not letter:
                yield from (Wrong("digit", (core(str(c)),)) for c in changes)
        if item.kind == "sign" and not small:
            if item.text in "+-" and before is not None and before.kind not in ("sign", "relation", "row", "comma"):
                yield Wrong("sign", (core("+" if item.text == "-" else "-"),))
            elif item.text == "-" and not _mark(inside):
                yield Wrong("sign", (core(""),))
        elif item.kind == "sign" and item.text in "+-" and before is not None:
            yield Wrong("index shifted", (core("+" if item.text == "-" else "-"),))
        if item.kind == "relation" and item.text in RELATIONS and small != "bound":
            yield from (Wrong("relation", (core(sign),)) for sign in RELATIONS[item.text])
        if item.kind in ("function", "big") and item.text in PAIRS and PAIRS[item.text] != "e":
            yield Wrong("function", (core(PAIRS[item.text]),))
        if item.text == r"\log" and after is not None and after.text == "(" and "^" not in item.scripts:
            argument = tex[after.parts[0].start : after.parts[0].end]
            yield Wrong("function", (put(item.start, after.core, f"e^{{{argument}}}"),))
        if item.text == "(" and not applied and not small and not _layer(inside) and len(after_signs(item)) > 1:
            inner = item.parts[0]
            operator = before is not None and (before.kind in ("nabla", "big") or _operator(before))
            unclear = (inner.items[0].text == "-" and before is not None and before.kind == "sign") or (
                operator and (inner.items[0].text == "-" or not any(i.kind == "sign" for i in inner.items))
            )
            unclear |= bool(item.scripts) and (inner.items[-1].kind == "frac" or "^" in inner.items[-1].scripts)
            if not unclear and inner.items[0].kind != "nabla":
                yield Wrong("brackets", (put(item.start, item.core, " " + tex[inner.start : inner.end] + " "),))
        yield from _scripts(item, small, differential, applied, before, after, tex, put, known)
        if item.kind == "frac" and not any(i.kind == "partial" for part in item.parts for i in part.items):
            top, bottom = (tex[part.start : part.end] for part in item.parts)
            yield Wrong("fraction", (put(item.start, item.core, rf"\frac{{{bottom}}}{{{top}}}"),))
            if top != "1":
                yield Wrong("fraction", (put(item.start, item.core, rf"\frac{{1}}{{{bottom}}}"),))
            yield Wrong("fraction", (put(item.start, item.core, f"({top})"), put(item.start, item.core, top)))
        if item.text == r"\mid":
            end = inside.end
            yield Wrong("condition", (put(item.start, end, ""),))
    yield from _rows(whole, tex)


def after_signs(bracket: Item) -> list[Item]:
    """The items in brackets, a sign in front among them."""
    return bracket.parts[0].items


def _mark(script: Sequence) -> bool:
    """Whether it is an inverse transpose, whose minus is no sign."""
    return script.items[-1].text == r"\top"


def _is_name(script: Sequence, tex: str, known: Known) -> bool:
    """Whether a number is part of a letter's name: then it is another letter's only if that is known."""
    return len(script.items) == 1


def _exchanged(item, after, small, known, core):
    if item.kind != "letter" or item.text in CONSTANTS:
        return
    looks = _looks(item, after, small, known.indices)
    index = _class_of_index(item) if looks[0] == "entry" else ""
    for other in known.letters.get((*looks, index), ()):
        if other != item.text:
            yield Wrong("letter", (core(other),))
    if small == "index" and looks[0] == "index" and not item.scripts and not looks[1]:
        yield Wrong("index shifted", (core(f"{item.text} + 1"), core(f"{item.text} + 1,"), core(f",{item.text} + 1")))
        yield Wrong("index shifted", (core(f"{item.text} - 1"), core(f"{item.text} - 1,"), core(f",{item.text} - 1")))


def _scripts(item, small, differential, applied, before, after, tex, put, known):
    if item.kind in (
        "big",
        "relation",
        "sign",
        "comma",
        "row",
        "word",
        "number",
        "mark",
        "partial",
        "function",
        "begin",
    ):
        return
    core = item.start + len(item.text) if item.kind in ("letter", "nabla") else item.core
    script = lambda name: (item.scripts[name].start, item.scripts[name].end)
    if "^" in item.scripts and item.text != "e" and not _layer(item.scripts["^"]):
        dropped = re.sub(r"\^(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\top|.)", "", tex[core : item.end], count=1)
        yield Wrong("script lost", (put(core, item.end, dropped),))
        inside = item.scripts["^"]
        if [i.text for i in inside.items] == ["-", "1"]:
            yield Wrong("script", (put(*script("^"), "-2"),))
    if "_" in item.scripts and item.kind != "nabla" and not (item.kind == "close"):
        kept = tex[script("_")[1] + 1 : item.end]
        script_items = item.scripts["_"].items
        named = item.kind == "letter" and not any(_bare(i) in known.indices for i in script_items)
        if not named or item.text in known.bare:
            yield Wrong("index lost", (put(core, item.end, kept),))
        texts = [i.text for i in item.scripts["_"].items]
        if (
            len(texts) == 2
            and texts[0] != texts[1]
            and not named
            and all(i.kind == "letter" and not i.scripts for i in item.scripts["_"].items)
        ):
            yield Wrong("indices exchanged", (put(*script("_"), texts[1] + texts[0]),))
    if "'" in item.scripts:
        yield Wrong("prime", (put(*script("'"), ""),))
    elif (
        item.kind == "letter" and after is not None and after.text == "(" and after.attached and "^" not in item.scripts
    ):
        if (
            item.text != r"\sigma"
            and not any(i.kind == "comma" for i in after.parts[0].items)
            and not _bold(tex[after.start : after.core])
        ):
            yield Wrong("prime", (put(item.end, item.end, "'"),))
        return
    if item.kind == "nabla":
        yield Wrong("script", (put(item.start, core, r"\nabla^2" if "^" not in item.scripts else r"\nabla"),))
        return
    if small or differential or "^" in item.scripts or "'" in item.scripts or item.kind == "close":
        return
    if item.kind == "frac" or item.kind == "root" or item.text == "e":
        return
    texts = [put(item.end, item.end, mark) for mark in ("^{2}", r"^\top", "^{-1}")]
    if applied and before.kind == "function" and "^" not in before.scripts:
        texts.append(put(before.core, before.core, "^{2}"))
    if applied and ("^" in before.scripts and before.kind == "function"):
        return
    if item.kind == "letter" and _bold(item.text):
        if item.text in CONSTANTS:
            return
        yield Wrong("script put on", (texts[1],))
        if item.text[-2].isupper() and "_" not in item.scripts:
            yield Wrong("script put on", (texts[2],))
    elif item.kind == "letter":
        yield Wrong("script put on", (texts[0],))
    else:
        yield Wrong("script put on", tuple(texts))
        if item.text == r"\lVert":
            order = item.scripts.get("_")
            yield Wrong("norm", (put(item.core, item.end, "" if order else "_{1}"),))


# --- what stands in a row: terms, factors, signs in front ----------------------------------------------------------------


def _rows(whole: Sequence, tex: str):
    def put(start: int, end: int, text: str) -> str:
        return tex[:start] + text + tex[end:]

    seen = []
    for item, inside, small in [*walk(whole)]:
        if not any(inside is s for s, _ in seen):
            seen.append((inside, small))
    for inside, small in seen:
        for side in _sides(inside):
            if not side or inside.place == "_" or small or _labels(side):
                continue
            yield from _row(side, inside, small, put, tex)


def _labels(side: list[Item]) -> bool:
    return side[0].text in (r"\top", r"\star", "+") or any(i.kind == "partial" for i in side) or side[0].kind == "word"


def _sides(inside: Sequence):
    """The sides of relations, the arguments, the cases."""
    side: list[Item] = []
    for item in inside.items:
        if item.kind in ("relation", "comma", "row", "word"):
            yield side
            side = []
        else:
            side.append(item)
    yield side


def _row(side, inside, small, put, tex):
    first = side[0]
    inverse = [i.text for i in side] == ["-", "1"] and inside.place == "^"
    if first.text not in ("-", "0", r"\mathbf{0}") and not (inside.place == "(" and _layer(inside)):
        yield Wrong("sign put in", (put(first.start, first.start, "-"),))
    if inverse:
        return
    terms = _terms(side)
    for k, (sign, items) in enumerate(terms):
        if len(terms) > 1 and k:
            yield Wrong("term lost", (put(sign.start, items[-1].end, ""),))
        elif len(terms) > 1:
            following, rest = terms[1]
            start = (sign or items[0]).start
            yield Wrong("term lost", (put(start, rest[0].start, "-" if following.text == "-" else ""),))
        if (
            (len(terms) > 1 or inside.place == "formula")
            and items[0].kind != "number"
            and (items[0].text != r"\mathbf{0}")
        ):
            yield Wrong("doubled", (put(items[0].start, items[0].start, "2 "),))
        yield from _factors_wrong(_factors(items), put, tex)


def _terms(side):
    """Pairs of a sign, or None, and the items after it."""
    terms, sign, items = [], None, []
    for item in side:
        if item.kind == "sign" and item.text in "+-" and not (item.text == "-" and not items and sign is not None):
            if items:
                terms.append((sign, items))
            sign, items = item, []
        else:
            items.append(item)
    return [*terms, (sign, items)] if items else terms


def _factors(items):
    """Groups of items that are one factor: a function with its argument; a sum, a gradient, with all that follows."""
    factors, k = [], 0
    while k < len(items):
        group = [items[k]]
        head = items[k]
        if head.kind in ("big", "nabla", "partial", "begin") or _operator(head):
            factors.append(("prefix", items[k:]))
            return factors + [("rest" if kind == "factor" else kind, f) for kind, f in _factors(items[k + 1 :])]
        while k + 1 < len(items) and items[k + 1].text in ("(", "[") and items[k + 1].attached and (
            group[-1].kind in ("function", "letter", "mark")
        ):  # fmt: skip
            k += 1
            group.append(items[k])
        factors.append(("odot" if head.text == r"\odot" else "factor", group))
        k += 1
    return factors


def _operator(item):
    return (
        item.kind == "frac" and any(i.kind == "partial" for i in item.parts[0].items) and len(item.parts[0].items) == 1
    )


def _factors_wrong(factors, put, tex):
    text = lambda group: tex[group[0].start : group[-1].end]
    plain_factors = [f for kind, f in factors if kind in ("factor", "rest")]
    operator = [f for kind, f in factors if kind == "prefix"]
    entrywise = any(kind == "odot" for kind, _ in factors)
    if operator and len(plain_factors) < len([f for kind, f in factors if kind != "odot"]) and len(factors) > 1:
        kept = [f for kind, f in factors if kind == "factor"]
        if kept and operator[0][0].kind == "big":
            yield Wrong("factor lost", (put(kept[-1][-1].end, operator[0][-1].end, ""),))
    rest = [f for kind, f in factors if kind == "rest"]
    for group in plain_factors:
        alone = [f for f in plain_factors if (f in rest) == (group in rest)]
        if (len(alone) > 1 or (operator and group not in rest)) and not entrywise:
            yield Wrong("factor lost", (put(group[0].start, group[-1].end, " "),))
    if entrywise:
        places = [k for k, (kind, _) in enumerate(factors) if kind == "odot"]
        for k in places:
            sign = factors[k][1][0]
            yield Wrong("product", (put(sign.start, sign.end, " "),))
        return
    for (kind, a), (other, b) in pairwise(factors):
        if kind == other == "factor" and not {a[0].kind, b[0].kind} & {"number"} and text(a) != text(b):
            yield Wrong("factors exchanged", (put(a[0].start, b[-1].end, f"{text(b)} {text(a)}"),))
            if a[0].kind == b[0].kind == "letter" and _bold(a[0].text) and _bold(b[0].text):
                yield Wrong("product", (put(a[-1].end, b[0].start, r" \odot "),))
