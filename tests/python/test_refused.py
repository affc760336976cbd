"""What makes no sense is refused by the name that the caller knows, where it is given."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import husrom as hr
import pytest

toy = Path(__file__).parents[2] / "examples" / "toy"


@pytest.fixture(scope="module")
def plan() -> hr.Plan:
    return hr.allocate(hr.build(hr.read(toy)))


@pytest.mark.parametrize("option", [{"time_limit": -1}, {"time_limit": math.nan}, {"work_limit": -1}, {"gap": -1}, {"threads": 0}])
def test_of_a_solve(option: dict[str, Any]) -> None:
    problem = hr.solve.Problem(rows=[0, 0, 1], columns=[0, 1, 0], weights=[5, 4, 6], shape=(2, 2))
    with pytest.raises(hr.InvalidArgument, match=next(iter(option))):
        hr.solve.maximise(problem, **option)


@pytest.mark.parametrize(
    ("question", "option"),
    [
        ("why_not", {"work_limit": -1}),
        ("alternatives", {"k": 0}),
        ("alternatives", {"work_limit": -1}),
        ("what_would_help", {"most_changes": -1}),
        ("what_would_help", {"work_limit": -1}),
        ("near_optimal", {"k": -1}),
        ("stability", {"samples": 1.5}),
    ],
)
def test_of_a_question(plan: hr.Plan, question: str, option: dict[str, Any]) -> None:
    asked = {"why_not": ("SYN-P-A", "SYN-U-1"), "near_optimal": (), "stability": ()}.get(question, ("SYN-P-A",))
    with pytest.raises(hr.InvalidArgument, match=next(iter(option))):
        getattr(plan, question)(*asked, **option)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"shape": (2,)}, r"shape: expected two whole numbers"),
        ({"shape": (2, 2, 2)}, r"shape: expected two whole numbers"),
        ({"rows": [0, 0, 7]}, r"rows\[2\] is 7, which is none of the 2 rows"),
        ({"columns": [0, -1, 0]}, r"columns\[1\] is -1, which is none of the 2 columns"),
        ({"columns": [0, 1]}, r"rows and columns: one of each for an edge, got 3 and 2"),
        ({"limits": [[1, 1, 1]], "upper": [1, 2]}, r"upper: expected 1 values, one for each limit, got 2"),
        ({"upper": [1]}, r"upper: expected 0 values, one for each limit, got 1"),
        ({"cliques": [[0, 9]]}, r"cliques\[0\]\[1\] is 9, which is none of the 3 edges"),
        ({"steps": [(0, "upper", 0, 1)]}, r"steps: expected \(limit, side, goal, width, slope\)"),
    ],
)
def test_of_a_problem(change: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"rows": [0, 0, 1], "columns": [0, 1, 0], "weights": [5, 4, 6], "shape": (2, 2)}
    with pytest.raises(hr.InvalidArgument, match=said):
        hr.solve.Problem(**{**given, **change})


def test_results_and_checks_say_what_they_hold() -> None:
    problem = hr.solve.Problem(rows=[0, 0, 1], columns=[0, 1, 0], weights=[5, 4, 6], shape=(2, 2))
    assert repr(hr.solve.maximise(problem)) == "<Result optimal: objective 10, bound 10, stopped by proof>"
    check = hr.check(hr.read(toy))
    assert str(check) == check.text()
