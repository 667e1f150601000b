"""Docstrings on their way to the page."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import derived
import docstrings

PACKAGE = Path(__file__).parents[2] / "code" / "derived"


def test_bars_are_escaped_outside_code():
    lines = ["At most |x_jᵀy| and ``|a|``.", "", ">>> 1 | 2", "3 | 4", "", "Then |b|."]
    docstrings.escape_bars(None, "function", "f", None, None, lines)
    assert lines == [r"At most \|x_jᵀy\| and ``|a|``.", "", ">>> 1 | 2", "3 | 4", "", r"Then \|b\|."]


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
