"""HiGHS and CP-SAT, asked for one goal of a random problem given the values of the goals before it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import highspy
import numpy as np
from solve_problems import Instance


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
