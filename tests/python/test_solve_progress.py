"""Progress of the numerical solver: what it tells while it runs."""

from __future__ import annotations

import sys
from pathlib import Path

import husrom.solve as hs
import numpy as np
import pytest
import scipy.sparse as sp

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from generalized_assignment import generalized_assignment


class Enough(Exception):
    pass


def long_problem() -> hs.Problem:
    """Two hundred jobs for twenty agents, costs and loads opposed: no solver proves it within seconds."""
    drawn = generalized_assignment("E", 200, 20, 1)
    return hs.Problem(
        drawn.edge_row,
        drawn.edge_column,
        drawn.weights,
        (drawn.rows, drawn.columns),
        limits=drawn.limit_matrix(),
        upper=[limit.upper for limit in drawn.limits],
        row_lower=np.ones(drawn.rows, dtype=int),
        column_upper=np.full(drawn.columns, drawn.column_upper),
    )


def test_reports_come_in_order_and_an_exception_ends_the_solve() -> None:
    # Rule: time, plans and bounds only move forwards, no plan is above a bound, and what the function raises comes out of maximise.
    reports: list[hs.Progress] = []

    def listen(progress: hs.Progress) -> None:
        reports.append(progress)
        if len(reports) == 3:
            raise Enough

    with pytest.raises(Enough):
        hs.maximise(long_problem(), progress=listen)
    assert len(reports) == 3
    assert [r.elapsed for r in reports] == sorted(r.elapsed for r in reports)
    assert all(r.goal == 0 and (r.best is None or r.best <= r.bound) for r in reports)
    assert [r.bound for r in reports] == sorted((r.bound for r in reports), reverse=True)
    plans = [r.best for r in reports if r.best is not None]
    assert plans == sorted(plans)
    assert all(r.chosen == 200 for r in reports if r.best is not None)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_problem_that_falls_apart_tells_of_the_whole(threads: int) -> None:
    # Rule: with two hard parts the reports are of both together, on any number of threads, and an exception ends both.
    reports: list[hs.Progress] = []

    def listen(progress: hs.Progress) -> None:
        reports.append(progress)
        if len(reports) == 3:
            raise Enough

    drawn = generalized_assignment("E", 100, 10, 1)
    edges = np.arange(2 * len(drawn.edge_row))
    second = edges >= len(drawn.edge_row)
    limits = drawn.limit_matrix()
    apart = hs.Problem(
        np.tile(drawn.edge_row, 2) + second * drawn.rows,
        np.tile(drawn.edge_column, 2) + second * drawn.columns,
        np.tile(drawn.weights, 2),
        (2 * drawn.rows, 2 * drawn.columns),
        limits=sp.block_diag([limits, limits]).tocsr(),
        upper=[limit.upper for limit in drawn.limits] * 2,
        row_lower=np.ones(2 * drawn.rows, dtype=int),
        column_upper=np.full(2 * drawn.columns, drawn.column_upper),
    )
    with pytest.raises(Enough):
        hs.maximise(apart, progress=listen, threads=threads, time_limit=20)
    assert len(reports) == 3
    assert all(r.best is not None and r.chosen == 200 and r.best <= r.bound for r in reports)
