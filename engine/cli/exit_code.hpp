#pragma once

/// The exit codes that scripts may rely on.
namespace husrom::cli {

enum ExitCode : int {
    done = 0,            ///< the answer was given; `allocate`: an allocation was written
    internal_error = 1,  ///< our mistake, or a file that could not be written in the end
    wrong_usage = 2,     ///< also where to write is no place to write to
    input_errors = 3,    ///< the case, the policy or the saved run has errors
    infeasible = 4,
    no_allocation = 5,  ///< a limit was reached before an allocation was found
    not_proven = 6,     ///< written, not proven best, and --require-optimal was given
    interrupted = 130   ///< the best allocation so far was written, if there was one
};

}  // namespace husrom::cli
