"""What was decided for one person and why."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from husrom._core import plan as _core
from husrom.errors import InvalidArgument
from husrom.problem import AllocationProblem, RuleVerdict, TermScore
from husrom.quantity import scaled


@dataclass(frozen=True)
class Waiting:
    """Why a person waits: ``NO_HOME_FITS``, ``INFORMATION_MISSING``, ``LIMIT_FULL``, ``OTHERS_FIRST`` or ``TIE``."""

    reason: str
    homes_that_fit: int
    homes_that_fail: int
    blocking_limit: str | None


@dataclass(frozen=True)
class RuleCount:
    """One rule of the policy against all homes of the pool."""

    rule: str
    failed: int
    unknown: int
    failed_alone: int
    """Homes that this rule alone closes."""


@dataclass(frozen=True)
class Obstacle:
    """A home that fits and went elsewhere, or stands empty."""

    unit: str
    held_by: str | None
    full_limits: tuple[str, ...]
    """Limits (with their group) that have no room for this person in this home."""


@dataclass(frozen=True)
class Explanation:
    """The reasons as data; ``text()`` says them in words."""

    participant: str
    housed: bool
    unit: str | None
    outcome: str
    """``"housed"``, ``"stays"``, ``"moves"`` or ``"waits"``."""
    confirm: tuple[str, ...]
    rules: tuple[RuleVerdict, ...]
    """Of the home given."""
    scores: tuple[TermScore, ...]
    """Of the home given."""
    limits: tuple[str, ...]
    """The limits (with their group) that the placement counts in."""
    waiting: Waiting | None
    rule_counts: tuple[RuleCount, ...]
    obstacles: tuple[Obstacle, ...]
    audience: Literal["caseworker", "participant"]
    """Whom this is for. A participant's holds nothing that could tell of others: no obstacles, no limits, no rule about who lives where."""
    _plan: _core.Plan

    def text(self, lang: str = "en", audience: Literal["caseworker", "participant"] | None = None) -> str:
        """In words. A participant is told nothing from which another person could be known, and an explanation made for a participant
        stays one."""
        if audience == "caseworker" and self.audience == "participant":
            raise InvalidArgument("this explanation was made for the participant; ask the plan for a caseworker's")
        return self._plan.explain_text(self.participant, lang, audience or self.audience)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Explanation {self.participant}: {self.outcome}{' ' + self.unit if self.unit else ''}>"

    def _repr_html_(self) -> str:
        return f'<pre lang="en">{escape(self.text())}</pre>'


def explain(plan: _core.Plan, problem: AllocationProblem, participant: str, audience: Literal["caseworker", "participant"]) -> Explanation:
    """The engine's explanation with the limits by name."""
    if audience not in ("caseworker", "participant"):
        raise InvalidArgument('audience is "caseworker" or "participant"')
    row = plan.explain(participant)
    names = [f"{limit['id']} {limit['group']}".strip() for limit in problem.core.limits()]
    waiting = row["waiting"]
    all_told = audience == "caseworker"
    return Explanation(
        participant=participant,
        housed=row["housed"],
        unit=row["unit"],
        outcome="waits" if row["unit"] is None else "stays" if row["stays"] else "moves" if row["moves"] else "housed",
        confirm=tuple(row["confirm"]),
        rules=tuple(RuleVerdict(rule, verdict, tuple(columns)) for rule, verdict, columns in row["rules"]),
        scores=tuple(TermScore(term, scaled(points, digits), default) for term, points, digits, default in row["scores"]),
        limits=tuple(names[k] for k in row["limits"]) if all_told else (),
        waiting=Waiting(waiting[1], waiting[2], waiting[3], (waiting[4] or None) if all_told else None) if waiting is not None else None,
        rule_counts=tuple(RuleCount(*count) for count in row["rule_counts"] if all_told or count[0] != "apart"),
        obstacles=tuple(Obstacle(unit, held_by, tuple(names[k] for k in full)) for unit, held_by, full in row["obstacles"])
        if all_told
        else (),
        audience=audience,
        _plan=plan,
    )
