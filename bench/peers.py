"""husrom.matching beside SciPy, OR-Tools and lapx: the same instances in the same run, one thread, medians over fresh seeds.

Every solver finds the matching of greatest weight in which anybody may stay unmatched; optima are asserted equal. Each gets its fairest
formulation, and the time to bring the pairs into its form ("convert") stands apart from the time to solve:

- husrom: the pairs as they are; convert is 0, and packing is part of solve;
- SciPy ``min_weight_full_bipartite_matching``: the shorter side as rows, one private column for each to stay unmatched;
- OR-Tools ``SimpleMinCostFlow``: one arc for each node of the shorter side to stay unmatched;
- OR-Tools ``SimpleLinearSumAssignment``, which knows perfect matchings only: the graph and its mirror image, twice the nodes and edges, and
  the graph as it is where both sides are equal and a perfect matching is the best of all;
- lapx ``lapjv`` on the dense matrix, missing pairs weighing 0, while it fits (a longer side of up to 4,000);
- lapx ``lapmod`` is left out: it wants the mirrored graph too and is slower than ``lapjv`` where both run.

usage: peers.py [--seeds 101 102 103] [--limit EDGES] [--only NAME]      figures go to standard output as a Markdown table
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import husrom as hr
import numpy as np
from ladder import Instance, ladder, uniform

Timed = tuple[int, float, float]  # value, seconds to convert, seconds to solve


def clock() -> float:
    """CPU seconds of this thread."""
    return time.thread_time()


def husrom(instance: Instance) -> Timed:
    """Ours."""
    begin = time.process_time()  # large graphs are solved on a worker thread
    found = hr.matching.maximum_weight((instance.edge_row, instance.edge_column, instance.weights), shape=(instance.rows, instance.columns))
    end = time.process_time()
    assert found.verify()
    return int(found.weight), 0.0, end - begin


def sides(instance: Instance) -> tuple[int, int, np.ndarray, np.ndarray]:
    """The shorter side first."""
    if instance.rows <= instance.columns:
        return instance.rows, instance.columns, instance.edge_row, instance.edge_column
    return instance.columns, instance.rows, instance.edge_column, instance.edge_row


def scipy_sparse(instance: Instance) -> Timed:
    """The sparse Jonker-Volgenant of SciPy."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    begin = clock()
    rows, columns, row, column = sides(instance)
    own = np.arange(rows)
    # Every row is matched once, so 1 more on every entry changes nothing but keeps "unmatched" from being a zero, which SciPy drops.
    data = np.concatenate([instance.weights + 1, np.ones(rows, dtype=np.int32)]).astype(np.float64)
    graph = csr_array((data, (np.concatenate([row, own]), np.concatenate([column, columns + own]))), shape=(rows, columns + rows))
    middle = clock()
    i, j = min_weight_full_bipartite_matching(graph, maximize=True)
    end = clock()
    return int(graph[i, j].sum()) - rows, middle - begin, end - middle


def ortools_flow(instance: Instance) -> Timed:
    """Cost scaling by OR-Tools, with nodes that may stay unmatched."""
    from ortools.graph.python import min_cost_flow

    begin = clock()
    rows, columns, row, column = sides(instance)
    solver = min_cost_flow.SimpleMinCostFlow()
    sink = rows + columns
    tails = np.concatenate([row, rows + np.arange(columns), np.arange(rows)]).astype(np.int32)
    heads = np.concatenate([rows + column, np.full(columns + rows, sink)]).astype(np.int32)
    costs = np.concatenate([-instance.weights.astype(np.int64), np.zeros(columns + rows, dtype=np.int64)])
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones(len(tails), dtype=np.int64), costs)
    solver.set_nodes_supplies(
        np.arange(sink + 1, dtype=np.int32), np.concatenate([np.ones(rows), np.zeros(columns), [-rows]]).astype(np.int64)
    )
    middle = clock()
    assert solver.solve() == solver.OPTIMAL
    end = clock()
    return -int(solver.optimal_cost()), middle - begin, end - middle


def ortools_assignment(instance: Instance) -> Timed:
    """Push-relabel assignment by OR-Tools, on the mirrored graph."""
    from ortools.graph.python import linear_sum_assignment

    begin = clock()
    rows, columns, row, column = sides(instance)
    # Left: rows, then the mirror images of columns. Right: columns, then the mirror images of rows.
    left = np.concatenate([row, rows + column, np.arange(rows), rows + np.arange(columns)]).astype(np.int32)
    right = np.concatenate([column, columns + row, columns + np.arange(rows), np.arange(columns)]).astype(np.int32)
    weights = instance.weights.astype(np.int64)
    costs = np.concatenate([-weights, -weights, np.zeros(rows + columns, dtype=np.int64)])
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(left, right, costs)
    middle = clock()
    assert solver.solve() == solver.OPTIMAL
    end = clock()
    assert solver.optimal_cost() % 2 == 0
    return -solver.optimal_cost() // 2, middle - begin, end - middle


def ortools_plain(instance: Instance) -> Timed:
    """Push-relabel assignment by OR-Tools on the graph as it is: its best form where a perfect matching is the best of all."""
    from ortools.graph.python import linear_sum_assignment

    begin = clock()
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(instance.edge_row, instance.edge_column, -instance.weights.astype(np.int64))
    middle = clock()
    assert solver.solve() == solver.OPTIMAL
    end = clock()
    return -solver.optimal_cost(), middle - begin, end - middle


def lapx_dense(instance: Instance) -> Timed:
    """The dense Jonker-Volgenant of lapx."""
    import lap

    begin = clock()
    _, columns, row, column = sides(instance)
    cost = np.zeros((columns, columns))
    np.minimum.at(cost, (row, column), -instance.weights.astype(np.float64))
    middle = clock()
    value = lap.lapjv(cost)[0]
    end = clock()
    return -round(value), middle - begin, end - middle


PEERS: dict[str, tuple[Callable[[Instance], Timed], Callable[[Instance], bool]]] = {
    "SciPy sparse": (scipy_sparse, lambda i: max(i.rows, i.columns) <= 20_000),
    "OR-Tools flow": (ortools_flow, lambda i: True),
    "OR-Tools assignment": (ortools_assignment, lambda i: max(i.rows, i.columns) <= 20_000 or i.rows == i.columns),
    # With so many pairs a row there is a perfect matching, and with weights that differ by a tenth it is the best.
    "OR-Tools assignment, no mirror": (ortools_plain, lambda i: i.rows == i.columns and len(i.weights) > 15 * i.rows),
    "lapx dense": (lapx_dense, lambda i: max(i.rows, i.columns) <= 4_000),
}

CLASSES: list[tuple[str, Callable[[int], Instance]]] = [
    ("ladder 96x60", lambda seed: ladder(96, 60, seed)),
    ("ladder 420x1070", lambda seed: ladder(420, 1070, seed)),
    ("ladder 1500x1070", lambda seed: ladder(1500, 1070, seed)),
    ("ladder 3909x3000", lambda seed: ladder(3909, 3000, seed)),
    ("ladder 20000x15000 d60", lambda seed: ladder(20000, 15000, seed, 60)),
    ("near-balanced 20000x19900 d60", lambda seed: uniform(20000, 19900, 60, seed)),
    ("nearly balanced 20000x19950 d20", lambda seed: uniform(20000, 19950, 20, seed)),
    ("nearly balanced 20000x19000 d20", lambda seed: uniform(20000, 19000, 20, seed)),
    ("twice as many rows 20000x10000 d20", lambda seed: uniform(20000, 10000, 20, seed)),
    ("no perfect matching 20000x20000 d5", lambda seed: uniform(20000, 20000, 5, seed)),
    ("balanced 100000 d20", lambda seed: uniform(100000, 100000, 20, seed)),
    ("ladder 100000x80000 d40", lambda seed: ladder(100000, 80000, seed, 40)),
    ("uniform 1000000x800000 d20", lambda seed: uniform(1000000, 800000, 20, seed)),
]


def milliseconds(seconds: float) -> str:
    """Three digits."""
    return f"{seconds * 1e3:.3g}" if seconds < 0.1 else f"{seconds * 1e3:,.0f}"


def main() -> None:
    """Run the classes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103])
    parser.add_argument("--limit", type=float, default=5e6, help="leave out classes with more edges than this")
    parser.add_argument("--only", default="", help="classes whose name holds this text")
    arguments = parser.parse_args()
    print("| class | edges | husrom ms | " + " | ".join(f"{name} ms (convert)" for name in PEERS) + " | best peer : husrom |")
    print("|---|---|---|" + "---|" * len(PEERS) + "---|")
    for name, make in CLASSES:
        if arguments.only not in name:
            continue
        times: dict[str, list[tuple[float, float]]] = {}
        edges = 0
        for seed in arguments.seeds:
            instance = make(seed)
            edges = len(instance.weights)
            if edges > arguments.limit:
                break
            husrom(instance)  # loads the library
            value, convert, solve = sorted((husrom(instance) for _ in range(3)), key=lambda timed: timed[2])[1]
            times.setdefault("husrom", []).append((convert, solve))
            for peer, (run, fits) in PEERS.items():
                if not fits(instance):
                    continue
                found, convert, solve = (
                    run(instance) if edges > 10_000 else min((run(instance) for _ in range(5)), key=lambda timed: timed[2])
                )
                assert found == value, f"{peer} found {found}, husrom {value} on {name} seed {seed}"
                times.setdefault(peer, []).append((convert, solve))
                print(f"{name} seed {seed} {peer}: {solve:.4f} s", file=sys.stderr)
        if not times:
            continue
        medians = {solver: tuple(statistics.median(t[k] for t in all_of) for k in (0, 1)) for solver, all_of in times.items()}
        best = min(medians[peer][1] for peer in PEERS if peer in medians)
        cells = [f"{milliseconds(medians[p][1])} ({milliseconds(medians[p][0])})" if p in medians else "–" for p in PEERS]
        ours = medians["husrom"][1]
        print(f"| {name} | {edges:,} | {milliseconds(ours)} | " + " | ".join(cells) + f" | {best / ours:.1f} |", flush=True)


if __name__ == "__main__":
    main()
