#include "plan/lookup.hpp"

#include <algorithm>
#include <span>
#include <string>

#include <husrom/core/error.hpp>

#include "model/text.hpp"

namespace husrom::plan {

namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view id, const std::vector<std::string>& known) {
    std::string message = "there is no " + std::string(what) + " \"" + std::string(id) + "\" in this problem";
    const auto nearest = model::nearest(id, known);
    if (!nearest.empty()) message += "; did you mean \"" + nearest + "\"?";
    throw InvalidArgument(message);
}

}  // namespace

rules::ParticipantIndex participant_of(const rules::AllocationProblem& problem, std::string_view id) {
    const auto found = problem.find_participant(id);
    if (!found.valid() && problem.find_unit(id).valid())
        throw InvalidArgument("\"" + std::string(id) + "\" is a home, and a participant is asked for");
    if (!found.valid()) refuse("participant", id, problem.participants);
    return found;
}

rules::UnitIndex unit_of(const rules::AllocationProblem& problem, std::string_view id) {
    const auto found = problem.find_unit(id);
    if (!found.valid() && problem.find_participant(id).valid())
        throw InvalidArgument("\"" + std::string(id) + "\" is a participant, and a home is asked for");
    if (!found.valid()) refuse("home", id, problem.units);
    return found;
}

}  // namespace husrom::plan
