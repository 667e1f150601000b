"""What all tests share."""

from collections.abc import Iterator

import coverage
import pytest
from hypothesis import settings

from derived.derivation import new_page

settings.register_profile("the same on every run", derandomize=True)
settings.load_profile("the same on every run")

collect_ignore = ["data/optimizers/make.py"]  # it needs PyTorch, JAX and Keras, which the tests do not


@pytest.fixture(autouse=True)
def a_new_page():
    """Each test is a page of its own: what another has shown is not shown here."""
    new_page()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Measure no coverage in a test that is marked as untraced, which takes half the time then."""
    stopped: list[coverage.Coverage] = []  # a process of pytest-xdist has two, its own and that of all subprocesses
    while item.get_closest_marker("untraced") and (measured := coverage.Coverage.current()):
        measured.stop()
        stopped.append(measured)
    try:
        return (yield)
    finally:
        for measured in reversed(stopped):
            measured.start()
