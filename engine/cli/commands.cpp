#include "command.hpp"

namespace husrom::cli {

const std::vector<Command>& commands() {
    static const std::vector<Command> list{check_command(),        allocate_command(), explain_command(),  why_not_command(),
                                           alternatives_command(), help_command(),     conflict_command(), compare_command(),
                                           sweep_command(),        policy_command(),   verify_command(),   example_command()};
    return list;
}

}  // namespace husrom::cli
