"""The exercises of all chapters: each knows the right answers from the wrong ones, and its page holds to it."""

import ast
import re
from pathlib import Path

import pytest

from derived.exercises import Parts, audit
from derived.exercises.chapters import by_chapter

BOOK = Path(__file__).parents[2] / "book"
QUESTION = re.compile(
    r"^:::\{exercise\} (?P<title>.+)\n:label: exercise-(?P<label>[a-z0-9-]+)\n(?P<text>(?:.*\n)*?):::\n\n"
    r"(?:```\{code-cell\}.*\n(?::.*\n)*(?P<cell>(?:.*\n)*?)```\n)?",
    re.MULTILINE,
)
SOLUTION = re.compile(r"^:::\{solution\} exercise-(?P<label>[a-z0-9-]+)\n(?P<text>(?:.*\n)*?):::$", re.MULTILINE)
CODE = re.compile(r"^```python\n((?:.*\n)*?)```$", re.MULTILINE)

EXERCISES = {f"{chapter}.{name}": e for chapter, named in by_chapter().items() for name, e in named.items()}
SINGLE = {
    f"{name}.{part}" if part else name: one
    for name, e in EXERCISES.items()
    for part, one in (e.parts.items() if isinstance(e, Parts) else [("", e)])
}
WRONG = {f"{name}-{k}": (one, *pair) for name, one in SINGLE.items() for k, pair in enumerate(one.wrong, 1)}
BACK = {f"{name}-{k}": (one, answer) for name, one in SINGLE.items() for k, answer in enumerate(one.given_back, 1)}

pages = {
    path.stem.replace("-", "_"): path.read_text("utf-8")
    for path in sorted(BOOK.glob("*/*.md"))
    if path.parent.name != "reference"  # where an exercise is shown as it is written
}
ON_PAGES = {
    f"{chapter}.{found['label'].replace('-', '_')}": found
    for chapter, text in pages.items()
    for found in QUESTION.finditer(text)
}
SOLVED = {
    f"{chapter}.{found['label'].replace('-', '_')}": "\n".join(CODE.findall(found["text"]))
    for chapter, text in pages.items()
    for found in SOLUTION.finditer(text)
}


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_holds_what_it_says(name: str):
    assert audit(EXERCISES[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_refused_with_its_hint_and_no_other(name: str):
    exercise, answer, hint = WRONG[name]
    verdict = exercise.check(answer)
    assert not verdict
    assert verdict.share == 0
    assert [other for _, other in exercise.wrong if other in verdict.message] == [hint]


@pytest.mark.parametrize("name", BACK)
def test_the_question_given_back_is_refused_as_that(name: str):
    exercise, answer = BACK[name]
    verdict = exercise.check(answer)
    assert not verdict
    assert "the question" in verdict.message or "to do what that does is the exercise" in verdict.message


def test_every_exercise_is_on_the_page_of_its_chapter_and_every_one_there_has_a_check():
    assert sorted(ON_PAGES) == sorted(EXERCISES)
    asked = sum(len(QUESTION.findall(text)) for text in pages.values())
    assert sum(text.count("{exercise}") for text in pages.values()) == asked
    assert not [chapter for chapter, text in pages.items() if ":class: exercise" in text]
    assert sum(text.count(".check(answer)") for text in pages.values()) == len(ON_PAGES)
    assert set(SOLVED) == set(ON_PAGES)


@pytest.mark.parametrize("name", ON_PAGES)
def test_the_cell_of_an_exercise_runs_by_itself_and_its_start_is_no_answer(name: str):
    namespace, check = run(ON_PAGES[name]["cell"])
    assert not eval(check, namespace)


@pytest.mark.parametrize("name", SOLVED)
def test_the_solution_on_the_page_is_right(name: str):
    namespace, check = run(ON_PAGES[name]["cell"])
    exec(SOLVED[name], namespace)
    assert eval(check, namespace), eval(check, namespace)


@pytest.mark.parametrize("name", ON_PAGES)
def test_the_cell_asks_the_exercise_of_its_page(name: str):
    chapter, variable = name.split(".")
    *_, last = ast.parse(ON_PAGES[name]["cell"]).body
    assert ast.unparse(last) == f"{variable}.check(answer)"
    assert f"from derived.exercises.chapters.{chapter} import {variable}\n" in ON_PAGES[name]["cell"]


def run(cell: str) -> tuple[dict, str]:
    """Run a cell but for its last line, the check; what it defines, and that line."""
    *lines, check = ast.parse(cell).body
    namespace: dict = {}
    exec(compile(ast.Module(lines, []), "cell", "exec"), namespace)
    return namespace, ast.unparse(check)
