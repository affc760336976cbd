"""Questions about a plan: why not this home, which others, what would help, and why nothing is possible. Each answer is solved for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, overload

from husrom._core import decide as _core
from husrom.arguments import count, function, language, text, whole, work_units
from husrom.errors import expect
from husrom.findings import Finding
from husrom.problem import AllocationProblem
from husrom.quantity import scaled

if TYPE_CHECKING:
    from husrom.plan import Plan


@dataclass(frozen=True)
class GoalLoss:
    """What one goal of the policy loses; negative: it gains."""

    goal: str
    minimise: bool
    before: int | float
    after: int | float
    loss: int | float


@dataclass(frozen=True)
class HomeChange:
    """Somebody whose home would be another one; None: no home."""

    participant: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Fact:
    """A fact that a rule read: the column's path, never its value."""

    column: str
    column_class: str | None
    """``"need"``, ``"readiness"``, ``"protected"``, ``"personal"`` or None."""
    unknown: bool
    """Nobody has filled it in."""
    may_change: bool
    """It could be corrected or decided otherwise; never a protected one."""


@dataclass(frozen=True)
class RuledOutBy:
    """A rule that closes the pair: ``"fail"``, or ``"unknown"`` where it could not be judged."""

    rule: str
    verdict: str
    facts: tuple[Fact, ...]


class _Text:
    """Something that can be said in English and Bokmål."""

    _words: dict[str, str]

    def text(self, lang: str = "en") -> str:
        """In words, ``"en"`` or ``"nb"``."""
        return self._words[language(lang)]

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return f'<pre lang="en">{escape(self.text())}</pre>'


@dataclass(frozen=True)
class WhyNot(_Text):
    """Why a person does not have a home, and what it would cost."""

    participant: str
    unit: str
    outcome: str
    """``HAS_IT``, ``RULED_OUT``, ``IMPOSSIBLE``, ``COSTS``, ``TIE``, ``BETTER`` or ``NOT_KNOWN``."""
    ruled_out_by: tuple[RuledOutBy, ...]
    losses: tuple[GoalLoss, ...]
    """Every goal of the policy, with the pair forced."""
    exact: bool
    """The losses, or the impossibility, are proven."""
    changes: tuple[HomeChange, ...]
    """Everybody whose home would be another one."""
    fewest_moves: bool
    """No allocation as good moves fewer people, which is proven."""
    full_limits: tuple[str, ...]
    """Limits that have no room for the pair in the plan as it is."""
    apart: bool
    held_by: str | None
    _words: dict[str, str]

    @property
    def lose_home(self) -> tuple[str, ...]:
        """People housed by the plan who would not be."""
        return tuple(change.participant for change in self.changes if change.before and not change.after)

    __str__ = _Text.__str__


@dataclass(frozen=True)
class Alternative:
    """A home that a person could have, and exactly what it would cost."""

    unit: str
    losses: tuple[GoalLoss, ...]
    exact: bool
    changes: tuple[HomeChange, ...]


@dataclass(frozen=True)
class Alternatives(_Text, Sequence[Alternative]):
    """Homes that a person could have, best first; a sequence of :class:`Alternative`."""

    participant: str
    homes: tuple[Alternative, ...]
    complete: bool
    """No further home is possible, rather than not asked for."""
    asked: bool
    """False: ``all_alternatives`` was interrupted before this person's turn."""
    _words: dict[str, str]

    def __len__(self) -> int:
        return len(self.homes)

    @overload
    def __getitem__(self, index: int) -> Alternative: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Alternative, ...]: ...
    def __getitem__(self, index: int | slice) -> Alternative | tuple[Alternative, ...]:
        return self.homes[index]

    __str__ = _Text.__str__


@dataclass(frozen=True)
class HelpfulSet:
    """Changes which together give the person a home; confirmed by solving with them."""

    changes: tuple[tuple[str, str], ...]
    """(entry of the policy's menu, where it is made)"""
    unit: str
    goals: dict[str, int | float]
    """What each goal of the policy reaches then."""
    lose_home: tuple[str, ...]
    also_housed: tuple[str, ...]
    proven: bool


@dataclass(frozen=True)
class Help(_Text):
    """The smallest sets of changes from the policy's ``[[change]]`` menu that would house a person."""

    participant: str
    already_housed: bool
    sets: tuple[HelpfulSet, ...]
    size: int
    """Changes in a set; 0 when none was found."""
    looked_at: int
    complete: bool
    """Every set of up to ``looked_at`` changes was decided."""
    solved: int
    ruled_out: int
    """Sets that bounds and rules decided without a solve."""
    findings: tuple[Finding, ...]
    """Why changes of the menu cannot be made, such as a home that is added without a place; ``source`` names the change, or those that
    can be made alone but not together."""
    _words: dict[str, str]

    __str__ = _Text.__str__


@dataclass(frozen=True)
class Member:
    """One of the things that cannot all be kept, and one way out."""

    kind: str
    """``MUST_HOUSE``, ``LOCKED``, ``MOVER``, ``LIMIT_MAX``, ``LIMIT_MIN``, ``APART``, ``APART_TENANT``, ``RULE`` or ``FORBIDDEN``
    (what the table ``pairs`` forbids)."""
    participant: str | None
    other: str | None
    """``APART``: the second person; ``APART_TENANT``: the tenant; ``LOCKED``: the home."""
    id: str | None
    """The limit or the rule; ``risk``: the entries of ``[risk]`` that forbid."""
    group: str | None
    by: int | float
    """Limits: how much the cap is to be raised, or the floor lowered, at least."""
    waive: tuple[tuple[str, str], ...]
    """Rules: the fewest pairs for which it would have to be waived; ``FORBIDDEN``: for which the forbid would have to be taken back."""
    suffices: bool
    """With this fix alone the round is possible; otherwise another conflict is left."""
    housed: int
    goals: dict[str, int | float]
    """With the fix: what each goal of the policy would reach."""


@dataclass(frozen=True)
class Conflict(_Text):
    """A smallest clashing set; falsy when the round is possible."""

    status: str
    members: tuple[Member, ...]
    proven: bool
    """The members clash, and without any one of them the others do not."""
    _words: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.members)

    __str__ = _Text.__str__


def losses(rows: list[tuple[str, bool, int, int, int, int]]) -> tuple[GoalLoss, ...]:
    """The engine's rows as values."""
    return tuple(
        GoalLoss(goal, minimise, scaled(before, digits), scaled(after, digits), scaled(loss, digits))
        for goal, minimise, digits, before, after, loss in rows
    )


def _changes(rows: list[tuple[str, str, str]]) -> tuple[HomeChange, ...]:
    return tuple(HomeChange(participant, before or None, after or None) for participant, before, after in rows)


def _goals(rows: list[tuple[str, bool, int, int]]) -> dict[str, int | float]:
    return {goal: scaled(reached, digits) for goal, _, digits, reached in rows}


def to_why_not(row: _core._WhyNot) -> WhyNot:
    """The engine's answer as a value."""
    return WhyNot(
        participant=row["participant"],
        unit=row["unit"],
        outcome=row["outcome"],
        ruled_out_by=tuple(
            RuledOutBy(rule, verdict, tuple(Fact(column, kind or None, unknown, may) for column, kind, unknown, may in facts))
            for rule, verdict, facts in row["ruled_out_by"]
        ),
        losses=losses(row["losses"]),
        exact=row["exact"],
        changes=_changes(row["changes"]),
        fewest_moves=row["fewest_moves"],
        full_limits=tuple(row["full_limits"]),
        apart=row["apart"],
        held_by=row["held_by"] or None,
        _words={"en": row["text_en"], "nb": row["text_nb"]},
    )


def _threads() -> int:
    return len(os.sched_getaffinity(0))


def why_not(plan: Plan, participant: str, unit: str, work_limit: int | None) -> WhyNot:
    """See :meth:`husrom.Plan.why_not`."""
    ids = text(participant, "participant"), text(unit, "unit")
    return to_why_not(_core.why_not(plan.core, *ids, work_units(work_limit), _threads()))


def _to_alternatives(participant: str, row: _core._Alternatives) -> Alternatives:
    return Alternatives(
        participant=participant,
        homes=tuple(Alternative(unit, losses(lost), exact, _changes(changes)) for unit, lost, exact, changes in row["list"]),
        complete=row["complete"],
        asked=row["asked"],
        _words={"en": row["text_en"], "nb": row["text_nb"]},
    )


def alternatives(plan: Plan, participant: str, k: int, work_limit: int | None) -> Alternatives:
    """See :meth:`husrom.Plan.alternatives`."""
    who = text(participant, "participant")
    return _to_alternatives(who, _core.alternatives(plan.core, who, count(k, "k"), work_units(work_limit), _threads()))


def all_alternatives(
    plan: Plan, k: int, threads: int | None, work_limit: int | None, on_person: Callable[[int], object] | None
) -> dict[str, Alternatives]:
    """See :meth:`husrom.Plan.all_alternatives`."""
    function(on_person, "on_person", "the number of people done")
    at_once = _threads() if threads is None else count(threads, "threads")
    rows = _core.all_alternatives(plan.core, count(k, "k"), work_units(work_limit), at_once, on_person)
    return {who: _to_alternatives(who, row) for who, row in zip(plan.problem.participants, rows, strict=True)}


def what_would_help(plan: Plan, participant: str, most_changes: int, most_sets: int, most_tried: int, work_limit: int | None) -> Help:
    """See :meth:`husrom.Plan.what_would_help`."""
    problem = plan.problem
    row = _core.what_would_help(
        plan.core,
        problem.case.core,
        problem.policy.core,
        text(participant, "participant"),
        count(most_changes, "most_changes"),
        count(most_sets, "most_sets"),
        whole(most_tried, "most_tried", 1),
        work_units(work_limit),
    )
    return Help(
        participant=participant,
        already_housed=row["already_housed"],
        sets=tuple(
            HelpfulSet(tuple(changes), unit, _goals(goals), tuple(lose), tuple(gain), proven)
            for changes, unit, goals, lose, gain, proven in row["sets"]
        ),
        size=row["size"],
        looked_at=row["looked_at"],
        complete=row["complete"],
        solved=row["solved"],
        ruled_out=row["ruled_out"],
        findings=tuple(row["findings"]),
        _words={"en": row["text_en"], "nb": row["text_nb"]},
    )


def conflict(problem: AllocationProblem, *, work_limit: int | None = None) -> Conflict:
    """Why there is no allocation at all: a smallest clashing set of named rules, duties and limits, with one fix each.

    That the set is smallest is proven by solving again without each member. Falsy when the round is possible.
    """
    expect(problem, AllocationProblem, "problem", "an allocation problem, from husrom.build")
    row = _core.conflict(problem.case.core, problem.policy.core, work_units(work_limit), _threads())
    return Conflict(
        status=row["status"],
        members=tuple(
            Member(
                kind=one["kind"],
                participant=one["participant"] or None,
                other=one["other"] or None,
                id=one["id"] or None,
                group=one["group"] or None,
                by=scaled(one["by"], one["digits"]),
                waive=tuple(one["waive"]),
                suffices=one["suffices"],
                housed=one["housed"],
                goals=_goals(one["goals"]),
            )
            for one in row["members"]
        ),
        proven=row["proven"],
        _words={"en": row["text_en"], "nb": row["text_nb"]},
    )
