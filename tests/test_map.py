"""The docstring of each folder of the package says which module is for what; README and contracts know each folder."""

import importlib
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest

import derived

ROOT = Path(__file__).parents[1]
FOLDERS = {module.name for module in pkgutil.iter_modules(derived.__path__) if module.ispkg}
PACKAGES = [m.name for m in pkgutil.walk_packages(derived.__path__, "derived.") if m.ispkg]
A_MODULE_FOR_EACH_CHAPTER = "derived.exercises.chapters"
ENGINE, ON_WHICH_IT_RESTS = {"algebra", "derivation"}, {"autodiff", "inputs"}


def forbidden(contract: str) -> dict[str, set[str]]:
    """The lists of a contract, by their names, without the name of the package."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (found,) = (c for c in contracts if c["name"].startswith(contract))
    lists = ("source_modules", "forbidden_modules")
    return {key: {name.removeprefix("derived.") for name in found[key] if name.startswith("derived.")} for key in lists}


@pytest.mark.parametrize("name", [name for name in PACKAGES if name != A_MODULE_FOR_EACH_CHAPTER])
def test_the_map_names_each_module_and_no_other(name):
    package = importlib.import_module(name)
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)} - {"__main__"}
    offered = set(getattr(package, "__all__", ())) - modules
    assert set(re.findall(r"(?<![`:])`(\w+)`(?!`)", package.__doc__)) - offered == modules


def test_the_readme_has_a_row_for_each_folder_and_for_no_other():
    text = (ROOT / "README.md").read_text("utf-8")
    table = text[text.index("layer up:") :].split("\n\n")[1]
    assert set(re.findall(r"^\| `(\w+)/` \|", table, re.MULTILINE)) == FOLDERS


def test_each_folder_has_its_tests():
    assert {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")} >= FOLDERS


def test_only_chapters_import_show():
    assert forbidden("Only chapters import show")["source_modules"] == FOLDERS - {"show"}


def test_the_engine_knows_nothing_but_what_it_rests_on():
    lists = forbidden("The engine knows no model")
    assert lists["source_modules"] == ENGINE
    assert lists["forbidden_modules"] == FOLDERS - ENGINE - ON_WHICH_IT_RESTS - {"exercises", "show"}
