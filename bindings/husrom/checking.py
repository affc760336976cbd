"""Checking a case before anything is built: every finding at once."""

from __future__ import annotations

from collections.abc import Sequence

from husrom import arguments
from husrom._core import rules
from husrom.case import Case
from husrom.errors import expect
from husrom.findings import Finding, words
from husrom.frames import Columns, Frame, Kind, html_table, to_frame
from husrom.policy import Policy


class Check:
    """The outcome of :func:`check`."""

    def __init__(self, findings: Sequence[Finding], title: str, kind: Kind) -> None:
        self.findings = list(findings)
        self._title = title
        self._kind: Kind = kind

    @property
    def ok(self) -> bool:
        """True when nothing stands in the way of an allocation."""
        return not self.errors

    @property
    def errors(self) -> list[Finding]:
        """What must be put right."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """What is doubtful."""
        return [finding for finding in self.findings if finding.severity == "warning"]

    @property
    def notes(self) -> list[Finding]:
        """What reading took for granted."""
        return [finding for finding in self.findings if finding.severity == "note"]

    def frame(self, lang: str = "en") -> Frame:
        """One row a finding."""
        return to_frame(self._columns(arguments.language(lang)), self._kind, {"row": int})

    def text(self, lang: str = "en") -> str:
        """All findings in words, as the command line prints them."""
        return words(self.findings, self._title, arguments.language(lang))

    def _columns(self, lang: str) -> Columns:
        described = [finding.describe(lang) for finding in self.findings]
        return Columns(
            severity=[finding.severity for finding in self.findings],
            code=[finding.code for finding in self.findings],
            source=[finding.source for finding in self.findings],
            table=[finding.table or None for finding in self.findings],
            row=[finding.row or None for finding in self.findings],
            column=[finding.column or None for finding in self.findings],
            what=[what for _, what, _ in described],
            advice=[advice for _, _, advice in described],
        )

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        state = "ok" if self.ok else "not ok"
        return f"<Check {state}: {len(self.errors)} errors, {len(self.warnings)} warnings, {len(self.notes)} notes>"

    def _repr_html_(self) -> str:
        return html_table(self._columns("en"), caption=repr(self)[1:-1], most_rows=100)


def check(case: Case, policy: Policy | None = None) -> Check:
    """Everything that is wrong or doubtful with a case under a policy (the case's own when none is given). Never raises for bad input."""
    expect(case, Case, "case", "a case, from husrom.read or husrom.Case")
    findings: list[Finding] = []
    if policy is None:
        policy, findings = case.parse_policy()
    else:
        expect(policy, Policy, "policy", "a husrom.Policy")
    if policy is None:
        # Where there is nothing to read, to ask for a policy would lead astray.
        unreadable = not case.tables and any(finding.severity == "error" for finding in case.notes)
        if unreadable:
            return Check(case.notes, case.name, case.kind)
        return Check([*findings, *rules.check_tables(case.core)], case.name, case.kind)
    found = rules.check(case.core, policy.core)
    return Check([*findings, *found], case.name, case.kind)
