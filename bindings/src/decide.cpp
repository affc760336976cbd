#include "decide.hpp"

#include "findings.hpp"
#include "interruptible.hpp"
#include "one_at_a_time.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include <husrom/io/review.hpp>
#include <husrom/plan/offers.hpp>
#include <husrom/plan/why_not.hpp>
#include <husrom/scenario/conflict.hpp>
#include <husrom/scenario/help.hpp>

namespace py = pybind11;

namespace husrom::python {

namespace {

using Problem = rules::AllocationProblem;
using Work = std::optional<std::int64_t>;

std::string participant(const Problem& problem, rules::ParticipantIndex index) {
    return index.valid() ? problem.participants[index.position()] : "";
}
std::string unit(const Problem& problem, rules::UnitIndex index) {
    return index.valid() ? problem.units[index.position()] : "";
}

plan::ResolveOptions limited(const Work& work_limit, std::int32_t threads, const std::stop_token& stop) {
    plan::ResolveOptions options;
    options.work_limit = work_limit;
    options.threads = threads;
    options.stop = stop;
    return options;
}

/// (goal, minimise, digits, before, after, loss)
py::list losses(const Problem& problem, const std::vector<plan::GoalLoss>& list) {
    py::list rows;
    for (const auto& one : list) {
        const auto& goal = problem.goals[static_cast<std::size_t>(one.goal)];
        rows.append(py::make_tuple(goal.id, goal.minimise, goal.digits, one.before, one.after, one.loss));
    }
    return rows;
}

/// (participant, home before, home after); an empty text is none.
py::list changes(const Problem& problem, const std::vector<plan::HomeChange>& list) {
    py::list rows;
    for (const auto& one : list)
        rows.append(py::make_tuple(participant(problem, one.participant), unit(problem, one.from), unit(problem, one.to)));
    return rows;
}

std::string class_name(model::ColumnClass column_class) {
    switch (column_class) {
        case model::ColumnClass::need:
            return "need";
        case model::ColumnClass::readiness:
            return "readiness";
        case model::ColumnClass::protected_ground:
            return "protected";
        case model::ColumnClass::personal:
            return "personal";
        case model::ColumnClass::unclassified:
            return "";
    }
    return "";
}

py::dict to_dict(const plan::WhyNot& answer) {
    const Problem& problem = *answer.problem;
    py::dict row;
    row["participant"] = participant(problem, answer.participant);
    row["unit"] = answer.unit_id;
    row["outcome"] = std::string(plan::code(answer.outcome));
    py::list ruled_out;
    for (const auto& by : answer.ruled_out_by) {
        py::list facts;
        for (const auto& fact : by.facts)
            facts.append(py::make_tuple(fact.column, class_name(fact.column_class), fact.unknown, fact.may_change));
        ruled_out.append(py::make_tuple(by.rule, by.verdict == rules::Verdict::unknown ? "unknown" : "fail", facts));
    }
    row["ruled_out_by"] = ruled_out;
    row["losses"] = losses(problem, answer.losses);
    row["exact"] = answer.exact;
    row["changes"] = changes(problem, answer.changes);
    row["fewest_moves"] = answer.fewest_moves;
    std::vector<std::string> full;
    for (const auto limit : answer.full_limits) full.push_back(plan::name(problem.limits[static_cast<std::size_t>(limit)]));
    row["full_limits"] = full;
    row["apart"] = answer.apart;
    row["held_by"] = participant(problem, answer.held_by);
    row["text_en"] = plan::text(answer, model::Language::en);
    row["text_nb"] = plan::text(answer, model::Language::nb);
    return row;
}

py::dict why_not(const plan::Plan& plan, const std::string& person, const std::string& home, const Work& work_limit, std::int32_t threads) {
    const auto answer = run_interruptible(
        [&](const std::stop_token& stop) { return plan::why_not(plan, person, home, limited(work_limit, threads, stop)); });
    return to_dict(answer);
}

py::dict to_dict(const Problem& problem, const plan::Alternatives& answer) {
    py::list list;
    for (const auto& one : answer.list)
        list.append(py::make_tuple(unit(problem, one.unit), losses(problem, one.losses), one.exact, changes(problem, one.changes)));
    py::dict row;
    row["list"] = list;
    row["complete"] = answer.complete;
    row["asked"] = answer.asked;
    row["text_en"] = plan::text(problem, answer, model::Language::en);
    row["text_nb"] = plan::text(problem, answer, model::Language::nb);
    return row;
}

py::dict alternatives(const plan::Plan& plan, const std::string& person, std::int32_t most, const Work& work_limit, std::int32_t threads) {
    const auto answer = run_interruptible(
        [&](const std::stop_token& stop) { return plan::alternatives(plan, person, most, limited(work_limit, threads, stop)); });
    return to_dict(plan.problem(), answer);
}

/// In the order of the problem's participants. `on_person` is told how many are done, a few times a second and in the end.
py::list all_alternatives(const plan::Plan& plan, std::int32_t most, const Work& work_limit, std::int32_t threads,
                          const std::optional<py::function>& on_person) {
    std::atomic<std::size_t> done = 0;
    std::size_t told = 0;
    const auto tell = [&] {
        if (on_person && done > told) (*on_person)(told = done);
    };
    const auto answers = run_interruptible(
        [&](const std::stop_token& stop) {
            return plan::all_alternatives(plan, most, limited(work_limit, threads, stop), [&](std::size_t people) { done = people; });
        },
        tell);
    // Ctrl-C here, too, returns what is there.
    try {
        tell();
    } catch (py::error_already_set& error) {
        if (!error.matches(PyExc_KeyboardInterrupt)) throw;
    }
    py::list rows;
    for (const auto& answer : answers) rows.append(to_dict(plan.problem(), answer));
    return rows;
}

/// (id, minimise, digits, reached)
py::list goal_values(const std::vector<plan::GoalValue>& goals) {
    py::list rows;
    for (const auto& goal : goals) rows.append(py::make_tuple(goal.id, goal.minimise, goal.digits, goal.reached));
    return rows;
}

py::dict conflict(const model::Case& source, const model::Policy& policy, const Work& work_limit, std::int32_t threads) {
    const auto found = run_interruptible(
        [&](const std::stop_token& stop) { return scenario::conflict(source, policy, limited(work_limit, threads, stop)); });
    py::list members;
    for (const auto& one : found.members) {
        py::dict row;
        row["kind"] = std::string(scenario::code(one.kind));
        row["participant"] = one.participant;
        row["other"] = one.other;
        row["id"] = one.id;
        row["group"] = one.group;
        row["by"] = one.fix.by;
        row["digits"] = one.fix.digits;
        row["waive"] = one.fix.waive;
        row["suffices"] = one.fix.suffices;
        row["housed"] = one.fix.housed;
        row["goals"] = goal_values(one.fix.goals);
        row["proven"] = one.fix.proven;
        members.append(row);
    }
    py::dict row;
    row["status"] = std::string(solve::to_string(found.status));
    row["members"] = members;
    row["proven"] = found.proven;
    row["text_en"] = scenario::text(found, policy, model::Language::en);
    row["text_nb"] = scenario::text(found, policy, model::Language::nb);
    return row;
}

py::dict what_would_help(const plan::Plan& plan, const model::Case& source, const model::Policy& policy, const std::string& person,
                         std::int32_t most_changes, std::int32_t most_sets, std::int64_t most_tried, const Work& work_limit) {
    const auto help = run_interruptible([&](const std::stop_token& stop) {
        scenario::HelpOptions options;
        options.most_changes = most_changes;
        options.most_sets = most_sets;
        options.most_tried = most_tried;
        options.work_limit = work_limit;
        options.stop = stop;
        return scenario::what_would_help(plan, source, policy, person, options);
    });
    py::list sets;
    for (const auto& set : help.sets) {
        py::list made;
        for (const auto& change : set.changes) made.append(py::make_tuple(change.id, change.place));
        sets.append(py::make_tuple(made, set.unit, goal_values(set.goals), set.comparison.housed_only_in_a, set.comparison.housed_only_in_b,
                                   set.proven));
    }
    py::dict row;
    row["already_housed"] = help.already_housed;
    row["sets"] = sets;
    row["size"] = help.size;
    row["looked_at"] = help.looked_at;
    row["complete"] = help.complete;
    row["solved"] = help.solved;
    row["ruled_out"] = help.ruled_out;
    row["findings"] = to_list(help.findings);
    row["text_en"] = scenario::text(help, model::Language::en);
    row["text_nb"] = scenario::text(help, model::Language::nb);
    return row;
}

const char* state_name(plan::OfferState state) {
    switch (state) {
        case plan::OfferState::open:
            return "open";
        case plan::OfferState::accepted:
            return "accepted";
        case plan::OfferState::stays:
            return "stays";
    }
    return "";
}

/// (participant, state, [(unit, planned, rules to be confirmed, waits for)])
py::list offer_sets(const plan::Offers& offers) {
    const auto& problem = offers.problem();
    py::list rows;
    for (const auto& set : offers.sets()) {
        py::list homes;
        for (const auto& home : set.homes)
            homes.append(py::make_tuple(unit(problem, home.unit), home.planned, home.confirm, participant(problem, home.after)));
        rows.append(py::make_tuple(participant(problem, set.participant), state_name(set.state), homes));
    }
    return rows;
}

/// (goal, minimise, digits, planned, worst, loss, allowed)
py::list guarantees(const plan::Offers& offers) {
    py::list rows;
    for (const auto& one : offers.guarantees()) {
        const auto& goal = offers.problem().goals[static_cast<std::size_t>(one.goal)];
        rows.append(py::make_tuple(goal.id, goal.minimise, goal.digits, one.planned, one.worst, one.loss, one.allowed));
    }
    return rows;
}

using Losses = std::map<std::string, std::pair<std::int64_t, std::int32_t>>;

plan::Offers make_offers(const plan::Plan& plan, std::optional<std::int64_t> homes, const std::optional<Losses>& max_loss,
                         std::int64_t work_limit) {
    plan::OfferOptions options;
    options.homes = homes;
    options.work_limit = work_limit;
    if (max_loss) {
        options.max_loss.emplace();
        for (const auto& [goal, loss] : *max_loss) (*options.max_loss)[goal] = {loss.first, loss.second};
    }
    const py::gil_scoped_release release;
    return plan::Offers(plan, options);
}

void bind_offers(py::module_& module) {
    py::class_<plan::Offers, std::shared_ptr<plan::Offers>>(module, "Offers")
        .def("sets", &offer_sets)
        .def("guarantees", &guarantees)
        .def("parked",
             [](const plan::Offers& offers) {
                 py::list rows;
                 for (const auto& one : offers.parked())
                     rows.append(py::make_tuple(participant(offers.problem(), one.participant), one.days, one.reason));
                 return rows;
             })
        .def("withdrawn",
             [](const plan::Offers& offers) {
                 py::list rows;
                 for (const auto& one : offers.withdrawn())
                     rows.append(py::make_tuple(participant(offers.problem(), one.participant), unit(offers.problem(), one.unit)));
                 return rows;
             })
        .def_property_readonly("duties_broken", &plan::Offers::duties_broken)
        .def("accept", &plan::Offers::accept, py::arg("participant"), py::arg("unit"), py::call_guard<py::gil_scoped_release>())
        .def("refuse", &plan::Offers::refuse, py::arg("participant"), py::arg("reason"), py::call_guard<py::gil_scoped_release>());
    module.def("offers", &make_offers, py::arg("plan"), py::arg("homes"), py::arg("max_loss"), py::arg("work_limit"));
}

DecisionNote note(std::string reason, std::string reference, std::string time) {
    return {std::move(reason), std::move(reference), std::move(time)};
}

void bind_review(py::module_& module) {
    using Text = const std::string&;
    using Shared = OneAtATime<Review>;
    py::class_<Shared>(module, "Review")
        .def(py::init([](const model::Case& source, const model::Policy& policy, const plan::Plan& plan, Text log, std::string actor,
                         std::vector<std::string> reasons, Text time) {
                 ReviewOptions options;
                 options.actor = std::move(actor);
                 options.reasons = std::move(reasons);
                 return std::make_unique<Shared>(source, policy, plan, log, std::move(options), time);
             }),
             py::arg("case"), py::arg("policy"), py::arg("plan"), py::arg("log"), py::arg("actor"), py::arg("reasons"), py::arg("time"))
        .def(
            "accept",
            [](Shared& self, Text person, Text reference, Text time) {
                self.released([&](Review& review) { review.accept(person, note("", reference, time)); });
            },
            py::arg("participant"), py::arg("reference"), py::arg("time"))
        .def(
            "price",
            [](Shared& self, Text person, Text home) {
                return to_dict(self.released([&](Review& review) { return review.price(person, home); }));
            },
            py::arg("participant"), py::arg("unit"))
        .def(
            "override",
            [](Shared& self, Text person, Text home, Text reason, Text reference, Text time) {
                return to_dict(
                    self.released([&](Review& review) { return review.override_placement(person, home, note(reason, reference, time)); }));
            },
            py::arg("participant"), py::arg("unit"), py::arg("reason"), py::arg("reference"), py::arg("time"))
        .def(
            "lock",
            [](Shared& self, Text person, Text home, Text reason, Text reference, Text time) {
                self.released([&](Review& review) { review.lock(person, home, note(reason, reference, time)); });
            },
            py::arg("participant"), py::arg("unit"), py::arg("reason"), py::arg("reference"), py::arg("time"))
        .def(
            "forbid",
            [](Shared& self, Text person, Text home, Text reason, Text reference, Text time) {
                self.released([&](Review& review) { review.forbid(person, home, note(reason, reference, time)); });
            },
            py::arg("participant"), py::arg("unit"), py::arg("reason"), py::arg("reference"), py::arg("time"))
        .def(
            "withdraw",
            [](Shared& self, Text person, Text home, Text reason, Text reference, Text time) {
                self.released([&](Review& review) { review.withdraw(person, home, note(reason, reference, time)); });
            },
            py::arg("participant"), py::arg("unit"), py::arg("reason"), py::arg("reference"), py::arg("time"))
        .def("decisions",
             [](Shared& self) {
                 py::list rows;
                 for (const auto& one : self.released([](const Review& review) { return review.decisions(); })) {
                     rows.append(py::make_tuple(std::string(to_string(one.kind)), one.participant, one.unit, one.reason, one.waived));
                 }
                 return rows;
             })
        .def(
            "resolve",
            [](Shared& self, Text time, std::int32_t threads, const Work& work_limit) {
                return run_interruptible([&](const std::stop_token& stop) {
                    AllocateOptions options;
                    options.threads = threads;
                    options.work_limit = work_limit;
                    options.stop = stop;
                    // The plan, the case as decided and the problem belong together, also beside a thread that decides on.
                    return self.alone([&](Review& review) {
                        auto next = std::make_shared<plan::Plan>(review.resolve(time, options));
                        auto problem = std::const_pointer_cast<Problem>(next->shared_problem());
                        return std::make_tuple(std::move(next), std::make_shared<model::Case>(review.decided_case()), std::move(problem));
                    });
                });
            },
            py::arg("time"), py::arg("threads"), py::arg("work_limit"))
        .def_property_readonly("head", [](Shared& self) { return self.released([](const Review& review) { return review.log().head(); }); })
        .def_property_readonly("about_other_plans",
                               [](Shared& self) { return self.released([](const Review& review) { return review.about_other_plans(); }); })
        .def_property_readonly("log_went_on",
                               [](Shared& self) { return self.released([](const Review& review) { return review.log_went_on(); }); })
        .def_property_readonly("rows", [](Shared& self) { return self.released([](const Review& review) { return review.log().rows(); }); })
        .def_property_readonly("notes",
                               [](Shared& self) { return self.released([](const Review& review) { return review.log().notes(); }); });
}

}  // namespace

void bind_decide(py::module_& module) {
    module.def("why_not", &why_not, py::arg("plan"), py::arg("participant"), py::arg("unit"), py::arg("work_limit"), py::arg("threads"));
    module.def("alternatives", &alternatives, py::arg("plan"), py::arg("participant"), py::arg("most"), py::arg("work_limit"),
               py::arg("threads"));
    module.def("all_alternatives", &all_alternatives, py::arg("plan"), py::arg("most"), py::arg("work_limit"), py::arg("threads"),
               py::arg("on_person"));
    module.def("conflict", &conflict, py::arg("case"), py::arg("policy"), py::arg("work_limit"), py::arg("threads"));
    module.def("what_would_help", &what_would_help, py::arg("plan"), py::arg("case"), py::arg("policy"), py::arg("participant"),
               py::arg("most_changes"), py::arg("most_sets"), py::arg("most_tried"), py::arg("work_limit"));
    bind_offers(module);
    bind_review(module);
    bind_judge(module);
}

}  // namespace husrom::python
