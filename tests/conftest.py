"""What all tests share."""

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
