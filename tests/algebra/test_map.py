"""The engine has many modules: the docstring of each folder says which is for what, and contracts who knows whom."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

import derived


@pytest.mark.parametrize("name", ["derived.algebra", "derived.algebra.random_variables", "derived.derivation"])
def test_the_map_names_each_module_and_no_other(name):
    package = importlib.import_module(name)
    folder = Path(package.__file__).parent
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    named = set(re.findall(r"`(\w+)`", package.__doc__)) - {"Space", "Derivation"}
    assert named == modules - {"__init__"}


def test_every_folder_but_show_is_in_the_contract_that_keeps_figures_out_of_it():
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (listed,) = (c["source_modules"] for c in contracts if "derived.show" in c.get("forbidden_modules", ()))
    folders = {path.parent.name for path in Path(derived.__file__).parent.glob("*/__init__.py")}
    assert {name.removeprefix("derived.") for name in listed} == folders - {"show"}
