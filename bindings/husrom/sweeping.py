"""Many scenarios of one case."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from inspect import signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias, TypeVar, overload

from husrom._core import io as _io
from husrom._core import scenario as _scenario
from husrom.arguments import path
from husrom.case import Case
from husrom.comparison import Comparison, compare
from husrom.errors import InternalError, InvalidArgument, InvalidInput, expect
from husrom.frames import Columns, Frame, Kind, html_table, to_frame
from husrom.plan import Plan, allocate, run_key, start_pairs
from husrom.problem import AllocationProblem, build
from husrom.scenario import Scenario

_Default = TypeVar("_Default")
_options = frozenset(signature(allocate).parameters) - {"problem"}


@dataclass(frozen=True)
class Runs(Mapping[str, Plan]):
    """Plans by scenario name, in the order given. Scenarios that could not be applied stand in ``refused`` with the reason."""

    plans: dict[str, Plan]
    refused: dict[str, InvalidInput]
    interrupted: bool
    """Ctrl-C ended the sweep; the plans that were done are here."""
    kind: Kind
    found: frozenset[str] = frozenset()
    """Names of those that stood in the store and were not solved anew."""

    def __getitem__(self, name: str) -> Plan:
        """The plan of a scenario; raises the reason where it was refused."""
        if name in self.refused:
            raise self.refused[name]
        return self.plans[name]

    @overload
    def get(self, name: str, default: None = None, /) -> Plan | None: ...
    @overload
    def get(self, name: str, default: Plan | _Default, /) -> Plan | _Default: ...
    def get(self, name: str, default: object = None, /) -> object:
        """The plan of a scenario; the default where there is none, refused or not."""
        return self.plans.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self.plans

    def __iter__(self) -> Iterator[str]:
        return iter(self.plans)

    def __len__(self) -> int:
        return len(self.plans)

    def frame(self) -> Frame:
        """One row a scenario: status, housed, waiting, what each policy goal reached (None when the scenario lacks it), the digest, and how
        many warnings its problem came with (``runs[name].problem.findings`` holds them)."""
        return to_frame(self._columns(), self.kind, {"housed": int, "waiting": int, "warnings": int})

    def _columns(self) -> Columns:
        reached: dict[str, dict[str, int | float]] = {
            name: {goal.id: goal.reached for goal in plan.goals if not goal.tie} if plan.has_allocation else {}
            for name, plan in self.plans.items()
        }
        goals = list(dict.fromkeys(goal for values in reached.values() for goal in values))
        columns = Columns(
            scenario=list(self.plans),
            status=[plan.status for plan in self.plans.values()],
            housed=[plan.housed if plan.has_allocation else None for plan in self.plans.values()],
            waiting=[len(plan.core.waiting()) if plan.has_allocation else None for plan in self.plans.values()],
        )
        for goal in goals:
            columns[f"goal {goal}"] = [reached[name].get(goal) for name in self.plans]
        columns["digest"] = [plan.digest for plan in self.plans.values()]
        columns["warnings"] = [sum(f.severity == "warning" for f in plan.problem.findings) for plan in self.plans.values()]
        return columns

    def compare(self, a: str, b: str) -> Comparison:
        """Two of the runs side by side."""
        try:
            return replace(compare(self[a], self[b]), names=(a, b))
        except KeyError as error:
            raise InvalidArgument(f"there is no plan called {error}; there are {', '.join(self.plans) or 'none'}") from None

    def __repr__(self) -> str:
        return f"<Runs: {len(self.plans)} plans, {len(self.refused)} refused{', interrupted' if self.interrupted else ''}>"

    def _repr_html_(self) -> str:
        return html_table(self._columns(), caption=repr(self)[1:-1], most_rows=100)


def sweep(
    problem: AllocationProblem,
    scenarios: Iterable[Scenario],
    executor: Executor | None = None,
    store: str | os.PathLike[str] | None = None,
    **options: Any,
) -> Runs:
    """Solves every scenario of a problem's case and policy.

    All scenarios are applied and built before the first is solved, so that a mistake in the last one is known at once; so is a folder of the
    store that must not be replaced, since it holds other things than a run.

    Parameters
    ----------
    problem : AllocationProblem
        Its case and policy are what the scenarios edit.
    scenarios : iterable of Scenario
        Their names must differ. An empty scenario is the case as it is.
    executor : concurrent.futures.Executor, optional
        Solves side by side, in threads, processes or elsewhere; one after the other, in this thread, when not given. The plans are the
        same. Each solve then uses one thread unless ``threads`` asks for more.
    store : path, optional
        A folder in which the run folder of every scenario is kept, named by all that decides it (case, policy, options, version). What
        is there already, from another sweep or from ``husrom sweep``, is checked again and not solved anew; what is not as it was
        written is solved again, with a warning. Elsewhere than in this process the store must be the same folder.
    **options
        Passed on to :func:`husrom.allocate`.

    Ctrl-C ends the sweep; the plans that were done are returned, and kept. What runs elsewhere at that moment goes on until its executor
    ends it.
    """
    expect(problem, AllocationProblem, "problem", "an allocation problem, from husrom.build")
    unknown = [name for name in options if name not in _options]
    if unknown:
        raise TypeError(f"sweep() got an unexpected option {unknown[0]!r}; those of husrom.allocate are {', '.join(sorted(_options))}")
    if store is not None:
        store = path(store, "store")
    if executor is not None and not hasattr(executor, "submit"):
        raise InvalidArgument(f"executor is a concurrent.futures.Executor, not {type(executor).__name__}")
    edited, refused = _edited(problem, scenarios)
    if options.get("start") is not None:
        options["start"] = dict(start_pairs(options["start"]))
    if executor is not None:
        options = {"threads": 1, "progress": "none", **options}
        with _folder(store) as place:
            folders = _folders(edited, place, options)
            return _elsewhere(problem, edited, refused, executor, folders, _stored(edited, folders), options)

    folders = _folders(edited, store, options) if store is not None else {}
    plans = _stored(edited, folders) if store is not None else {}
    found = frozenset(plans)
    interrupted = False
    solved: set[Path] = set()
    for scenario, task in edited:
        folder = folders.get(scenario.name)
        if scenario.name in found:
            continue
        # An earlier scenario of this sweep may have come to the same.
        if folder in solved:
            plans[scenario.name] = _load(folder, task)
            continue
        plan = allocate(task, **options)
        if plan.stopped_by == "interrupt":
            interrupted = True
            break
        if folder is not None:
            plan.save(folder)
            solved.add(folder)
        plans[scenario.name] = plan
    return Runs(_in_order(plans, edited), refused, interrupted, problem.kind, found)


Tasks: TypeAlias = list[tuple[Scenario, AllocationProblem]]


def _edited(problem: AllocationProblem, scenarios: Iterable[Scenario]) -> tuple[Tasks, dict[str, InvalidInput]]:
    edited: Tasks = []
    refused: dict[str, InvalidInput] = {}
    names: set[str] = set()
    if isinstance(scenarios, Scenario):
        raise InvalidArgument("scenarios is a list of scenarios; put this one in a list")
    if not isinstance(scenarios, Iterable):
        raise InvalidArgument(f"scenarios is a list of scenarios, not {type(scenarios).__name__}")
    for scenario in scenarios:
        expect(scenario, Scenario, "each of scenarios", "a husrom.Scenario")
        if scenario.name in names:
            raise InvalidArgument(f"two scenarios are called {scenario.name!r}")
        names.add(scenario.name)
        try:
            case, policy = scenario.apply(problem.case, problem.policy)
            edited.append((scenario, AllocationProblem(_scenario.problem_of(case.core, policy.core, scenario.name), case, policy)))
        except InvalidInput as error:
            refused[scenario.name] = error
    return edited, refused


def _elsewhere(
    problem: AllocationProblem,
    edited: Tasks,
    refused: dict[str, InvalidInput],
    executor: Executor,
    folders: dict[str, Path],
    stored: dict[str, Plan],
    options: dict[str, Any],
) -> Runs:
    """Plans do not travel, run folders do: every worker writes one, and it is read and checked here."""
    if problem.policy.text is None:
        raise InvalidArgument("this policy has been changed by a scenario and has no text to send to an executor; sweep without one")
    case = problem.case
    tables = {name: case.core.columns(name) for name in case.tables}
    source = _Source(case.name, tables, problem.policy.text)
    plans = dict(stored)
    interrupted = False
    # By folder: scenarios that come to the same are solved once.
    futures: dict[Path, Future[bool]] = {}
    try:
        for scenario, task in edited:
            folder = folders[scenario.name]
            if scenario.name not in stored and folder not in futures:
                futures[folder] = executor.submit(_solve, source, scenario, task.digest, os.fspath(folder.absolute()), options)
        for scenario, task in edited:
            folder = folders[scenario.name]
            if scenario.name in stored:
                continue
            if futures[folder].result():
                plans[scenario.name] = _load(folder, task)
            else:
                interrupted = True
    except KeyboardInterrupt:
        interrupted = True
    finally:
        for future in futures.values():
            future.cancel()
    return Runs(_in_order(plans, edited), refused, interrupted, problem.kind, frozenset(stored))


@dataclass(frozen=True)
class _Source:
    """A case and its policy as plain values."""

    name: str
    tables: dict[str, dict[str, list[str]]]
    policy: str


def _solve(source: _Source, scenario: Scenario, digest: str, folder: str, options: dict[str, Any]) -> bool:
    """What a worker does; False when Ctrl-C reached it before the end."""
    case = Case(name=source.name, policy=source.policy, **source.tables)
    problem = build(*scenario.apply(case))
    if problem.digest != digest:
        raise InternalError(f"scenario {scenario.name!r} came to another problem in the worker")
    plan = allocate(problem, **options)
    if plan.stopped_by == "interrupt":
        return False
    plan.save(folder)
    return True


def _load(folder: Path, problem: AllocationProblem) -> Plan:
    return Plan(_io.load_plan(os.fspath(folder), problem.core), problem)


def _folders(edited: Tasks, store: str | os.PathLike[str], options: dict[str, Any]) -> dict[str, Path]:
    """The run folder of each scenario."""
    return {scenario.name: Path(store) / run_key(task, options) for scenario, task in edited}


def _stored(edited: Tasks, folders: dict[str, Path]) -> dict[str, Plan]:
    """What the store holds, judged again; not what is not as it was written. Every other folder may be written."""
    stored: dict[str, Plan] = {}
    for scenario, task in edited:
        folder = folders[scenario.name]
        fault = None
        if folder.exists():
            try:
                stored[scenario.name] = _load(folder, task)
                continue
            except InvalidInput as error:
                fault = error
        _io.require_run_folder(os.fspath(folder))
        if fault is not None:
            warnings.warn(f"{fault}\nIt is solved again: {scenario.name}.", stacklevel=3)
    return stored


def _in_order(plans: dict[str, Plan], edited: Tasks) -> dict[str, Plan]:
    return {scenario.name: plans[scenario.name] for scenario, _ in edited if scenario.name in plans}


@contextmanager
def _folder(store: str | os.PathLike[str] | None) -> Iterator[Path]:
    """The store, or a folder for this sweep alone."""
    if store is not None:
        yield Path(store)
    else:
        with TemporaryDirectory(prefix="husrom-sweep-") as folder:
            yield Path(folder)
