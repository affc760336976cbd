"""Many scenarios of one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from husrom.comparison import Comparison, compare
from husrom.errors import InvalidArgument, InvalidInput
from husrom.frames import Columns, Frame, Kind, html_table, to_frame
from husrom.plan import Plan, allocate
from husrom.problem import AllocationProblem, build
from husrom.scenario import Scenario


@dataclass(frozen=True)
class Runs(Mapping[str, Plan]):
    """Plans by scenario name, in the order given. Scenarios that could not be applied stand in ``refused`` with the reason."""

    plans: dict[str, Plan]
    refused: dict[str, InvalidInput]
    interrupted: bool
    """Ctrl-C ended the sweep; the plans that were done are here."""
    kind: Kind

    def __getitem__(self, name: str) -> Plan:
        return self.plans[name]

    def __iter__(self) -> Any:
        return iter(self.plans)

    def __len__(self) -> int:
        return len(self.plans)

    def frame(self) -> Frame:
        """One row a scenario: status, housed, waiting, and what each policy goal reached (None when the scenario lacks it)."""
        return to_frame(self._columns(), self.kind)

    def _columns(self) -> Columns:
        reached: dict[str, dict[str, int | float]] = {
            name: {goal.id: goal.reached for goal in plan.goals if not goal.tie} if plan.has_allocation else {}
            for name, plan in self.plans.items()
        }
        goals = list(dict.fromkeys(goal for values in reached.values() for goal in values))
        columns = Columns(
            scenario=list(self.plans),
            status=[plan.status for plan in self.plans.values()],
            housed=[plan.housed if plan.has_allocation else None for plan in self.plans.values()],
            waiting=[len(plan.core.waiting()) if plan.has_allocation else None for plan in self.plans.values()],
        )
        for goal in goals:
            columns[f"goal {goal}"] = [reached[name].get(goal) for name in self.plans]
        columns["digest"] = [plan.digest for plan in self.plans.values()]
        return columns

    def compare(self, a: str, b: str) -> Comparison:
        """Two of the runs side by side."""
        return compare(self.plans[a], self.plans[b])

    def __repr__(self) -> str:
        return f"<Runs: {len(self.plans)} plans, {len(self.refused)} refused{', interrupted' if self.interrupted else ''}>"

    def _repr_html_(self) -> str:
        return html_table(self._columns(), caption=repr(self)[1:-1], most_rows=100)


def sweep(problem: AllocationProblem, scenarios: Iterable[Scenario], **options: Any) -> Runs:
    """Solves every scenario of a problem's case and policy, one after the other.

    Parameters
    ----------
    problem : AllocationProblem
        Its case and policy are what the scenarios edit.
    scenarios : iterable of Scenario
        Their names must differ. An empty scenario is the case as it is.
    **options
        Passed on to :func:`husrom.allocate`.
    """
    plans: dict[str, Plan] = {}
    refused: dict[str, InvalidInput] = {}
    interrupted = False
    for scenario in scenarios:
        if scenario.name in plans or scenario.name in refused:
            raise InvalidArgument(f"two scenarios are called {scenario.name!r}")
        try:
            edited = build(*scenario.apply(problem.case, problem.policy))
        except InvalidInput as error:
            refused[scenario.name] = error
            continue
        plan = allocate(edited, **options)
        if plan.stopped_by == "interrupt":
            interrupted = True
            break
        plans[scenario.name] = plan
    return Runs(plans, refused, interrupted, problem.kind)
