"""Where a library is missing, its last results are shown, and only those of this very code and these arguments."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from chapters import code_of, completed
from derived.frameworks import NotRecordedError, how_run, needs, recorded, recording


@needs("torch")
def doubled(numbers, times):
    return numbers * 2, [times, numbers.astype(np.float32)]


@pytest.fixture
def missing(monkeypatch, tmp_path):
    """A place where no library is installed, with a file for the results."""
    monkeypatch.setattr(recorded, "is_installed", lambda library: False)
    monkeypatch.setattr(recorded, "FILE", tmp_path / "results.json")
    recorded._results.cache_clear()
    yield recorded.FILE
    recorded._results.cache_clear()


def kept(monkeypatch, path, function, *arguments):
    """Run a function as where its library is installed, and keep what it gave."""
    with monkeypatch.context() as there:
        there.setattr(recorded, "is_installed", lambda library: True)
        there.setattr(recorded, "version", lambda library: "9.9")
        with recording() as results:
            given = function(*arguments)
    path.write_text(json.dumps(results), "utf-8")
    return given


def test_what_was_recorded_comes_back_to_the_last_digit(monkeypatch, missing):
    numbers = np.array([0.1, np.pi, 1e-300])
    first, (times, single) = kept(monkeypatch, missing, doubled, numbers, 3)
    again, (times_again, single_again) = doubled(numbers, 3)
    assert (again == first).all() and again.dtype == first.dtype
    assert times_again == times and isinstance(times_again, int)
    assert (single_again == single).all() and single_again.dtype == np.float32
    assert how_run(doubled) == "PyTorch 9.9, recorded"


@pytest.mark.parametrize("numbers", [np.array([1.0, 2.0]), np.array([1, 3]), np.array([[1.0, 3.0]])])
def test_other_arguments_have_no_results(monkeypatch, missing, numbers):
    kept(monkeypatch, missing, doubled, np.array([1.0, 3.0]), 3)
    with pytest.raises(NotRecordedError, match="doubled were recorded with other arguments: install requirements-fr"):
        doubled(numbers, 3)


def test_other_code_has_no_results(monkeypatch, missing):
    kept(monkeypatch, missing, doubled, np.array([1.0, 3.0]), 3)
    entries = json.loads(missing.read_text("utf-8"))
    entries["doubled"]["code"] = "of yesterday"
    missing.write_text(json.dumps(entries), "utf-8")
    with pytest.raises(NotRecordedError, match="doubled were recorded with other code"):
        doubled(np.array([1.0, 3.0]), 3)


def test_what_never_ran_is_told(missing):
    missing.write_text("{}", "utf-8")
    with pytest.raises(NotRecordedError, match="PyTorch is not installed, and no results of doubled are recorded"):
        doubled(np.ones(2), 3)


def test_a_result_that_cannot_be_kept_is_told(monkeypatch, missing):
    @needs("torch")
    def words():
        return "fourteen"

    with pytest.raises(TypeError, match="numbers and arrays of them, and not of str"):
        kept(monkeypatch, missing, words)


def test_an_unknown_library_is_refused():
    with pytest.raises(ValueError, match=r"library must be .*torch.*tensorflow.*not 'caffe'"):
        needs("caffe")


@pytest.mark.parametrize("library", recorded.NAMES)
def test_the_results_of_the_chapter_are_there_and_name_their_versions(library):
    entries = {name: e for name, e in recorded._results().items() if name != "times"}
    mine = {e["version"] for name, e in entries.items() if name.endswith({"torch": "torch"}.get(library, "keras"))}
    assert len(mine) == 1 and entries.keys() >= {
        f"{model}_{end}" for model in ("mlp", "cnn") for end in ("torch", "keras")
    }


@pytest.mark.parametrize("library, end", [("torch", "_torch"), ("tensorflow", "_keras")])
def test_the_chapter_gives_what_was_recorded_with_the_library_at_hand(library, end, request):
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"runs where {library} is installed: the gate installs PyTorch, the weekly job both")
    entries, fresh = recorded._results(), request.getfixturevalue("page_of_libraries")
    here = {name for name in entries if name.endswith(end)}
    assert here <= fresh.keys() and here
    for name in here:
        for now, then in zip(flat(fresh[name]["result"]), flat(entries[name]["result"]), strict=True):
            np.testing.assert_allclose(now, then, rtol=1e-7, atol=1e-9)
        assert fresh[name]["code"] == entries[name]["code"] and fresh[name]["arguments"] == entries[name]["arguments"]


def flat(value):
    """The arrays of a kept result."""
    if isinstance(value, dict):
        return [np.array(value["values"])]
    return [array for part in value for array in flat(part)]


@pytest.fixture(scope="module")
def page_of_libraries():
    """What the functions of the chapter give here."""
    chapter = (Path(__file__).parents[2] / "book" / "neural-networks" / "libraries.md").read_text("utf-8")
    shell = InteractiveShell.instance()
    with recording() as results:
        for cell in code_of(completed(chapter)):
            shell.run_cell(cell, store_history=True).raise_error()
    InteractiveShell.clear_instance()
    return results
