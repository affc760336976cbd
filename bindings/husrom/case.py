"""A case: all tables of one allocation round."""

from __future__ import annotations

import os
import warnings
from difflib import get_close_matches
from pathlib import Path

from husrom import arguments
from husrom._core import model as _core
from husrom.cells import add_table
from husrom.errors import InvalidArgument, InvalidInput
from husrom.findings import Finding, words
from husrom.frames import Frame, Kind, kind_of, require_kind, to_frame
from husrom.policy import Policy, parse, toml_text

table_names = [name for name, _, _ in _core.table_kinds()]


def require_table(name: object) -> None:
    """Refuses what is no table of a case."""
    if name in table_names:
        return
    near = get_close_matches(name, table_names, 1) if isinstance(name, str) else []
    guess = f" (did you mean {near[0]!r}?)" if near else ""
    raise InvalidArgument(f"a case has no table {name!r}{guess}; its tables are {', '.join(table_names)}")


class Case:
    """The tables of one allocation round, from data frames or plain columns.

    Parameters
    ----------
    policy : Policy or str, optional
        What comes with the case: a policy, or its TOML text.
    name : str
        For titles.
    **tables
        One data frame (pandas, polars, pyarrow) or mapping of heading to cells for each table: ``participants``, ``units``,
        ``sites``, ``neighbourhoods``, ``teams``, ``landlords``, ``districts``, ``budgets``, ``tenants``, ``wishes``, ``pairs``,
        ``apart``, ``adjacent``.

    What is wrong with the cells themselves is found by :func:`husrom.check`, all at once; only a column that cannot be handed to the
    engine at all (identifiers as decimal numbers, objects of unknown types) is refused here.
    """

    core: _core.Case
    """The engine's own object; private to the package."""
    kind: Kind
    """What tables about this case are returned as."""
    policy_left_out: bool
    """A scenario has changed the policy, whose text therefore does not come with the case any more; private to the package."""

    def __init__(self, *, policy: Policy | str | None = None, name: str = "case", **tables: object) -> None:
        for table in tables:
            require_table(table)
        name = arguments.text(name, "name")
        builder = _core.CaseBuilder()
        problems: list[str] = []
        kinds: list[Kind] = []
        for table in table_names:
            value = tables.get(table)
            if value is None:
                continue
            try:
                kind = kind_of(value)
            except InvalidArgument as error:
                problems.append(f"{table}: {error}")
                continue
            if kind is not None:
                kinds.append(kind)
            problems += add_table(builder, table, value, source=f"{'columns' if kind is None else 'frame'} {table}")
        if problems:
            raise InvalidArgument("\n".join(problems))
        if policy is not None:
            if not isinstance(policy, str | Policy):
                raise InvalidArgument(
                    f"policy is a husrom.Policy or its TOML text, not {type(policy).__name__}; husrom.Policy.load(path) reads a file"
                )
            text = toml_text(policy, "policy") if isinstance(policy, str) else policy.text
            if text is None:
                raise InvalidArgument("this policy has been changed by a scenario and has no text; pass it to build() instead")
            builder.policy(text, "policy.toml")
        self.core = builder.build(name)
        self.kind = kinds[0] if kinds else "columns"
        self.policy_left_out = False

    @classmethod
    def from_core(cls, core: _core.Case, kind: Kind, policy_left_out: bool = False) -> Case:
        """Wraps the engine's object; private to the package."""
        case = cls.__new__(cls)
        case.core = core
        case.kind = kind
        case.policy_left_out = policy_left_out
        return case

    @property
    def name(self) -> str:
        """For titles: the folder's or file's name."""
        return self.core.name

    @property
    def tables(self) -> list[str]:
        """The tables that the case holds."""
        return self.core.tables

    @property
    def notes(self) -> list[Finding]:
        """What reading took for granted, and what it refused."""
        return self.core.notes

    @property
    def policy(self) -> Policy:
        """The policy that came with the case. Raises :class:`InvalidInput` when there is none or when it has errors."""
        policy, findings = self.parse_policy()
        if policy is None:
            raise InvalidInput(words(findings, self.name), findings)
        return policy

    def parse_policy(self) -> tuple[Policy | None, list[Finding]]:
        """The case's policy, or None when it has errors or there is none, with every finding."""
        try:
            text = self.core.policy_text
        except UnicodeDecodeError:  # which is a finding too
            text = None
        if text is not None:
            return parse(text, self.core.policy_source)
        try:
            raise AssertionError(_core.policy_of(self.core))
        except InvalidInput as error:
            return None, error.findings

    def table(self, name: str) -> Frame:
        """A table as text cells; empty cells are None, in pandas its missing value. A table that this case does not hold has no columns."""
        require_table(name)
        columns = self.core.columns(name)
        return to_frame({heading: [cell or None for cell in cells] for heading, cells in columns.items()}, self.kind)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Writes the case as a folder of CSV files with its policy, whole or not at all.

        A policy that a scenario has changed has no text to write: the tables are written without it, with a warning. A folder that holds
        anything else than the files of a case, such as notes, is not replaced.
        """
        self.core.save(arguments.path(folder, "folder"))
        if self.policy_left_out:
            warnings.warn("the case is saved without a policy: a scenario has changed it, and it has no text any more", stacklevel=2)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{self.core.rows(name)} {name}" for name in self.tables)
        return f"<Case {self.name}: {sizes or 'empty'}>"


def read(path: str | os.PathLike[str], frames: Kind = "columns") -> Case:
    """Reads a case: a folder of CSV files with ``policy.toml``, or one JSON document.

    Parameters
    ----------
    path
        The folder or the ``.json`` file; FileNotFoundError where there is none. What is wrong inside is found by :func:`husrom.check`, all
        at once.
    frames : {"columns", "pandas", "polars", "pyarrow"}
        What tables about this case are returned as.
    """
    require_kind(frames)
    path = Path(arguments.path(path, "path"))
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}:
        raise InvalidArgument(
            f"{path.name}: workbooks are not read yet. Save each sheet as CSV (UTF-8) in one folder, named after the sheet, and read the "
            "folder; or read the sheets with pandas and pass the frames to husrom.Case(participants=…, units=…)."
        )
    if not path.exists():
        raise FileNotFoundError(f"no case at {path}")
    return Case.from_core(_core.Case.load(os.fspath(path)), frames)
