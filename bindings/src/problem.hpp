#pragma once

/// Verdicts and scores of a pair as Python lists of tuples; asked by the problem and by a plan's explanation.

#include <vector>

#include <pybind11/pybind11.h>

#include <husrom/rules/allocation_problem.hpp>

namespace husrom::python {

/// (rule, verdict, unknown columns)
[[nodiscard]] pybind11::list to_list(const std::vector<rules::RuleVerdict>& verdicts);
/// (term, points x 10^digits, digits, used a default)
[[nodiscard]] pybind11::list to_list(const std::vector<rules::TermScore>& scores);

}  // namespace husrom::python
