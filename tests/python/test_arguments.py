"""Rule: an argument that cannot be meant is refused at the call, in words that name it and say what is expected."""

from collections.abc import Callable
from typing import Any

import husrom as hr
import pytest
from conftest import root

day = "2026-11-22"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda case, plan: hr.check("examples/toy"), "case is a case, from husrom.read or husrom.Case, not str"),
        (lambda case, plan: hr.build("examples/toy"), "case is a case, from husrom.read"),
        (lambda case, plan: hr.build(case, "policy.toml"), "policy is a husrom.Policy, not str"),
        (lambda case, plan: hr.allocate(case), "problem is an allocation problem, from husrom.build, not Case"),
        (lambda case, plan: hr.allocate(plan.problem, time_limit="5s"), "time_limit is a number of seconds"),
        (lambda case, plan: hr.allocate(plan.problem, time_limit=float("nan")), "time_limit is a number of seconds"),
        (lambda case, plan: hr.allocate(plan.problem, seed="x"), "seed is a whole number"),
        (lambda case, plan: hr.compare(plan, case), "b is a plan, from husrom.allocate, not Case"),
        (lambda case, plan: hr.sweep(case, []), "problem is an allocation problem"),
        (lambda case, plan: hr.sweep(plan.problem, hr.Scenario("a")), "put this one in a list"),
        (lambda case, plan: hr.sweep(plan.problem, ["a"]), "a husrom.Scenario, not str"),
        (lambda case, plan: hr.sweep(plan.problem, [hr.Scenario("a")]).compare("a", "b"), "no plan called 'b'; there are a"),
        (lambda case, plan: plan.explain("SYN-P-1", audience="boss"), "audience is"),
        (lambda case, plan: hr.read(root / "examples" / "toy", frames="panda"), "frames is one of columns, pandas"),
        (lambda case, plan: hr.Policy.preset("staircase"), "as_of="),
        (lambda case, plan: hr.Policy.preset("staircase", as_of="22.11.2026"), "a date such as"),
        (lambda case, plan: hr.Policy.preset("stair", as_of=day), "there are: housing_first, staircase"),
    ],
)
def test_what_cannot_be_meant_is_said(call: Callable[[Any, Any], Any], said: str, case: hr.Case, plan: hr.Plan) -> None:
    with pytest.raises(hr.InvalidArgument, match=said):
        call(case, plan)


def test_a_beginning_of_a_name_is_answered_with_the_name(case: hr.Case) -> None:
    with pytest.raises(hr.InvalidInput, match='Did you mean "team-cases"'):
        hr.Scenario("x").set_limit("team", by=1).apply(case)


def test_a_file_that_is_no_case_is_not_asked_for_its_policy() -> None:
    assert [finding.code for finding in hr.check(hr.read(root / "README.md")).errors] == ["F021"]
