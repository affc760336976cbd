"""Matching with limits, exactly, for people who bring arrays; knows nothing of housing.

>>> import numpy as np
>>> problem = Problem(rows=[0, 0, 1], columns=[0, 1, 0], weights=[5, 4, 6], shape=(2, 2))
>>> result = maximise(problem)
>>> result.status, result.objective, result.chosen.tolist()
('optimal', 10, [1, 2])
>>> verify(problem, result)
[]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral
from typing import Any, Literal, TypeAlias, TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from husrom import arguments
from husrom._core import solve as _core
from husrom.arguments import count, function, seconds, whole, work_units
from husrom.errors import InvalidArgument

NO_UPPER = int(np.iinfo(np.int64).max)
"""An upper bound, or the width of a step, that is not there."""
NO_LOWER = int(np.iinfo(np.int64).min)
"""A lower bound that is not there."""

Progress: TypeAlias = _core.Progress
"""How far a solve has come."""
Bounds: TypeAlias = Mapping[int, "tuple[int | None, int | None]"]
"""``{limit: (lower, upper)}``; None where a bound stays as it is, NO_LOWER or NO_UPPER where there is to be none."""
Step: TypeAlias = tuple[int, Literal["upper", "lower"], int, "int | None", int]

__all__ = ["NO_LOWER", "NO_UPPER", "Bounds", "Problem", "Progress", "Result", "Session", "Step", "maximise", "verify"]


class _Change(TypedDict):
    limits: list[tuple[int, int | None, int | None]]
    forbidden: NDArray[np.int32]
    forced: NDArray[np.int32]


def _integers(name: str, values: ArrayLike, dtype: type[np.signedinteger[Any]]) -> NDArray[Any]:
    array = arguments.array(values, name)
    if array.size == 0:
        return np.zeros(array.shape, dtype=dtype)
    info = np.iinfo(dtype)
    too_large = f"{name}: a value does not fit {np.dtype(dtype).name}"
    if array.dtype.kind not in "iu":
        # NumPy keeps integers beyond 64 bits as objects, or rounds them to doubles.
        given = np.asarray(values, dtype=object).ravel().tolist()
        whole_numbers = all(isinstance(value, Integral) and not isinstance(value, bool) for value in given)
        if whole_numbers and any(not info.min <= value <= info.max for value in given):
            raise InvalidArgument(too_large)
        raise InvalidArgument(f"{name}: expected whole numbers, got {array.dtype}")
    if int(array.min()) < info.min or int(array.max()) > info.max:
        raise InvalidArgument(too_large)
    return np.ascontiguousarray(array, dtype=dtype)


def _listed(name: str, values: Iterable[Any] | None, what: str) -> list[Any]:
    if values is None:
        return []
    try:
        return list(values)
    except TypeError:
        raise InvalidArgument(f"{name}: expected a list of {what}, got {values!r}") from None


def _clique(name: str, clique: Sequence[int], edges: int) -> NDArray[np.int32]:
    members = _integers(name, clique, np.int32)
    if np.ndim(clique) != 1:
        raise InvalidArgument(f"{name}: expected a list of edges, got {clique!r}")
    _check_places(name, members, edges, "edges")
    return members


def _bounds(name: str, values: ArrayLike | Sequence[int | None] | None, count: int, none: int) -> NDArray[np.int64]:
    if values is None:
        return np.full(count, none, dtype=np.int64)
    arguments.require_unmasked(values, name)
    listed = [none if value is None else value for value in np.asarray(values, dtype=object).ravel().tolist()]
    if len(listed) != count:
        raise InvalidArgument(f"{name}: expected {count} values, one for each limit, got {len(listed)}")
    return _integers(name, listed, np.int64)


def _new_bound(limit: int, side: str, value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not NO_LOWER <= value <= NO_UPPER:
        raise InvalidArgument(f"limits[{limit}]: expected a whole number of 64 bits as {side} bound, or None to leave it, got {value!r}")
    return int(value)


def _edges(name: str, values: ArrayLike | None) -> NDArray[np.int32]:
    if values is None:
        return np.zeros(0, dtype=np.int32)
    edges = arguments.array(values, name)
    if edges.dtype.kind == "b":
        raise InvalidArgument(f"{name}: expected the numbers of edges, got booleans; np.flatnonzero(mask) gives them")
    if edges.ndim > 1:
        raise InvalidArgument(f"{name}: expected the numbers of edges, which are places in the problem's rows, got shape {edges.shape}")
    return _integers(name, edges.ravel(), np.int32)


def _size(shape: tuple[int, int]) -> tuple[int, int]:
    sides = tuple(shape) if isinstance(shape, Sequence) else ()
    if len(sides) != 2 or not all(isinstance(side, int | np.integer) and 0 <= side < 2**31 for side in sides):
        raise InvalidArgument(f"shape: expected two whole numbers, how many rows and columns there are, got {shape!r}")
    return int(sides[0]), int(sides[1])


def _check_places(name: str, places: NDArray[np.int32], size: int, what: str) -> None:
    wrong = np.flatnonzero((places < 0) | (places >= size))
    if wrong.size:
        raise InvalidArgument(f"{name}[{wrong[0]}] is {places.ravel()[wrong[0]]}, which is none of the {size} {what}")


class Problem:
    """Maximise ``weights`` over edges, at most one a row, under limits; immutable.

    Parameters
    ----------
    rows, columns
        The row and the column of each of the E edges. Parallel edges are edges of their own.
    weights
        E whole numbers, or E × G for G goals in order of importance.
    shape
        Number of rows and of columns.
    limits, upper, lower
        A K × E matrix of whole numbers (dense or ``scipy.sparse``) and what each product with the chosen edges may be at most and at
        least; ``None`` within a bound means there is none.
    row_lower, row_upper, column_upper
        How many edges a row takes at least (default 0) and at most (default 1, or 0) and a column at most (default 1).
    cliques
        Lists of edges of which at most one is chosen.
    steps
        ``(limit, "upper" | "lower", goal, width, slope)`` makes that side soft: excess is allowed and charged to the goal, each step's
        width at its slope, slopes rising; a width of ``None`` never ends.
    """

    core: _core.Problem

    def __init__(
        self,
        rows: ArrayLike,
        columns: ArrayLike,
        weights: ArrayLike,
        shape: tuple[int, int],
        limits: Any = None,
        upper: ArrayLike | Sequence[int | None] | None = None,
        lower: ArrayLike | Sequence[int | None] | None = None,
        row_lower: ArrayLike | None = None,
        row_upper: ArrayLike | None = None,
        column_upper: ArrayLike | None = None,
        cliques: Iterable[Sequence[int]] | None = None,
        steps: Iterable[Step] | None = None,
    ) -> None:
        edge_row = _integers("rows", rows, np.int32)
        edge_column = _integers("columns", columns, np.int32)
        sides = _size(shape)
        if edge_column.shape != edge_row.shape:
            raise InvalidArgument(f"rows and columns: one of each for an edge, got {edge_row.size} and {edge_column.size}")
        _check_places("rows", edge_row, sides[0], "rows")
        _check_places("columns", edge_column, sides[1], "columns")
        by_goal = _integers("weights", weights, np.int64)
        if by_goal.ndim == 1:
            by_goal = by_goal[:, np.newaxis]
        if by_goal.ndim != 2 or by_goal.shape[0] != edge_row.size:
            raise InvalidArgument(f"weights: expected {edge_row.size} values, or as many rows, got shape {np.shape(weights)}")
        offsets, edges, coefficients = _matrix(limits, edge_row.size)
        count = offsets.size - 1
        listed = _listed("cliques", cliques, "lists of edges")
        members = [_clique(f"cliques[{number}]", clique, edge_row.size) for number, clique in enumerate(listed)]
        none = np.zeros(0, dtype=np.int32)
        self.core = _core.Problem(
            rows=sides[0],
            columns=sides[1],
            edge_row=edge_row,
            edge_column=edge_column,
            weights=np.ascontiguousarray(by_goal.T),
            row_lower=none if row_lower is None else _integers("row_lower", row_lower, np.int32),
            row_upper=none if row_upper is None else _integers("row_upper", row_upper, np.int32),
            column_upper=none if column_upper is None else _integers("column_upper", column_upper, np.int32),
            limit_offsets=offsets,
            limit_edges=edges,
            limit_coefficients=coefficients,
            limit_lower=_bounds("lower", lower, count, NO_LOWER),
            limit_upper=_bounds("upper", upper, count, NO_UPPER),
            clique_offsets=np.cumsum([0, *(clique.size for clique in members)], dtype=np.int64),
            clique_edges=np.concatenate([none, *members]),
            steps=[_step(step) for step in _listed("steps", steps, "(limit, side, goal, width, slope)")],
        )
        self._single = np.ndim(weights) == 1

    @classmethod
    def from_core(cls, core: _core.Problem) -> Problem:
        """Wraps the engine's object; private to the package."""
        problem = cls.__new__(cls)
        problem.core = core
        problem._single = core.goals == 1
        return problem

    @classmethod
    def from_json(cls, text: str) -> Problem:
        """The problem that ``to_json`` wrote, such as the ``problem.json`` of a saved run."""
        return cls.from_core(_core.Problem.from_json(arguments.text(text, "text")))

    def to_json(self) -> str:
        """The integers of the problem as one JSON document."""
        return self.core.to_json()

    def to_lp(self, goal: int = 0, earlier: Sequence[int] = ()) -> str:
        """One goal in LP format, given the values of the goals before it, for any other solver."""
        return self.core.to_lp(*self._asked(goal, earlier))

    def to_mps(self, goal: int = 0, earlier: Sequence[int] = ()) -> str:
        """The same as a free-format MPS file, under the same names; it minimises minus the goal, since not all readers can maximise."""
        return self.core.to_mps(*self._asked(goal, earlier))

    @staticmethod
    def _asked(goal: int, earlier: Sequence[int]) -> tuple[int, list[int]]:
        return whole(goal, "goal", 0, 2**31 - 1), _integers("earlier", earlier, np.int64).ravel().tolist()

    @property
    def digest(self) -> str:
        """SHA-256 of the integers."""
        return self.core.digest

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return self.core.rows, self.core.columns

    @property
    def goals(self) -> int:
        """Number of goals."""
        return self.core.goals

    def __repr__(self) -> str:
        core = self.core
        return f"<Problem {core.rows} x {core.columns}, {core.edges} edges, {core.limits} limits, {core.goals} goals>"


def _step(step: Step) -> tuple[int, bool, int, int, int]:
    try:
        limit, side, goal, width, slope = step
    except (TypeError, ValueError):
        raise InvalidArgument(f"steps: expected (limit, side, goal, width, slope), got {step!r}") from None
    if not arguments.one_of(side, ("upper", "lower")):
        raise InvalidArgument(f'steps: expected "upper" or "lower", got {side!r}')
    return (
        whole(limit, "steps: limit", 0, 2**31 - 1),
        side == "upper",
        whole(goal, "steps: goal", 0, 2**31 - 1),
        NO_UPPER if width is None else whole(width, "steps: width", NO_LOWER),
        whole(slope, "steps: slope", NO_LOWER),
    )


def _matrix(limits: Any, edges: int) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Offsets, edges and coefficients by limit."""
    if limits is None:
        return np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
    sparse = hasattr(limits, "tocoo")
    given: Any = limits if sparse else _integers("limits", limits, np.int64)
    shape = given.shape
    if len(shape) != 2:
        raise InvalidArgument(f"limits: expected a matrix, got shape {shape}")
    if shape[1] != edges:
        raise InvalidArgument(f"limits: expected {edges} columns, one for each edge, got {shape[1]}")
    if sparse:
        stored = given.tocoo()
        places, columns, data = _summed(stored.row, stored.col, _integers("limits", stored.data, np.int64))
    else:
        places, columns = np.nonzero(given)
        data = given[places, columns]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(places, minlength=shape[0]))])
    return offsets.astype(np.int64), columns.astype(np.int32), data


def _summed(places: NDArray[Any], columns: NDArray[Any], data: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64]]:
    """In order, with what is stored twice added up, and without zeros."""
    order = np.lexsort((columns, places))
    places, columns, data = places[order], columns[order], data[order]
    first = np.flatnonzero(np.r_[True, (np.diff(places) != 0) | (np.diff(columns) != 0)][: data.size])
    if first.size < data.size:
        # By halves of 32 bits, whose sums cannot wrap round.
        places, columns = places[first], columns[first]
        low, high = np.add.reduceat(data & 0xFFFFFFFF, first), np.add.reduceat(data >> 32, first)
        high += low >> 32
        wrong = np.flatnonzero((high < -(2**31)) | (high >= 2**31))
        if wrong.size:
            raise InvalidArgument(
                f"limits: the values stored for limit {places[wrong[0]]}, edge {columns[wrong[0]]} sum to more than int64"
            )
        data = (high << 32) | (low & 0xFFFFFFFF)
    kept = data != 0
    return places[kept], columns[kept], data[kept]


@dataclass(frozen=True)
class Result:
    """What is known, why it ended, the chosen edges and the proof. With one goal the values are scalars and the prices vectors."""

    core: _core.Result = field(repr=False)
    problem: Problem = field(repr=False)

    def __repr__(self) -> str:
        return f"<Result {self.status}: objective {self.objective}, bound {self.bound}, stopped by {self.stopped_by}>"

    @property
    def status(self) -> str:
        """``optimal``, ``feasible``, ``infeasible`` or ``unknown``."""
        return self.core.status

    @property
    def stopped_by(self) -> str:
        """``proof``, ``gap``, ``time_limit``, ``work_limit`` or ``interrupt``."""
        return self.core.stopped_by

    @property
    def reproducible(self) -> bool:
        """False when a clock or an interrupt decided where it ended."""
        return self.core.reproducible

    @property
    def chosen(self) -> NDArray[np.int32]:
        """Indices of the chosen edges, ascending."""
        return self.core.chosen

    @property
    def proven_goals(self) -> int:
        """How many leading goals are proven."""
        return self.core.proven_goals

    def _values(self, values: list[int]) -> int | NDArray[np.int64] | None:
        if not values:
            return None
        return values[0] if self.problem._single else np.array(values, dtype=np.int64)

    @property
    def objective(self) -> int | NDArray[np.int64] | None:
        """The value of each goal; None without a plan."""
        return self._values(self.core.objective)

    @property
    def bound(self) -> int | NDArray[np.int64] | None:
        """No plan has more, given the earlier goals at their proven values."""
        return self._values(self.core.bound)

    @property
    def gap(self) -> int | NDArray[np.int64] | None:
        """Bound minus objective, 0 where proven."""
        return self._values([bound - value for bound, value in zip(self.core.bound, self.core.objective, strict=True)])

    def _prices(self, kind: Literal["row", "column", "limit"]) -> NDArray[np.float64] | None:
        listed = [getattr(prices, kind) / prices.denominator for prices in self.core.prices]
        if not listed:
            return None
        return np.asarray(listed[0] if self.problem._single else np.stack(listed), dtype=np.float64)

    @property
    def row_prices(self) -> NDArray[np.float64] | None:
        """Prices of rows in the proof of each goal that was bounded: valid, not unique."""
        return self._prices("row")

    @property
    def column_prices(self) -> NDArray[np.float64] | None:
        """Prices of columns, likewise."""
        return self._prices("column")

    @property
    def limit_prices(self) -> NDArray[np.float64] | None:
        """Multipliers of the problem's limits, positive on the upper side, negative on the lower; what the certificate derives is left out."""
        return self._prices("limit")

    @cached_property
    def certificate(self) -> str:
        """The proof as JSON lines, which ``husrom.checker`` judges without this library."""
        return self.core.certificate(self.problem.core)


def _expect_problem(problem: object) -> None:
    if not isinstance(problem, Problem):
        raise InvalidArgument(f"problem: expected a husrom.solve.Problem, got {type(problem).__name__}")


def maximise(
    problem: Problem,
    time_limit: float | None = None,
    work_limit: int | None = None,
    gap: int = 0,
    threads: int = 1,
    seed: int = 0,
    start: ArrayLike | None = None,
    first_tie_goal: int | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Result:
    """Solve to proven optimality, goal by goal, or as far as the limits allow; Ctrl-C returns the best so far.

    Parameters
    ----------
    time_limit
        Seconds.
    work_limit
        Edges looked at: stops at the same place on every machine. Parts of a problem that share nothing are each given their share of this
        and of the time, by their edges, and those that it stops what the others leave.
    gap
        Stop the last goal when bound minus objective is at most this.
    threads, seed
        Threads, for parts of a problem that share nothing and for up to four parts of a plan, change time only. The seed is for draws that
        change no answer; the search makes none so far.
    start
        Edges of a plan to start from.
    first_tie_goal
        Goals from this one on only break ties: they do not decide the status, and get bounded work.
    progress
        Called now and then on the thread that solves, with ``elapsed`` seconds, the ``goal`` at hand, how many edges are ``chosen`` in the
        best plan so far, its ``best`` value of that goal (None before there is a plan) and the ``bound``. What it raises ends the solve.
    """
    _expect_problem(problem)
    edges = np.zeros(0, dtype=np.int32) if start is None else _integers("start", start, np.int32)
    first = -1 if first_tie_goal is None else whole(first_tie_goal, "first_tie_goal", -1, 2**31 - 1)
    core = _core.maximise(
        problem.core,
        time_limit=seconds(time_limit),
        work_limit=work_units(work_limit),
        gap=whole(gap, "gap", 0),
        threads=count(threads, "threads"),
        seed=whole(seed, "seed", 0),
        start=edges,
        first_tie_goal=first,
        progress=function(progress, "progress", "one Progress"),
    )
    return Result(core, problem)


class Session:
    """A problem that stays built, to ask what a change of it would do.

    >>> problem = Problem(rows=[0, 0, 1], columns=[0, 1, 0], weights=[5, 4, 6], shape=(2, 2), limits=[[1, 1, 1]], upper=[2])
    >>> session = Session(problem)
    >>> session.bound(forbidden=[2])
    10
    >>> session.solve(limits={0: (None, 1)}).objective, session.solve(forbidden=[2]).objective, session.solve(forced=[0]).objective
    (6, 5, 5)

    A change is said by ``limits``, ``{limit: (lower, upper)}`` with None for a bound that stays (NO_LOWER and NO_UPPER open a side),
    ``forbidden`` edges, which are not chosen, and ``forced`` ones, which are, at most one a row; edges by their numbers, the places in the
    problem's ``rows``. Where there is one goal, no soft limit, and no head count or parts in the problem's own proof, a change is solved on
    the edges that this proof's multipliers do not rule out by much, mostly in a fraction of the time; elsewhere the changed problem is
    solved as a whole, from what is known. Several threads may ask one session.

    Parameters
    ----------
    problem, time_limit, work_limit, threads, progress
        As of ``maximise``, which solves the problem first.
    """

    problem: Problem
    result: Result
    """Of the problem as it is."""

    def __init__(
        self,
        problem: Problem,
        time_limit: float | None = None,
        work_limit: int | None = None,
        threads: int = 1,
        progress: Callable[[Progress], object] | None = None,
    ) -> None:
        _expect_problem(problem)
        self.problem = problem
        self._core = _core.Session(
            problem.core,
            time_limit=seconds(time_limit),
            work_limit=work_units(work_limit),
            threads=count(threads, "threads"),
            progress=function(progress, "progress", "one Progress"),
        )
        self.result = Result(self._core.result, problem)

    def __repr__(self) -> str:
        return f"<Session of {self.problem!r}: {self.result.status}>"

    @staticmethod
    def _change(limits: Bounds | None, forbidden: ArrayLike | None, forced: ArrayLike | None) -> _Change:
        if limits is not None and not isinstance(limits, Mapping):
            raise InvalidArgument(f"limits: expected {{limit: (lower, upper)}}, got {limits!r}")
        listed = []
        pairs: Mapping[Any, Any] = limits or {}
        for limit, bounds in pairs.items():
            if isinstance(bounds, str) or np.ndim(bounds) != 1 or len(bounds) != 2:
                raise InvalidArgument(
                    f"limits: expected (lower, upper) for limit {limit!r}, got {bounds!r}; (None, 3) moves the upper bound alone"
                )
            number = whole(limit, f"limits: {limit!r} is no limit; it", 0, 2**31 - 1)
            lower, upper = bounds
            listed.append((number, _new_bound(number, "lower", lower), _new_bound(number, "upper", upper)))
        return {"limits": listed, "forbidden": _edges("forbidden", forbidden), "forced": _edges("forced", forced)}

    def changed(self, *, limits: Bounds | None = None, forbidden: ArrayLike | None = None, forced: ArrayLike | None = None) -> Problem:
        """The changed problem, with the same edges; what is ruled out stands in a limit of its own behind the others."""
        problem = Problem.from_core(self._core.changed(**self._change(limits, forbidden, forced)))
        problem._single = self.problem._single
        return problem

    def bound(self, *, limits: Bounds | None = None, forbidden: ArrayLike | None = None, forced: ArrayLike | None = None) -> int | None:
        """At once: a value of the first goal that no plan of the changed problem exceeds. None where more is allowed than before and the
        session holds no multipliers: several goals, a soft limit, a head count or parts in the proof, a solve that was stopped early, or a
        priced limit that loses its bound. It says nothing of whether there is a plan."""
        return self._core.bound(**self._change(limits, forbidden, forced))

    def solve(
        self,
        *,
        limits: Bounds | None = None,
        forbidden: ArrayLike | None = None,
        forced: ArrayLike | None = None,
        time_limit: float | None = None,
        work_limit: int | None = None,
        gap: int = 0,
        threads: int = 1,
        progress: Callable[[Progress], object] | None = None,
    ) -> Result:
        """The changed problem's best plan and its proof: what ``maximise(session.changed(...))`` says, perhaps with another of equally good
        plans. The answer's ``problem`` is the changed one: ``verify(answer.problem, answer)``.

        ``time_limit``, ``work_limit``, ``gap``, ``threads`` and ``progress`` as of ``maximise``. Where the change is answered on the open
        edges, ``progress`` is called with the bound first, before there is a plan, and row prices are of those edges alone; a solve that
        ends at once may not call it.
        """
        change = self._change(limits, forbidden, forced)
        core = self._core.solve(
            **change,
            time_limit=seconds(time_limit),
            work_limit=work_units(work_limit),
            gap=whole(gap, "gap", 0),
            threads=count(threads, "threads"),
            progress=function(progress, "progress", "one Progress"),
        )
        problem = Problem.from_core(self._core.changed(**change))
        problem._single = self.problem._single
        return Result(core, problem)


def verify(problem: Problem, result: Result | str) -> list[str]:
    """What the independent checker objects to, in the plan and in its proof (a result, or the text of a certificate); empty: accepted.

    Raises InvalidArgument for a result of another problem, and, naming the line, for a text that is no certificate of this one at all.
    """
    _expect_problem(problem)
    if isinstance(result, str):
        return _core.verify_certificate(problem.core, arguments.text(result, "result"))
    if not isinstance(result, Result):
        raise InvalidArgument(f"result: expected a husrom.solve.Result or the text of a certificate, got {type(result).__name__}")
    if result.problem is not problem and result.problem.core.digest != problem.core.digest:
        raise InvalidArgument("result: it is of another problem; verify(result.problem, result) judges it by its own")
    return _core.verify(problem.core, result.core)
