"""Solves whole-number models with CP-SAT, one JSON line in, one out; a process of its own, since CP-SAT and HiGHS cannot share one."""

import json
import sys

from ortools.sat.python import cp_model


def solve(widths, rows, goal):
    """The largest value of the goal, or None when the rows clash."""
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, 10**6 if width is None else width, "") for width in widths]
    for terms, coefficients, lower, upper in rows:
        total = sum(c * variables[j] for j, c in zip(terms, coefficients, strict=True))
        if lower is not None:
            model.add(total >= lower)
        if upper is not None:
            model.add(total <= upper)
    terms, coefficients = goal
    model.maximize(sum(c * variables[j] for j, c in zip(terms, coefficients, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise RuntimeError(solver.status_name(status))
    return round(solver.objective_value)


for line in sys.stdin:
    print(json.dumps(solve(**json.loads(line))), flush=True)
