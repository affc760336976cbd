from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

from husrom._core.model import Case, Finding, Policy
from husrom._core.plan import Plan
from husrom._core.rules import AllocationProblem

_Loss = tuple[str, bool, int, int, int, int]
_Change = tuple[str, str, str]
_GoalValue = tuple[str, bool, int, int]

class _WhyNot(TypedDict):
    participant: str
    unit: str
    outcome: str
    ruled_out_by: list[tuple[str, str, list[tuple[str, str, bool, bool]]]]
    losses: list[_Loss]
    exact: bool
    changes: list[_Change]
    fewest_moves: bool
    full_limits: list[str]
    apart: bool
    held_by: str
    text_en: str
    text_nb: str

class _Alternatives(TypedDict):
    list: list[tuple[str, list[_Loss], bool, list[_Change]]]
    complete: bool
    asked: bool
    text_en: str
    text_nb: str

class _Member(TypedDict):
    kind: str
    participant: str
    other: str
    id: str
    group: str
    by: int
    digits: int
    waive: list[tuple[str, str]]
    suffices: bool
    housed: int
    goals: list[_GoalValue]
    proven: bool

class _Conflict(TypedDict):
    status: str
    members: list[_Member]
    proven: bool
    text_en: str
    text_nb: str

class _Help(TypedDict):
    already_housed: bool
    sets: list[tuple[list[tuple[str, str]], str, list[_GoalValue], list[str], list[str], bool]]
    size: int
    looked_at: int
    complete: bool
    solved: int
    ruled_out: int
    findings: list[Finding]
    text_en: str
    text_nb: str

class _Mechanism(TypedDict):
    placements: list[tuple[str, str]]
    goals: list[_Loss]
    order: list[str]
    housed: int
    seed: int
    broken_duties: int
    envy: int

class _Stability(TypedDict):
    placements: list[tuple[str, str, int, int]]
    samples: int
    impossible: int
    proven: int
    unknown_cells: int
    unvaried_cells: int

_Group = tuple[str, bool, int | None, int | None, int | None, int | None, int | None, int | None]

class Offers:
    def sets(self) -> list[tuple[str, str, list[tuple[str, bool, list[str], str]]]]: ...
    def guarantees(self) -> list[tuple[str, bool, int, int, int, int, int]]: ...
    def parked(self) -> list[tuple[str, int, str]]: ...
    def withdrawn(self) -> list[tuple[str, str]]: ...
    @property
    def duties_broken(self) -> bool: ...
    def accept(self, participant: str, unit: str) -> Offers: ...
    def refuse(self, participant: str, reason: str) -> Offers: ...

class Review:
    def __init__(self, case: Case, policy: Policy, plan: Plan, log: str, actor: str, reasons: Sequence[str], time: str) -> None: ...
    def accept(self, participant: str, reference: str, time: str) -> None: ...
    def price(self, participant: str, unit: str) -> _WhyNot: ...
    def override(self, participant: str, unit: str, reason: str, reference: str, time: str) -> _WhyNot: ...
    def lock(self, participant: str, unit: str, reason: str, reference: str, time: str) -> None: ...
    def forbid(self, participant: str, unit: str, reason: str, reference: str, time: str) -> None: ...
    def withdraw(self, participant: str, unit: str, reason: str, reference: str, time: str) -> None: ...
    def decisions(self) -> list[tuple[str, str, str, str, list[str]]]: ...
    def resolve(self, time: str, threads: int, work_limit: int | None) -> tuple[Plan, Case, AllocationProblem]: ...
    @property
    def head(self) -> str: ...
    @property
    def about_other_plans(self) -> int: ...
    @property
    def log_went_on(self) -> bool: ...
    @property
    def rows(self) -> int: ...
    @property
    def notes(self) -> list[str]: ...

def why_not(plan: Plan, participant: str, unit: str, work_limit: int | None, threads: int) -> _WhyNot: ...
def alternatives(plan: Plan, participant: str, most: int, work_limit: int | None, threads: int) -> _Alternatives: ...
def all_alternatives(
    plan: Plan, most: int, work_limit: int | None, threads: int, on_person: Callable[[int], object] | None
) -> list[_Alternatives]: ...
def conflict(case: Case, policy: Policy, work_limit: int | None, threads: int) -> _Conflict: ...
def what_would_help(
    plan: Plan,
    case: Case,
    policy: Policy,
    participant: str,
    most_changes: int,
    most_sets: int,
    most_tried: int,
    work_limit: int | None,
) -> _Help: ...
def offers(plan: Plan, homes: int | None, max_loss: Mapping[str, tuple[int, int]] | None, work_limit: int) -> Offers: ...
def run_mechanism(problem: AllocationProblem, mechanism: str, preference: str, priority: str, seed: int | None) -> _Mechanism: ...
def envy(plan: Plan, preference: str, priority: str, seed: int | None) -> list[tuple[str, str, str]]: ...
def fairness(plan: Plan, columns: Sequence[str], least: int) -> list[tuple[str, list[_Group], _Group]]: ...
def price_of_fairness(plan: Plan, column: str, least: int, work_limit: int | None) -> tuple[int | None, int | None, list[_Loss], bool]: ...
def near_optimal(
    plan: Plan, most: int, within: Mapping[str, tuple[int, int]], work_limit: int | None
) -> tuple[list[tuple[list[tuple[str, str]], list[_Loss], bool]], bool]: ...
def stability(
    plan: Plan,
    case: Case,
    policy: Policy,
    samples: int,
    seed: int,
    weight_percent: int,
    unknown_facts: bool,
    threads: int,
    work_limit: int | None,
) -> _Stability: ...
def draft_decision(plan: Plan, participant: str, lang: str) -> str: ...
