"""The engine has many modules: the docstring of each folder says which is for what."""

import importlib
import re
from pathlib import Path

import pytest


@pytest.mark.parametrize("name", ["derived.algebra", "derived.algebra.probability"])
def test_the_map_names_each_module_and_no_other(name):
    package = importlib.import_module(name)
    folder = Path(package.__file__).parent
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    named = set(re.findall(r"`(\w+)`", package.__doc__)) - {"Space"}
    assert named == modules - {"__init__"}
