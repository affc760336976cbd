"""The dense calls of husrom.matching against SciPy and against their own certificate."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import husrom as hr
import numpy as np
import pytest
from husrom.matching import linear_sum_assignment, linear_sum_assignment_batch
from scipy.optimize import linear_sum_assignment as scipy_assignment

TYPES = [np.bool_, np.int8, np.uint8, np.int16, np.uint32, np.int32, np.int64, np.uint64, np.float16, np.float32, np.float64]


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("maximize", [False, True])
def test_total_is_scipys(dtype: type, maximize: bool) -> None:
    """Rule: for every number type, shape and memory order, rows ascend and the total is SciPy's."""
    rng = np.random.default_rng(7)
    for shape in [(1, 1), (1, 7), (6, 6), (9, 4), (40, 55), (70, 70), (0, 3), (3, 0)]:
        matrix = rng.integers(0, 2 if dtype == np.bool_ else 100, shape).astype(dtype)
        for layout in (matrix, np.asfortranarray(matrix), np.repeat(np.repeat(matrix, 2, 0), 2, 1)[::2, ::2]):
            rows, columns = linear_sum_assignment(layout, maximize)
            wanted = scipy_assignment(matrix.astype(np.float64), maximize)
            assert rows.dtype == columns.dtype == np.int64
            assert len(rows) == min(shape) and (np.diff(rows) > 0).all() and len(set(columns.tolist())) == len(columns)
            assert matrix.astype(np.float64)[rows, columns].sum() == matrix.astype(np.float64)[wanted].sum()


def test_known_answers() -> None:
    """Rule: hand-made matrices of both orientations have the columns that a person finds."""
    for cost, columns, total in [
        ([[400, 150, 400], [400, 450, 600], [300, 225, 300]], [1, 0, 2], 850),
        ([[10, 10, 8], [9, 8, 1], [9, 7, 4]], [0, 1, 2], None),
        ([[10, 10, 8, 11], [9, 8, 1, 1], [9, 7, 4, 10]], [1, 3, 2], None),
        ([[]], [], 0),
    ]:
        matrix = np.array(cost)
        rows, found = linear_sum_assignment(matrix)
        best = matrix[scipy_assignment(matrix)].sum()
        assert matrix[rows, found].sum() == best and (total is None or best == total)
        rows_t, found_t = linear_sum_assignment(matrix.T)
        assert (rows_t == np.sort(rows_t)).all() and matrix[found_t, rows_t].sum() == best
        assert len(found) == len(columns)


def test_bad_input_is_refused() -> None:
    """Rule: what SciPy refuses is refused with the same class of error."""
    inf, nan = np.inf, np.nan
    for bad, words in [
        ([1, 2, 3], "2-D array"),
        (np.zeros((2, 2, 2)), "2-D array"),
        ([[1, nan], [1, 2]], "invalid numeric entries"),
        ([[1, -inf], [1, 2]], "invalid numeric entries"),
        ([[inf, 1], [inf, 2]], "infeasible"),
    ]:
        with pytest.raises(ValueError, match=words):
            linear_sum_assignment(bad)  # type: ignore[arg-type]
    for no_numbers in ([["a", "b"], ["c", "d"]], np.eye(2) * 1j):
        with pytest.raises(TypeError, match="Cannot cast array data"):
            linear_sum_assignment(no_numbers)
    with pytest.raises(ValueError, match="invalid numeric entries"):
        linear_sum_assignment([[1, inf], [1, 2]], maximize=True)
    rows, columns = linear_sum_assignment([[inf, 1.0], [2.0, inf]])
    assert (rows.tolist(), columns.tolist()) == ([0, 1], [1, 0])


@pytest.mark.parametrize("maximize", [False, True])
def test_large_numbers_are_solved_as_by_scipy_or_refused(maximize: bool) -> None:
    """Rule: where doubles hold the numbers, their size is no obstacle; integers that none holds are refused and never rounded."""
    for large in ([[2**62, 1], [1, 2**62]], [[1e306, 1.5e306], [1.6e306, 1.7e306]], [[1e306, np.nextafter(1e306, 2e306)], [1e306, 1e306]]):
        ours, theirs = linear_sum_assignment(large, maximize), scipy_assignment(large, maximize)
        assert [part.tolist() for part in ours] == [part.tolist() for part in theirs]
    near = np.full((40, 40), 2**58 - 1) + np.arange(1600).reshape(40, 40) ** 2 % 97
    rows, columns = linear_sum_assignment(near, maximize)
    small = near - 2**58
    assert small[rows, columns].sum() == small[scipy_assignment(small, maximize)].sum()
    unsigned = np.array([[2**63 + 1001, 2**63], [2**63 + 1, 2**63]], dtype=np.uint64)  # doubles do not tell them apart
    assert linear_sum_assignment(unsigned, maximize)[1].tolist() == ([0, 1] if maximize else [1, 0])
    for large in ([[2**62 + 1, 1], [1, 2**62]], [[2**63 - 1, 1], [1, 2**62]], [[1e308, 5e-324], [1, 1e308]]):
        with pytest.raises(hr.errors.Overflow, match="scale them down"):
            linear_sum_assignment(large, maximize)


@pytest.mark.parametrize("matrix", [[[1e-20, 1.0]], [[1.0, 1e200]], [[1, 1e-200, 3], [2, 1e-100, 5], [3, 1, 1e150]]])
@pytest.mark.parametrize("maximize", [False, True])
def test_digits_that_span_too_far_are_no_interrupt(matrix: list[list[float]], maximize: bool) -> None:
    """Rule: doubles that cannot be proven get the columns that SciPy finds, and a status that claims no proof."""
    assert linear_sum_assignment(matrix, maximize)[1].tolist() == scipy_assignment(matrix, maximize)[1].tolist()
    solve = hr.matching.maximum_weight if maximize else hr.matching.minimum_cost
    found = solve(matrix, cardinality="full")
    assert found.status == ("unproven" if len(matrix) == 3 else "optimal")
    assert found.verify() == (found.status == "optimal")
    assert found.pairs == len(matrix)


def test_numbers_wider_than_64_bits_are_refused() -> None:
    """Rule: types that SciPy does not cast are a TypeError, and unsigned integers that nothing holds an Overflow, never rounded."""
    for matrix in (np.ones((2, 2), dtype=np.longdouble), np.ones((2, 2), dtype="m8[s]")):
        if matrix.dtype.itemsize == 8 and matrix.dtype.kind == "f":
            continue  # a platform whose long double is a double
        with pytest.raises(TypeError, match="Cannot cast array data"):
            linear_sum_assignment(matrix)
        with pytest.raises(TypeError, match="Cannot cast array data"):
            linear_sum_assignment_batch(matrix[np.newaxis])
    wide = np.array([[2**64 - 1, 0], [3, 2**63 + 1]], dtype=np.uint64)
    with pytest.raises(hr.Overflow, match="scale them down"):
        linear_sum_assignment(wide)
    for stack in (np.array([[[2**63 + 1, 2**63]]], dtype=np.uint64), np.array([[[2**62, 2**62 + 1]]])):
        with pytest.raises(hr.Overflow, match="scale"):
            linear_sum_assignment_batch(stack)
        assert linear_sum_assignment(stack[0])[1].tolist() == [int(np.argmin(stack))]


def test_threads_of_a_batch_are_a_whole_number() -> None:
    """Rule: what is no number of threads is refused by its name."""
    for threads in (0, -1, 1.5, 2**40, "a", None):
        with pytest.raises(hr.InvalidArgument, match="threads"):
            linear_sum_assignment_batch([[[1, 2]]], threads=threads)  # type: ignore[arg-type]


def test_input_is_not_changed() -> None:
    """Rule: the matrix is read in place and left as it was, read-only ones too."""
    matrix = np.random.default_rng(3).random((50, 60))
    before = matrix.copy()
    matrix.setflags(write=False)
    linear_sum_assignment(matrix, True)
    assert (matrix == before).all()


def test_batch_is_many_calls() -> None:
    """Rule: a stack has the totals of its matrices alone, at any number of threads."""
    rng = np.random.default_rng(11)
    for shape in [(200, 20, 20), (30, 5, 9), (30, 9, 5), (5, 70, 80), (0, 3, 3)]:
        for stack in (rng.integers(-50, 50, shape), rng.random(shape), rng.random(shape).astype(np.float32)):
            columns, totals = linear_sum_assignment_batch(stack)
            again, _ = linear_sum_assignment_batch(stack, threads=3)
            assert columns.shape == shape[:2] and (columns == again).all()
            wanted = [matrix[scipy_assignment(matrix)].astype(np.float64).sum() for matrix in stack]
            np.testing.assert_allclose(totals, wanted, rtol=1e-12)
    with pytest.raises(ValueError, match="cost matrix 1 is infeasible"):
        linear_sum_assignment_batch([[[1.0]], [[np.inf]]])


@pytest.mark.parametrize("cardinality", ["free", "maximum", "full"])
def test_matrices_are_proven_to_the_last_bit(cardinality: str) -> None:
    """Rule: a 2-D array gets a certificate; one bit more or less in a dual of doubles breaks it."""
    matrix = np.random.default_rng(5).normal(size=(30, 40))
    found = hr.matching.minimum_cost(matrix, cardinality=cardinality)  # type: ignore[arg-type]
    assert found.status == "optimal" and found.objection() == ""
    row = int(np.flatnonzero(found.row_mates >= 0)[0])
    found.row_duals[row] = np.nextafter(found.row_duals[row], np.inf)
    assert not found.verify()


def test_scipys_own_tests_hold() -> None:
    """Rule: the tests that SciPy ships for linear_sum_assignment pass with husrom's in its place."""
    pytest.importorskip("scipy.optimize.tests.test_linear_assignment")
    program = (
        "import sys, pytest, scipy.optimize, husrom.matching\n"
        "scipy.optimize.linear_sum_assignment = husrom.matching.linear_sum_assignment\n"
        "import scipy.optimize.tests.test_linear_assignment as tests\n"
        "assert tests.linear_sum_assignment is husrom.matching.linear_sum_assignment\n"
        "sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-c', '/dev/null', '--rootdir', '/', tests.__file__]))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("dtype", [np.int32, np.int64, np.float32, np.float64])
@pytest.mark.parametrize("cardinality", ["free", "maximum", "full"])
def test_a_mask_forbids_pairs(dtype: type, cardinality: Any) -> None:
    """Rule: a masked matrix has the value and the pairs of the sparse matrix of its allowed entries, in either memory order, and a proof."""
    rng = np.random.default_rng(17)
    for shape in [(1, 1), (25, 25), (20, 30), (30, 20)]:
        matrix = rng.integers(-40, 60, shape).astype(dtype)
        for share in (0.15, 0.7):
            allowed = rng.random(shape) < share
            rows, columns = np.nonzero(allowed)
            sparse = hr.matching.maximum_weight((rows, columns, matrix[allowed]), cardinality=cardinality, shape=shape)
            for order in (np.ascontiguousarray, np.asfortranarray):
                found = hr.matching.maximum_weight(order(matrix), cardinality=cardinality, allowed=order(allowed))
                assert found.status == sparse.status
                if found.status != "optimal":
                    continue
                assert found.objection() == "" and found.weight == pytest.approx(sparse.weight)
                assert cardinality == "free" or found.pairs == sparse.pairs
                matched = np.flatnonzero(found.row_mates >= 0)
                assert allowed[matched, found.row_mates[matched]].all()
                least = hr.matching.minimum_cost(-order(matrix), cardinality=cardinality, allowed=order(allowed))
                assert least.verify() and least.weight == pytest.approx(-found.weight)


def test_a_mask_must_fit() -> None:
    """Rule: a mask of another shape or type is refused, and so is one for pairs that are listed anyway."""
    matrix = np.eye(3)
    for mask in (np.ones((3, 2), dtype=bool), np.ones((3, 3)), np.ones(3, dtype=bool)):
        with pytest.raises(hr.InvalidArgument, match="mask"):
            hr.matching.maximum_weight(matrix, allowed=mask)
    with pytest.raises(hr.InvalidArgument, match="mask"):
        hr.matching.maximum_weight(([0], [0], [1]), allowed=matrix > 0)


def test_edits_of_a_masked_matrix() -> None:
    """Rule: edits begin from the allowed pairs, and end where solving the edited matrix anew ends."""
    rng = np.random.default_rng(23)
    matrix, allowed = rng.integers(0, 100, (15, 18)), rng.random((15, 18)) < 0.5
    dynamic = hr.matching.DynamicMatching(np.asfortranarray(matrix), allowed=allowed)
    for row, column in zip(*np.nonzero(allowed), strict=True):
        if rng.random() < 0.3:
            matrix[row, column] = rng.integers(0, 100)
            dynamic.set_weight(int(row), int(column), int(matrix[row, column]))
    assert dynamic.solve() == "optimal"
    assert dynamic.weight == hr.matching.maximum_weight(matrix, allowed=allowed).weight


def test_what_numpy_is_set_to_do_about_underflow_changes_nothing() -> None:
    """Rule: doubles near both ends of their range are refused as such, also where NumPy raises on underflow."""
    with np.errstate(all="raise"), pytest.raises(hr.Overflow, match="scale them down"):
        hr.matching.linear_sum_assignment(np.array([[1e308, -1e308], [1e-308, 5e-324]]))
