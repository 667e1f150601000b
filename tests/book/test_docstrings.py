"""Docstrings on their way to the page."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

import derived
import docstrings

PACKAGE = Path(__file__).parents[2] / "code" / "derived"


def test_bars_are_escaped_outside_code():
    lines = ["At most |x_jᵀy| and ``|a|``.", "", ">>> 1 | 2", "3 | 4", "", "Then |b|."]
    docstrings.escape_bars(None, "function", "f", None, None, lines)
    assert lines == [r"At most \|x_jᵀy\| and ``|a|``.", "", ">>> 1 | 2", "3 | 4", "", r"Then \|b\|."]


def test_the_letters_of_a_shape_are_no_references():
    page = new_document("page")
    for target, kind in (("m", "class"), ("Ridge", "class"), ("m", "attr")):
        page += addnodes.pending_xref("", nodes.Text(target), reftype=kind, reftarget=target)
    docstrings.leave_letters(None, page)
    assert page.astext().split() == ["m", "Ridge", "m"]
    assert [(x["reftarget"], x["reftype"]) for x in page.findall(addnodes.pending_xref)] == [
        ("Ridge", "class"),
        ("m", "attr"),
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_property_begins_with_a_colon(path):
    # Napoleon would take what stands before the colon for a type, and print it after the rest.
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and any("property" in ast.unparse(d) for d in node.decorator_list):
            assert ": " not in (ast.get_docstring(node) or "").partition("\n")[0], node.name


MODULES = [importlib.import_module(module.name) for module in pkgutil.walk_packages(derived.__path__, "derived.")]


@pytest.mark.parametrize("module", [m for m in MODULES if hasattr(m, "__all__")], ids=lambda module: module.__name__)
def test_all_that_a_module_offers_has_an_example(module):
    offered = {name: getattr(module, name) for name in module.__all__}
    documented = [name for name, thing in offered.items() if inspect.isfunction(thing) or inspect.isclass(thing)]
    missing = [name for name in documented if ">>>" not in (offered[name].__doc__ or "")]
    assert not missing, f"no example in the docstring of {', '.join(missing)}"
