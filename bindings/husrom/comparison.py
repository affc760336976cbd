"""Two plans side by side."""

from __future__ import annotations

from dataclasses import dataclass, field

from husrom._core import plan as _core_plan
from husrom._core import scenario as _core
from husrom.arguments import language
from husrom.errors import expect
from husrom.frames import Columns, Frame, Kind, html_table, to_frame
from husrom.plan import Plan
from husrom.quantity import scaled


@dataclass(frozen=True)
class GoalPair:
    """One goal in both plans; None where a plan does not have it."""

    id: str
    minimise: bool
    a: int | float | None
    b: int | float | None
    counted_alike: bool
    """False: neither value is better. The two policies may count the goal differently, the people are not the same, or it is the lottery of
    another case."""


@dataclass(frozen=True)
class Comparison:
    """Goal by goal, who is housed in only one, who gets another home, which limits bind."""

    goals: tuple[GoalPair, ...]
    housed_only_in_a: tuple[str, ...]
    """Who waits in b."""
    housed_only_in_b: tuple[str, ...]
    people_only_in_a: tuple[str, ...]
    """Housed or not: the case of b does not have them."""
    people_only_in_b: tuple[str, ...]
    as_of: tuple[str, str]
    """The days that the two policies count from, such as "2026-11-22"."""
    same_case: bool
    """Whether the two policies read the same case."""
    other_home: tuple[tuple[str, str, str], ...]
    """(participant, home in a, home in b)"""
    binds_only_in_a: tuple[str, ...]
    binds_only_in_b: tuple[str, ...]
    binds_in_both: tuple[str, ...]
    kind: Kind
    names: tuple[str, str] | None
    """What the two are called, when they have names."""
    _plans: tuple[_core_plan.Plan, _core_plan.Plan] = field(repr=False, compare=False)

    def frame(self) -> Frame:
        """One row a goal."""
        return to_frame(self._columns(), self.kind, {"minimise": bool, "a": int, "b": int, "counted_alike": bool})

    def _columns(self) -> Columns:
        return Columns(
            goal=[goal.id for goal in self.goals],
            minimise=[goal.minimise for goal in self.goals],
            a=[goal.a for goal in self.goals],
            b=[goal.b for goal in self.goals],
            counted_alike=[goal.counted_alike for goal in self.goals],
        )

    def summary(self, lang: str = "en") -> str:
        """The differences in words, counts first, then ids; English or Bokmål."""
        heading = f"A: {self.names[0]}\nB: {self.names[1]}\n" if self.names is not None else ""
        return heading + _core.comparison_text(*self._plans, language(lang))

    def __repr__(self) -> str:
        return (
            f"<Comparison: {len(self.housed_only_in_a)} housed only in a, {len(self.housed_only_in_b)} only in b, "
            f"{len(self.other_home)} in another home>"
        )

    def _repr_html_(self) -> str:
        return html_table(self._columns(), caption=repr(self)[1:-1])


def compare(a: Plan, b: Plan) -> Comparison:
    """Two plans side by side: of one case, of two scenarios of it, or of two months, whose people need not be the same."""
    for name, plan in (("a", a), ("b", b)):
        expect(plan, Plan, name, "a plan, from husrom.allocate")
    row = _core.compare(a.core, b.core)
    return Comparison(
        goals=tuple(
            GoalPair(name, minimise, scaled(value_a, digits), scaled(value_b, digits), counted_alike)
            for name, minimise, digits, value_a, value_b, counted_alike in row["goals"]
        ),
        housed_only_in_a=tuple(row["housed_only_in_a"]),
        housed_only_in_b=tuple(row["housed_only_in_b"]),
        people_only_in_a=tuple(row["people_only_in_a"]),
        people_only_in_b=tuple(row["people_only_in_b"]),
        as_of=row["as_of"],
        same_case=row["same_case"],
        other_home=tuple(row["other_home"]),
        binds_only_in_a=tuple(row["binds_only_in_a"]),
        binds_only_in_b=tuple(row["binds_only_in_b"]),
        binds_in_both=tuple(row["binds_in_both"]),
        kind=a.kind,
        names=None,
        _plans=(a.core, b.core),
    )
