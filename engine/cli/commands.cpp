#include "command.hpp"

namespace husrom::cli {

const std::vector<Command>& commands() {
    static const std::vector<Command> list{check_command(),        allocate_command(), explain_command(),   why_not_command(),
                                           alternatives_command(), help_command(),     conflict_command(),  offers_command(),
                                           respond_command(),      review_command(),   draft_command(),     fairness_command(),
                                           mechanism_command(),    near_command(),     stability_command(), compare_command(),
                                           sweep_command(),        policy_command(),   verify_command(),    example_command()};
    return list;
}

}  // namespace husrom::cli
