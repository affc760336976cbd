"""What was decided for one person and why."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from husrom._core import plan as _core
from husrom.arguments import language, one_of
from husrom.errors import InvalidArgument
from husrom.problem import AllocationProblem, RuleVerdict, TermScore
from husrom.quantity import ratio, scaled


@dataclass(frozen=True)
class Waiting:
    """Why a person waits: ``NO_HOME_FITS``, ``INFORMATION_MISSING``, ``LIMIT_FULL``, ``OTHERS_FIRST``, ``GOALS_AGAINST``, ``TIE`` or
    ``NOT_PROVEN``; a participant whom a home fits is told ``NO_ROOM``, whatever others have to do with it, or ``NOT_PROVEN`` where the
    plan is not proven best."""

    reason: str
    homes_that_fit: int
    homes_that_fail: int
    blocking_limit: str | None
    goal: str | None = None
    """The goal that decided."""
    margin: int | float = 0
    """By how much that goal would be worse."""


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
    apart: bool = False
    """Somebody from whom this person is kept apart lives there."""
    goal: str | None = None
    """The first goal that would change if this person had the home and whoever holds it went without."""
    margin: int | float = 0
    """By how much that goal would be worse."""


@dataclass(frozen=True)
class Price:
    """What the proof of a goal charges for one more home, or for 1 more of room in a limit (an hour, also where it counts in hundredths), in
    that goal's unit. See :meth:`husrom.Plan.prices` for what it does not say."""

    goal: str
    unit: str | None
    limit: str | None
    """The limit with its group."""
    price: float


@dataclass(frozen=True)
class Explanation:
    """The reasons as data; ``text()`` says them in words."""

    participant: str
    housed: bool
    unit: str | None
    outcome: str
    """``"housed"`` (``new`` in files and in the commands' JSON), ``"stays"``, ``"moves"`` or ``"waits"``."""
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
    prices: tuple[Price, ...]
    """Of the home given and the limits on the way; of somebody who waits, of the homes that fit and the limits in their way."""
    audience: Literal["caseworker", "participant"]
    """Whom this is for. A participant's holds nothing that could tell of others: no obstacles, limits or prices, no rule about who lives
    where, and no count that such a rule changes."""
    _plan: _core.Plan

    def text(self, lang: str = "en", audience: Literal["caseworker", "participant"] | None = None) -> str:
        """In words. A participant is told nothing from which another person could be known, and an explanation made for a participant
        stays one."""
        if audience is not None and not one_of(audience, ("caseworker", "participant")):
            raise InvalidArgument('audience is "caseworker" or "participant"')
        if audience == "caseworker" and self.audience == "participant":
            raise InvalidArgument("this explanation was made for the participant; ask the plan for a caseworker's")
        return self._plan.explain_text(self.participant, language(lang), audience or self.audience)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Explanation {self.participant}: {self.outcome}{' ' + self.unit if self.unit else ''}>"

    def _repr_html_(self) -> str:
        return f'<pre lang="en">{escape(self.text())}</pre>'


def explain(plan: _core.Plan, problem: AllocationProblem, participant: str, audience: Literal["caseworker", "participant"]) -> Explanation:
    """The engine's explanation with the limits by name."""
    if not one_of(audience, ("caseworker", "participant")):
        raise InvalidArgument('audience is "caseworker" or "participant"')
    row = plan.explain(participant, audience)
    goals = [(goal[0], goal[3]) for goal in plan.goals()]
    names = [f"{limit['id']} {limit['group']}".strip() for limit in problem.core.limits()]
    waiting = row["waiting"]

    def decided(goal: int, margin: int) -> tuple[str | None, int | float]:
        return (goals[goal][0], scaled(margin, goals[goal][1])) if goal >= 0 else (None, 0)

    return Explanation(
        participant=participant,
        housed=row["housed"],
        unit=row["unit"],
        outcome="waits" if row["unit"] is None else "stays" if row["stays"] else "moves" if row["moves"] else "housed",
        confirm=tuple(row["confirm"]),
        rules=tuple(RuleVerdict(rule, verdict, tuple(columns)) for rule, verdict, columns in row["rules"]),
        scores=tuple(TermScore(term, scaled(points, digits), default) for term, points, digits, default in row["scores"]),
        limits=tuple(names[k] for k in row["limits"]),
        waiting=Waiting(waiting[1], waiting[2], waiting[3], waiting[4] or None, *decided(row["goal"], row["margin"]))
        if waiting is not None
        else None,
        rule_counts=tuple(RuleCount(*count) for count in row["rule_counts"]),
        obstacles=tuple(
            Obstacle(unit, held_by, tuple(names[k] for k in full), apart, *decided(goal, margin))
            for unit, held_by, full, apart, goal, margin in row["obstacles"]
        ),
        prices=tuple(
            Price(
                goals[goal][0],
                unit or None,
                names[limit] if limit >= 0 else None,
                ratio(numerator, denominator, goals[goal][1]),
            )
            for goal, unit, limit, numerator, denominator in row["prices"]
        ),
        audience=audience,
        _plan=plan,
    )
