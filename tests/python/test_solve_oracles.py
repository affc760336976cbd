"""The solver against two outside solvers, goal by goal: HiGHS and CP-SAT agree with it and with each other.

`HUSROM_CAMPAIGN=N` multiplies the number of cases.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import husrom.solve as hs
import numpy as np
import pytest
import scipy.sparse as sp
from both_checkers import solved
from outside_solvers import CpSat, solve_highs
from solve_problems import Instance, housing_instance, random_instance, side_by_side

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from generalized_assignment import generalized_assignment

CAMPAIGN = int(os.environ.get("HUSROM_CAMPAIGN", "1"))
BLOCKS, BLOCK = 10, 30 * CAMPAIGN


@pytest.fixture(scope="module")
def cp_sat() -> Iterator[CpSat]:
    worker = CpSat()
    yield worker
    worker.process.communicate()


def truth_of(instance: Instance, goals: int, cp_sat: CpSat, where: str) -> list[int] | None:
    """The best value of each goal given the values of the goals before it; None when there is no plan."""
    earlier: list[int] = []
    for goal in range(goals):
        found = {solve_highs(instance, goal, earlier), cp_sat.solve(instance, goal, earlier)}
        assert len(found) == 1, f"{where}, goal {goal}: the outside solvers disagree: {found}"
        value = found.pop()
        if value is None:
            assert goal == 0, f"{where}: the outside solvers lose the plan at goal {goal}"
            return None
        earlier.append(value)
    return earlier


def holds_when_stopped(problem: hs.Problem, truth: list[int] | None, work_limit: int, where: str) -> bool:
    """A solve that may end early claims nothing that is not so; True when it ended early."""
    result = solved(problem, work_limit=work_limit)
    where = f"{where}, work limit {work_limit}"
    assert result.reproducible, where
    if truth is None or result.core.objective == []:
        assert result.status in ("infeasible", "unknown") and (result.status == "unknown" or truth is None), where
        return result.status == "unknown"
    for goal, (best, bound, value) in enumerate(zip(truth, result.core.bound, result.core.objective, strict=True)):
        # Every bound holds for plans with the goals before it at their proven values, and the best plan is one of them.
        assert bound >= best, f"{where}, goal {goal}"
        assert goal >= result.proven_goals or value == best, f"{where}, goal {goal}"
    assert result.core.objective <= truth, where
    return result.status == "feasible"


@pytest.mark.parametrize("block", range(BLOCKS))
def test_middle_sized_problems_agree_with_two_outside_solvers(cp_sat: CpSat, block: int) -> None:
    # Rule: every goal's value, given the goals before it, and infeasibility are what HiGHS and CP-SAT find; stopped early, bounds hold.
    stopped = 0
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        instance = random_instance(seed, most_rows=18, most_columns=14)
        if instance.rows.size == 0:
            continue
        problem = instance.problem()
        truth = truth_of(instance, problem.goals, cp_sat, f"seed {seed}")
        result = solved(problem)
        assert result.status == ("infeasible" if truth is None else "optimal"), f"seed {seed}"
        assert result.core.objective == result.core.bound == (truth or []), f"seed {seed}"
        stopped += holds_when_stopped(problem, truth, int(10 ** np.random.default_rng(seed).uniform(0, 5)), f"seed {seed}")
    assert stopped > 0


def test_housing_problems_on_dense_graphs_agree_with_an_outside_solver() -> None:
    # Rule: where a core of the edges is bounded and a head count is proven on the way, the value is still what HiGHS finds.
    counted = 0
    for seed in range(25 * CAMPAIGN):
        instance = housing_instance(seed, rows=40 + 5 * (seed % 7), columns=30 + 4 * (seed % 5), tightness=0.5 + 0.1 * (seed % 5))
        result = solved(instance.problem())
        assert result.status == "optimal", f"seed {seed}: {result.status}"
        assert result.core.objective[0] == solve_highs(instance, 0, []), f"seed {seed}"
        counted += '"stage":"count"' in result.certificate.replace(" ", "")
    assert counted > 0, "no case needed a head count of its own"


def test_problems_that_fall_apart_agree_with_an_outside_solver() -> None:
    # Rule: parts solved one by one reach what an outside solver reaches for the whole, at any number of threads.
    apart = 0
    for seed in range(20 * CAMPAIGN):
        instance = side_by_side(housing_instance(seed, 26, 16), housing_instance(1000 + seed, 22, 18, tightness=0.5))
        result = solved(instance.problem(), threads=1 + seed % 3)
        apart += '"components":2' in result.certificate
        assert result.core.objective == [solve_highs(instance, 0, [])], f"seed {seed}"
    assert apart > 15 * CAMPAIGN


@pytest.mark.parametrize("kind", "ABCDE")
def test_generalized_assignment_agrees_with_two_outside_solvers(cp_sat: CpSat, kind: str) -> None:
    # Rule: jobs that must all be placed, agents that take many and a load limit each: the least cost is what HiGHS and CP-SAT find.
    jobs, agents = (15, 3) if kind == "D" else (20, 4)
    for seed in range(3 * CAMPAIGN):
        drawn = generalized_assignment(kind, jobs, agents, seed)
        instance = Instance(
            drawn.edge_row,
            drawn.edge_column,
            drawn.weights.astype(np.int64)[:, None],
            (drawn.rows, drawn.columns),
            sp.csr_matrix(drawn.limit_matrix()),
            [limit.upper for limit in drawn.limits],
            [None] * len(drawn.limits),
            np.ones(drawn.rows, dtype=np.int64),
            np.full(drawn.columns, drawn.column_upper),
            [],
        )
        truth = truth_of(instance, 1, cp_sat, f"{kind} seed {seed}")
        result = solved(instance.problem())
        assert result.core.objective == (truth or []), f"{kind} seed {seed}: {result.status}"
        assert result.status == ("infeasible" if truth is None else "optimal"), f"{kind} seed {seed}"
