"""On what a chapter depends: exactly what its cells take from the package, and all that this needs in turn."""

import pytest

from dependencies import Package

FILES = {
    "__init__.py": '__version__ = "1"\n',
    "models/__init__.py": '"""Models."""\nfrom derived.models.line import Line\nfrom derived.models.tree import Tree\n',
    "models/line.py": "from derived.tools import solve\n\nclass Line:\n    fit = solve\n",
    "models/tree.py": "class Tree:\n    pass\n",
    "tools/__init__.py": "from derived.tools.exact import solve\nfrom derived.tools.drawing import draw\n",
    "tools/exact.py": "def solve():\n    from derived.tables import numbers\n    return numbers\n",
    "tools/drawing.py": "def draw():\n    pass\n",
    "tables/__init__.py": "from derived.tables.read import numbers\n",
    "tables/read.py": "numbers = (1, 2)\n",
    "tables/numbers.csv": "1,2\n",
    "signs/__init__.py": "from derived.signs.operators import OPERATORS\nfrom derived.signs.plus import Plus\n",
    "signs/operators.py": "OPERATORS = {}\n\ndef operator(sign):\n    return lambda kind: kind\n",
    "signs/plus.py": "from derived.signs.operators import operator\n\n@operator('+')\nclass Plus:\n    pass\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "derived" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def modules(folder, source):
    """The modules that count for some code, without the packages that only pass names on."""
    package = Package(folder)
    needs = package.needed_by(source)
    return {name.removeprefix("derived.") for name in needs if "." in name and name.count(".") > 1}


LINE = {"models.line", "tools.exact", "tables.read"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from derived.models import Line", LINE),
        ("from derived.models.line import Line", LINE),
        ("from derived import models\nmodels.Line().fit()", LINE),
        ("import derived.models as m\nm.Line", LINE),
        ("import derived\nderived.models.Line", LINE | {"models.tree"}),
        ("import derived.models as m\nvars(m)", LINE | {"models.tree"}),
        ("from derived.models import *", LINE | {"models.tree"}),
        ("from derived.models import Nowhere", LINE | {"models.tree"}),
        ("from derived.models import Tree", {"models.tree"}),
        ("def f():\n    from derived.tools import draw", {"tools.drawing"}),
        ("from derived.signs import OPERATORS", {"signs.operators", "signs.plus"}),
        ("import numpy as np", set()),
        ("%matplotlib inline\nfrom derived.models import Tree", {"models.tree"}),
    ],
)
def test_names_are_followed_to_the_modules_that_define_them(folder, source, found):
    assert modules(folder, source) == found


def test_what_cannot_be_read_depends_on_everything(folder):
    assert len(modules(folder, "this is no Python")) == sum(name.count("/") and "__init__" not in name
                                                            and name.endswith(".py") for name in FILES)  # fmt: skip


def state(folder, source):
    package = Package(folder)
    return package.state(package.needed_by(source))


@pytest.mark.parametrize(
    ("name", "text", "changes"),
    [
        ("models/line.py", '"""Lines."""\n# A comment.\n' + FILES["models/line.py"], False),
        ("models/line.py", FILES["models/line.py"].replace("    fit", '    """A line."""\n\n    fit'), False),
        ("models/line.py", FILES["models/line.py"] + "SLOPE = 1\n", True),
        ("models/tree.py", "class Tree:\n    deep = True\n", False),
        ("models/__init__.py", FILES["models/__init__.py"] + "from derived.models.tree import Tree as T\n", False),
        ("tables/numbers.csv", "1,3\n", True),
        ("tools/exact.py", FILES["tools/exact.py"].replace("return numbers", "return numbers[0]"), True),
        ("__init__.py", '__version__ = "2"\n', True),
    ],
)
def test_only_what_counts_changes_the_state(folder, name, text, changes):
    before = state(folder, "from derived.models import Line")
    (folder / "derived" / name).write_text(text)
    assert (state(folder, "from derived.models import Line") != before) == changes


def test_code_that_reads_its_own_package_depends_on_the_very_text(folder):
    source = "from derived import tools\nopen(tools.__file__)"
    before = state(folder, source)
    (folder / "derived" / "tools" / "drawing.py").write_text("# A comment.\n" + FILES["tools/drawing.py"])
    assert state(folder, source) != before
