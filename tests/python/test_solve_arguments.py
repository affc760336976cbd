"""What husrom.solve takes as arrays: read exactly, or refused by name."""

from __future__ import annotations

from typing import Any

import husrom as hr
import numpy as np
import pytest
import scipy.sparse
from husrom.solve import Problem, maximise


def problem(**given: Any) -> Problem:
    return Problem(**{"rows": [0, 0, 1], "columns": [0, 1, 0], "weights": [50, 1, 1], "shape": (2, 2), **given})


def stored_twice(first: int, second: int, dtype: type, form: type) -> Any:
    """A limit of one row that stores two values for edge 0."""
    return form(scipy.sparse.csr_array((np.array([first, second], dtype=dtype), [0, 0], [0, 2]), shape=(1, 3)))


@pytest.mark.parametrize("form", [scipy.sparse.csr_array, scipy.sparse.coo_array])
def test_what_a_limit_stores_twice_is_summed_in_64_bits(form: type) -> None:
    """Rule: narrow types do not wrap round."""
    for first, second, dtype in [(100, 100, np.int8), (200, 200, np.uint8), (2**31, 2**31, np.uint32), (-100, -100, np.int8)]:
        limits = stored_twice(first, second, dtype, form)
        total = first + second
        assert problem(limits=limits, upper=[7]).digest == problem(limits=[[total, 0, 0]], upper=[7]).digest
    assert problem(limits=stored_twice(3, -3, np.int8, form), upper=[7]).digest == problem(limits=[[0, 0, 0]], upper=[7]).digest
    large = stored_twice(2**59, -(2**58) - 1, np.int64, form)
    assert problem(limits=large, upper=[7]).digest == problem(limits=[[2**58 - 1, 0, 0]], upper=[7]).digest
    for first, second, dtype in [(2**62, 2**62, np.int64), (-(2**63), -1, np.int64)]:
        with pytest.raises(hr.InvalidArgument, match="limit 0, edge 0 sum to more than int64"):
            problem(limits=stored_twice(first, second, dtype, form), upper=[7])
    with pytest.raises(hr.InvalidArgument, match="limits: a value does not fit int64"):
        problem(limits=stored_twice(2**63, 2**63, np.uint64, form), upper=[7])


def test_a_sparse_limit_is_read_like_a_dense_one() -> None:
    """Rule: whatever the form, the order and the zeros that are stored, the problem is the same, and the matrix is left as it was."""
    rng = np.random.default_rng(3)
    dense = rng.integers(-2, 3, (4, 3))
    wanted = problem(limits=dense, upper=[1] * 4).digest
    for form in ("csr", "csc", "coo", "lil", "dok", "bsr", "dia"):
        matrix = scipy.sparse.csr_array(dense).asformat(form)
        assert problem(limits=matrix, upper=[1] * 4).digest == wanted
    places = rng.permutation(12)
    coo = scipy.sparse.coo_array((dense.ravel()[places], (places // 3, places % 3)), shape=(4, 3))
    assert problem(limits=coo, upper=[1] * 4).digest == wanted
    assert coo.nnz == 12
    with pytest.raises(hr.InvalidArgument, match="whole numbers"):
        problem(limits=scipy.sparse.csr_array(dense * 1.0), upper=[1] * 4)


def test_cliques_are_lists_of_edges() -> None:
    """Rule: an array of them is taken, plain numbers and deeper lists are refused by name."""
    assert problem(cliques=np.array([[0, 2]])).digest == problem(cliques=[[0, 2]]).digest
    assert problem(cliques=np.zeros((0, 2), dtype=int)).digest == problem().digest
    deep = [[0, 1], [[0, 1], [1, 2]]]
    for cliques, name in [([0, 1], r"cliques\[0\]"), (deep, r"cliques\[1\]"), (5, "cliques"), (np.array(5), "cliques")]:
        with pytest.raises(hr.InvalidArgument, match=name):
            problem(cliques=cliques)
    with pytest.raises(hr.InvalidArgument, match="steps"):
        problem(limits=[[1, 1, 1]], upper=[1], steps=5)
    with pytest.raises(hr.InvalidArgument, match="steps"):
        problem(limits=[[1, 1, 1]], upper=[1], steps=(0, "upper", 0, 1, 5))


def test_numbers_beyond_64_bits_are_said_to_be_that() -> None:
    """Rule: whatever NumPy makes of them, whole numbers that are too large are not told that they are none."""
    for weights in ([2**64, 0, 1], [2**63, -1, 0], [-(2**70), 0, 1]):
        with pytest.raises(hr.InvalidArgument, match="weights: a value does not fit int64"):
            problem(weights=weights)
    with pytest.raises(hr.InvalidArgument, match="weights: expected an array"):
        problem(weights=[[1, 2], [3], [4]])
    for wrong in ([2**64, 0.5, 1], ["a", 0, 1], [True, False, True]):
        with pytest.raises(hr.InvalidArgument, match="weights: expected whole numbers"):
            problem(weights=wrong)


def test_what_is_masked_is_refused_by_name() -> None:
    """Rule: a mask means nothing in a list of edges, and what stands behind it is never taken for a value."""
    masked = np.ma.masked_array([50, 1, 1], mask=[True, False, False])
    bound = np.ma.masked_array([1], mask=[True])
    limits: Any = {"limits": [[1, 1, 1]]}
    for given in ({"weights": masked}, {"rows": masked}, {**limits, "upper": bound}, {**limits, "lower": bound}, {"row_lower": bound}):
        with pytest.raises(hr.InvalidArgument, match=f"{list(given)[-1]}: some values are masked"):
            problem(**given)
    with pytest.raises(hr.InvalidArgument, match="forbidden: some values are masked"):
        hr.solve.Session(problem()).solve(forbidden=bound)
    assert problem(weights=np.ma.masked_array([50, 1, 1])).digest == problem().digest


def test_a_side_is_one_of_two_words() -> None:
    """Rule: what cannot be compared with a word is none."""
    for side in (np.array(["upper", "lower"]), 1, None, "up"):
        with pytest.raises(hr.InvalidArgument, match='steps: expected "upper" or "lower"'):
            problem(limits=[[1, 1, 1]], upper=[1], steps=[(0, side, 0, 1, 5)])


def test_an_answer_keeps_limits_that_were_stored_twice() -> None:
    """Rule: the plan keeps the limit as summed."""
    limits = stored_twice(100, 100, np.int8, scipy.sparse.csr_array)
    assert maximise(problem(limits=limits, upper=[150])).chosen.tolist() == [1, 2]


def test_rows_of_different_lengths_are_refused_by_name() -> None:
    """Rule: NumPy's own words say nothing of which argument it was."""
    ragged: Any = [[1, 2, 3], [4]]
    with pytest.raises(hr.InvalidArgument, match="limits"):
        problem(limits=ragged, upper=[1, 1])
    for call in (hr.matching.maximum_weight, hr.matching.minimum_cost):
        with pytest.raises(hr.InvalidArgument, match="expected"):
            call(ragged)
        with pytest.raises(hr.InvalidArgument, match="allowed"):
            call([[1, 2], [3, 4]], allowed=[[True, False], [True]])
