"""Options that make no sense are refused by name, where they are given."""

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
    ],
)
def test_of_a_question(plan: hr.Plan, question: str, option: dict[str, Any]) -> None:
    asked = ("SYN-P-A", "SYN-U-1") if question == "why_not" else ("SYN-P-A",)
    with pytest.raises(hr.InvalidArgument, match=next(iter(option))):
        getattr(plan, question)(*asked, **option)


def test_results_and_checks_say_what_they_hold() -> None:
    problem = hr.solve.Problem(rows=[0, 0, 1], columns=[0, 1, 0], weights=[5, 4, 6], shape=(2, 2))
    assert repr(hr.solve.maximise(problem)) == "<Result optimal: objective 10, bound 10, stopped by proof>"
    check = hr.check(hr.read(toy))
    assert str(check) == check.text()
