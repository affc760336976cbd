"""A case: all tables of one allocation round."""

from __future__ import annotations

import os
from pathlib import Path

from husrom._core import model as _core
from husrom.cells import add_table
from husrom.errors import InvalidArgument, InvalidInput
from husrom.findings import Finding, words
from husrom.frames import Frame, Kind, kind_of, require_kind, to_frame
from husrom.policy import Policy, parse

table_names = [name for name, _, _ in _core.table_kinds()]


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

    def __init__(self, *, policy: Policy | str | None = None, name: str = "case", **tables: object) -> None:
        unknown = [table for table in tables if table not in table_names]
        if unknown:
            raise InvalidArgument(f"a case has no table {unknown[0]!r}; its tables are {', '.join(table_names)}")
        builder = _core.CaseBuilder()
        problems: list[str] = []
        kinds: list[Kind] = []
        for table in table_names:
            value = tables.get(table)
            if value is None:
                continue
            kind = kind_of(value)
            if kind is not None:
                kinds.append(kind)
            problems += add_table(builder, table, value, source=f"{'columns' if kind is None else 'frame'} {table}")
        if problems:
            raise InvalidArgument("\n".join(problems))
        if policy is not None:
            text = policy if isinstance(policy, str) else policy.text
            if text is None:
                raise InvalidArgument("this policy has been changed by a scenario and has no text; pass it to build() instead")
            builder.policy(text, "policy.toml")
        self.core = builder.build(name)
        self.kind = kinds[0] if kinds else "columns"

    @classmethod
    def from_core(cls, core: _core.Case, kind: Kind) -> Case:
        """Wraps the engine's object; private to the package."""
        case = cls.__new__(cls)
        case.core = core
        case.kind = kind
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
        """The case's policy, or None when it has errors, with every finding."""
        text = self.core.policy_text
        if text is None:
            _core.policy_of(self.core)  # raises: there is none
            raise AssertionError
        return parse(text, self.core.policy_source)

    def table(self, name: str) -> Frame:
        """A table as text cells; empty cells are None."""
        columns = self.core.columns(name)
        return to_frame({heading: [cell or None for cell in cells] for heading, cells in columns.items()}, self.kind)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Writes the case as a folder of CSV files with its policy; to a temporary name, then renamed."""
        self.core.save(os.fspath(folder))

    def __repr__(self) -> str:
        sizes = ", ".join(f"{self.core.rows(name)} {name}" for name in self.tables)
        return f"<Case {self.name}: {sizes or 'empty'}>"


def read(path: str | os.PathLike[str], frames: Kind = "columns") -> Case:
    """Reads a case: a folder of CSV files with ``policy.toml``, or one JSON document.

    Parameters
    ----------
    path
        The folder or the ``.json`` file. What is wrong inside is found by :func:`husrom.check`, all at once.
    frames : {"columns", "pandas", "polars", "pyarrow"}
        What tables about this case are returned as.
    """
    require_kind(frames)
    path = Path(path)
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}:
        raise InvalidArgument(
            f"{path.name}: workbooks are not read yet. Save each sheet as CSV (UTF-8) in one folder, named after the sheet, and read the "
            "folder; or read the sheets with pandas and pass the frames to husrom.Case(participants=…, units=…)."
        )
    if not path.exists():
        raise FileNotFoundError(f"no case at {path}")
    return Case.from_core(_core.Case.load(os.fspath(path)), frames)
