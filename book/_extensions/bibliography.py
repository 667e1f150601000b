"""The bibliography names its entries as the text does: [Efron et al., 2004]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pybtex import plugin
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels import BaseLabelStyle
from sphinx.application import Sphinx


class NameAndYear(BaseLabelStyle):
    """Labels like those of citations by author and year."""

    def format_labels(self, entries: Sequence[Entry]) -> Iterator[str]:
        """One label for each entry."""
        for entry in entries:
            persons = entry.persons.get("author") or entry.persons["editor"]
            names = [" ".join([*p.prelast_names, *p.last_names]) for p in persons]
            several = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
            yield f"{several}, {entry.fields['year']}"


class Named(Style):
    """Entries in the order of their labels."""

    default_sorting_style = "author_year_title"
    default_label_style = NameAndYear


def setup(app: Sphinx) -> dict:
    """Make the style known to the bibliography."""
    register_plugin("pybtex.style.formatting", "named", Named)
    # pybtex looks through all that is installed each time it asks for one of its own classes
    plugin._load_entry_point = cache(plugin._load_entry_point)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
