"""Times questions about a plan: explain, why_not, alternatives. `python bench/questions.py [EXAMPLE] [--people N]`, with the package installed.

Every answer is asserted: an alternative is as good as why_not says of the same pair, and losses are proven.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import husrom as hr

Answer = TypeVar("Answer")
root = Path(__file__).resolve().parents[1]


def timed(times: list[float], ask: Callable[[], Answer]) -> Answer:
    begin = time.process_time()
    answer = ask()
    times.append(1000 * (time.process_time() - begin))
    return answer


def row(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    slow = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"| {name} | {len(times)} | {statistics.median(times):.1f} | {slow:.1f} | {ordered[-1]:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("example", nargs="?", default="baerum")
    parser.add_argument("--people", type=int, default=30, help="how many people to ask why_not and alternatives about")
    parser.add_argument("--alternatives", type=int, default=5)
    options = parser.parse_args()

    case = hr.read(root / "examples" / options.example)
    begin = time.process_time()
    problem = hr.build(case)
    built = time.process_time()
    plan = hr.allocate(problem, threads=1, progress="none")
    print(
        f"{options.example}: {len(problem.participants)} people, {len(problem.units)} homes, {len(problem.core.pairs()['participant'])} pairs"
    )
    print(f"build {1000 * (built - begin):.0f} ms, allocate {1000 * (time.process_time() - built):.0f} ms, {plan.status}")

    explained: list[float] = []
    for participant in problem.participants:
        timed(explained, lambda who=participant: plan.explain(who))  # type: ignore[misc]

    step = max(1, len(problem.participants) // options.people)
    asked = problem.participants[::step][: options.people]
    forced: list[float] = []
    alternative: list[float] = []
    whole: list[float] = []
    proven = 0
    for participant in asked:
        one: list[float] = []
        found = timed(one, lambda who=participant: plan.alternatives(who, k=options.alternatives))  # type: ignore[misc]
        whole += one
        alternative += [one[0] / max(1, len(found))] if len(found) else []
        for home in found.homes[:2]:
            answer = timed(forced, lambda who=participant, unit=home.unit: plan.why_not(who, unit))  # type: ignore[misc]
            assert [loss.loss for loss in answer.losses] == [loss.loss for loss in home.losses] or not (answer.exact and home.exact)
            proven += answer.exact
    print("\n| question | asked | median ms | 95 % ms | most ms |\n|---|---|---|---|---|")
    row("explain", explained)
    row("why_not", forced)
    row("one alternative", alternative)
    print(f"\n{proven} of {len(forced)} answers of why_not are proven")
    listed = statistics.mean(whole) * len(problem.participants) / 1000
    print(f"all alternatives for everybody: {listed:.0f} s on one thread, by the mean of {len(whole)} people asked")


if __name__ == "__main__":
    main()
