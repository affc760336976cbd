"""Dense matrices: the call that SciPy's users know, and the batch form. Reached through `husrom.matching`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from husrom import arguments
from husrom._core import matching_dense as _core
from husrom.errors import InvalidArgument, Overflow

_TOO_WIDE = "the weights cannot be summed exactly, and no doubles hold them; scale them down"

__all__ = ["linear_sum_assignment", "linear_sum_assignment_batch"]


def linear_sum_assignment(cost_matrix: ArrayLike, maximize: bool = False) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Complete the shorter side at least cost, with SciPy's signature, return value and errors.

    Parameters
    ----------
    cost_matrix
        A matrix of integers, booleans or floats of up to 64 bits. int32, int64, float32 and float64 are read in place, in C or Fortran
        order; other types are converted. +inf marks a pair that is not allowed (-inf with ``maximize``).
        What a masked array masks is taken as it stands, as SciPy does: `husrom.matching.minimum_cost` leaves it out.
    maximize
        Find the greatest total instead.

    Returns
    -------
    row_ind, col_ind
        The matched rows in ascending order and their columns: of integers exactly the best; of floats too, or, where their digits span too
        far to be proven, the best up to rounding.

    Raises
    ------
    ValueError
        The input is not a matrix, holds NaN or an infinity in the wrong direction, or has no complete matching.
    TypeError
        The entries are not numbers, or wider than 64 bits.
    KeyboardInterrupt
        Ctrl-C ends a long solve within moments.
    Overflow
        Integers beyond 2^57 divided by the shorter side, apart from each other too, that no double holds, or doubles near both ends of
        their range: sums cannot be compared exactly. SciPy rounds them.

    """
    matrix = np.asarray(cost_matrix)
    if matrix.ndim != 2:
        raise ValueError(f"expected a matrix (2-D array), got a {matrix.ndim}-dimensional array")
    if matrix.dtype.kind == "u" and matrix.size and int(matrix.max()) > np.iinfo(np.int64).max:
        matrix = matrix - matrix.min()  # which every answer has alike
    weights = _numbers(matrix)
    transposed = not rows_in_place(weights) and rows_in_place(weights.T)
    if transposed:
        weights = weights.T
    elif not rows_in_place(weights):
        weights = np.ascontiguousarray(weights)
    try:
        found = _assign(weights, bool(maximize))
    except InvalidArgument as error:
        raise ValueError(f"matrix contains invalid numeric entries: {error}") from None
    if found is None:
        raise ValueError("cost matrix is infeasible")
    rows, columns = found
    if not transposed:
        return rows, columns
    order = np.argsort(columns)
    return columns[order], rows[order]


def linear_sum_assignment_batch(costs: ArrayLike, maximize: bool = False, threads: int = 1) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Solve many matrices of one shape at once, a stack of shape (count, rows, columns).

    Returns
    -------
    columns, totals
        ``columns[k, i]`` is the column of row i in matrix k, -1 where the matrix has more rows than columns and the row is left out;
        ``totals[k]`` is the sum of matrix k. The same at any number of threads.

    Raises
    ------
    ValueError
        As `linear_sum_assignment`, naming the matrix that has no complete matching.
    TypeError
        As `linear_sum_assignment`.
    Overflow
        Integers beyond 2^58 or so, whose totals need not fit 64 bits: `linear_sum_assignment` takes them one matrix at a time.

    """
    stack = np.asarray(costs)
    if stack.ndim != 3:
        raise ValueError(f"expected a stack of matrices (3-D array), got a {stack.ndim}-dimensional array")
    threads = arguments.count(threads, "threads")
    weights = np.ascontiguousarray(_numbers(stack))
    try:
        infeasible, columns, totals = _core.assign_batch(weights, bool(maximize), threads)
    except InvalidArgument as error:
        raise ValueError(f"a matrix contains invalid numeric entries: {error}") from None
    if infeasible >= 0:
        raise ValueError(f"cost matrix {infeasible} is infeasible")
    return columns.reshape(stack.shape[:2]), totals


def _assign(weights: NDArray[Any], maximize: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """What the engine finds. Numbers too large for its sums are taken less by the least of them, which every answer has alike, or a power of
    two smaller, as long as that loses nothing."""
    try:
        return _core.assign(weights, maximize)
    except Overflow:
        if weights.dtype.kind != "f" and (int(weights.max()) - int(weights.min())) * min(weights.shape) < 1 << 57:
            return _core.assign(weights - weights.min(), maximize)
        doubles = _doubles(weights)
        with np.errstate(under="ignore"):  # which is what is asked here, whatever the caller has NumPy do about it
            smaller = doubles * 2.0**-64
        if not np.array_equal(smaller * 2.0**64, doubles):
            raise Overflow(_TOO_WIDE) from None
        return _core.assign(smaller, maximize)


def _doubles(numbers: NDArray[Any]) -> NDArray[np.float64]:
    """The same numbers, bit by bit: NumPy compares integers with doubles as doubles."""
    doubles = numbers.astype(np.float64)
    if numbers.dtype.kind == "f":
        return doubles
    beyond = 2.0**64 if numbers.dtype.kind == "u" else 2.0**63
    if not ((doubles < beyond).all() and np.array_equal(doubles.astype(numbers.dtype), numbers)):
        raise Overflow(_TOO_WIDE) from None
    return doubles


def rows_in_place(array: NDArray[Any]) -> bool:
    """Can the engine read this matrix where it lies?"""
    return array.shape[1] <= 1 or (array.strides[1] == array.itemsize and array.strides[0] % array.itemsize == 0 and array.flags.aligned)


def _numbers(array: NDArray[Any]) -> NDArray[Any]:
    """The array itself where its type is one of the engine's, else the narrowest of those that holds it; Overflow where none does."""
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        if array.size:
            raise TypeError(f"Cannot cast array data from {array.dtype!r} to dtype('float64'): numerical entries are expected")
        return array.astype(np.float64)
    if array.dtype.newbyteorder("=") in (np.int32, np.int64, np.float32, np.float64):
        return array.astype(array.dtype.newbyteorder("="), copy=False)
    if array.dtype.kind == "f":
        return array.astype(np.float32 if array.dtype.itemsize < 4 else np.float64)
    if array.dtype.kind == "u" and array.dtype.itemsize == 8:
        fits = not array.size or int(array.max()) <= np.iinfo(np.int64).max
        return array.astype(np.int64) if fits else _doubles(array)
    return array.astype(np.int32 if array.dtype.itemsize < 4 else np.int64)
