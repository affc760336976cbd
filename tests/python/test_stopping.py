"""Rule: Ctrl-C and limits end a search with the best checked plan, no thread is left behind, and the result says why it ended."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import husrom as hr
import pytest
from hard import hard_case

child = """
import json, os, sys, threading, time
import husrom as hr
from hard import hard_case

problem = hr.build(hard_case())
tasks = len(os.listdir("/proc/self/task"))
def show(progress):
    if progress.gap is not None and not told:
        told.append(progress)
        print("solving", flush=True)
told = []
plan = hr.allocate(problem, threads=2, progress=show)
# A joined thread may stand in /proc for a moment longer: the kernel wakes the joiner before it removes the task.
ended = time.monotonic()
while len(os.listdir("/proc/self/task")) > tasks and time.monotonic() < ended + 5:
    time.sleep(0.01)
print(json.dumps({
    "status": plan.status, "stopped_by": plan.stopped_by, "reproducible": plan.reproducible, "verified": plan.verified,
    "placed": len(plan.assignments()), "tasks": len(os.listdir("/proc/self/task")) - tasks,
}))
"""


def test_interrupt_returns_the_best_checked_plan() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", child], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "solving\n", process.communicate(timeout=60)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    result = json.loads(out)
    placed = result.pop("placed")
    assert result == {"status": "feasible", "stopped_by": "interrupt", "reproducible": False, "verified": True, "tasks": 0}
    assert placed > 0
    assert time.monotonic() - sent < 20


def test_an_exception_in_progress_stops_the_search_and_passes_on() -> None:
    def fail(progress: hr.Progress) -> None:
        raise LookupError(progress.goal)

    with pytest.raises(LookupError, match="value"):
        hr.allocate(hr.build(hard_case()), progress=fail)


def test_time_limit_is_kept_and_makes_the_result_depend_on_the_machine() -> None:
    problem = hr.build(hard_case())
    begin = time.monotonic()
    plan = hr.allocate(problem, time_limit=0.5)
    assert time.monotonic() - begin < 20
    assert (plan.status, plan.stopped_by, plan.reproducible, plan.verified) == ("feasible", "time_limit", False, True)
    goal = plan.goals[0]
    assert goal.bound is not None
    assert goal.gap is not None
    assert goal.bound >= goal.reached
    assert not goal.proven


def test_work_limit_stops_at_the_same_place_with_any_number_of_threads() -> None:
    problem = hr.build(hard_case())
    plans = [hr.allocate(problem, work_limit=2_000_000, threads=threads) for threads in (1, 2, 4)]
    assert {(plan.status, plan.stopped_by, plan.reproducible) for plan in plans} == {("feasible", "work_limit", True)}
    assert len({plan.digest for plan in plans}) == 1


def test_gap_stops_early_within_what_was_asked() -> None:
    plan = hr.allocate(hr.build(hard_case(people=40)), gap=1000)
    goal = plan.goals[0]
    assert plan.verified
    assert goal.gap is not None
    assert goal.gap <= 1000
