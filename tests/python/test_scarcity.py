"""Rule: the shipped cases are hard where they say so, and an outside solver finds the same values goal by goal."""

from pathlib import Path

import highspy
import husrom as hr
import pytest
from conftest import root


def highs(path: Path, relaxed: bool) -> tuple[float, list[float]]:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("solve_relaxation", relaxed)
    solver.setOptionValue("mip_rel_gap", 0.0)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value), list(solver.getSolution().col_value)


def test_the_plain_relaxation_of_baerum_is_fractional(tmp_path: Path) -> None:
    problem = hr.build(hr.read(root / "examples" / "baerum"))
    problem.write_mps(tmp_path / "first.mps")
    _, chosen = highs(tmp_path / "first.mps", relaxed=True)
    # A vertex that is not whole: limits have taken the integrality away that matching alone has.
    assert sum(1 for x in chosen if 1e-6 < x < 1 - 1e-6) > 10


@pytest.mark.parametrize("name", ["nordstrand", "bodo"])
def test_an_outside_solver_finds_the_same_values(name: str, tmp_path: Path) -> None:
    problem = hr.build(hr.read(root / "examples" / name))
    plan = hr.allocate(problem)
    assert plan.status == "optimal"
    policy_goals = [goal for goal in problem.goals if goal not in ("application_date", "lottery")]
    for position, goal in enumerate(policy_goals):
        problem.write_mps(tmp_path / "problem.mps", goal=goal, plan=plan)
        assert round(-highs(tmp_path / "problem.mps", relaxed=False)[0]) == plan.core.objective[position], goal
