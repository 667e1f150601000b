"""The lint of a chapter: each mistake of an author is told with its line, and what is right is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from cells import WIDTH, bound_and_read
from linting import Fault, known_classes, lint, main, taken

from .conftest import FRONT, ROOT

GLUE = "from derived.show import glue\n"
START = "from derived.algebra import *\nfrom derived.derivation import Derivation\n"
CHAIN = 'Derivation("T", label="t").start(x + x).equals(2 * x, because="so")'
LETTER = START + 'x = scalar("x")\n'


def cell(code: str, tags: str = "") -> str:
    return "```{code-cell} ipython3\n" + (f":tags: [{tags}]\n" if tags else "") + code.rstrip("\n") + "\n```\n\n"


def box(name: str) -> str:
    return f":::{{admonition}} A box\n:class: {name}\nWords.\n:::\n"


MISTAKES = {  # the source, with the line that is wrong marked by WRONG, and words of the message
    "tag misspelt": (cell("a = 1  # WRONG", "remove-cel"), ["remove-cel", "write remove-cell"]),
    "tag of something else": (cell("a = 1  # WRONG", "raises-exception"), ["known are hide-input"]),
    "option misspelt": ("```{code-cell}\n:tag: [hide-input]\na = 1  # WRONG\n```\n", ["option tag"]),
    "class misspelt": (box("predit WRONG"), ["predit", "write predict"]),
    "class in other fences": ("```{admonition} A box\n:class: dropdwn WRONG\nWords.\n```\n", ["write dropdown"]),
    "attribute misspelt": ("{.subtitel}\nWords.\n", ["subtitel"]),
    "derivation not last": (cell(f"{LETTER}{CHAIN}  # WRONG\nx"), ["vanish", "last expression"]),
    "derivation silenced": (cell(f"{LETTER}{CHAIN};  # WRONG").replace(";  # WRONG", ";"), ["semicolon"]),
    "derivation in a loop": (cell(f"{LETTER}for k in range(2):\n    {CHAIN}  # WRONG"), ["vanish"]),
    "derivation with a name": (cell(f"{LETTER}d = {CHAIN}  # WRONG"), ["derivation d", "no ledger"]),
    "derivation by its module": (
        cell("from derived import derivation\nderivation.close_page()  # WRONG\n1"),
        ["page would vanish"],
    ),
    "derivation by another name": (
        cell(LETTER.replace("Derivation", "Derivation as D") + CHAIN.replace("Derivation", "D") + "  # WRONG\nx"),
        ["vanish"],
    ),
    "statement not last": (
        cell(LETTER + 'from derived.derivation import state\nstate("s", eq(x, x), because="so")  # WRONG\nx'),
        ["statement"],
    ),
    "derivation removed": (cell(f"{LETTER}{CHAIN}  # WRONG", "remove-cell"), ["remove-input"]),
    "escape in a formula": (cell('because = "$b \\ne 0$"  # WRONG'), ["put an r", "$b"]),
    "escape in f-string": (cell('n = 1\nbecause = f"{n} $\\times$"  # WRONG'), ["put an r"]),
    "escape of a bell": (cell('tex = "\\alpha"  # WRONG'), ["put an r"]),
    "escape without dollars": (cell('tex = "\\theta"  # WRONG'), ["put an r"]),
    "escape Python does not know": (cell('tex = "\\lambda"  # WRONG'), ["put an r"]),
    "no Python": (cell("a = = 1  # WRONG"), ["Python cannot read this"]),
    "escape in one of several strings": (
        cell('because = ("words that go on, "\n    "and $b \\ne 0$")  # WRONG'),
        ["put an r"],
    ),
    "escape in a long string": (cell('note = """\nHere $b \\ne 0$. WRONG\n"""'), ["put an r"]),
    "escape that is half a letter": (cell('tex = "\\xi"  # WRONG'), ["put an r"]),
    "derivation silenced before a comment": (cell(f"{LETTER}{CHAIN};  # WRONG"), ["semicolon"]),
    "two derivations": (cell(f"{LETTER}d, e = x, x\n{CHAIN}, 1  # WRONG"), ["cell of its own"]),
    "derivation of a function": (
        cell(f"{LETTER}def prove():\n    return {CHAIN}\nprove()  # WRONG\nx"),
        ["vanish"],
    ),
    "derivation with a type": (cell(f"{LETTER}d: object = {CHAIN}  # WRONG"), ["derivation d"]),
    "control character in the text": ("Words \x08 WRONG.\n", ["nobody sees"]),
    "zero width space in the text": ("Words\u200b WRONG.\n", ["nobody sees"]),
    "name of a hidden cell": (
        cell("best = 2", "remove-cell") + cell("print(best)  # WRONG"),
        ["best comes from a cell that is not shown", "NameError"],
    ),
    "name of a cell whose code is hidden": (
        cell("best = 2", "remove-input") + cell("def f():\n    return best  # WRONG"),
        ["best comes from"],
    ),
    "name of no cell": (cell("print(nowhere)  # WRONG"), ["bound by no cell"]),
    "name bound twice": (cell("k = 1\nk") + cell("k = 2  # WRONG", "remove-cell"), ["binds k", "name of its own"]),
    "name of a cell whose output alone is shown": (
        cell("from math import tau", "remove-input") + cell("def area(r, k=tau):  # WRONG\n    return k * r * r / 2"),
        ["tau comes from a cell that is not shown"],
    ),
    "name of a star that another star does not give": (
        cell("from derived.datasets import *", "remove-cell") + cell(START + "data = load_nowhere()  # WRONG"),
        ["load_nowhere is bound by no cell"],
    ),
    "entry changed where nobody sees it": (
        cell("best = [1, 2]\nbest") + cell("best[0] = 5  # WRONG", "remove-cell"),
        ["changes best", "not shown"],
    ),
    "attribute changed where nobody sees it": (
        cell("from types import SimpleNamespace\nfit = SimpleNamespace(w=1)\nfit.w")
        + cell("if True:\n    fit.w += 2  # WRONG", "remove-input"),
        ["changes fit", "or a copy here"],
    ),
    "name deleted where nobody sees it": (
        cell("k = 1\nk")
        + cell("del k  # WRONG", "remove-cell").replace("del k", "del k, *[]") * 0
        + cell("del k  # WRONG", "remove-cell"),
        ["binds k"],
    ),
    "array over a letter": (
        cell(LETTER + "x**2") + cell("import numpy as np\nx = np.arange(3)  # WRONG\nx.sum()"),
        ["x is a value here, and a letter of a derivation on line 14", "a name of its own"],
    ),
    "letter over an array": (
        cell("import numpy as np\nX, y = np.eye(3), np.ones(3)\nX @ y")
        + cell(START + 'n, p = sizes("n p")\nw, X = vector("w", p), matrix("X", n, p)  # WRONG\nX @ w'),
        ["X is a letter of a derivation here, and a value on line 13"],
    ),
    "letter in a loop": (
        cell(LETTER + "x") + cell("for k, x in enumerate([1, 2]):  # WRONG\n    print(k, x)"),
        ["x is a value here"],
    ),
    "letter in a condition": (
        cell(LETTER + "f = (x + 1).T\nf") + cell("if (f := 3) > 2:  # WRONG\n    print(f)"),
        ["f is a value here"],
    ),
    "letter of a function of the page": (
        cell(LETTER + "def twice(u):\n    return u + u\n\nz = twice(x)\nz") + cell("z: float = 2.0  # WRONG\nz"),
        ["z is a value here"],
    ),
    "constant over a letter": (
        cell(START + 'e = scalar("e")\ne') + cell("from math import e  # WRONG\nprint(e)"),
        ["e is a value here"],
    ),
    "letter of an exercise over a value": (
        cell("a, b = 1, 2\na + b")
        + cell(
            "from derived.exercises.chapters.house_prices import another_base\n\n"
            "a, c = another_base.letters  # WRONG\na + c"
        ),
        ["a is a letter of a derivation here"],
    ),
    "letter in a file": (
        cell(LETTER + "x") + cell('with open("x.txt") as x:  # WRONG\n    print(x.read())'),
        ["x is a value here"],
    ),
    "wide line of code": (cell("a = 1  # WRONG" + "x" * WIDTH), ["its box holds 90"]),
    "wide line in the text": ("```python\na = 1  # WRONG" + "x" * WIDTH + "\n```\n", ["its box holds 90"]),
    "wide line in a box": (
        "::::{admonition} Solution\n:class: dropdown\n```python\na = 1  # WRONG" + "x" * 75 + "\n```\n::::\n",
        ["its box holds 84"],
    ),
    "number not used": (
        cell(f"{GLUE}glue(a='1')  # WRONG", "remove-cell"),
        ["does not use it"],
    ),
    "number not handed over": (
        cell(f"{GLUE}glue(gap='1')", "remove-cell") + "{glue}`gap`, {glue}`gapp` WRONG\n",
        ["write gap"],
    ),
    "number with dollars": (
        cell(GLUE + "glue(a='$10^{-8}$')  # WRONG", "remove-cell") + "{glue}`a`\n",
        ["dollar"],
    ),
    "number with a dollar in an f-string": (
        cell(GLUE + "n = 8\nglue(a=f'$10^{n}$')  # WRONG", "remove-cell") + "{glue}`a`\n",
        ["dollar"],
    ),
    "reference that counts": ("See {eq}`gradient-2`. WRONG\n", ["counts lines", 'as_="name"']),
    "reference that counts, with words": ("See {eq}`this <ridge-svd-3>`. WRONG\n", ["counts lines"]),
    "reference that counts, in a reason": (cell('because = "see {eq}`gradient-2`"  # WRONG'), ["counts lines"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_what_to_write(mistake):
    source, words = MISTAKES[mistake]
    text = f"{FRONT}# A page\n\nWords.\n\n{source}"
    marks = ("WRONG", "subtitel", f"{CHAIN};")
    line = next(k for k, said in enumerate(text.splitlines(), 1) if any(mark in said for mark in marks))
    found = [fault for fault in lint(text) if "class WRONG" not in fault.message]
    assert [fault.line for fault in found] == [line], found
    assert all(word in found[0].message for word in words), found


RIGHT = {
    "boxes": "".join(map(box, ("predict", "mistake", "exercise", "dropdown", "summary", "note", "warning"))),
    "code that is shown": f"````md\n{cell('a = 1', 'remov-cell')}{box('predit')}````\n",
    "roles in code": "Write ``{eq}`gradient-1` `` and ``{glue}`name` ``.\n",
    "breaks of lines": cell('print("a\\nb\\tc")\nprint("""\nnext\n$x$\n""")'),
    "a refused derivation": cell(f"{LETTER}try:\n    {CHAIN}\nexcept ValueError as problem:\n    print(problem)"),
    "a derivation shown later": cell(f"{LETTER}d = {CHAIN}") + cell("d"),
    "a derivation looked at": cell(f"{LETTER}d = {CHAIN}\nd.lines[0]"),
    "a function of the same name": cell("def state(ax):\n    return ax\n\nstate(1)\n2"),
    "a folded line": cell('because = "' + "words " * 30 + '"', "hide-input"),
    "numbers in captions": cell(f"{GLUE}glue(a='1')", "remove-cell")
    + "```{code-cell}\n---\nfigure: fig-a\ncaption: Here {glue}`a`.\nalt: A line.\n---\n1\n```\n",
    "numbers by a dictionary": cell(GLUE + "glue(**{'a': '1'})", "remove-cell") + "{glue}`a`\n",
    "a label of its own": "$$ x = 1 $$ (step-2)\n\nSee {eq}`step-2`.\n",
    "a copy changed where nobody sees it": cell("best = [1]\nbest") + cell("own = [*best]\nown[0] = 5", "remove-cell"),
    "an entry changed where it is seen": cell("best = [1, 2]\nbest[0] = 5\nbest"),
    "a letter used again": cell(LETTER + "x + 1") + cell('x = scalar("x", "positive")\nx**2'),
    "a function and a letter": cell(LETTER + "f = x**2\nf") + cell("f = lambda t: t**2\nf(3)"),
    "names that a function keeps": cell(LETTER + "x")
    + cell("def f(x):\n    y = x = 3\n    return [x for x in range(y)]\n\n[f(x) for x in range(3)]"),
    "values of letters": cell(LETTER + "k = len(str(x))\nk") + cell("k = 3\nk"),
    "a magic command": cell("%matplotlib inline\na = 1\nprint(a)"),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_is_right_is_left_alone(what):
    assert not lint(f"{FRONT}# A page\n\n{RIGHT[what]}")


def test_names_are_the_book_s():
    page, other = Path("page.md"), Path("other.md")
    figure = "```{code-cell}\n---\nfigure: fig-step\ncaption: A.\nalt: A.\n---\n1\n```\n"
    texts = {page: cell(CHAIN.replace('"T"', '"f(x)"')) + figure, other: figure + cell(CHAIN)}
    message = "the name {} is taken by other.md: begin it with the chapter's"
    assert list(taken(page, texts[page], texts)) == [
        Fault(2, message.format("t")),
        Fault(7, message.format("fig-step")),
    ]
    assert not list(taken(page, texts[page], {page: texts[page], other: f"`````md\n{texts[other]}`````\n"}))
    (fault,) = taken(page, cell(CHAIN.replace('"t"', '"my label"')), {})
    assert "no reference can have the name 'my label'" in fault.message


def test_the_boxes_of_the_book_have_a_look():
    assert {"predict", "mistake", "exercise", "summary", "dropdown"} <= known_classes()
    assert not {"predit", "box", "45"} & known_classes()


def test_it_runs_alone(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(f"{FRONT}# A page\n\n{box('predit')}", "utf-8")
    script = ROOT / "book" / "_extensions" / "linting.py"
    done = subprocess.run([sys.executable, str(script), str(page)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{page}:10: the class predit" in done.stdout, done.stdout + done.stderr
    page.write_text(f"{FRONT}# A page\n\n{box('predict')}", "utf-8")
    assert main([str(page)]) == 0
    assert "nothing to mend" in capsys.readouterr().out


@pytest.mark.book
def test_a_build_tells_it_and_fails_every_time(built_book):
    built_book.write("two", f"# Two\n\n{box('predit')}")
    for _ in range(2):
        failed = built_book.build()
        assert failed.status == 1
        assert "two.md:10: WARNING: the class predit has no look: write predict" in failed.text
        assert "Traceback" not in failed.text


@pytest.mark.parametrize(
    ("source", "bound", "read"),
    [
        ("x = [j for j in range(3)]", {"x"}, {"range"}),
        ("x = {k: v for k, v in pairs}", {"x"}, {"pairs"}),
        ("x = {a for b in c for a in b}", {"x"}, {"c"}),
        ("x = sum(row[i] for i in range(n))", {"x"}, {"sum", "row", "range", "n"}),
        ("def f():\n    return [t for t in u]", {"f"}, {"u"}),
    ],
)
def test_comprehensions_keep_their_variables_in_every_python(source, bound, read):
    assert bound_and_read(source) == (bound, read)
