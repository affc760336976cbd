"""The policy: rules, limits, goals and ties that a municipality can read."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

from husrom import arguments
from husrom._core import model as _core
from husrom.cells import text_of
from husrom.errors import InvalidArgument, InvalidInput
from husrom.findings import Finding, words


class Policy:
    """A parsed policy, immutable. Make one by :meth:`load`, :meth:`parse` or :meth:`preset`, or take ``case.policy``."""

    core: _core.Policy
    """The engine's own object; private to the package."""

    def __init__(self, core: _core.Policy, text: str | None) -> None:
        self.core = core
        self._text = text

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Policy:
        """Reads a policy file (TOML, UTF-8). Raises :class:`InvalidInput` with every finding about what is in it; of a file that is not there
        or cannot be opened, what Python does (FileNotFoundError, another OSError)."""
        file = Path(arguments.path(path, "path"))
        content = file.read_bytes()
        try:
            return cls.parse(content.decode("utf-8-sig"), source=file.name)
        except UnicodeDecodeError:
            _, findings = _core.parse_policy(content, file.name)
            raise InvalidInput(words(findings, file.name), findings) from None

    @classmethod
    def parse(cls, toml: str, source: str = "policy.toml") -> Policy:
        """The same from a text."""
        policy, findings = parse(toml_text(toml, "toml"), arguments.text(source, "source"))
        if policy is None:
            raise InvalidInput(words(findings, source), findings)
        return policy

    @classmethod
    def preset(cls, name: str, as_of: dt.date | str | None = None, horizon: str = "0 days") -> Policy:
        """A policy that ships with husrom: ``"housing_first"`` or ``"staircase"``.

        The round is the municipality's own: ``as_of`` is the day that everything counts from (no clock is ever asked), ``horizon`` says
        how soon a home must fall vacant to be in the pool.
        """
        cls.preset_text(name)  # refuses a name that is not there
        if as_of is None:
            raise InvalidArgument(f'a preset knows no day; name it: Policy.preset("{name}", as_of="2026-11-22")')
        day = _day(as_of)
        text = f'schema = 1\nid = "{name}"\npreset = "{name}"\n\n[round]\nas_of = {day.isoformat()}\nhorizon = {json.dumps(arguments.text(horizon, "horizon"))}\n'
        policy, findings = parse(text, f"preset {name}")
        if policy is None:  # which is about no file that the caller wrote
            wrong = {finding.column for finding in findings}
            raise InvalidArgument('horizon is "60 days" or "8 weeks"' if "horizon" in wrong else "as_of is a date such as 2026-11-22")
        return policy

    @staticmethod
    def preset_text(name: str) -> str:
        """The TOML of a preset, to be read by people."""
        return _core.preset_text(arguments.text(name, "name"))

    @property
    def id(self) -> str:
        """What the policy calls itself."""
        return self.core.id

    @property
    def text(self) -> str | None:
        """The TOML it was read from; None after a scenario has changed it."""
        return self._text

    @property
    def as_of(self) -> dt.date:
        """The day that ages, waiting days and horizons count from."""
        return dt.date(1970, 1, 1) + dt.timedelta(days=self.core.as_of_day)

    @property
    def digest(self) -> str:
        """SHA-256 of what was parsed, without comments and layout."""
        return self.core.digest

    @property
    def rules(self) -> list[str]:
        """Ids of the eligibility rules, in order."""
        return self.core.rule_ids

    @property
    def limits(self) -> list[str]:
        """Ids of the limits, in order."""
        return self.core.limit_ids

    @property
    def goals(self) -> list[str]:
        """Ids of the goals; the first decides."""
        return self.core.goal_ids

    def title(self, lang: str = "en") -> str:
        """The title in English or Bokmål."""
        nb, en = self.core.title
        return (nb or en) if arguments.language(lang) == "nb" else (en or nb)

    def words(self, lang: str = "en") -> str:
        """Every rule, limit and goal in plain words with its legal basis, English or Bokmål."""
        return self.core.words(arguments.language(lang))

    def __repr__(self) -> str:
        return (
            f"<Policy {self.id}: {len(self.rules)} rules, {len(self.limits)} limits, "
            f"{len(self.goals)} goals, as of {self.as_of.isoformat()}>"
        )


def parse(toml: str, source: str) -> tuple[Policy | None, list[Finding]]:
    """The policy, or None when it has errors, and every finding."""
    core, findings = _core.parse_policy(toml, source)
    return (Policy(core, toml) if core is not None else None), findings


def toml_text(value: object, name: str) -> str:
    """The text of a policy; a path in its place is told from it."""
    text = arguments.text(value, name)
    if "\n" not in text and text.strip().endswith(".toml"):
        raise InvalidArgument(f"{name} is the TOML text of a policy, not the path of a file; husrom.Policy.load(path) reads one")
    return text


def _day(as_of: object) -> dt.date:
    """A day; a moment counts as one at midnight."""
    try:
        day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        if isinstance(day, dt.datetime):
            day = dt.date.fromisoformat(text_of(day))
    except ValueError as error:
        raise InvalidArgument("as_of is a date such as 2026-11-22") from error
    if not isinstance(day, dt.date):
        raise InvalidArgument(f"as_of is a date such as 2026-11-22, not {type(as_of).__name__}")
    return day
