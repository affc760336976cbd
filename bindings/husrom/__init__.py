"""The right home, for the right person, in the right place: exact, explainable allocation of scarce municipal homes.

>>> import husrom as hr
>>> case = hr.read("examples/bodo")  # doctest: +SKIP
>>> plan = hr.allocate(hr.build(case))  # doctest: +SKIP
>>> plan.explain("SYN-P-01")  # doctest: +SKIP
"""

from __future__ import annotations

from husrom import matching, solve
from husrom._core import __version__
from husrom.case import Case, read
from husrom.checking import Check, check
from husrom.comparison import Comparison, GoalPair, compare
from husrom.errors import Error, InternalError, InvalidArgument, InvalidInput, Overflow
from husrom.explanation import Explanation, Obstacle, Price, RuleCount, Waiting
from husrom.findings import Finding
from husrom.frames import Columns
from husrom.judging import Fairness, FairnessPrice, Group, MechanismOutcome, NearPlan, NearPlans, Stability, run_mechanism
from husrom.offering import Guarantee, OfferedHome, Offers, OfferSet
from husrom.plan import Goal, Plan, allocate
from husrom.policy import Policy
from husrom.problem import AllocationProblem, RuleVerdict, TermScore, build
from husrom.progress import Progress
from husrom.questions import (
    Alternative,
    Alternatives,
    Conflict,
    Fact,
    GoalLoss,
    Help,
    HelpfulSet,
    HomeChange,
    Member,
    RuledOutBy,
    WhyNot,
    conflict,
)
from husrom.reviewing import Decision, Review
from husrom.runs import RunVerdict, verify, verify_log
from husrom.scenario import Scenario
from husrom.sweeping import Runs, sweep

__all__ = [
    "AllocationProblem",
    "Alternative",
    "Alternatives",
    "Case",
    "Check",
    "Columns",
    "Comparison",
    "Conflict",
    "Decision",
    "Error",
    "Explanation",
    "Fact",
    "Fairness",
    "FairnessPrice",
    "Finding",
    "Goal",
    "GoalLoss",
    "GoalPair",
    "Group",
    "Guarantee",
    "Help",
    "HelpfulSet",
    "HomeChange",
    "InternalError",
    "InvalidArgument",
    "InvalidInput",
    "MechanismOutcome",
    "Member",
    "NearPlan",
    "NearPlans",
    "Obstacle",
    "OfferSet",
    "OfferedHome",
    "Offers",
    "Overflow",
    "Plan",
    "Policy",
    "Price",
    "Progress",
    "Review",
    "RuleCount",
    "RuleVerdict",
    "RuledOutBy",
    "RunVerdict",
    "Runs",
    "Scenario",
    "Stability",
    "TermScore",
    "Waiting",
    "WhyNot",
    "__version__",
    "allocate",
    "build",
    "check",
    "compare",
    "conflict",
    "matching",
    "read",
    "run_mechanism",
    "solve",
    "sweep",
    "verify",
    "verify_log",
]
