"""Numbers that go into sentences."""

import pytest

from derived.show import notebook
from derived.show.numerals import with_true_minus


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("-0.5", "−0.5"),
        ("-1,200", "−1,200"),
        ("(-1, -.5)", "(−1, −.5)"),
        ("x = -2", "x = −2"),
        ("3e-08", "3e-08"),
        ("2006-2010", "2006-2010"),
        ("out-of-fold", "out-of-fold"),
    ],
)
def test_negative_numbers_have_a_true_minus_and_nothing_else_has(given, shown):
    assert with_true_minus(given) == shown


def test_numbers_are_handed_to_the_text_by_their_names(monkeypatch):
    handed = {}

    def display(data, raw, metadata):
        handed[metadata["scrapbook"]["name"]] = data[f"{notebook.PREFIX}text/plain"]

    monkeypatch.setattr(notebook, "display", display)
    notebook.glue(slope=f"{-4:.1f}", houses=4)
    assert handed == {"slope": "−4.0", "houses": "4"}
