"""Matching with limits: husrom beside HiGHS, CP-SAT, SCIP and CBC, the same instances in the same run, one thread.

Each solver runs in a process of its own and tells its best value and its bound as they move. From that come the CPU seconds until the
bound is as good as any solver's in this run (within 1e-6), until the certified gap (bound - best) / bound is 1e-4, 1e-5 and 1e-6, and
until the proof; building the model is left out. Peak memory is the whole process, its Python and the instance included (for CBC, its own).
Values are asserted equal where two solvers prove, every bound is held against every plan, and what is known of the published instances
is asserted too. CBC and SCIP read the MPS file that we write.

The classes are the housing ladder by size (the published seed, and ``--fresh N`` further seeds that take turns with ``--tight`` 0.6 to
0.9) and generalized assignment, types A to E. A class is asked of the peers only while it is within reach of them.

usage: limits.py [CLASS ...] [--fresh N] [--solvers NAME ...] [--seconds S] [--peer-seconds S] [--jsonl FILE]
       limits.py --list
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GAPS = (1e-4, 1e-5, 1e-6)
SOLVER_NAMES = ("husrom", "HiGHS", "CP-SAT", "SCIP", "CBC")
TIGHT = (0.6, 0.7, 0.8, 0.9)
FIRST_FRESH_SEED = 1001


@dataclass(frozen=True)
class Spec:
    """One instance, as its generator takes it."""

    family: str
    rows: int
    columns: int
    seed: int
    degree: int = 0
    tight: float = 0.8
    kind: str = ""

    def __str__(self) -> str:
        if self.family == "assignment":
            return f"assignment {self.kind} {self.rows}x{self.columns} seed {self.seed}"
        return f"ladder {self.rows}x{self.columns} seed {self.seed} tight {self.tight}"


@dataclass(frozen=True)
class Known:
    """What is known of a published instance, from codes that compute in floating point."""

    optimum: int | None = None
    plan: int | None = None
    """A plan of this value exists."""
    linear: float | None = None
    """No plan has more."""


@dataclass(frozen=True)
class Class:
    """A row of the table, once for each seed."""

    spec: Spec
    peers: Sequence[str]
    known: Known = Known()


EVERY = ("HiGHS", "CP-SAT", "SCIP", "CBC")
CLASSES: dict[str, Class] = {
    "96x60": Class(Spec("ladder", 96, 60, 1), EVERY, Known(optimum=641_566, linear=641_600.25)),
    "420x1070": Class(Spec("ladder", 420, 1070, 2), EVERY, Known(optimum=4_129_483, linear=4_129_486.80)),
    "1500x1070": Class(Spec("ladder", 1500, 1070, 3), EVERY, Known(optimum=11_511_189, linear=11_511_203.42)),
    "3909x3000": Class(Spec("ladder", 3909, 3000, 4), ("CBC",), Known(plan=32_373_427, linear=32_373_616.59)),
    "20000x15000": Class(Spec("ladder", 20_000, 15_000, 5, 60), (), Known(plan=160_959_480, linear=161_076_818.50)),
    "100000x80000": Class(Spec("ladder", 100_000, 80_000, 6, 40), (), Known(linear=856_929_544)),
    **{
        f"{kind}{jobs}x{agents}": Class(Spec("assignment", jobs, agents, 1, kind=kind), EVERY)
        for kind in "ABCDE"
        for jobs in (100, 200)
        for agents in (5, 10, 20)
    },
}


def specs(name: str, fresh: int) -> Iterator[tuple[Spec, Known]]:
    """The published seed first, then fresh ones."""
    one = CLASSES[name]
    yield one.spec, one.known
    for i in range(fresh):
        changed = asdict(one.spec) | {"seed": FIRST_FRESH_SEED + i}
        if one.spec.family == "ladder":
            changed["tight"] = TIGHT[i % len(TIGHT)]
        yield Spec(**changed), Known()


def work(spec: Spec, solver: str, seconds: float) -> dict[str, Any]:
    """Runs one solver on one instance in this process."""
    import time

    from generalized_assignment import generalized_assignment
    from ladder import ladder
    from limit_peers import SOLVERS, Trace

    if spec.family == "ladder":
        instance = ladder(spec.rows, spec.columns, spec.seed, spec.degree, limits=True, tight=spec.tight)
    else:
        instance = generalized_assignment(spec.kind, spec.rows, spec.columns, spec.seed)
    before = peak_megabytes()
    trace = Trace(began=time.process_time())
    answer = SOLVERS[solver](instance, seconds, trace)
    return {
        "instance": str(spec),
        "spec": asdict(spec),
        "edges": len(instance.weights),
        "solver": solver,
        "limit": seconds,
        "status": answer.status,
        "value": answer.value,
        "bound": answer.bound,
        "seconds": time.process_time() - trace.began,
        "wall": time.perf_counter() - trace.began_wall,
        "build": trace.build,
        "peak_mb": peak_megabytes(),
        "before_mb": before,
        "events": trace.events,
        **answer.details,
    }


def peak_megabytes() -> float:
    """The most this process has held. Unlike getrusage it does not count what the parent held when it forked."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(fields["VmHWM"].split()[0]) / 1024


def run(spec: Spec, solver: str, seconds: float) -> dict[str, Any]:
    """One solver in a process of its own; what it prints is dropped."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
        command = [sys.executable, __file__, "--work", json.dumps(asdict(spec)), "--solvers", solver]
        command += ["--seconds", str(seconds), "--jsonl", answer.name]
        ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        text = answer.read()
    if ended.returncode != 0 or not text:
        said = ended.stderr.strip().splitlines()
        return {"instance": str(spec), "spec": asdict(spec), "solver": solver, "status": "failed", "error": said[-1] if said else ""}
    record: dict[str, Any] = json.loads(text)
    return record


def agree(records: Sequence[dict[str, Any]], known: Known) -> None:
    """What is proven is the same everywhere, and no plan is above a bound."""
    done = [r for r in records if r["status"] != "failed"]
    where = records[0]["instance"]
    proven = {r["solver"]: r["value"] for r in done if r["status"] == "optimal"}
    assert len(set(proven.values())) <= 1, f"{where}: {proven}"
    infeasible = {r["solver"] for r in done if r["status"] == "infeasible"}
    with_plan = {r["solver"] for r in done if r["value"] is not None}
    assert not infeasible or not with_plan, f"{where}: infeasible for {infeasible}, not for {with_plan}"
    plans = [r["value"] for r in done if r["value"] is not None]
    bounds = [r["bound"] for r in done if r["bound"] is not None]
    if known.optimum is not None:
        plans.append(known.optimum)
        bounds.append(known.optimum)
        assert not proven or set(proven.values()) == {known.optimum}, f"{where}: {proven}, known {known.optimum}"
    if known.plan is not None:
        plans.append(known.plan)
    if plans and bounds:  # bounds of the others are floating-point numbers
        assert max(plans) <= min(bounds) + max(0.5, 1e-9 * abs(min(bounds))), (
            f"{where}: a plan of {max(plans)} above a bound of {min(bounds)}"
        )
    if known.linear is not None and plans:
        assert max(plans) <= known.linear + 0.5, f"{where}: a plan of {max(plans)} above the linear bound {known.linear}"


def time_to_gap(record: dict[str, Any], gap: float) -> float | None:
    """CPU seconds until the certified gap was at most this."""
    for at, best, bound in record["events"]:
        if best is not None and bound is not None and bound - best <= gap * abs(bound):
            return float(at)
    return None


def time_to_bound(record: dict[str, Any], least: float) -> float | None:
    """CPU seconds until the bound was within 1e-6 of the least bound."""
    for at, _, bound in record["events"]:
        if bound is not None and bound - least <= 1e-6 * abs(least):
            return float(at)
    return None


def cell(seconds: float | None) -> str:
    """Three digits."""
    return "–" if seconds is None else f"{seconds:.3g}" if seconds < 100 else f"{seconds:,.0f}"


def table_rows(records: Sequence[dict[str, Any]], known: Known) -> Iterator[str]:
    """One row a solver."""
    bounds = [r["bound"] for r in records if r.get("bound") is not None]
    least = known.linear if known.linear is not None else min(bounds, default=0.0)
    for r in records:
        if r["status"] == "failed":
            yield f"| {r['instance']} | {r['solver']} | failed: {r['error'][:60]} |" + " |" * 9
            continue
        value, bound = r["value"], r["bound"]
        gap = "–" if value is None or bound is None else "0" if bound - value < 1 else f"{(bound - value) / abs(bound):.1e}"
        cells = [cell(time_to_bound(r, least)), *(cell(time_to_gap(r, g)) for g in GAPS)]
        cells.append(cell(r["seconds"]) if r["status"] in ("optimal", "infeasible") else "–")
        ends = [r["status"], "–" if value is None else f"{value:,}", gap, cell(r["seconds"]), f"{r['peak_mb']:,.0f}"]
        yield f"| {r['instance']} | {r['solver']} | " + " | ".join([*cells, *ends]) + " |"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("classes", nargs="*", metavar="CLASS", help="default: 96x60 and 420x1070")
    parser.add_argument("--list", action="store_true", help="print the names of the classes")
    parser.add_argument("--fresh", type=int, default=0, help="fresh seeds beside the published one")
    parser.add_argument("--only-fresh", action="store_true", help="leave the published seed out")
    parser.add_argument("--solvers", nargs="+", default=list(SOLVER_NAMES), choices=SOLVER_NAMES)
    parser.add_argument("--all-peers", action="store_true", help="ask peers also where they are known to be out of reach")
    parser.add_argument("--seconds", type=float, default=30, help="limit for husrom")
    parser.add_argument("--peer-seconds", type=float, default=30, help="limit for each of the others")
    parser.add_argument("--jsonl", help="append everything measured to this file, one JSON object a run")
    parser.add_argument("--work", help=argparse.SUPPRESS)  # the process of one solver
    return parser.parse_args()


def main() -> None:
    """Runs the classes and prints the table as it grows."""
    options = arguments()
    if options.work:
        record = work(Spec(**json.loads(options.work)), options.solvers[0], options.seconds)
        Path(options.jsonl).write_text(json.dumps(record), encoding="ascii")
        return
    if options.list:
        print("\n".join(CLASSES))
        return
    print("| instance | solver | bound | " + " | ".join(f"{g:.0e}" for g in GAPS) + " | proof | status | value | gap | all | MB |")
    print("|" + "---|" * 12)
    for name in options.classes or ["96x60", "420x1070"]:
        for spec, known in list(specs(name, options.fresh))[int(options.only_fresh) :]:
            peers = EVERY if options.all_peers else CLASSES[name].peers
            chosen = [s for s in options.solvers if s == "husrom" or s in peers]
            records = [run(spec, s, options.seconds if s == "husrom" else options.peer_seconds) for s in chosen]
            if options.jsonl:
                with Path(options.jsonl).open("a", encoding="ascii") as out:
                    out.writelines(json.dumps(record) + "\n" for record in records)
            print("\n".join(table_rows(records, known)), flush=True)
            agree(records, known)


if __name__ == "__main__":
    main()
