"""Small synthetic cases that the tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import husrom as hr
import pytest

root = Path(__file__).resolve().parents[2]

policy_text = """
schema = 1
id = "small"
title = { en = "A small policy", nb = "En liten policy" }

[round]
as_of = 2026-11-22
horizon = "30 days"

[columns."participant.note"]
type = "text"
class = "personal"

[[eligible]]
id = "bedrooms"
type = "at_least"
left = ["unit.bedrooms"]
right = ["participant.bedrooms_needed"]
legal_basis = "SYN 1"
text = { en = "The home has enough bedrooms for the household.", nb = "Boligen har soverom nok." }

[[term]]
id = "size"
type = "closeness"
left = "unit.bedrooms"
right = "participant.bedrooms_needed"
over = 10
under = 10

[[limit]]
id = "team-cases"
per = "unit.neighbourhood"
sum = 1
max = "neighbourhood.places"
kind = "hard"
text = { en = "No more people in an area than it has places.", nb = "Ikke flere enn det er plass til." }

[[goal]]
id = "house-most"
maximise = "housed"

[[goal]]
id = "best-fit"
maximise = "score"
weights = { size = 1.00 }

[ties]
order = ["application_date", "lottery"]
lottery_seed = 7
"""


def small_columns() -> dict[str, dict[str, list[Any]]]:
    """Four people, three homes in two areas, of which the first has room for one only: so two are housed, one waits for a place in the
    area and one for a home that is large enough."""
    return {
        "participants": {
            "participant_id": ["SYN-P-1", "SYN-P-2", "SYN-P-3", "SYN-P-4"],
            "application_date": ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"],
            "bedrooms_needed": [1, 1, 2, 5],
            "note": ["SYN-SECRET-1", None, "SYN-SECRET-3", None],
        },
        "units": {
            "unit_id": ["SYN-U-1", "SYN-U-2", "SYN-U-3"],
            "neighbourhood_id": ["SYN-N-1", "SYN-N-1", "SYN-N-2"],
            "bedrooms": [1, 1, 2],
        },
        "neighbourhoods": {"neighbourhood_id": ["SYN-N-1", "SYN-N-2"], "places": [1, 4]},
    }


@pytest.fixture
def columns() -> dict[str, dict[str, list[Any]]]:
    return small_columns()


@pytest.fixture
def case(columns: dict[str, dict[str, list[Any]]]) -> hr.Case:
    return hr.Case(policy=policy_text, name="small", **columns)


@pytest.fixture
def problem(case: hr.Case) -> hr.AllocationProblem:
    return hr.build(case)


@pytest.fixture
def plan(problem: hr.AllocationProblem) -> hr.Plan:
    return hr.allocate(problem)
