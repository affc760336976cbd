"""Saved runs and logs: checking one again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from husrom._core import io as _io
from husrom.arguments import path, text, texts
from husrom.case import Case
from husrom.errors import expect
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


def verify(
    folder: str | os.PathLike[str], case: Case | None = None, policy: Policy | None = None, *, head: str | None = None
) -> RunVerdict:
    """Checks a saved run, against its case when one is given: digests, plan, and the proof that nothing better exists.

    Without a case, files and log are compared with each other, and with ``problem.json`` in the folder plan and proof are judged by it;
    the reasons of those who wait, the use of limits and the prices follow from the case alone.

    ``head`` is what :meth:`husrom.Plan.save` returned: the line of the run's log that has to be there still.
    """
    if case is not None:
        expect(case, Case, "case", "a case, from husrom.read or husrom.Case")
        policy = case.policy if policy is None else policy
    if policy is not None:
        expect(policy, Policy, "policy", "a husrom.Policy")
    accepted, rebuilt, objections, checked = _io.verify(
        path(folder, "folder"),
        case.core if case is not None else None,
        policy.core if policy is not None else None,
        "" if head is None else text(head, "head"),
    )
    return RunVerdict(accepted, rebuilt, tuple(objections), tuple(checked))


def verify_log(log: str | os.PathLike[str], *, head: str | Sequence[str] = ()) -> RunVerdict:
    """Checks the hash chain of a log, such as a review's: a line that was changed, dropped, moved or put in.

    A chain alone does not show that its end was cut off. ``head`` is the hash of its last line at some earlier time (several, if you
    like), as :attr:`husrom.Review.head` told it; the log has to hold that line still.
    """
    heads = texts([head] if isinstance(head, str) else head, "head")
    accepted, rebuilt, objections, checked = _io.verify_log(path(log, "log"), heads)
    return RunVerdict(accepted, rebuilt, tuple(objections), tuple(checked))
