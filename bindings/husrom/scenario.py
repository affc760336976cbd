"""Scenarios: a case with edits. Edits are values; applying them leaves the case and the policy alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from husrom._core import scenario as _core
from husrom._core.model import CaseBuilder
from husrom.case import Case
from husrom.cells import add_table, text_of
from husrom.errors import InvalidArgument
from husrom.policy import Policy
from husrom.quantity import decimal

Number = int | float | Decimal


class Scenario:
    """A named list of edits. Every method returns a new scenario with one edit more, so that scenarios can share a beginning.

    >>> import husrom as hr
    >>> hr.Scenario("one team more, a higher cap").set_limit("conflict-cap", by=1).close("SYN-U-3")
    <Scenario one team more, a higher cap: 2 edits>
    """

    def __init__(self, name: str, _edits: tuple[Callable[[_core.Scenario], None], ...] = ()) -> None:
        self.name = name
        self._edits = _edits

    def add_rows(self, table: str, rows: object) -> Scenario:
        """New rows of any table: a data frame or plain columns."""
        builder = CaseBuilder()
        problems = add_table(builder, table, rows, source=f"scenario {self.name}")
        if problems:
            raise InvalidArgument("\n".join(problems))
        added = builder.build(self.name)
        return self._with(lambda core: core.add_rows(added, table))

    def add_units(self, rows: object) -> Scenario:
        """New homes."""
        return self.add_rows("units", rows)

    def add_participants(self, rows: object) -> Scenario:
        """New participants."""
        return self.add_rows("participants", rows)

    def close(self, unit: str) -> Scenario:
        """Takes a home out of the round."""
        return self._with(lambda core: core.close(unit))

    def move(self, unit: str, site: str) -> Scenario:
        """Moves a relocatable home to another site."""
        return self._with(lambda core: core.move(unit, site))

    def set_limit(
        self, limit: str, *, group: str = "", max: Number | None = None, by: Number | None = None, scale: Number | None = None
    ) -> Scenario:
        """Changes a limit's cap, for one group or for all: to ``max``, ``by`` so much, or times ``scale``."""
        given = [(name, value) for name, value in (("max", max), ("by", by), ("scale", scale)) if value is not None]
        if len(given) != 1:
            raise InvalidArgument("set_limit takes exactly one of max=, by= and scale=")
        name, value = given[0]
        parts = decimal(value, name)
        edit = {"max": "limit_max", "by": "shift_limit", "scale": "scale_limit"}[name]
        return self._with(lambda core: getattr(core, edit)(limit, group, *parts))

    def switch(self, rule: str, on: bool) -> Scenario:
        """Switches a limit, rule or term on or off."""
        return self._with(lambda core: core.switch(rule, on))

    def lock(self, participant: str, unit: str) -> Scenario:
        """This person must have this home."""
        return self._with(lambda core: core.lock(participant, unit))

    def forbid(self, participant: str, unit: str) -> Scenario:
        """This person must not have this home."""
        return self._with(lambda core: core.forbid(participant, unit))

    def set(self, table: str, id: str, **cells: object) -> Scenario:
        """Changes cells of one row: ``set("participants", "SYN-P-9", need_level=3)``; None empties a cell."""
        edited = self
        for column, value in cells.items():
            edited = edited._set_cell(table, id, column, "" if value is None else text_of(value))
        return edited

    def _set_cell(self, table: str, id: str, column: str, text: str) -> Scenario:
        return self._with(lambda core: core.set_cell(table, id, column, text))

    def set_goal_weight(self, goal: str, term: str, weight: Number) -> Scenario:
        """Changes the weight of a term in a score goal."""
        parts = decimal(weight, "weight")
        return self._with(lambda core: core.goal_weight(goal, term, *parts))

    def apply(self, case: Case, policy: Policy | None = None) -> tuple[Case, Policy]:
        """The edited case and policy. Raises :class:`husrom.InvalidInput` naming every edit that does not fit."""
        policy = policy or case.policy
        core = _core.Scenario(self.name)
        for edit in self._edits:
            edit(core)
        edited_case, edited_policy = _core.apply(case.core, policy.core, core)
        return Case.from_core(edited_case, case.kind), Policy(edited_policy, None)

    def _with(self, edit: Callable[[Any], None]) -> Scenario:
        return Scenario(self.name, (*self._edits, edit))

    def __len__(self) -> int:
        return len(self._edits)

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {len(self)} edits>"
