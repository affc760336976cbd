"""Scenarios: a case with edits. Edits are values; applying them leaves the case and the policy alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeAlias

from husrom import arguments
from husrom._core import scenario as _core
from husrom._core.model import Case as _Case
from husrom._core.model import CaseBuilder
from husrom.case import Case, require_table
from husrom.cells import add_table, text_of
from husrom.errors import InvalidArgument, InvalidInput, expect
from husrom.findings import words
from husrom.policy import Policy
from husrom.quantity import decimal

Number: TypeAlias = int | float | Decimal

Edit: TypeAlias = tuple[str, tuple[Any, ...]]
"""What is done, and to what: plain values, so that a scenario can be sent to another process."""


class Scenario:
    """A named list of edits. Every method returns a new scenario with one edit more, so that scenarios can share a beginning.

    >>> import husrom as hr
    >>> hr.Scenario("one team more, a higher cap").set_limit("conflict-cap", by=1).close("SYN-U-3")
    <Scenario one team more, a higher cap: 2 edits>
    """

    def __init__(self, name: str, _edits: tuple[Edit, ...] = ()) -> None:
        self.name = _text(name, "the name of a scenario")
        self._edits = _edits

    def add_rows(self, table: str, rows: object) -> Scenario:
        """New rows of any table: a data frame or plain columns. One with headings and no row adds nothing."""
        require_table(table)
        builder = CaseBuilder()
        problems = add_table(builder, table, rows, source=f"scenario {self.name}")
        if problems:
            raise InvalidArgument("\n".join(problems))
        added = builder.build(self.name)
        if any(finding.severity == "error" for finding in added.notes):
            raise InvalidInput(words(added.notes, self.name), added.notes)
        cells = added.columns(table)
        return self._with("add_rows", table, tuple((heading, tuple(column)) for heading, column in cells.items()))

    def add_units(self, rows: object) -> Scenario:
        """New homes."""
        return self.add_rows("units", rows)

    def add_participants(self, rows: object) -> Scenario:
        """New participants."""
        return self.add_rows("participants", rows)

    def close(self, unit: str) -> Scenario:
        """Takes a home out of the round."""
        return self._with("close", _text(unit, "unit"))

    def move(self, unit: str, site: str) -> Scenario:
        """Moves a relocatable home to another site."""
        return self._with("move", _text(unit, "unit"), _text(site, "site"))

    def set_limit(
        self, limit: str, *, group: str = "", max: Number | None = None, by: Number | None = None, scale: Number | None = None
    ) -> Scenario:
        """Changes a limit's cap, for one group or for all: to ``max``, ``by`` so much, or times ``scale``."""
        given = [(name, value) for name, value in (("max", max), ("by", by), ("scale", scale)) if value is not None]
        if len(given) != 1:
            raise InvalidArgument("set_limit takes exactly one of max=, by= and scale=")
        name, value = given[0]
        edit = {"max": "limit_max", "by": "shift_limit", "scale": "scale_limit"}[name]
        return self._with(edit, _text(limit, "limit"), _text(group, "group", empty=True), *decimal(value, name))

    def switch(self, rule: str, on: bool) -> Scenario:
        """Switches a limit, rule or term on or off."""
        return self._with("switch", _text(rule, "rule"), arguments.flag(on, "on"))

    def lock(self, participant: str, unit: str) -> Scenario:
        """This person must have this home."""
        return self._with("lock", _text(participant, "participant"), _text(unit, "unit"))

    def forbid(self, participant: str, unit: str) -> Scenario:
        """This person must not have this home."""
        return self._with("forbid", _text(participant, "participant"), _text(unit, "unit"))

    def set(self, table: str, id: str, /, **cells: object) -> Scenario:
        """Changes cells of one row: ``set("participants", "SYN-P-9", need_level=3)``.

        None empties a cell, as does what stands for nothing in frames: NaN, NaT, pandas' NA.
        """
        if not cells:
            raise InvalidArgument('set names at least one cell: set("participants", "SYN-P-9", need_level=3)')
        row = (_text(table, "table"), _text(id, "id"))
        edited = self
        for column, value in cells.items():
            try:
                cell = arguments.text(text_of(value), "the cell")
            except InvalidArgument as error:
                raise InvalidArgument(f"{column}: {error}") from None
            edited = edited._with("set_cell", *row, _text(column, "the heading of a cell"), cell)
        return edited

    def set_goal_weight(self, goal: str, term: str, weight: Number) -> Scenario:
        """Changes the weight of a term in a score goal."""
        return self._with("goal_weight", _text(goal, "goal"), _text(term, "term"), *decimal(weight, "weight"))

    def apply(self, case: Case, policy: Policy | None = None) -> tuple[Case, Policy]:
        """The edited case and policy, for ``husrom.build(*scenario.apply(case))``.

        A policy that an edit changes has no text any more: the edited case comes without it, and is saved without it.
        Raises :class:`husrom.InvalidInput` naming every edit that does not fit.
        """
        expect(case, Case, "case", "a case, from husrom.read or husrom.Case")
        if policy is None:
            policy = case.policy
        expect(policy, Policy, "policy", "a husrom.Policy")
        core = _core.Scenario(self.name)
        for edit, values in self._edits:
            if edit == "add_rows":
                table, columns = values
                core.add_rows(_rows(table, dict(columns), self.name), table)
            else:
                getattr(core, edit)(*values)
        edited_case, edited_policy = _core.apply(case.core, policy.core, core)
        edited = edited_policy.digest != policy.digest
        return Case.from_core(edited_case, case.kind, edited or case.policy_left_out), Policy(
            edited_policy, None if edited else policy.text
        )

    def _with(self, edit: str, *values: Any) -> Scenario:
        return Scenario(self.name, (*self._edits, (edit, values)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and (self.name, self._edits) == (other.name, other._edits)

    def __hash__(self) -> int:
        return hash((self.name, self._edits))

    def __len__(self) -> int:
        return len(self._edits)

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {len(self)} edits>"


def _text(value: object, name: str, empty: bool = False) -> str:
    """Identifiers are text, always: a number that is meant as one has lost its leading zeros already."""
    text = arguments.text(value, name)
    if not text and not empty:
        raise InvalidArgument(f"{name} is empty")
    return text


def _rows(table: str, columns: dict[str, tuple[str, ...]], source: str) -> _Case:
    builder = CaseBuilder()
    builder.table(table, f"scenario {source}")
    for heading, cells in columns.items():
        builder.text(heading, list(cells))
    return builder.build(source)
