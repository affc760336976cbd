"""Rule: an outside solver, asked the same question through the MPS or the LP file, finds the same value of every goal."""

import subprocess
from pathlib import Path

import highspy
import husrom as hr
import numpy as np
import pyscipopt
import pytest
from conftest import policy_text, small_columns
from solve_problems import random_instance

soft = policy_text.replace('kind = "hard"', 'kind = "soft"\ngoal = "crowding"\nsteps = [{ width = 1, slope = 2 }, { slope = 5 }]').replace(
    '[[goal]]\nid = "best-fit"', '[[goal]]\nid = "crowding"\nminimise = "excess"\n\n[[goal]]\nid = "best-fit"'
)


def highs_value(path: Path) -> int | None:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.getInfo().objective_function_value) if optimal else None


def scip_value(path: Path) -> int | None:
    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(str(path))
    model.optimize()
    return round(model.getObjVal()) if model.getStatus() == "optimal" else None


def cbc_value(path: Path) -> int | None:
    solution = path.with_suffix(".sol")
    command = ["cbc", str(path), "-ratio", "0", "-allow", "0.5", "-solve", "-solution", str(solution)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "errors on input" not in said, said
    words = solution.read_text(encoding="ascii").split()
    return round(float(words[4])) if words[0] == "Optimal" else None


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
        assert -highs_value(tmp_path / "problem.mps") == plan.core.objective[position], goal


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_every_reader_finds_the_same_in_both_formats(seed: int, tmp_path: Path) -> None:
    # Rule: HiGHS, SCIP and CBC find the goal's value in the LP file and minus it in the MPS file, or that there is no plan.
    problem = random_instance(seed, most_rows=6, most_columns=6).problem()
    result = hr.solve.maximise(problem)
    for suffix, text in (("lp", problem.to_lp()), ("mps", problem.to_mps())):
        (tmp_path / f"problem.{suffix}").write_text(text, encoding="utf-8")
    value = int(np.ravel(result.objective)[0]) if result.status == "optimal" else None
    minus = None if value is None else -value
    for reader in (highs_value, scip_value, cbc_value):
        assert reader(tmp_path / "problem.mps") == minus, reader.__name__
    for reader in (highs_value, scip_value):
        assert reader(tmp_path / "problem.lp") == value, reader.__name__


def test_a_later_goal_needs_a_plan(problem: hr.AllocationProblem, tmp_path: Path) -> None:
    with pytest.raises(hr.InvalidArgument, match="pass a plan"):
        problem.write_mps(tmp_path / "problem.mps", goal="best-fit")
    with pytest.raises(hr.InvalidArgument, match="no goal"):
        problem.write_mps(tmp_path / "problem.mps", goal="fastest")


def test_a_plan_of_another_problem_is_refused(problem: hr.AllocationProblem, plan: hr.Plan, tmp_path: Path) -> None:
    # Rule: the goals before are held at what this problem's plan reached, never at another's.
    other = hr.build(*hr.Scenario("one home less").close("SYN-U-1").apply(problem.case))
    with pytest.raises(hr.InvalidArgument, match="plan is of another problem"):
        other.write_mps(tmp_path / "other.mps", goal="best-fit", plan=plan)
    assert not (tmp_path / "other.mps").exists()
