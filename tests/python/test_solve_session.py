"""A session's answers are those of the changed problem, and both checkers accept their proofs."""

from __future__ import annotations

import json
from typing import Any

import husrom.solve as hs
import numpy as np
import pytest
from husrom import InvalidArgument, checker
from solve_problems import housing_instance, random_instance


def change_of(random: np.random.Generator, problem: hs.Problem, chosen: list[int]) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if problem.core.limits and random.random() < 0.5:
        change["limits"] = {int(random.integers(0, problem.core.limits)): (None, int(random.integers(0, 12)))}
    if chosen and random.random() < 0.5:
        change["forbidden"] = [int(random.choice(chosen))]
    edge = int(random.integers(0, problem.core.edges)) if problem.core.edges else -1
    if edge >= 0 and random.random() < 0.5 and edge not in change.get("forbidden", []):
        change["forced"] = [edge]
    return change


@pytest.mark.parametrize("seed", range(60))
def test_a_change_is_answered_as_the_changed_problem_is(seed: int) -> None:
    # Rule: status, values and bounds are those of a solve from nothing; both checkers accept the proof; the bound told at once holds.
    random = np.random.default_rng(seed)
    instance = housing_instance(seed, 40, 36) if seed % 3 == 0 else random_instance(seed, 8, 7)
    if instance.steps:  # a soft side needs its bound
        instance.steps = []
    session = hs.Session(instance.problem())
    change = change_of(random, session.problem, session.result.chosen.tolist())
    answer = session.solve(**change)
    problem = session.changed(**change)
    cold = hs.maximise(problem)
    assert answer.status == cold.status
    assert answer.core.objective == cold.core.objective
    assert answer.core.bound == cold.core.bound
    assert hs.verify(problem, answer) == []
    checker.check(json.loads(problem.to_json()), [json.loads(line) for line in answer.certificate.splitlines()])
    bound = session.bound(**change)
    assert bound is None or not cold.core.objective or bound >= cold.core.objective[0]


def test_progress_begins_with_the_bound() -> None:
    # Rule: what is told first of a change is its bound, before there is a plan.
    session = hs.Session(housing_instance(1, 60, 60).problem())
    told: list[hs.Progress] = []
    session.solve(forbidden=[int(session.result.chosen[0])], progress=told.append)
    assert told
    assert all(later.bound <= told[0].bound for later in told)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"limits": {99: (None, 3)}}, "limits: limit 99"),
        ({"limits": {0: 3}}, r"limits: expected \(lower, upper\) for limit 0, got 3"),
        ({"limits": {0: (4, 3)}}, "the lower bound of limit 0 is above its upper bound"),
        ({"limits": {0: (None, 1.5)}}, "limits: expected whole numbers"),
        ({"forbidden": [9999]}, "forbidden: edge 9999"),
        ({"forced": [-1]}, "forced: edge -1"),
        ({"forbidden": [5], "forced": [5]}, "edge 5 is forbidden and forced"),
        ({"forced": ["a"]}, "forced: expected whole numbers"),
    ],
)
def test_a_change_that_cannot_be_is_refused_by_name(change: dict[str, Any], said: str) -> None:
    # Rule: the refusal names the argument and the number, whichever call it is.
    session = hs.Session(housing_instance(2, 12, 9).problem())
    for call in (session.solve, session.bound, session.changed):
        with pytest.raises(InvalidArgument, match=said):
            call(**change)
