"""Random cases against the twin: the engine and a slow, obvious reading of the same words agree on every pair and every goal.

`HUSROM_CAMPAIGN=N` multiplies the number of cases.
"""

from __future__ import annotations

import os
import random
from fractions import Fraction
from typing import Any

import husrom as hr
import pytest
from twin import best, cases, problem, toml

CAMPAIGN = int(os.environ.get("HUSROM_CAMPAIGN", "1"))
SMALL_CASES, MIDDLE_CASES, BATCHES = 2000 * CAMPAIGN, 300 * CAMPAIGN, 20
WORK_LIMIT = 50_000_000


def engine(tables: dict[str, list[dict[str, str]]], policy: dict[str, Any]) -> hr.AllocationProblem:
    columns = {name: {heading: [row[heading] or None for row in rows] for heading in rows[0]} for name, rows in tables.items() if rows}
    text = toml.dump(policy)
    return hr.build(hr.Case(policy=text, **columns), hr.Policy.parse(text))


def as_code(seed: int, people: int, homes: int) -> str:
    return f"seed {seed}: tables, policy = cases.random_case({seed}, {people}, {homes})"


def compare(seed: int, people: int, homes: int, oracles: list[Any]) -> tuple[Fraction, ...] | None:
    tables, policy = cases.random_case(seed, people, homes)
    where = as_code(seed, people, homes)
    twin = problem.build(tables, policy, cases.declarations())
    allocation = engine(tables, policy)
    pairs = allocation.pairs()
    mine = sorted(zip(pairs["participant_id"], pairs["unit_id"], strict=True))
    assert mine == sorted(twin.pairs), where
    expected = [oracle(twin) for oracle in oracles]
    assert all(e == expected[0] for e in expected), f"{where}: the oracles differ: {expected}"
    plan = hr.allocate(allocation)
    assert plan.verified, where
    if expected[0] is None:
        assert plan.status == "infeasible", where
        return None
    assert plan.status == "optimal", where
    reached = tuple(Fraction(str(goal.reached)) for goal in plan.goals if not goal.tie)
    signs = [sign for _, sign, _ in twin.goals]
    assert reached == tuple(s * v for s, v in zip(signs, expected[0], strict=True)), f"{where}: {plan.goals}"
    chosen = plan.assignments()
    value = best.value(twin, list(zip(chosen["participant_id"], chosen["unit_id"], strict=True)))
    assert value == expected[0], f"{where}: the twin values this plan {value}"
    return expected[0]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_small_cases_agree_with_enumeration(batch: int) -> None:
    """Every pair, every goal and infeasibility, against all plans written out."""
    outcomes = []
    for seed in range(batch, SMALL_CASES, BATCHES):
        size = random.Random(seed)
        outcomes.append(compare(seed, size.randint(2, 5), size.randint(2, 5), [lambda twin: best.brute_force(twin)[0]]))
    assert any(o is None for o in outcomes) and any(o is not None for o in outcomes)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_middle_cases_agree_with_two_outside_solvers(batch: int) -> None:
    """Goal by goal and infeasibility, against SCIP and HiGHS; where the work limit comes before the proof, the bound holds the value."""
    seeds = range(100_000 + batch, 100_000 + MIDDLE_CASES, BATCHES)
    proven = sum(agrees_within_work(seed) for seed in seeds)
    assert 10 * proven >= 9 * len(seeds), f"only {proven} of {len(seeds)} proven within the work limit"


def agrees_within_work(seed: int) -> bool:
    """True when the engine proved every goal; asserts that whatever it claims is so."""
    size = random.Random(seed)
    people, homes = size.randint(8, 30), size.randint(6, 25)
    tables, policy = cases.random_case(seed, people, homes)
    where = as_code(seed, people, homes)
    twin = problem.build(tables, policy, cases.declarations())
    expected = best.with_scip(twin)
    assert best.with_highs(twin) == expected, f"{where}: the oracles differ"
    plan = hr.allocate(engine(tables, policy), work_limit=WORK_LIMIT)
    if expected is None or not plan.has_allocation:
        assert plan.status == ("infeasible" if expected is None else "unknown"), where
        return expected is None
    assert plan.verified, where
    for goal, (_, sign, _), value in zip((g for g in plan.goals if not g.tie), twin.goals, expected, strict=True):
        reached = sign * Fraction(str(goal.reached))
        if not goal.proven:
            assert reached <= value, f"{where}: {goal}"
            assert goal.bound is None or value <= sign * Fraction(str(goal.bound)), f"{where}: {goal}"
            return False
        assert reached == value, f"{where}: {goal}, expected {value}"
    return True
