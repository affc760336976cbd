"""Allocates a case, prints the allocation with its reasons, writes the run folder and checks it again."""

import sys
from pathlib import Path

import husrom as hr


def main(source: str, run: str) -> int:
    case = hr.read(source)
    check = hr.check(case)
    print(check.text())
    if not check.ok:
        return 3

    problem = hr.build(case)
    print(problem.summary(), end="\n\n")
    plan = hr.allocate(problem)
    print(plan.summary())
    if not plan.has_allocation:
        return 4 if plan.status == "infeasible" else 5

    for participant, unit, outcome, confirm in plan.assignments().rows():
        print(f"{participant} {outcome} {unit}" + (f", to be confirmed first: {confirm}" if confirm else ""))
    print()
    for participant, reason, *_ in plan.waiting().rows():
        print(f"{participant} waits: {reason}")

    Path(run).parent.mkdir(parents=True, exist_ok=True)
    plan.save(run)
    verdict = hr.verify(run, case)
    print(f"\nThe run stands in {run}; checked again from its files: {'accepted' if verdict else 'REFUSED'}.")
    return 0 if verdict else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
