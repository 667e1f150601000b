"""Exercises have numbers and addresses, and their solutions can be left out.

`sphinx-exercise` numbers the exercises and lets any page refer to them. Here each gets an address with its number,
``#exercise-2-3``, beside that with its name; its solution is folded; and where solutions are not wanted, they are left
out of the pages, of what is printed and searched, of the notebooks and of the sources that readers download. What is
wanted says ``book_solutions`` in the settings, or the environment: ``BOOK_SOLUTIONS=0``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

from chapters import SHOWN

logger = logging.getLogger(__name__)

SOLUTION = re.compile(
    rf"{SHOWN}|^(?P<fence>:{{3,}}|`{{3,}})\{{solution\}}.*?^(?P=fence)[ \t]*\n+", re.MULTILINE | re.DOTALL
)


def configure(app: Sphinx, config: Config) -> None:
    """Ask the environment whether solutions are wanted, and leave the style of exercises to the book's own sheet."""
    if wanted := os.environ.get("BOOK_SOLUTIONS"):
        config.book_solutions = wanted != "0"
    app.registry.css_files = [sheet for sheet in app.registry.css_files if sheet[0] != "exercise.css"]


def read(app: Sphinx, doctree: nodes.document) -> None:
    """Fold the solutions, take out sections whose identifiers are all the same, and ask for a cell after each question.

    The sections hold the text of an exercise or a solution, without a title.
    """
    for node in list(doctree.findall(lambda n: isinstance(n, exercise_enumerable_node | solution_node))):
        for section in [child for child in node.children if isinstance(child, nodes.section)]:
            node.replace(section, section.children)
        if isinstance(node, solution_node):
            node["classes"].append("dropdown")
        elif not _is_cell(node.next_node(descend=False, siblings=True)):
            logger.warning(
                "the exercise %s has no cell to start from: let one follow it at once", node["label"], location=node
            )


def _is_cell(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def number_of(env: BuildEnvironment, node: nodes.Element) -> str:
    """The number of an exercise, with its chapter's."""
    numbers = env.toc_fignumbers.get(node["docname"], {}).get("exercise", {})
    return ".".join(map(str, numbers.get(node["label"], ())))


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each exercise its address, and a title that leads there; its solution a plain title, or no place at all."""
    exercises = {node["label"]: node for node in doctree.findall(exercise_enumerable_node)}
    numbers = {label: number_of(app.env, node) for label, node in exercises.items()}
    for label, exercise in exercises.items():
        exercise["ids"].insert(0, f"exercise-{numbers[label].replace('.', '-')}")
        name = f"Exercise {numbers[label]}"
        title = nodes.title("", "", nodes.reference("", name, internal=True, refid=label))
        if words := exercise.children[0].children[1:-1]:  # what stands in parentheses
            title += [nodes.Text(": "), *words]
        exercise.replace(exercise.children[0], title)
    for solution in list(doctree.findall(solution_node)):
        label = solution["target_label"]
        if app.config.book_solutions:
            solution.replace(solution.children[0], nodes.title("", f"Solution to Exercise {numbers[label]}"))
            solution["ids"] = [f"solution-{numbers[label].replace('.', '-')}"]
        else:
            for part in list(solution.findall(nodes.Element))[1:]:  # where others refer to what stands in it
                exercises[label]["ids"] += part.get("ids", [])
            solution.parent.remove(solution)


def without_solutions(text: str) -> str:
    r"""The source of a page without its solutions.

    Examples
    --------
    >>> without_solutions(":::{exercise}\nWhy?\n:::\n\n:::{solution} why\nBecause.\n:::\n\nNext.\n")
    ':::{exercise}\nWhy?\n:::\n\nNext.\n'
    """
    return SOLUTION.sub(lambda found: found[0] if found["shown"] else "", text)


def strip_sources(app: Sphinx, exception: Exception | None) -> None:
    """Leave the solutions out of the sources that readers download."""
    if exception is not None or app.config.book_solutions:
        return
    for path in (Path(app.outdir) / "_sources").rglob("*.md"):
        text = path.read_text("utf-8")
        if (stripped := without_solutions(text)) != text:
            path.write_text(stripped, "utf-8")


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.setup_extension("sphinx_exercise")
    app.add_config_value("book_solutions", True, "html", bool)
    app.connect("config-inited", configure)
    app.connect("doctree-read", read, priority=400)
    app.connect("doctree-resolved", resolve, priority=300)
    app.connect("build-finished", strip_sources, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
