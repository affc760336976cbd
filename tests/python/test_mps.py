"""Rule: an outside solver, asked the same question through the MPS or the LP file, finds the same value of every goal."""

from pathlib import Path

import highspy
import husrom as hr
import numpy as np
import pytest
from conftest import policy_text, small_columns
from solve_problems import random_instance

soft = policy_text.replace('kind = "hard"', 'kind = "soft"\ngoal = "crowding"\nsteps = [{ width = 1, slope = 2 }, { slope = 5 }]').replace(
    '[[goal]]\nid = "best-fit"', '[[goal]]\nid = "crowding"\nminimise = "excess"\n\n[[goal]]\nid = "best-fit"'
)


def highs_value(path: Path) -> float:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


@pytest.mark.parametrize("policy", [policy_text, soft], ids=["hard", "soft"])
@pytest.mark.parametrize("change", [0, 1, 2, 3])
def test_highs_agrees_goal_by_goal(policy: str, change: int, tmp_path: Path) -> None:
    tables = small_columns()
    tables["participants"]["bedrooms_needed"] = [1 + change % 2, 1, 2 - change % 2, 5 - change]
    problem = hr.build(hr.Case(policy=policy, **tables))
    plan = hr.allocate(problem)
    assert plan.status == "optimal"
    for position, goal in enumerate(problem.goals):
        problem.write_mps(tmp_path / "problem.mps", goal=goal, plan=plan)
        assert round(highs_value(tmp_path / "problem.mps")) == plan.core.objective[position], goal


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_both_formats_ask_the_same_of_any_problem(seed: int, tmp_path: Path) -> None:
    problem = random_instance(seed, most_rows=6, most_columns=6).problem()
    result = hr.solve.maximise(problem)
    for suffix, text in (("lp", problem.to_lp()), ("mps", problem.to_mps())):
        (tmp_path / f"problem.{suffix}").write_text(text, encoding="utf-8")
    found = []
    for suffix in ("lp", "mps"):
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        assert solver.readModel(str(tmp_path / f"problem.{suffix}")) == highspy.HighsStatus.kOk
        solver.run()
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found.append(round(solver.getInfo().objective_function_value) if optimal else None)
    expected = int(np.ravel(result.objective)[0]) if result.status == "optimal" else None
    assert found == [expected, expected], seed


def test_a_later_goal_needs_a_plan(problem: hr.AllocationProblem, tmp_path: Path) -> None:
    with pytest.raises(hr.InvalidArgument, match="pass a plan"):
        problem.write_mps(tmp_path / "problem.mps", goal="best-fit")
    with pytest.raises(hr.InvalidArgument, match="no goal"):
        problem.write_mps(tmp_path / "problem.mps", goal="fastest")
