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
        change["limits"] = {int(random.integers(0, problem.core.limits)): (hs.NO_LOWER, int(random.integers(0, 12)))}
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


def test_a_bound_that_is_not_named_stays() -> None:
    # Rule: None leaves a bound as it is, NO_LOWER and NO_UPPER open it.
    problem = hs.Problem([0, 1, 2], [0, 1, 2], [5, 4, -3], (3, 3), limits=[[1, 1, 1]], upper=[3], lower=[3])
    session = hs.Session(problem)
    assert session.solve(limits={0: (None, 3)}).objective == 6
    assert session.solve(limits={0: (hs.NO_LOWER, None)}).objective == 9
    assert session.solve(limits={0: (1, np.int64(1))}).objective == 5


def test_the_bound_is_no_worse_than_what_is_proven() -> None:
    # Rule: a change that only restricts allows no more than the problem itself, several goals or not; a stopped solve says as much.
    for seed in range(20):
        session = hs.Session(random_instance(seed, 8, 7).problem())
        if session.result.status == "optimal":
            bound = session.bound()
            assert bound is not None
            assert bound <= session.result.core.bound[0]
    session = hs.Session(housing_instance(4, 60, 60).problem())
    change = {"forbidden": [int(session.result.chosen[0])]}
    answer = session.solve(time_limit=0, **change)
    assert hs.verify(answer.problem, answer) == []


def test_prices_are_of_the_problems_own_limits() -> None:
    # Rule: with several goals, and after a change, there is one price for each limit of the problem that was solved.
    for seed in range(30):
        instance = random_instance(seed, 9, 8)
        result = hs.maximise(instance.problem())
        prices = result.limit_prices
        if prices is not None:
            assert prices.shape[-1] == result.problem.core.limits


def test_a_result_is_not_judged_by_another_problem() -> None:
    # Rule: the refusal says by which problem a session's answer is judged.
    session = hs.Session(housing_instance(2, 12, 9).problem())
    answer = session.solve(forbidden=[int(session.result.chosen[0])])
    with pytest.raises(InvalidArgument, match="of another problem"):
        hs.verify(session.problem, answer)
    assert hs.verify(answer.problem, answer) == []
    assert repr(session).startswith("<Session of <Problem 12 x 9")


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
        ({"limits": {0: 3}}, r"limits: expected \(lower, upper\) for limit 0, got 3; \(None, 3\) moves"),
        ({"limits": {0: (4, 3)}}, "limit 0 would have the lower bound 4 above its upper bound 3"),
        ({"limits": {0: (None, 1.5)}}, r"limits\[0\]: expected a whole number of 64 bits as upper bound, or None to leave it, got 1.5"),
        ({"limits": {0: (None, 10**30)}}, r"limits\[0\]: expected a whole number of 64 bits"),
        ({"limits": {"0": (None, 3)}}, "limits: '0' is no limit; it is a whole number from 0"),
        ({"limits": [(0, None, 3)]}, r"limits: expected \{limit: \(lower, upper\)\}"),
        ({"forbidden": [(0, 1)]}, r"forbidden: expected the numbers of edges, which are places in the problem's rows, got shape \(1, 2\)"),
        ({"forbidden": [True, False]}, "np.flatnonzero"),
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
