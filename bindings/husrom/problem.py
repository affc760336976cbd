"""The allocation problem: what a case and a policy come to, in whole numbers, with the reason behind each of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from husrom._core import io as _io
from husrom._core import rules as _core
from husrom.arguments import path as path_of
from husrom.arguments import text
from husrom.case import Case
from husrom.errors import InvalidArgument, expect
from husrom.findings import Finding
from husrom.frames import Columns, Frame, Kind, html_table, to_frame
from husrom.policy import Policy
from husrom.quantity import number, scaled
from husrom.solve import Problem

if TYPE_CHECKING:
    from husrom.plan import Plan


@dataclass(frozen=True)
class RuleVerdict:
    """What a rule says of one pair: ``pass``, ``not_applicable``, ``fail``, ``unknown``, ``ask``, ``pass_unknown`` or ``waived``."""

    rule: str
    verdict: str
    unknown_columns: tuple[str, ...] = ()

    @property
    def closes(self) -> bool:
        """True when this verdict keeps the pair apart."""
        return self.verdict in {"fail", "unknown"}


@dataclass(frozen=True)
class TermScore:
    """The score of one pair in one term, before the goals' weights."""

    term: str
    points: int | float
    used_default: bool
    """An unknown counted as its declared default."""


class AllocationProblem:
    """Immutable; made by :func:`build`, solved by :func:`husrom.allocate`, and safe to share between threads."""

    core: _core.AllocationProblem
    """The engine's own object; private to the package."""

    def __init__(self, core: _core.AllocationProblem, case: Case, policy: Policy) -> None:
        self.core = core
        self.case = case
        self.policy = policy

    @property
    def kind(self) -> Kind:
        """What tables about this problem are returned as."""
        return self.case.kind

    @property
    def digest(self) -> str:
        """SHA-256 of the integers, edges by ids."""
        return self.core.problem_digest

    @property
    def case_digest(self) -> str:
        """SHA-256 of the typed tables, whatever they were read from and in whatever order."""
        return self.core.case_digest

    @property
    def policy_digest(self) -> str:
        """SHA-256 of the parsed policy."""
        return self.core.policy_digest

    @property
    def findings(self) -> list[Finding]:
        """Warnings and notes of building."""
        return self.core.findings

    @property
    def participants(self) -> list[str]:
        """Ids, ascending; the list is the caller's own."""
        return list(self._participants)

    @property
    def units(self) -> list[str]:
        """Ids of the homes in this round's pool, ascending; the list is the caller's own."""
        return list(self._units)

    @cached_property
    def _participants(self) -> tuple[str, ...]:
        return tuple(self.core.participants)

    @cached_property
    def _units(self) -> tuple[str, ...]:
        return tuple(self.core.units)

    @property
    def outside_pool(self) -> list[str]:
        """Homes that are not in the pool: outside the horizon."""
        return self.core.outside_pool

    @cached_property
    def numeric(self) -> Problem:
        """The integers that the solver sees, for :func:`husrom.solve.maximise`: rows are participants, columns are homes."""
        return Problem.from_core(self.core.numeric)

    @property
    def goals(self) -> list[str]:
        """Ids of the policy's goals; the first decides. Two goals that break ties follow them in the engine."""
        return [goal["id"] for goal in self.core.goals][: self.core.first_tie_goal]

    def pairs(self) -> Frame:
        """Every open pair (participant, home), whether it is the home they live in, and in the column ``goal ID`` what it is worth in that
        goal of the policy."""
        core = self.core.pairs()
        participants, units = self.participants, self.units
        columns: dict[str, list[object]] = {
            "participant_id": [participants[i] for i in core["participant"]],
            "unit_id": [units[i] for i in core["unit"]],
            "stay": [bool(stay) for stay in core["stay"]],
        }
        types: dict[str, type] = {"stay": bool}
        goals = self.core.goals[: self.core.first_tie_goal]
        for goal, weights in zip(goals, core["weights"], strict=False):
            sign = -1 if goal["minimise"] else 1
            columns[f"goal {goal['id']}"] = [scaled(sign * weight, goal["digits"]) for weight in weights.tolist()]
            types[f"goal {goal['id']}"] = number([goal["digits"]])
        return to_frame(columns, self.kind, types)

    def limits(self) -> Frame:
        """Every limit with its cap and floor as declared, what tenants use, the load of those who live there, and the room."""
        rows = self.core.limits()
        columns = Columns(
            limit=[row["id"] for row in rows],
            group=[row["group"] or None for row in rows],
            min=[scaled(row["min"], row["digits"]) for row in rows],
            max=[scaled(row["max"], row["digits"]) for row in rows],
            tenants=[scaled(row["tenants"], row["digits"]) for row in rows],
            stays=[scaled(row["stays"], row["digits"]) for row in rows],
            room=[scaled(row["room"], row["digits"]) for row in rows],
            soft=[row["soft"] for row in rows],
            already_over=[row["already_over"] for row in rows],
        )
        quantities = dict.fromkeys(("min", "max", "tenants", "stays", "room"), number(row["digits"] for row in rows))
        return to_frame(columns, self.kind, {**quantities, "soft": bool, "already_over": bool})

    def verdicts(self, participant: str, unit: str) -> list[RuleVerdict]:
        """What every rule says of a pair, in policy order, whether the pair is open or not."""
        ids = text(participant, "participant"), text(unit, "unit")
        return [RuleVerdict(rule, verdict, tuple(columns)) for rule, verdict, columns in self.core.verdicts(*ids)]

    def scores(self, participant: str, unit: str) -> list[TermScore]:
        """The score of a pair by term."""
        ids = text(participant, "participant"), text(unit, "unit")
        return [TermScore(term, scaled(points, digits), used_default) for term, points, digits, used_default in self.core.scores(*ids)]

    def summary(self) -> str:
        """What there is to allocate, in a few lines."""
        return "\n".join(f"{label:<13} {value}" for label, value in self._facts().items())

    def _facts(self) -> dict[str, str | int]:
        movers = sum(self.core.mover)
        people = len(self._participants)
        return {
            "case": self.case.name,
            "policy": f"{self.policy.id}, as of {self.policy.as_of.isoformat()}",
            "participants": f"{people}, of whom {movers} have a home and may move" if movers else people,
            "homes": f"{len(self._units)} in the pool, {len(self.outside_pool)} outside it",
            "open pairs": self.core.edges,
            "limits": len(self.core.limits()),
            "goals": ", ".join(self.goals),
            "digest": self.digest,
        }

    def write_mps(self, path: str | os.PathLike[str], goal: str | None = None, plan: Plan | None = None) -> None:
        """Writes the integer problem as a free-format MPS file, so that another solver can be asked the same question.

        The file minimises minus ``goal`` (the first when not given) as the engine counts it, where goals that are minimised stand negated:
        not all readers can maximise. The goals before it are held at what ``plan`` of this problem reached, so ``plan`` is needed for every
        goal but the first.
        """
        from husrom.plan import Plan

        if plan is not None:
            expect(plan, Plan, "plan", "a plan, from husrom.allocate")
            if plan.problem.digest != self.digest:
                raise InvalidArgument("plan is of another problem; plan.problem.write_mps(…) writes its own")
        goals = self.goals
        if goal is not None and text(goal, "goal") not in goals:
            raise InvalidArgument(f"there is no goal {goal!r}; the goals are {', '.join(goals)}")
        position = goals.index(goal) if goal is not None else 0
        if position > 0 and plan is None:
            raise InvalidArgument(f"goal {goal!r} comes after others; pass a plan, so that those are held at what it reached")
        if position > 0 and plan is not None:
            plan.require_allocation()
        earlier = plan.core.objective[:position] if plan is not None else []
        _io.write_mps(self.core, path_of(path, "path"), position, earlier)

    def __repr__(self) -> str:
        return (
            f"<AllocationProblem {self.case.name}: {len(self._participants)} participants, {len(self._units)} homes, "
            f"{self.core.edges} open pairs, {len(self.core.limits())} limits>"
        )

    def _repr_html_(self) -> str:
        facts = self._facts()
        return html_table({"": list(facts), "value": list(facts.values())}, caption="Allocation problem")


def build(case: Case, policy: Policy | None = None) -> AllocationProblem:
    """Builds the problem of a case under a policy (the case's own when none is given).

    Raises :class:`husrom.InvalidInput` with every finding when the case or the policy has errors.
    """
    expect(case, Case, "case", "a case, from husrom.read or husrom.Case")
    if policy is None:
        policy = case.policy
    expect(policy, Policy, "policy", "a husrom.Policy")
    return AllocationProblem(_core.build(case.core, policy.core), case, policy)
