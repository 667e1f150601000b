"""Printed formulas, read as a typesetter sees them: tokens of LaTeX, and what stands in what.

Nothing here knows how the engine makes its misprints, or what an expression is. A formula is a string; it is read into
items (letters, numbers, signs, fractions, brackets), each with its parts and its scripts.
"""

import re
from dataclasses import dataclass, field

LETTER = (
    r"\\(?:hat|bar|tilde|dot)\{(?:\\(?:mathbf|boldsymbol|mathrm)\{[^{}]*\}|\\[a-zA-Z]+|[a-zA-Z])\}"
    r"|\\(?:mathbf|boldsymbol|mathrm)\{[^{}]*\}|\\boldsymbol\\[a-z]+|\\math(?:bf|rm) [a-zA-Z]|\\hat [a-z]"
    r"|\\(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega"
    r"|varepsilon|varphi|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|ell)(?![a-zA-Z])|[a-zA-Z]"
)
FUNCTION = r"\\(?:log|sinh?|cosh?|tanh?|arc(?:sin|cos|tan)|exp|det|ln)(?![a-z])|\\operatorname\{[^{}]*\}|\\mathbb\{[EP]\}|\\mathcal\{[^{}]*\}"
BIG = r"\\(?:sum|prod|int|max|min|lim)(?![a-z])|\\operatorname\*\{[^{}]*\}"
RELATION = r"\\(?:le|ge|ne|iff|implies|quad|mid|to|downarrow)(?![a-z])|[=<>]"
TOKEN = re.compile(
    r"(?P<space>\s+|\\[,;:! ]|\\(?:left|right)\.|\\(?:left|right)(?![a-z])|\\cdot(?![a-z]))"
    rf"|(?P<function>{FUNCTION})|(?P<big>{BIG})"
    rf"|(?P<relation>{RELATION})|(?P<frac>\\(?:frac|binom))|(?P<root>\\sqrt)|(?P<nabla>\\nabla)|(?P<partial>\\partial)"
    r"|(?P<begin>\\begin\{[a-z]+\})|(?P<end>\\end\{[a-z]+\})|(?P<row>&|\\\\)|(?P<word>\\text\{[^{}]*\})"
    r"|(?P<sign>[+-]|\\odot|\\mathrm\{mod\})|(?P<mark>\\mathbb\{1\}|\\infty|\\top|\\star|\\mathrm\{d\}|!)"
    rf"|(?P<open>\(|\[|\\lVert|\\lvert|\\lfloor)|(?P<close>\)|\]|\\rVert|\\rvert|\\rfloor|\|)|(?P<letter>{LETTER})|(?P<number>\d+)"
    r"|(?P<group>\{)|(?P<endgroup>\})|(?P<script>[\^_])|(?P<comma>,)|(?P<prime>')"
)
CONSTANTS = (r"\mathbf{0}", r"\mathbf{1}", r"\mathbf{I}", "e")
INDICES = (*"ijklrst", r"\ell")


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
        attached = before is not None and before.lastgroup not in ("space", "sign", "relation", "row")
        new = Item(kind, token.group(), token.start(), token.end(), token.end(), attached)
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


# --- what is known ---------------------------------------------------------------------------------------------------


def walk(sequence: Sequence, small: str = ""):
    """All items, with the sequence that each stands in and whether that is printed small: an index, a bound."""
    for item in sequence.items:
        yield item, sequence, small
        for part in item.parts:
            yield from walk(part, small)
        for name, script in item.scripts.items():
            if name == "_":
                bound = item.kind in ("big", "close") or any(i.kind == "relation" for i in script.items)
                yield from walk(script, "bound" if bound else "index")
            elif name == "^" and item.kind == "big":
                yield from walk(script, "bound")
            elif name == "^" and item.kind not in ("nabla", "function"):
                yield from walk(script, small or ("index" if is_layer(script) else ""))


def is_layer(script: Sequence) -> bool:
    """Whether a superscript is an index in parentheses."""
    return len(script.items) == 1 and script.items[0].text == "("


def is_bold(text: str) -> bool:
    return "bf{" in text or "boldsymbol" in text


def bare(item: Item) -> str:
    return re.sub(r"\\(?:hat|bar|tilde|mathbf|boldsymbol|mathrm)|[{}\\]", "", item.text)


def looks(item: Item, following: Item | None, small: str, indices: set[str]) -> tuple:
    """What a letter has in common with those that it may be mistaken for."""
    name = bare(item)
    role = "plain"
    if following is not None and ("'" in item.scripts or (following.text == "(" and following.attached)):
        role = "function"
    elif name in indices:
        role = "index"
    elif "_" in item.scripts or ("^" in item.scripts and is_layer(item.scripts["^"])):
        role = "entry"
    return role, is_bold(item.text), name[:1].isupper(), len(name) > 1 and "mathrm" in item.text


def _indices(tex: str) -> set[str]:
    """The letters that run, or stand as an index."""
    return {
        bare(i) for i, _, small in walk(Reader(tex).formula()) if small and i.kind == "letter" and i.text in INDICES
    }


def _letters(tex: str, indices: set[str]):
    """The letters of a formula: what each looks like, and how it is set; the scripts of entries with them."""
    for item, inside, small in walk(Reader(tex).formula()):
        if item.kind == "letter" and item.text not in CONSTANTS:
            k = inside.items.index(item)
            following = inside.items[k + 1] if k + 1 < len(inside.items) else None
            yield looks(item, following, small, indices), item, kind_of_index(item)


def kind_of_index(item: Item) -> str:
    """For an entry: its index, if that is a number or a word; else how many there are."""
    script = item.scripts.get("_")
    if script is None:
        return "layer" if "^" in item.scripts and is_layer(item.scripts["^"]) else ""
    texts = [i.text for i in script.items]
    if len(texts) == 1:
        return texts[0] if texts[0].isdigit() or "mathrm" in texts[0] else "one"
    return f"{len(texts) if {i.kind for i in script.items} == {'letter'} else texts.count(',') + 1} of several tokens"


class Known:
    """The letters of some formulas."""

    def __init__(self, formulas):
        self.letters: dict[tuple, set[str]] = {}
        self.indices = {letter for tex in formulas for letter in _indices(tex)}
        self.bare = set()
        for tex in formulas:
            for look, item, index in _letters(tex, self.indices):
                self.letters.setdefault((*look, index if look[0] == "entry" else ""), set()).add(item.text)
                if "_" not in item.scripts:
                    self.bare.add(item.text)
