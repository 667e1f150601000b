"""The parts that make the site: each says what it is for and why it is ours, and together they stay few."""

import ast
import io
import re
import tokenize
from pathlib import Path

from .conftest import ROOT

EXTENSIONS = ROOT / "book" / "_extensions"
OF_THE_BOOK = {"derivations", "statements", "ledger", "totals", "linting", "cells", "unshown", "naming", "exercises"}
MOST = 3_450  # lines of the workshop; what the book exists for is not counted
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def lines_of_code(path: Path) -> int:
    """The lines of a file that hold code: no blank lines, no comments, no docstrings."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return sum(bool(line.strip()) and not line.strip().startswith("//") for line in text.splitlines())
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in LAYOUT]
    found = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            found -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(found)


def test_what_is_counted(tmp_path):
    path = tmp_path / "a.py"
    text = ['"""Two', 'lines."""', "", "# one", 'A = """x', "", 'y"""  # two', "", "", "def f():", '    """Said."""']
    path.write_text("\n".join([*text, "    return (1,", "        2)", ""]))
    assert lines_of_code(path) == 3 + 3
    path = path.with_suffix(".js")
    path.write_text("// one\n\nf();\n")
    assert lines_of_code(path) == 1


def test_the_workshop_is_small():
    files = [*EXTENSIONS.rglob("*.py"), *EXTENSIONS.glob("*.js"), *(ROOT / "book" / "_static").glob("*.js")]
    found = {path.name: lines_of_code(path) for path in files if path.stem not in OF_THE_BOOK}
    assert sum(found.values()) <= MOST, f"{sum(found.values())} lines: {found}"


def test_every_part_says_what_it_is_for():
    text = (EXTENSIONS / "README.md").read_text("utf-8")
    named = set(re.findall(r"\*\*(\w+)\*\*|`(\w+)`", text))
    names = {one or other for one, other in named}
    parts = {path.stem for path in EXTENSIONS.rglob("*.py")} - {"__init__", "nodes"}
    assert parts <= names, f"README.md does not say why there is {', '.join(sorted(parts - names))}"
