"""Solvers for matching with limits, each told the same instance: husrom, HiGHS, CP-SAT, SCIP and CBC, one thread each.

A solver gets seconds and a `Trace`, to which it tells its best value and its bound whenever either moves. Times are CPU seconds of the
solving process from the first call of the solver on; building the model in the solver's own form stands apart. SCIP and CBC read the MPS
file that ``Problem.to_mps`` writes.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from instance import Instance


@dataclass
class Trace:
    """What a solver had reached when."""

    build: float = 0.0
    began: float = 0.0
    began_wall: float = 0.0
    events: list[tuple[float, int | None, float | None]] = field(default_factory=list)
    """CPU seconds, best value, bound."""

    def start(self) -> None:
        """The model is built; the clock runs."""
        self.build = time.process_time() - self.began
        self.began, self.began_wall = time.process_time(), time.perf_counter()

    def tell(self, best: float | None, bound: float | None, at: float | None = None) -> None:
        """Kept where it differs from what was told last."""
        value = None if best is None or not math.isfinite(best) or abs(best) > 1e17 else round(best)
        least = None if bound is None or not math.isfinite(bound) or abs(bound) > 1e17 else float(bound)
        if (value, least) != (self.events[-1][1:] if self.events else (None, None)):
            self.events.append((time.process_time() - self.began if at is None else at, value, least))


@dataclass
class Answer:
    """What a solver says in the end."""

    status: str
    value: int | None
    bound: float | None
    details: dict[str, Any] = field(default_factory=dict)


def problem_of(instance: Instance) -> Any:
    """The instance as our numerical layer takes it."""
    import husrom.solve as hs

    return hs.Problem(
        instance.edge_row,
        instance.edge_column,
        instance.weights,
        (instance.rows, instance.columns),
        limits=instance.limit_matrix() if instance.limits else None,
        upper=[limit.upper for limit in instance.limits] if instance.limits else None,
        row_lower=np.ones(instance.rows, dtype=np.int32) if instance.must else None,
        column_upper=np.full(instance.columns, instance.column_upper, dtype=np.int32),
    )


def husrom(instance: Instance, seconds: float, trace: Trace) -> Answer:
    """Ours: the time includes the independent checker, which every result passes before it is returned."""
    import husrom.solve as hs

    problem = problem_of(instance)
    trace.start()
    result = hs.maximise(problem, time_limit=seconds, progress=lambda p: trace.tell(p.best, p.bound))
    trace.tell(result.objective, result.bound)
    solved = time.process_time()
    size = len(result.certificate)
    details = {"certificate_seconds": time.process_time() - solved, "certificate_mb": size / 1e6}
    details |= {"work": result.core.work, "nodes": result.core.nodes}
    return Answer(result.status, result.objective, result.bound, details)


def highs(instance: Instance, seconds: float, trace: Trace) -> Answer:
    """HiGHS, to an absolute gap below 1."""
    import highspy
    from scipy.sparse import coo_array, vstack

    edges = np.arange(len(instance.weights))
    ones = np.ones(len(edges))
    blocks = [
        coo_array((ones, (instance.edge_row, edges)), shape=(instance.rows, len(edges))),
        coo_array((ones, (instance.edge_column, edges)), shape=(instance.columns, len(edges))),
    ]
    if instance.limits:
        blocks.append(instance.limit_matrix())
    matrix = vstack(blocks).tocsc()
    upper = np.array([1.0] * instance.rows + [float(instance.column_upper)] * instance.columns + [float(k.upper) for k in instance.limits])
    lower = np.full(len(upper), -highspy.kHighsInf)
    if instance.must:
        lower[: instance.rows] = 1
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(edges), len(upper)
    model.col_cost_ = instance.weights.astype(np.double)
    model.col_lower_, model.col_upper_ = np.zeros(len(edges)), ones
    model.row_lower_, model.row_upper_ = lower, upper
    model.sense_ = highspy.ObjSense.kMaximize
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(edges)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 0.999, "random_seed": 1, "time_limit": seconds}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    for callback in (solver.cbMipInterrupt, solver.cbMipLogging, solver.cbMipImprovingSolution):
        callback += lambda event: trace.tell(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
    trace.start()
    solver.run()
    info = solver.getInfo()
    status = solver.getModelStatus()
    trace.tell(info.objective_function_value if info.primal_solution_status == 2 else None, info.mip_dual_bound)
    names = {highspy.HighsModelStatus.kOptimal: "optimal", highspy.HighsModelStatus.kInfeasible: "infeasible"}
    value = trace.events[-1][1] if trace.events else None
    return Answer(names.get(status, "feasible" if value is not None else "unknown"), value, info.mip_dual_bound)


def cp_sat(instance: Instance, seconds: float, trace: Trace) -> Answer:
    """CP-SAT with one worker."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in range(len(instance.weights))]

    def stars(nodes: np.ndarray, count: int) -> Iterator[list[Any]]:
        order = np.argsort(nodes, kind="stable")
        begin = np.searchsorted(nodes[order], np.arange(count + 1))
        for i in range(count):
            yield [variables[e] for e in order[begin[i] : begin[i + 1]].tolist()]

    for star in stars(instance.edge_row, instance.rows):
        (model.add_exactly_one if instance.must else model.add_at_most_one)(star)
    if instance.column_upper < instance.rows:
        assert instance.column_upper == 1
        for star in stars(instance.edge_column, instance.columns):
            model.add_at_most_one(star)
    weighted = cp_model.LinearExpr.weighted_sum
    for limit in instance.limits:
        model.add(weighted([variables[e] for e in limit.edges.tolist()], limit.coefficients.tolist()) <= limit.upper)
    model.maximize(weighted(variables, instance.weights.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = seconds
    state: dict[str, float | None] = {"best": None, "bound": None}

    class Best(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            state.update(best=self.objective_value, bound=self.best_objective_bound)
            trace.tell(state["best"], state["bound"])

    def on_bound(bound: float) -> None:
        state["bound"] = bound
        trace.tell(state["best"], state["bound"])

    solver.best_bound_callback = on_bound
    trace.start()
    status = solver.solve(model, Best())
    names = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}
    name = names.get(status, "unknown")
    value = round(solver.objective_value) if name in ("optimal", "feasible") else None
    trace.tell(value, solver.best_objective_bound)
    return Answer(name, value, solver.best_objective_bound)


@contextlib.contextmanager
def mps_file(instance: Instance) -> Iterator[Path]:
    """The instance as our own MPS file, for solvers that read it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "instance.mps")
        path.write_text(problem_of(instance).to_mps(), encoding="ascii")
        yield path


def scip(instance: Instance, seconds: float, trace: Trace) -> Answer:
    """SCIP."""
    import pyscipopt

    class Watch(pyscipopt.Eventhdlr):
        kinds = pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND | pyscipopt.SCIP_EVENTTYPE.NODESOLVED | pyscipopt.SCIP_EVENTTYPE.LPSOLVED

        def eventinit(self) -> None:
            self.model.catchEvent(self.kinds, self)

        def eventexit(self) -> None:
            self.model.dropEvent(self.kinds, self)

        def eventexec(self, event: Any) -> None:
            trace.tell(-self.model.getPrimalbound(), -self.model.getDualbound())

    model = pyscipopt.Model()
    model.hideOutput()
    with mps_file(instance) as path:
        model.readProblem(str(path))
    model.setParams({"limits/time": seconds, "limits/absgap": 0.999, "parallel/maxnthreads": 1, "lp/threads": 1})
    model.includeEventhdlr(Watch(), "watch", "tells what is reached")
    trace.start()
    model.optimize()
    names = {"optimal": "optimal", "gaplimit": "optimal", "infeasible": "infeasible"}
    value = round(-model.getObjVal()) if model.getNSols() > 0 else None
    bound = -model.getDualbound()
    trace.tell(value, bound)
    return Answer(names.get(model.getStatus(), "feasible" if value is not None else "unknown"), value, bound)


CBC_NUMBER = r"([-+]?[0-9.]+(?:e[-+]?[0-9]+)?)"


def cbc(instance: Instance, seconds: float, trace: Trace) -> Answer:
    """CBC's own program; times are those of its log, which it writes in CPU seconds from its start, the file's reading included."""
    with mps_file(instance) as path:
        command = ["cbc", str(path), "-threads", "0", "-allow", "0.999", "-ratio", "0", "-sec", str(seconds)]
        command += ["-timeMode", "cpu", "-log", "1", "-solve", "-quit"]
        trace.start()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert process.stdout is not None
        answer = read_cbc_log(process.stdout, trace)
        usage = os.wait4(process.pid, 0)[2]
    answer.details |= {"peak_mb": usage.ru_maxrss / 1024, "seconds": usage.ru_utime + usage.ru_stime}
    return answer


def read_cbc_log(lines: Any, trace: Trace) -> Answer:
    """The file minimises, so that CBC has every value with the other sign."""
    best: float | None = None
    bound: float | None = None
    status = "unknown"
    for line in lines:
        stamp = re.search(r"\(([0-9.]+) seconds\)", line)
        if found := re.search(rf"Integer solution of {CBC_NUMBER}", line):
            best = -float(found[1])
        if found := re.search(rf"best possible {CBC_NUMBER}", line):
            bound = -float(found[1])
        if found := re.search(rf"Continuous objective value is {CBC_NUMBER} - ([0-9.]+) seconds", line):
            bound = -float(found[1])
            stamp = re.search(r"- ([0-9.]+) seconds", line)
        if found := re.match(r"Result - (.*)", line):
            names = {"Optimal solution found": "optimal", "Problem proven infeasible": "infeasible"}
            status = names.get(found[1].strip(), "feasible" if best is not None else "unknown")
        if found := re.match(rf"Objective value: +{CBC_NUMBER}", line):
            best = -float(found[1])
            bound = best if status == "optimal" else bound
        if found := re.match(rf"Lower bound: +{CBC_NUMBER}", line):
            bound = -float(found[1])
        if stamp := stamp or re.match(r"Time \(CPU seconds\): +([0-9.]+)", line):
            trace.tell(best, bound, float(stamp[1]))
    return Answer(status, None if best is None else round(best), bound)


SOLVERS: dict[str, Callable[[Instance, float, Trace], Answer]] = {
    "husrom": husrom,
    "HiGHS": highs,
    "CP-SAT": cp_sat,
    "SCIP": scip,
    "CBC": cbc,
}
