"""Formulas: what is none is told, and KaTeX's server may be slow."""

import sys

import pytest
from sphinxcontrib.katex import KaTeXError, KaTeXServer

import mathematics

DOLLARS = [
    ("5 and then ", "6."), ("5 to ", "6"), ("5, US", "6"), ("5–", "6"), ("5/", "6"), ("5 ", "6"), ("5k ", "or"),
    ("5 million, ", "6 million"), ("5** or **", "6**"), ("5 (or ", "6)"), ("-5 and ", "-6"), (" or 6", " a piece"),
    (", then 6", ", then"), ("HOME and ", "PATH"), ("a costs ", "5"), ("5,\nsay, or ", "6"), ("100k; ", "5"),
]  # fmt: skip
FORMULAS = [
    ("2", " to"), ("1.5", ", "), ("2nd", "."), ("10 dx", ""), ("2np", ""), (r"100\,b", ""), ("k", "th"), ("x_5", "6"),
    (r"\alpha = ", ""), ("1 - ", ""), (r"2 \cdot ", ""), (r"3 \text{ times as many, and } k", ""), ("\n1 + x\n", ""),
    (r"ax = ab \iff x = b", ""), (r"\operatorname{arg min} f", ""), ("-1", " to"),
]  # fmt: skip


@pytest.mark.parametrize(("between", "after"), DOLLARS)
def test_what_stands_between_two_amounts_is_told_from_a_formula(between, after):
    assert mathematics.looks_like_prose(between, after)


@pytest.mark.parametrize(("tex", "after"), FORMULAS)
def test_a_formula_is_one(tex, after):
    assert not mathematics.looks_like_prose(tex, after)


WRONG = {
    r"\lamda": "Undefined control sequence: \\lamda",
    r"x + \text{a \unknwon}": "\\unknwon",
    r"\begin{algin} x \end{algin}": "No such environment: algin",
    r"\href{https://a.example}{x}": "not for formulas",
    r"\includegraphics{a.png}": "not for formulas",
    r"\htmlClass{a}{x}": "HTML",
    "x′": "Unrecognized Unicode character",
    "x % a remark": "comment",
    r"\frac{1}{": "Unexpected end",
}


@pytest.mark.book
def test_every_formula_that_would_show_in_red_is_told_with_its_line(built_book):
    both = [f"The formula ${tex}$ in a line." for tex in WRONG] + [f"$$\n{tex}\n$$" for tex in WRONG]
    built_book.write("two", "# Two\n\n" + "\n\n".join([*both, "One costs $5 and another costs $6, or US$5–$6."]) + "\n")
    built = built_book.build()
    assert built.status == 1
    told = [line for line in built.text.splitlines() if "two.md:" in line]
    for number, words in enumerate(WRONG.values()):
        for line in (9 + 2 * number, 9 + 2 * len(WRONG) + 4 * number):
            expected = words != "comment" or line < 9 + 2 * len(WRONG)  # on a line of its own a remark is fine
            found = [t for t in told if f"two.md:{line}: WARNING: KaTeX cannot read" in t and words in t]
            assert len(found) == expected, (line, told)
    last = 9 + 6 * len(WRONG)
    assert sum(f"two.md:{last}: " in t and "looks like words" in t for t in told) == 2, told


SLOW = (
    "import socket, time; s = socket.socket(socket.AF_UNIX); s.bind('katex.sock'); "
    "time.sleep(0.5); {then}; time.sleep(9)"
)


def test_waits_until_the_server_listens_not_only_until_its_socket_exists(tmp_path, monkeypatch):
    command = [sys.executable, "-c", SLOW.format(then="s.listen()")]
    monkeypatch.setattr(KaTeXServer, "build_command", lambda socket: command)
    process, connection = mathematics.start_server(tmp_path, timeout=20)
    connection.close()
    process.kill()
    process.communicate()


def test_a_server_that_never_listens_is_ended_and_told(tmp_path, monkeypatch):
    started = []
    popen = mathematics.Popen
    monkeypatch.setattr(mathematics, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    monkeypatch.setattr(KaTeXServer, "build_command", lambda socket: [sys.executable, "-c", SLOW.format(then="pass")])
    with pytest.raises(KaTeXError):
        mathematics.start_server(tmp_path, timeout=1)
    started[0].communicate(timeout=5)
    assert started[0].returncode != 0
