"""Times changes of a problem that is solved: `python bench/changes.py [SEED:TIGHT ...] [--changes N] [--check M]`, with the package installed.

A ladder of 1500 x 1070 each; in turn a binding limit by one up or down, a chosen pair forbidden, another pair of somebody forced. CPU
milliseconds until the bound is told, until it and a plan are within a share of the best value, and until the proof. The first M answers of each seed are asserted to be those of a solve from nothing.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import husrom.solve as hs
import numpy as np
from ladder import ladder


def changes(session: hs.Session, matrix: Any, upper: list[int], count: int) -> list[dict[str, Any]]:
    random = np.random.default_rng(7)
    chosen = session.result.chosen
    held = np.zeros(matrix.shape[1], dtype=np.int64)
    held[chosen] = 1
    binding = np.flatnonzero((matrix @ held == upper) & (np.array(upper) > 0))
    listed: list[dict[str, Any]] = []
    for i in range(count):
        if i % 3 == 0:
            limit = int(random.choice(binding))
            listed.append({"limits": {limit: (None, upper[limit] + (1 if i % 2 else -1))}})
        elif i % 3 == 1:
            listed.append({"forbidden": [int(random.choice(chosen))]})
        else:
            listed.append({"forced": [int(random.choice(np.flatnonzero(held == 0)))]})
    return listed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", nargs="*", default=["204:0.9", "3:0.8"], help="seed:tightness")
    parser.add_argument("--changes", type=int, default=18)
    parser.add_argument("--check", type=int, default=3)
    options = parser.parse_args()
    print("| seed | of itself, s | bound told | within 1e-6 of the best value | a plan within 1e-5 | proof |")
    print("|---|---|---|---|---|---|")
    for one in options.seeds:
        seed, tight = one.split(":")
        instance = ladder(1500, 1070, int(seed), 0, limits=True, tight=float(tight))
        upper = [limit.upper for limit in instance.limits]
        matrix = instance.limit_matrix()
        problem = hs.Problem(
            instance.edge_row, instance.edge_column, instance.weights, (instance.rows, instance.columns), limits=matrix, upper=upper
        )
        began = time.process_time()
        session = hs.Session(problem)
        itself = time.process_time() - began
        times: list[list[float]] = [[], [], [], []]
        for number, change in enumerate(changes(session, matrix, upper, options.changes)):
            events: list[tuple[float, int | None, int]] = []
            began = time.process_time()
            answer = session.solve(**change, progress=lambda p, e=events, b=began: e.append((time.process_time() - b, p.best, p.bound)))
            ended = time.process_time() - began
            assert answer.status == "optimal"
            best = answer.objective
            assert isinstance(best, int)
            if number < options.check:
                assert hs.maximise(session.changed(**change)).objective == best, change
            events.append((ended, best, best))
            times[0].append(events[0][0])
            times[1].append(next(at for at, _, bound in events if bound - best <= 1e-6 * best))
            times[2].append(next(at for at, plan, bound in events if plan is not None and bound - plan <= 1e-5 * best))
            times[3].append(ended)
        cells = [f"{1000 * statistics.median(t):.0f} ({1000 * max(t):.0f})" for t in times]
        print(f"| {seed} ({tight}) | {itself:.1f} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
