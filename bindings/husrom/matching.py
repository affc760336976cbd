"""Weighted bipartite matching, exact and fast: for people who bring arrays.

>>> import numpy as np
>>> import husrom as hr
>>> m = hr.matching.maximum_weight(np.array([[7, 3], [6, 1]]))
>>> m.row_mates.tolist(), m.weight, m.verify()
([1, 0], 9, True)
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import Any, Literal, SupportsIndex, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from husrom import arguments
from husrom._core import matching as _matching
from husrom._core import matching_dense as _matching_dense
from husrom._dense import linear_sum_assignment, linear_sum_assignment_batch, rows_in_place
from husrom.errors import InvalidArgument, Overflow

__all__ = [
    "Cardinality",
    "DynamicMatching",
    "Matching",
    "linear_sum_assignment",
    "linear_sum_assignment_batch",
    "maximum_weight",
    "minimum_cost",
]

Cardinality = Literal["free", "maximum", "full"]
Status = Literal["optimal", "infeasible"]


@dataclass(frozen=True)
class _Graph:
    """A graph as the engine takes it: its form, its shape, index arrays and weights."""

    form: Literal["csr", "coo", "full", "tuples"]
    rows: int
    columns: int
    indices: tuple[NDArray[np.int32], ...]
    weights: NDArray[Any]
    transposed: bool = False  # columns stand as rows, as in a CSC matrix or an array in Fortran order
    allowed: NDArray[np.bool_] | None = None  # of the form "full", as the weights stand

    def arguments(self) -> tuple[Any, ...]:
        shape = (self.columns, self.rows) if self.transposed else (self.rows, self.columns)
        return (*shape, *self.indices, self.weights)

    def edge_list(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[Any]]:
        if self.form in ("coo", "tuples"):
            return self.indices[0], self.indices[1], self.weights
        if self.form == "full":
            allowed = np.ones(self.weights.shape, dtype=np.bool_) if self.allowed is None else self.allowed
            majors, minors = np.nonzero(allowed)
            weights = self.weights[majors, minors]
            rows, columns = (minors, majors) if self.transposed else (majors, minors)
            return rows.astype(np.int32), columns.astype(np.int32), weights
        offsets, indices = self.indices
        major = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
        return (indices, major, self.weights) if self.transposed else (major, indices, self.weights)


@dataclass(frozen=True, eq=False)
class Matching:
    """A matching and the duals that prove it.

    With ``u = row_duals``, ``p = column_duals`` and ``b = pair_bonus`` (0 unless ``cardinality="maximum"``), a maximum-weight matching has
    ``u[i] + p[j] >= w[i, j] + b`` everywhere, with equality for the matched pairs, and duals of at least 0 that are 0 without a mate; where
    ``"full"`` completes a side, its duals may have any sign. For ``minimum_cost`` all signs turn. ``verify()`` checks exactly that.
    With several goals ``weight`` is a tuple, duals have one column a goal, and "at least" compares goal by goal.

    Of an infeasible one all else is where the solve ended, and proves nothing.

    ``status`` is ``"optimal"``, ``"infeasible"``, or ``"unproven"`` for floats of a 2-D array whose digits span too far to be proven, as
    those of 1e-200 and 1 may: the mates are then the best up to rounding, and ``verify()`` is false.
    """

    status: Status | Literal["unproven"]
    row_mates: NDArray[np.int32]
    column_mates: NDArray[np.int32]
    weight: int | float | tuple[int, ...]
    row_duals: NDArray[Any]
    column_duals: NDArray[Any]
    pairs: int
    pair_bonus: int | float
    cardinality: Cardinality
    minimised: bool
    _graph: _Graph = field(repr=False)
    row_dual_rests: NDArray[Any] | None = field(default=None, repr=False)
    column_dual_rests: NDArray[Any] | None = field(default=None, repr=False)

    def objection(self) -> str:
        """What is wrong with the claim of optimality, found by a check that shares no code with the solver; empty when it is proven."""
        transposed = self._graph.transposed
        result: dict[str, Any] = {
            "status": self.status,
            "pairs": self.pairs,
            "weight": self.weight,
            "pair_bonus": self.pair_bonus,
            "row_mates": self.column_mates if transposed else self.row_mates,
            "column_mates": self.row_mates if transposed else self.column_mates,
            "row_duals": self.column_duals if transposed else self.row_duals,
            "column_duals": self.row_duals if transposed else self.column_duals,
        }
        if self._graph.form == "full":
            rests = (self.row_dual_rests, self.column_dual_rests)
            result["row_dual_rests"], result["column_dual_rests"] = reversed(rests) if transposed else rests
            return _matching_dense.objection(self._graph.weights, self._graph.allowed, self.minimised, self.cardinality, result)
        check = getattr(_matching, f"verify_{self._graph.form}")
        return cast(str, check(*self._graph.arguments(), self.minimised, self.cardinality, result))

    def verify(self) -> bool:
        """Is this matching proven best?"""
        return self.objection() == ""


def maximum_weight(
    w: ArrayLike | Any, *, cardinality: Cardinality = "free", shape: tuple[int, int] | None = None, allowed: ArrayLike | None = None
) -> Matching:
    """Find the matching of greatest total weight.

    Parameters
    ----------
    w
        - a 2-D array: every row may have every column. In floats, -inf (+inf as a cost) marks a pair that is not allowed; what a masked
          array masks is not allowed either;
        - a SciPy sparse matrix or array: every stored entry is a pair, zeros too;
        - a tuple ``(rows, columns, weights)`` of three arrays of equal length, in any order. Several goals, the most important first, are
          weights of shape ``(pairs, goals)``. A list of ``(row, column, weight)`` is none of these: ``tuple(zip(*pairs))`` is.

        Of parallel pairs the best one counts; entries that a sparse matrix stores twice are parallel pairs, they are not summed. Weights
        are integers, or floats without NaN. Floats of a 2-D array are solved as they are; elsewhere they are exact where all their bits
        fit below 2^58, and are rounded to 58 bits of the largest otherwise. Contiguous int32, int64 and float64 weights with int32
        indices are read in place, 2-D arrays in Fortran order and of float32 too.
    cardinality
        ``"free"`` leaves out what does not pay, ``"maximum"`` takes as many pairs as can be and among those the best, ``"full"``
        completes the shorter side or is infeasible. With several goals, say ``"maximum"`` by a first goal of ones (of minus ones for
        `minimum_cost`).
    shape
        Number of rows and columns. The tuple form takes it from the largest indices when absent; a matrix has its own, which this must be.
    allowed
        A mask of the shape of a 2-D array: False where a row may not have a column. A C-contiguous array of bool is read in place.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C ends a long solve within moments; there is no answer then.
    InvalidArgument, Overflow
        What is wrong with the input, and where; weights whose total does not fit.

    """
    return _solve(_graph_of(w, shape, allowed), False, cardinality)


def minimum_cost(
    w: ArrayLike | Any, *, cardinality: Cardinality = "free", shape: tuple[int, int] | None = None, allowed: ArrayLike | None = None
) -> Matching:
    """Find the matching of least total cost; see `maximum_weight`. With ``"free"`` only pairs of negative cost pay."""
    return _solve(_graph_of(w, shape, allowed), True, cardinality)


class DynamicMatching:
    """A maximum-weight matching that follows edits, at most two searches each; ``undo`` returns to the last ``snapshot``.

    Weights are integers. Answers (``weight``, ``row_mates``, prices, …) are of use after a ``solve()`` that said ``"optimal"`` and until the
    next edit. Of parallel pairs `set_weight` and `lock` mean the first that is not forbidden, `forbid` and `allow` all of them. An edit that
    raises changes nothing. Ctrl-C waits for the end of a solve. Threads may share one, since every call has it to itself; what an edit and a
    solve after it come to is of use where no other thread edits between.
    """

    def __init__(self, w: ArrayLike | Any, *, shape: tuple[int, int] | None = None, allowed: ArrayLike | None = None) -> None:
        graph = _graph_of(w, shape, allowed)
        rows, columns, weights = graph.edge_list()
        if weights.ndim > 1:
            raise InvalidArgument("DynamicMatching takes one goal")
        if weights.dtype.kind == "f" and weights.size:
            raise InvalidArgument("DynamicMatching takes whole-number weights; scale decimals to integers first")
        self._core = _matching.DynamicMatching(
            graph.rows, graph.columns, np.ascontiguousarray(rows), np.ascontiguousarray(columns), weights.astype(np.int64)
        )

    def set_weight(self, row: int, column: int, weight: int) -> None:
        """Give a pair this weight; a pair that is not there is added."""
        self._core.set_weight(_whole(row, "row"), _whole(column, "column"), _whole(weight, "weight", 64))

    def forbid(self, row: int, column: int) -> None:
        """Take a pair out until it is allowed again."""
        self._core.forbid(_whole(row, "row"), _whole(column, "column"))

    def allow(self, row: int, column: int) -> None:
        """Take back `forbid`."""
        self._core.allow(_whole(row, "row"), _whole(column, "column"))

    def lock(self, row: int, column: int) -> None:
        """Hold a row to a column, whatever it costs, until `unlock`; a removed row cannot be locked."""
        self._core.lock(_whole(row, "row"), _whole(column, "column"))

    def unlock(self, row: int) -> None:
        """Take back `lock`."""
        self._core.unlock(_whole(row, "row"))

    def add_row(self, columns: ArrayLike, weights: ArrayLike) -> int:
        """Add a row with these pairs; return its index."""
        return self._core.add_row(_indices(columns, "columns"), _integers(weights))

    def add_column(self, rows: ArrayLike, weights: ArrayLike) -> int:
        """Add a column with these pairs; return its index."""
        return self._core.add_column(_indices(rows, "rows"), _integers(weights))

    def remove_row(self, row: int) -> None:
        """Take a row out; it keeps its index, and `set_row_capacity` brings it back, with its lock."""
        self._core.remove_row(_whole(row, "row"))

    def remove_column(self, column: int) -> None:
        """Take a column out; it keeps its index, and `set_column_capacity` brings it back."""
        self._core.remove_column(_whole(column, "column"))

    def set_row_capacity(self, row: int, upper: int, *, lower: int = 0) -> None:
        """Let a row take from ``lower`` to ``upper`` columns; a locked row takes its one until it is unlocked."""
        self._core.set_row_capacity(_whole(row, "row"), _whole(lower, "lower"), _whole(upper, "upper"))

    def set_column_capacity(self, column: int, upper: int) -> None:
        """Let a column take up to ``upper`` rows."""
        self._core.set_column_capacity(_whole(column, "column"), _whole(upper, "upper"))

    def snapshot(self) -> None:
        """Remember the present state; snapshots nest."""
        self._core.snapshot()

    def undo(self) -> None:
        """Return to the last snapshot, solves included, and forget it."""
        self._core.undo()

    def solve(self) -> Status:
        """Find the best matching from where it stands; ``"infeasible"`` when a lower capacity or a lock cannot be kept."""
        return cast(Status, self._core.solve())

    @property
    def weight(self) -> int:
        """Total weight of the matched pairs; raises Overflow when it does not fit 64 bits."""
        return self._core.weight

    @property
    def row_mates(self) -> NDArray[np.int32]:
        """Column of each row, -1 without (the first, where a row takes several)."""
        return self._core.row_mates

    @property
    def column_mates(self) -> NDArray[np.int32]:
        """Row of each column, -1 without (the first, where a column takes several)."""
        return self._core.column_mates

    @property
    def row_duals(self) -> NDArray[np.int64]:
        """What each row adds at the margin."""
        return self._core.row_duals

    @property
    def column_duals(self) -> NDArray[np.int64]:
        """A valid price of each column."""
        return self._core.column_duals

    def column_price_range(self, column: int) -> tuple[int, int | None]:
        """Smallest and largest valid price: what one more of it would gain, and what its loss would cost (None: nothing is left).

        Raises InvalidArgument where the matching was not solved to the optimum since the last edit.
        """
        return self._core.column_price_range(_whole(column, "column"))

    def row_price_range(self, row: int) -> tuple[int, int | None]:
        """Return the same for a row."""
        return self._core.row_price_range(_whole(row, "row"))


def _solve(graph: _Graph, minimise: bool, cardinality: Cardinality) -> Matching:
    if not arguments.one_of(cardinality, get_args(Cardinality)):
        raise InvalidArgument(f"cardinality is {cardinality!r}, expected one of {', '.join(map(repr, get_args(Cardinality)))}")
    result: dict[str, Any]
    parts = ["mates", "duals"]
    if graph.form == "full":
        result = _matching_dense.solve(graph.weights, graph.allowed, minimise, cardinality)
        parts.append("dual_rests")
    else:
        result = getattr(_matching, f"solve_{graph.form}")(*graph.arguments(), minimise, cardinality)
    if result["status"] == "stopped":
        raise KeyboardInterrupt
    if graph.transposed:
        for of in parts:
            result[f"row_{of}"], result[f"column_{of}"] = result[f"column_{of}"], result[f"row_{of}"]
    return Matching(**result, cardinality=cardinality, minimised=minimise, _graph=graph)


def _graph_of(w: Any, shape: tuple[int, int] | None, allowed: Any) -> _Graph:
    sparse = hasattr(w, "tocsr") and hasattr(w, "format")
    if allowed is not None and (isinstance(w, tuple) or sparse):
        raise InvalidArgument("a mask is for 2-D arrays; a sparse matrix or a list of pairs leaves out what is not allowed")
    if shape is not None:
        if not isinstance(shape, tuple) or len(shape) != 2:
            raise InvalidArgument(f"shape is {shape!r}, expected a pair: the number of rows and the number of columns")
        shape = (_whole(shape[0], "shape[0]"), _whole(shape[1], "shape[1]"))
        if min(shape) < 0:
            raise InvalidArgument(f"shape is {shape}, expected numbers of at least 0")
    if isinstance(w, tuple):
        return _edge_list(w, shape)
    graph = _sparse(w) if sparse else _full(w, allowed)
    if shape not in (None, (graph.rows, graph.columns)):
        raise InvalidArgument(f"shape is {shape}, and the matrix is {(graph.rows, graph.columns)}")
    return graph


def _full(w: Any, allowed: Any) -> _Graph:
    masked = isinstance(w, np.ma.MaskedArray)
    matrix = arguments.array(np.ma.getdata(w) if masked else w, "weights")
    if matrix.ndim != 2:
        raise InvalidArgument(f"weights have {matrix.ndim} dimensions, expected a matrix")
    transposed = not rows_in_place(matrix) and rows_in_place(matrix.T)
    weights = matrix.T if transposed else matrix
    if weights.dtype not in (np.int32, np.int64, np.float32, np.float64) or not rows_in_place(weights):
        weights = _weights(weights)
    mask = None
    if allowed is not None:
        mask = arguments.array(allowed, "allowed")
        if mask.shape != matrix.shape or mask.dtype != np.bool_:
            raise InvalidArgument(f"the mask is {mask.dtype} of shape {mask.shape}, expected bool of shape {matrix.shape}")
    if masked:
        there = ~np.ma.getmaskarray(w)
        mask = there if mask is None else mask & there
    if mask is not None:
        mask = np.ascontiguousarray(mask.T if transposed else mask)
    return _Graph("full", matrix.shape[0], matrix.shape[1], (), weights, transposed, mask)


def _sparse(w: Any) -> _Graph:
    if w.ndim != 2:
        raise InvalidArgument(f"weights have {w.ndim} dimensions, expected a matrix")
    if w.format == "coo":  # as it is: a change of form would sum what is stored twice
        return _edge_list((w.row, w.col, w.data), w.shape)
    matrix = w if w.format in ("csr", "csc") else w.tocsr()
    indices = (_indices(matrix.indptr, "indptr"), _indices(matrix.indices, "indices"))
    return _Graph("csr", matrix.shape[0], matrix.shape[1], indices, _weights(matrix.data), transposed=matrix.format == "csc")


def _edge_list(w: tuple[Any, ...], shape: tuple[int, int] | None) -> _Graph:
    if len(w) != 3:
        raise InvalidArgument(f"a tuple of (rows, columns, weights) is expected, got {len(w)} entries")
    rows, columns, given = _indices(w[0], "rows"), _indices(w[1], "columns"), arguments.array(w[2], "weights")
    if not 1 <= given.ndim <= 2 or len({len(rows), len(columns), len(given)}) > 1:
        raise InvalidArgument(
            f"{len(rows)} rows, {len(columns)} columns and weights of shape {given.shape} do not make pairs: expected one of each for every "
            "pair, weights of several goals in shape (pairs, goals)"
        )
    weights = _weights(given)
    if shape is None:
        for name, indices in (("rows", rows), ("columns", columns)):
            if indices.min(initial=0) < 0:
                place = int(np.argmax(indices < 0))
                raise InvalidArgument(f"{name}[{place}] is {indices[place]}: indices count from 0")
        shape = (int(rows.max(initial=-1)) + 1, int(columns.max(initial=-1)) + 1)
        if max(shape) > np.iinfo(np.int32).max:
            raise InvalidArgument("an index of 2^31 - 1 is one too many: indices count from 0, and sides have up to 2^31 - 1")
    if weights.ndim == 2:
        if weights.dtype.kind == "f":
            raise InvalidArgument("weights of several goals are whole numbers; scale decimals to integers first")
        return _Graph("tuples", shape[0], shape[1], (rows, columns), weights.astype(np.int64, copy=False))
    return _Graph("coo", shape[0], shape[1], (rows, columns), weights)


def _indices(values: ArrayLike, name: str) -> NDArray[np.int32]:
    array = arguments.array(values, name)
    if array.size == 0:
        return np.empty(0, dtype=np.int32)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise InvalidArgument(f"{name} must be one-dimensional whole numbers, got {array.dtype} with {array.ndim} dimensions")
    if array.dtype != np.int32 and (int(array.max()) > np.iinfo(np.int32).max or int(array.min()) < np.iinfo(np.int32).min):
        raise InvalidArgument(f"{name} holds an index beyond 2^31 - 1")
    return np.ascontiguousarray(array, dtype=np.int32)


def _weights(array: NDArray[Any]) -> NDArray[Any]:
    """Weights in one of the engine's three types, converted exactly or refused."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind in "iub":
        if array.dtype == np.uint64 and array.size and int(array.max()) > np.iinfo(np.int64).max:
            raise Overflow("a weight does not fit 64 bits with a sign")
        narrow = kind == "b" or size < 4 or (kind == "i" and size == 4)
        return np.ascontiguousarray(array, dtype=np.int32 if narrow else np.int64)
    if kind == "f" and size <= 8:
        return np.ascontiguousarray(array, dtype=np.float64)
    if array.size == 0:
        return np.ascontiguousarray(array, dtype=np.int64)
    raise InvalidArgument(f"weights of type {array.dtype} are not taken; expected integers or floats of up to 64 bits")


def _whole(value: SupportsIndex, name: str, bits: int = 32) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise InvalidArgument(f"{name} is {type(value).__name__}, expected a whole number") from None
    if not -(1 << (bits - 1)) <= number < 1 << (bits - 1):
        raise Overflow(f"{name} is {number}, which does not fit {bits} bits with a sign")
    return number


def _integers(values: ArrayLike) -> NDArray[np.int64]:
    array = _weights(arguments.array(values, "weights"))
    if array.dtype.kind == "f" and array.size:
        raise InvalidArgument("whole-number weights are expected; scale decimals to integers first")
    return array.astype(np.int64)
