"""Dense assignment beside SciPy, lapx (all its dense solvers) and OR-Tools: the same matrices in the same run, medians over fresh seeds.

Every solver completes a square matrix at least cost; totals are asserted equal. Solvers run in turn, so that what disturbs the machine
disturbs all of them; the figure of one seed is the least of its repeats, in CPU time. Matrices are given to each peer in the type that it is
fastest with; float32 (marked f32) rounds, so that only totals within its rounding are asserted there. HUSROM_SIMD=avx2 or scalar
measures the other paths.

usage: peers_dense.py [--sizes 1000 2000] [--seeds 3] [--repeats 3] [--only CLASS ...]     a Markdown table on standard output
"""

from __future__ import annotations

import argparse
import secrets
import statistics
import time
from collections.abc import Callable
from typing import Any

import lap
import numpy as np
from husrom._core import matching_dense
from husrom.matching import linear_sum_assignment, linear_sum_assignment_batch
from numpy.typing import NDArray
from ortools.graph.python import linear_sum_assignment as ortools_assignment
from scipy.optimize import linear_sum_assignment as scipy_assignment

Matrix = NDArray[Any]
slow_above = 2000  # side from which solvers without SIMD are left out
product_up_to = 1000  # beyond it the peers take minutes on product costs


def geometric(rng: np.random.Generator, n: int) -> Matrix:
    a, b = rng.random((n, 2)), rng.random((n, 2))
    return np.sqrt(((a[:, None] - b[None]) ** 2).sum(-1))


CLASSES: dict[str, Callable[[np.random.Generator, int], Matrix]] = {
    "uniform int [0, 1e6]": lambda rng, n: rng.integers(0, 10**6 + 1, (n, n), dtype=np.int32),
    "uniform int [0, n]": lambda rng, n: rng.integers(0, n + 1, (n, n), dtype=np.int32),
    "low range [1, 100]": lambda rng, n: rng.integers(1, 101, (n, n), dtype=np.int32),
    "geometric int": lambda rng, n: (geometric(rng, n) * 1e6).astype(np.int32),
    "uniform double": lambda rng, n: rng.random((n, n)),
    "geometric double": geometric,
    "product i*j": lambda rng, n: np.multiply.outer(np.arange(1, n + 1), np.arange(1, n + 1)).astype(np.int32),
}


def ortools(matrix: Matrix) -> Matrix:
    n = len(matrix)
    solver = ortools_assignment.SimpleLinearSumAssignment()
    rows, columns = np.divmod(np.arange(n * n, dtype=np.int32), np.int32(n))
    solver.add_arcs_with_cost(rows, columns, matrix.ravel())
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("OR-Tools found no optimum")
    return np.array([solver.right_mate(i) for i in range(n)])


def peers(matrix: Matrix, name: str) -> dict[str, Callable[[], Matrix]]:
    """Solvers with matrices in the types they like best; conversion is not timed."""
    wide, narrow, n = matrix.astype(np.float64), matrix.astype(np.float32), len(matrix)
    found: dict[str, Callable[[], Matrix]] = {
        "lapx lapjvr": lambda: lap.lapjvr(wide, return_cost=False)[1],
        "lapx lapjvr f32": lambda: lap.lapjvr(narrow, return_cost=False)[1],
        "lapx lapjvh": lambda: lap.lapjvh(wide, return_cost=False)[1],
        "lapx lapjvh f32": lambda: lap.lapjvh(narrow, return_cost=False)[1],
    }
    if n <= slow_above or "int" in name:
        found["SciPy"] = lambda: scipy_assignment(wide)[1]
    if name != "geometric double":  # tens of seconds there: price steps near zero in its reduction loop
        found["lapx lapjvs f32"] = lambda: lap.lapjvs(narrow, return_cost=False)[1]
        found["lapx lapjv"] = lambda: lap.lapjv(wide, return_cost=False)[0]
        found["lapx lapjvx"] = lambda: lap.lapjvx(wide, return_cost=False)[1]
    if n <= 1000:
        found["lapx lapjvc"] = lambda: lap.lapjvc(wide, return_cost=False)[1]
        if matrix.dtype == np.int32:
            found["OR-Tools"] = lambda: ortools(matrix)
    return found


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.process_time()
    answer = call()
    return time.process_time() - begin, answer


def row(name: str, n: int, seeds: list[int], repeats: int) -> str:
    times: dict[str, list[float]] = {}
    for seed in seeds:
        matrix = CLASSES[name](np.random.default_rng(seed), n)
        solvers = {"husrom": lambda m=matrix: linear_sum_assignment(m)[1]} | peers(matrix, name)
        best = dict.fromkeys(solvers, float("inf"))
        totals: dict[str, float] = {}
        for _ in range(repeats):
            for solver, call in solvers.items():
                seconds, columns = timed(call)
                best[solver] = min(best[solver], seconds)
                totals[solver] = float(matrix[np.arange(n), columns].astype(np.float64).sum())
        for solver, total in totals.items():
            rounding = 1e-9 if "f32" not in solver else 1e-6 * n
            assert abs(total - totals["husrom"]) <= rounding * max(1.0, abs(total)), (name, n, seed, solver, total, totals["husrom"])
            times.setdefault(solver, []).append(best[solver])
    middle = {solver: statistics.median(values) * 1e3 for solver, values in times.items()}
    ours = middle.pop("husrom")
    peer = min(middle, key=lambda solver: middle[solver])
    exact = min((s for s in middle if "f32" not in s), key=lambda solver: middle[solver])
    return f"| {name} | {n} | {ours:.2f} | {peer} | {middle[peer]:.2f} | {middle[peer] / ours:.1f} | {exact} | {middle[exact] / ours:.1f} |"


def batch_row(seed: int, repeats: int) -> list[str]:
    rng = np.random.default_rng(seed)
    lines = []
    for label, stack in {"double": rng.random((10000, 20, 20)), "int": rng.integers(0, 10**6, (10000, 20, 20), dtype=np.int32)}.items():
        ours, mine = min((timed(lambda s=stack: linear_sum_assignment_batch(s)) for _ in range(repeats)), key=lambda t: t[0])
        rest = {}
        for name in ("lapjvr_batch", "lapjvh_batch", "lapjvs_batch", "lapjvx_batch"):
            solver = getattr(lap, name)
            seconds, answer = min((timed(lambda s=stack, f=solver: f(s, n_threads=1)) for _ in range(repeats)), key=lambda t: t[0])
            assert np.allclose(answer[0], mine[1])
            rest[name] = seconds
        peer = min(rest, key=lambda name: rest[name])
        ratio = rest[peer] / ours
        lines.append(f"| batch 10,000 x {label} | 20 | {ours * 1e3:.1f} | lapx {peer} | {rest[peer] * 1e3:.1f} | {ratio:.1f} | | |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 2000])
    parser.add_argument("--seeds", type=int, default=3, help="how many fresh seeds")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(CLASSES))
    arguments = parser.parse_args()
    seeds = [secrets.randbelow(10**6) for _ in range(arguments.seeds)]
    print(f"seeds {seeds}, instruction set {matching_dense.instruction_set()}\n")
    print("| class | n | husrom ms | best peer | peer ms | ratio | best float64 peer | ratio |\n|---|---|---|---|---|---|---|---|")
    for name in arguments.only or CLASSES:
        for n in arguments.sizes:
            if name.startswith("product") and n > product_up_to:
                continue
            print(row(name, n, seeds, arguments.repeats), flush=True)
    if not arguments.only:
        print("\n".join(batch_row(seeds[0], arguments.repeats)))


if __name__ == "__main__":
    main()
