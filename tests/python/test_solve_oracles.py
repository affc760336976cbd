"""The solver against two outside solvers, goal by goal: HiGHS and CP-SAT agree with it and with each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import husrom.solve as hs
import numpy as np
import pytest
from husrom import checker
from solve_problems import Instance, housing_instance, random_instance

pytest.importorskip("ortools")
highspy = pytest.importorskip("highspy")

CAMPAIGN = int(os.environ.get("HUSROM_CAMPAIGN", "1"))


def linear_rows(instance: Instance, earlier: list[int]) -> list[tuple[list[int], list[int], int | None, int | None]]:
    """Every row of the model as (variables, coefficients, lower, upper); variables are edges, then steps."""
    edges = instance.rows.size
    rows = []
    for place, most, least in (
        (instance.rows, np.ones(instance.shape[0], dtype=int), instance.row_lower),
        (instance.columns, instance.column_upper, np.zeros(instance.shape[1], dtype=int)),
    ):
        for i in range(most.size):
            members = np.flatnonzero(place == i).tolist()
            rows.append((members, [1] * len(members), int(least[i]), int(most[i])))
    for k in range(instance.matrix.shape[0]):
        row = instance.matrix.getrow(k)
        for side, bound in (("upper", instance.upper[k]), ("lower", instance.lower[k])):
            if bound is None:
                continue
            excess = [edges + s for s, step in enumerate(instance.steps) if step[0] == k and step[1] == side]
            sign = -1 if side == "upper" else 1
            terms = row.indices.tolist() + excess, row.data.tolist() + [sign] * len(excess)
            rows.append((*terms, None, bound) if side == "upper" else (*terms, bound, None))
    rows += [(clique, [1] * len(clique), None, 1) for clique in instance.cliques]
    for h, value in enumerate(earlier):
        rows.append((*goal_terms(instance, h), value, None))
    return rows


def goal_terms(instance: Instance, goal: int) -> tuple[list[int], list[int]]:
    edges = instance.rows.size
    charged = [s for s, step in enumerate(instance.steps) if step[2] == goal]
    return (
        list(range(edges)) + [edges + s for s in charged],
        instance.weights[:, goal].tolist() + [-instance.steps[s][4] for s in charged],
    )


def solve_highs(instance: Instance, goal: int, earlier: list[int]) -> int | None:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("random_seed", 1)
    infinite = highspy.kHighsInf
    variables, costs = goal_terms(instance, goal)
    cost = dict(zip(variables, costs, strict=True))
    edges = instance.rows.size
    for j in range(edges + len(instance.steps)):
        width = 1 if j < edges else instance.steps[j - edges][3]
        solver.addVar(0, infinite if width is None else width)
        solver.changeColCost(j, cost.get(j, 0))
        if j < edges:
            solver.changeColIntegrality(j, highspy.HighsVarType.kInteger)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for terms, coefficients, lower, upper in linear_rows(instance, earlier):
        solver.addRow(
            -infinite if lower is None else lower,
            infinite if upper is None else upper,
            len(terms),
            np.array(terms, dtype=np.int32),
            np.array(coefficients, dtype=float),
        )
    solver.run()
    if solver.getModelStatus() in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.getInfo().objective_function_value)


class CpSat:
    """The worker process, asked one model at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("cp_sat_worker.py"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def solve(self, instance: Instance, goal: int, earlier: list[int]) -> int | None:
        widths = [1] * instance.rows.size + [step[3] for step in instance.steps]
        model = {"widths": widths, "rows": linear_rows(instance, earlier), "goal": goal_terms(instance, goal)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(model) + "\n")
        self.process.stdin.flush()
        answer: int | None = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def cp_sat() -> Iterator[CpSat]:
    worker = CpSat()
    yield worker
    worker.process.communicate()


@pytest.mark.parametrize("block", range(10))
def test_middle_sized_problems_agree_with_two_outside_solvers(cp_sat: CpSat, block: int) -> None:
    # Rule: every goal's value, given the goals before it, and infeasibility are what HiGHS and CP-SAT find.
    for seed in range(block * 30 * CAMPAIGN, (block + 1) * 30 * CAMPAIGN):
        instance = random_instance(seed, most_rows=18, most_columns=14)
        if instance.rows.size == 0:
            continue
        problem = instance.problem()
        result = hs.maximise(problem)
        assert hs.verify(problem, result) == []
        earlier: list[int] = []
        for goal in range(problem.goals):
            truth = {solve_highs(instance, goal, earlier), cp_sat.solve(instance, goal, earlier)}
            assert len(truth) == 1, f"seed {seed}, goal {goal}: the outside solvers disagree: {truth}"
            expected = truth.pop()
            if expected is None:
                assert result.status == "infeasible", f"seed {seed}"
                break
            assert result.status == "optimal", f"seed {seed}: {result.status}"
            assert result.core.objective[goal] == expected, f"seed {seed}, goal {goal}"
            earlier.append(expected)


def test_housing_problems_on_dense_graphs_agree_with_an_outside_solver() -> None:
    # Rule: where a core of the edges is bounded and a head count is proven on the way, the value is still what HiGHS finds.
    counted = 0
    for seed in range(25 * CAMPAIGN):
        instance = housing_instance(seed, rows=40 + 5 * (seed % 7), columns=30 + 4 * (seed % 5), tightness=0.5 + 0.1 * (seed % 5))
        problem = instance.problem()
        result = hs.maximise(problem)
        assert hs.verify(problem, result) == []
        assert result.status == "optimal", f"seed {seed}: {result.status}"
        assert result.core.objective[0] == solve_highs(instance, 0, []), f"seed {seed}"
        assert checker.check(json.loads(problem.to_json()), [json.loads(line) for line in result.certificate.splitlines()]) is None
        counted += '"stage":"count"' in result.certificate.replace(" ", "")
    assert counted > 0, "no case needed a head count of its own"
