"""Weighted bipartite matching from Python: every form of input, certificates, SciPy as an oracle, edits."""

from __future__ import annotations

import os
import subprocess
import sys

import husrom as hr
import numpy as np
import pytest

scipy_sparse = pytest.importorskip("scipy.sparse")
linear_sum_assignment = pytest.importorskip("scipy.optimize").linear_sum_assignment
min_weight_full = pytest.importorskip("scipy.sparse.csgraph").min_weight_full_bipartite_matching

CAMPAIGN = int(os.environ.get("HUSROM_CAMPAIGN", "1"))


def total(matching, dense):
    rows = np.flatnonzero(matching.row_mates >= 0)
    assert (matching.column_mates[matching.row_mates[rows]] == rows).all()
    return dense[rows, matching.row_mates[rows]].sum()


def test_dense_equals_scipy():
    """Rule: a matrix gets the value of SciPy's linear_sum_assignment, with a proof, in every weight type and sense."""
    for seed in range(3000 * CAMPAIGN):
        random = np.random.default_rng(seed)
        shape = random.integers(1, 12, 2)
        w = random.integers(-30, 100, shape)
        w = w.astype([np.int32, np.int64, np.float64, np.int16][seed % 4])
        if seed % 8 == 2:
            w = w * random.random()
        for solve, maximise in ((hr.matching.maximum_weight, True), (hr.matching.minimum_cost, False)):
            full = solve(w, cardinality="full")
            rows, columns = linear_sum_assignment(w, maximize=maximise)
            assert full.status == "optimal", seed
            assert full.objection() == "", seed
            assert full.weight == pytest.approx(w[rows, columns].sum(dtype=np.float64), rel=1e-12, abs=1e-9), seed
            assert full.weight == pytest.approx(total(full, w.astype(np.float64)), rel=1e-12, abs=1e-9), seed
            # Free: what does not pay may stay out, which a square of zeros beside the matrix says to SciPy.
            free = solve(w)
            padded = np.zeros((shape.sum(), shape.sum()))
            padded[: shape[0], : shape[1]] = w
            rows, columns = linear_sum_assignment(padded, maximize=maximise)
            assert free.objection() == "", seed
            assert free.weight == pytest.approx(padded[rows, columns].sum(), rel=1e-12, abs=1e-9), seed
            most = solve(w, cardinality="maximum")
            assert most.objection() == "", seed
            assert most.weight == pytest.approx(full.weight, rel=1e-12, abs=1e-9), seed


def test_sparse_equals_scipy():
    """Rule: sparse matrices in any format, infeasible ones too, agree with SciPy's sparse matching."""
    infeasible = 0
    for seed in range(3000 * CAMPAIGN):
        random = np.random.default_rng(10**6 + seed)
        shape = tuple(random.integers(1, 14, 2))
        w = scipy_sparse.random(*shape, density=random.random(), random_state=seed, format=["csr", "csc", "coo"][seed % 3])
        w.data = random.integers(1, 60, w.nnz).astype([np.int32, np.int64, np.float64][seed % 3 if seed % 2 else 2])
        found = hr.matching.minimum_cost(w, cardinality="full")
        try:
            rows, columns = min_weight_full(w.tocsr() if shape[0] <= shape[1] else w.T.tocsr())
            expected = (w.tocsr() if shape[0] <= shape[1] else w.T.tocsr())[rows, columns].sum() if len(rows) else 0
        except ValueError:
            infeasible += 1
            assert found.status == "infeasible", seed
            continue
        assert found.status == "optimal", seed
        assert found.objection() == "", seed
        assert found.weight == pytest.approx(expected), seed
    assert infeasible > 100


def test_forms_agree():
    """Rule: the same graph as a matrix, CSR, CSC, COO and a list of pairs in any order has the same value and a proof in each."""
    random = np.random.default_rng(5)
    for _ in range(200):
        shape = tuple(random.integers(1, 10, 2))
        w = random.integers(1, 50, shape).astype(np.int32)
        rows, columns = np.nonzero(w)
        order = random.permutation(len(rows))
        forms = [
            w,
            np.asfortranarray(w),
            w.tolist(),
            scipy_sparse.csr_array(w),
            scipy_sparse.csc_matrix(w),
            scipy_sparse.coo_array(w),
            (rows[order], columns[order], w[rows, columns][order]),
        ]
        found = [hr.matching.maximum_weight(form) for form in forms]
        assert all(f.objection() == "" for f in found)
        assert len({f.weight for f in found}) == 1
        assert hr.matching.maximum_weight(w.T.copy()).weight == found[0].weight


def test_laws():
    """Rule: permuting changes nothing, scaling scales, one free column more never hurts."""
    random = np.random.default_rng(6)
    for _ in range(200):
        w = random.integers(-20, 100, tuple(random.integers(1, 15, 2)))
        value = hr.matching.maximum_weight(w).weight
        assert hr.matching.maximum_weight(w[random.permutation(w.shape[0])][:, random.permutation(w.shape[1])]).weight == value
        assert hr.matching.maximum_weight(w * 7).weight == 7 * value
        assert hr.matching.maximum_weight(np.column_stack([w, random.integers(-20, 100, w.shape[0])])).weight >= value


def test_middle_sizes():
    """Rule: graphs of some hundreds of nodes, square and not, agree with SciPy too."""
    for seed in range(12 * CAMPAIGN):
        random = np.random.default_rng(seed)
        rows, columns = int(random.integers(150, 400)), int(random.integers(150, 400))
        w = random.integers(0, [5, 100, 10**6, 2**40][seed % 4], (rows, columns))
        full = hr.matching.minimum_cost(w, cardinality="full")
        i, j = linear_sum_assignment(w)
        assert full.objection() == ""
        assert full.weight == w[i, j].sum()


def test_a_tampered_answer_is_refused():
    """Rule: verify refuses mates, duals and totals that are not those found."""
    w = np.array([[7, 3], [6, 1]])
    good = hr.matching.maximum_weight(w)
    assert good.verify()
    from dataclasses import replace

    assert not replace(good, weight=8).verify()
    assert not replace(good, row_mates=np.array([0, 1], dtype=np.int32)).verify()
    assert not replace(good, row_duals=good.row_duals - 1).verify()
    assert not replace(good, column_duals=good.column_duals + 1).verify()
    assert not replace(good, pairs=1).verify()
    assert not replace(good, status="infeasible").verify()


def test_bad_input_is_named():
    """Rule: what cannot be converted exactly is refused in words, never truncated."""
    with pytest.raises(hr.InvalidArgument, match="finite"):
        hr.matching.maximum_weight(np.array([[1.5, np.nan]]))
    with pytest.raises(hr.InvalidArgument, match="dimensions"):
        hr.matching.maximum_weight(np.array([1, 2]))
    with pytest.raises(hr.InvalidArgument, match="type"):
        hr.matching.maximum_weight(np.array([["1", "2"]]))
    with pytest.raises(hr.Overflow):
        hr.matching.maximum_weight(np.array([[2**63]], dtype=np.uint64))
    with pytest.raises(hr.Overflow):
        hr.matching.maximum_weight(np.array([[2**62]]))
    with pytest.raises(hr.InvalidArgument, match="cardinality"):
        hr.matching.maximum_weight(np.array([[1]]), cardinality="most")  # type: ignore[arg-type]
    with pytest.raises(hr.InvalidArgument, match="edge_column"):
        hr.matching.maximum_weight(([0], [5], [1]), shape=(1, 1))
    with pytest.raises(hr.InvalidArgument, match="whole-number"):
        hr.matching.DynamicMatching(np.array([[1.5]]))
    assert hr.matching.maximum_weight(np.empty((0, 4))).weight == 0


def test_dynamic_matching_follows_edits():
    """Rule: after each edit the warm answer is that of a cold solve; undo brings the old one back."""
    random = np.random.default_rng(8)
    w = random.integers(1, 100, (12, 9))
    d = hr.matching.DynamicMatching(w)
    assert d.solve() == "optimal"
    for _ in range(300):
        i, j = int(random.integers(12)), int(random.integers(9))
        w[i, j] = random.integers(1, 100)
        d.set_weight(i, j, int(w[i, j]))
        assert d.solve() == "optimal"
        assert d.weight == hr.matching.maximum_weight(w).weight
        assert (d.row_duals[:, None] + d.column_duals >= w).all()
    before = d.weight
    d.snapshot()
    smallest, largest = d.column_price_range(4)
    d.remove_column(4)
    d.solve()
    assert largest == before - d.weight
    assert smallest <= largest
    d.undo()
    d.solve()
    assert d.weight == before
    row = d.add_row([0, 1], [500, 400])
    d.solve()
    assert d.row_mates[row] in (0, 1)
    d.lock(row, 1)
    assert d.solve() == "optimal"
    assert d.row_mates[row] == 1
    assert d.column_mates[1] == row
    d.lock(0, 1)
    assert d.solve() == "infeasible"


def test_threads_may_share_a_dynamic_matching():
    # Rule: every call has the matching to itself; no order of calls ends the interpreter, and none waits for ever.
    script = """
import random, threading, time, numpy as np, husrom as hr
weights = np.random.default_rng(1).integers(0, 1000, (60, 60))
shared = hr.matching.DynamicMatching(weights)
def edit(seed):
    draw, end = random.Random(seed), time.monotonic() + 2
    while time.monotonic() < end:
        row, column, weight = draw.randrange(60), draw.randrange(60), draw.randrange(1000)
        shared.set_weight(row, column, weight)
        shared.solve(), shared.weight, shared.row_mates, shared.column_mates, shared.row_duals, shared.column_duals
        try: shared.column_price_range(column), shared.row_price_range(row)
        except hr.InvalidArgument: pass  # another thread has edited
        shared.forbid(row, column), shared.allow(row, column)
threads = [threading.Thread(target=edit, args=(seed,)) for seed in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
for row in range(60):
    for column in range(60): shared.set_weight(row, column, int(weights[row, column]))
print(shared.solve(), shared.weight == hr.matching.maximum_weight(weights).weight)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "optimal True", (done.returncode, done.stderr)


def test_a_range_of_prices_is_told_of_what_is_solved_alone():
    # Rule: a search by the duals of another matching might never end; asked before a solve, a price is refused.
    d = hr.matching.DynamicMatching(np.array([[3, 4], [2, 4]]))

    def refused():
        with pytest.raises(hr.InvalidArgument, match=r"call solve\(\) first"):
            d.column_price_range(0)
        with pytest.raises(hr.InvalidArgument, match=r"call solve\(\) first"):
            d.row_price_range(0)
        return True

    assert refused()
    assert d.solve() == "optimal"
    known = d.column_price_range(0), d.row_price_range(0)
    with pytest.raises(hr.InvalidArgument):
        d.set_weight(7, 7, 1)
    d.snapshot()
    d.set_weight(0, 0, 9)
    assert refused()
    d.undo()
    assert (d.column_price_range(0), d.row_price_range(0)) == known
    d.lock(0, 0), d.set_column_capacity(0, 0)
    assert d.solve() == "infeasible"
    assert refused()


def test_several_goals():
    """Rule: goals in columns are best one after another: the same as one number that packs them, with a proof, in both senses."""
    for seed in range(300 * CAMPAIGN):
        random = np.random.default_rng(seed)
        rows, columns = random.integers(1, 12, 2)
        pairs = np.argwhere(random.random((rows, columns)) < random.random())
        goals = int(random.integers(1, 8))
        weights = random.integers(-2, 6, (len(pairs), goals))
        edges = (pairs[:, 0], pairs[:, 1])
        packed = weights @ (200 ** np.arange(goals - 1, -1, -1))
        for solve in (hr.matching.maximum_weight, hr.matching.minimum_cost):
            for cardinality in ("free", "full"):
                m = solve((*edges, weights), shape=(rows, columns), cardinality=cardinality)
                one = solve((*edges, packed), shape=(rows, columns), cardinality=cardinality)
                assert m.status == one.status, f"seed {seed}"
                if m.status != "optimal":
                    continue
                assert m.verify(), f"seed {seed}: {m.objection()}"
                assert m.row_duals.shape == (rows, goals)
                assert sum(w * 200 ** (goals - 1 - g) for g, w in enumerate(m.weight)) == one.weight, f"seed {seed}"


def test_several_goals_refuses():
    """Rule: too many goals, decimals and a cardinality that a goal can say are refused in words."""
    one = np.zeros(1, dtype=np.int32)
    with pytest.raises(hr.errors.InvalidArgument, match="12 goals"):
        hr.matching.maximum_weight((one, one, np.zeros((1, 13), dtype=np.int64)))
    with pytest.raises(hr.errors.InvalidArgument, match="whole numbers"):
        hr.matching.maximum_weight((one, one, np.zeros((1, 2))))
    with pytest.raises(hr.errors.InvalidArgument, match="first goal of ones"):
        hr.matching.maximum_weight((one, one, np.zeros((1, 2), dtype=np.int64)), cardinality="maximum")


def test_a_shape_is_the_matrix_s_own_or_refused():
    w = np.array([[7, 3], [6, 1]])
    assert hr.matching.maximum_weight(w, shape=(2, 2)).weight == 9
    for matrix in (w, scipy_sparse.csr_array(w)):
        for shape in ((5, 5), (1, 1), (2,), (2, 2, 2), (2.0, 2.5), (-1, 2), 4):
            with pytest.raises(hr.InvalidArgument, match="shape"):
                hr.matching.maximum_weight(matrix, shape=shape)


def test_what_is_masked_is_not_allowed():
    masked = np.ma.masked_equal([[70, 3], [6, 1]], 70)
    for matrix in (masked, np.ma.masked_equal(np.asfortranarray([[70, 3], [6, 1]]), 70)):
        best = hr.matching.maximum_weight(matrix)
        assert best.row_mates.tolist() == [1, 0]
        assert best.weight == 9
        assert best.verify()
    both = hr.matching.maximum_weight(masked, allowed=np.array([[True, False], [True, True]]))
    assert both.row_mates.tolist() == [-1, 0]


@pytest.mark.parametrize("nothing", [np.nan, np.inf, -np.inf, 1e308])
def test_what_stands_behind_a_mask_is_not_looked_at(nothing):
    # Rule: also where it is no number, or none that a weight or a cost can be.
    w = np.array([[1.0, nothing], [2.0, 3.0]])
    for best in (
        hr.matching.maximum_weight(np.ma.masked_where([[False, True], [False, False]], w), cardinality="full"),
        hr.matching.minimum_cost(w, allowed=np.array([[True, False], [True, True]]), cardinality="full"),
    ):
        assert best.row_mates.tolist() == [0, 1]
        assert best.weight == 4
        assert best.verify()


def test_a_list_of_pairs_leaves_out_what_is_masked_elsewhere():
    # Rule: a mask is honoured or refused, never dropped.
    masked = np.ma.masked_array([1, 9], mask=[False, True])
    for pairs in (([0, 0], [0, 1], masked), (masked, [0, 1], [1, 9]), ([0, 1], masked, [1, 9])):
        with pytest.raises(hr.InvalidArgument, match="some values are masked"):
            hr.matching.maximum_weight(pairs)
    unmasked = np.ma.masked_array([1, 9], mask=[False, False])
    assert hr.matching.maximum_weight(([0, 0], [0, 1], unmasked)).weight == 9
    with pytest.raises(hr.InvalidArgument, match="weights: some values are masked"):
        hr.matching.DynamicMatching([[1, 2]]).add_row([0, 1], masked)


def test_entries_that_are_stored_twice_are_parallel_pairs_in_every_form():
    # Rule: the best of parallel pairs counts, whatever form they come in.
    stored = ([5, 9, 2], ([0, 0, 1], [0, 0, 1]))
    coo = scipy_sparse.coo_array(stored, shape=(2, 2))
    csr = scipy_sparse.csr_array(([5, 9, 2], [0, 0, 1], [0, 2, 3]), shape=(2, 2))
    csc = scipy_sparse.csc_array(([5, 9, 2], [0, 0, 1], [0, 2, 3]), shape=(2, 2))
    edges = ([0, 0, 1], [0, 0, 1], [5, 9, 2])
    for form in (coo, csr, csc, edges):
        best = hr.matching.maximum_weight(form)
        assert best.weight == 11
        assert best.verify()


def test_pairs_that_do_not_fit_together_are_told_with_their_lengths():
    for pairs in (([0, 1], [0], [5, 6]), ([0, 1], [0, 1], [5]), ([0], [0], [[[5]]]), ([0], [0], 5)):
        with pytest.raises(hr.InvalidArgument, match="do not make pairs"):
            hr.matching.maximum_weight(pairs)
    with pytest.raises(hr.InvalidArgument, match=r"rows\[1\] is -1"):
        hr.matching.maximum_weight(([0, -1], [0, 1], [5, 6]))
    with pytest.raises(hr.InvalidArgument, match="one too many"):
        hr.matching.maximum_weight(([2**31 - 1], [0], [5]))
    with pytest.raises(hr.InvalidArgument, match=r"columns\[0\] is -1"):
        hr.matching.DynamicMatching(([0], [-1], [3]))


def test_words_and_numbers_of_the_wrong_kind_are_named():
    w = np.array([[7, 3], [6, 1]])
    for cardinality in (None, "most", 3):
        with pytest.raises(hr.InvalidArgument, match="cardinality"):
            hr.matching.maximum_weight(w, cardinality=cardinality)
    d = hr.matching.DynamicMatching(w)
    with pytest.raises(hr.Overflow, match="weight"):
        d.set_weight(0, 0, 2**70)
    for number in (3.0, np.float64(3.5), "3", None):
        with pytest.raises(hr.InvalidArgument, match="weight"):
            d.set_weight(0, 0, number)
    with pytest.raises(hr.Overflow, match="upper"):
        d.set_row_capacity(0, 2**31)
    with pytest.raises(hr.InvalidArgument, match="column"):
        d.column_price_range(0.5)


def test_totals_that_no_number_holds_are_refused_in_words():
    index = list(range(70))
    with pytest.raises(hr.Overflow, match="total weight"):
        hr.matching.maximum_weight((index, index, [2**58] * 70))
    with pytest.raises(hr.Overflow, match="total weight"):
        hr.matching.maximum_weight(([0, 1], [0, 1], [1.7e308] * 2))


def test_a_dynamic_matching_may_begin_with_nothing():
    for nothing in (([], [], []), scipy_sparse.csr_array((2, 2))):
        d = hr.matching.DynamicMatching(nothing, shape=(2, 2))
        assert d.solve() == "optimal"
        assert d.weight == 0
        d.set_weight(1, 0, 4)
        assert d.solve() == "optimal"
        assert d.weight == 4


def test_of_parallel_pairs_the_first_is_edited_and_all_are_forbidden():
    d = hr.matching.DynamicMatching(([0, 0], [0, 0], [5, 7]))
    d.set_weight(0, 0, 6)
    d.lock(0, 0)
    d.solve()
    assert d.weight == 6
    d.unlock(0)
    d.forbid(0, 0)
    d.solve()
    assert d.weight == 0
    d.allow(0, 0)
    d.solve()
    assert d.weight == 7


def test_a_matching_equals_itself_alone():
    w = np.array([[7, 3], [6, 1]])
    one, other = hr.matching.maximum_weight(w), hr.matching.maximum_weight(w)
    assert one == one
    assert one != other
    assert len({one, other}) == 2


def test_price_ranges_are_right_where_both_sides_take_several():
    d = hr.matching.DynamicMatching(np.array([[1], [3]]))
    d.set_row_capacity(1, 2)
    d.set_column_capacity(0, 2)
    d.solve()
    assert d.weight == 4
    assert d.column_price_range(0) == (0, 1)
    d = hr.matching.DynamicMatching(np.array([[3, 4], [2, 4]]))
    d.set_row_capacity(1, 2)
    d.set_column_capacity(1, 2)
    d.solve()
    whole = d.weight
    assert d.column_price_range(1) == (0, 3)
    d.set_column_capacity(1, 1)
    d.solve()
    assert whole - d.weight == 3


@pytest.mark.parametrize("call", ["maximum_weight((rows, columns, weights), shape=(n, n))", "linear_sum_assignment(matrix)"])
def test_ctrl_c_ends_a_long_matching_with_keyboard_interrupt(call):
    # Rule: who is interrupted gets no answer, not an empty one.
    script = f"""
import os, signal, threading, numpy as np, husrom as hr
n = 100000
rng = np.random.default_rng(1)
rows = np.repeat(np.arange(n, dtype=np.int32), 20)
columns = rng.integers(0, n, 20 * n).astype(np.int32)
weights = rng.integers(1, 1000, 20 * n).astype(np.int32)
points = rng.random((2, 2500, 2))
matrix = np.hypot(*np.moveaxis(points[0][:, None] - points[1], 2, 0))
threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    while True:
        hr.matching.{call}
except KeyboardInterrupt:
    print("interrupted")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "interrupted", done.stderr
