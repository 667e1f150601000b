"""What all tests share."""

import pytest

from derived.derivation import new_page


@pytest.fixture(autouse=True)
def a_new_page():
    """Each test is a page of its own: what another has shown is not shown here."""
    new_page()
