"""Saved runs: checking one again."""

from __future__ import annotations

import os
from dataclasses import dataclass

from husrom._core import io as _io
from husrom.case import Case
from husrom.policy import Policy


@dataclass(frozen=True)
class RunVerdict:
    """What the check of a saved run found."""

    accepted: bool
    rebuilt: bool
    """The problem was rebuilt from the case, or read from the folder, and the proof checked again; else consistency alone was."""
    objections: tuple[str, ...]
    checked: tuple[str, ...]
    """What was looked at, in words."""

    def __bool__(self) -> bool:
        return self.accepted


def verify(folder: str | os.PathLike[str], case: Case | None = None, policy: Policy | None = None) -> RunVerdict:
    """Checks a saved run, against its case when one is given: digests, plan, and the proof that nothing better exists."""
    if case is not None and policy is None:
        policy = case.policy
    accepted, rebuilt, objections, checked = _io.verify(
        os.fspath(folder), case.core if case is not None else None, policy.core if policy is not None else None
    )
    return RunVerdict(accepted, rebuilt, tuple(objections), tuple(checked))
