"""What every page promises to everyone who opens it."""

import statistics

import pytest

from .conftest import WITH_LIGHTHOUSE
from .lighthouse import scores
from .visiting import Visit

KB = 1000


def none(found: list[str]) -> None:
    """Fail and tell all, if there is anything."""
    assert not found, f"{len(found)}:\n" + "\n".join(found[:30])


def test_nothing_is_asked_of_another_host(seen):
    none(seen.elsewhere)


def test_everything_asked_for_is_there(seen):
    none(seen.failed)
    none(seen.broken_images)


def test_no_error_is_logged(seen):
    none(seen.errors)


def test_the_first_view_is_light(seen):
    assert seen.bytes <= 300 * KB


def test_nothing_jumps(seen):
    assert seen.shift <= 0.02


def test_nothing_need_be_scrolled_sideways_on_a_narrow_phone(seen):
    none(seen.sideways)


def test_on_a_phone_what_is_wider_says_so_and_scrolls_and_no_number_stands_on_a_formula(seen):
    none(seen.cut)


def test_formulas_and_figures_are_there_without_script(seen):
    none(seen.unseen_without_script)


@pytest.mark.parametrize("view", ["wide, light", "wide, dark", "320 px, light", "320 px, dark"])
def test_axe_finds_nothing(seen, view):
    none(seen.axe[view])


def test_the_site_is_light_as_a_whole(visits: dict[str, Visit]):
    assert visits, "no page was visited: run the whole of this folder"
    assert statistics.median(v.bytes for v in visits.values()) <= 200 * KB


@pytest.mark.skipif(not WITH_LIGHTHOUSE, reason="LIGHTHOUSE=1 asks for it")
def test_lighthouse_agrees(page, address, report):
    found = scores(f"{address}/{page}")
    report[page]["lighthouse"] = found
    assert {k: v for k, v in found.items() if k != "performance" and v < 100} == {}
