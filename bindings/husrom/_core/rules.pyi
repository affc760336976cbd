from typing import TypedDict

import numpy as np
from husrom._core.model import Case, Finding, Policy
from husrom._core.solve import Problem
from numpy.typing import NDArray

class _Goal(TypedDict):
    id: str
    kind: str
    minimise: bool
    digits: int
    nb: str
    en: str

class _Pairs(TypedDict):
    participant: NDArray[np.int32]
    unit: NDArray[np.int32]
    stay: NDArray[np.uint8]
    weights: list[NDArray[np.int64]]

class _Limit(TypedDict):
    id: str
    group: str
    group_table: str
    digits: int
    max: int | None
    min: int | None
    tenants: int
    stays: int
    room: int | None
    already_over: bool
    soft: bool
    numeric: int

class AllocationProblem:
    @property
    def participants(self) -> list[str]: ...
    @property
    def units(self) -> list[str]: ...
    @property
    def outside_pool(self) -> list[str]: ...
    @property
    def mover(self) -> list[bool]: ...
    @property
    def first_tie_goal(self) -> int: ...
    @property
    def case_digest(self) -> str: ...
    @property
    def policy_digest(self) -> str: ...
    @property
    def problem_digest(self) -> str: ...
    @property
    def findings(self) -> list[Finding]: ...
    @property
    def goals(self) -> list[_Goal]: ...
    @property
    def edges(self) -> int: ...
    @property
    def numeric(self) -> Problem: ...
    def pairs(self) -> _Pairs: ...
    def limits(self) -> list[_Limit]: ...
    def verdicts(self, participant: str, unit: str) -> list[tuple[str, str, list[str]]]: ...
    def scores(self, participant: str, unit: str) -> list[tuple[str, int, int, bool]]: ...

def check(case: Case, policy: Policy) -> list[Finding]: ...
def check_tables(case: Case) -> list[Finding]: ...
def build(case: Case, policy: Policy) -> AllocationProblem: ...
