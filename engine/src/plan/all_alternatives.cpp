#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include <husrom/plan/why_not.hpp>

namespace husrom::plan {

std::vector<Alternatives> all_alternatives(const Plan& plan, std::int32_t most, const ResolveOptions& options,
                                           const std::function<void(std::size_t)>& on_person) {
    static_cast<void>(plan.assignments());  // throws without an allocation
    const auto& people = plan.problem().participants;
    auto each = options;
    each.threads = 1;
    std::vector<Alternatives> answers(people.size());
    std::vector<std::exception_ptr> failures(people.size());
    std::atomic<std::size_t> next = 0;
    std::mutex telling;
    std::size_t done = 0;
    const auto take = [&] {
        for (std::size_t i = next++; i < people.size(); i = next++) {
            answers[i].participant = {static_cast<std::int32_t>(i)};
            if (options.stop.stop_requested()) continue;
            try {
                answers[i] = alternatives(plan, people[i], most, each);
                const std::lock_guard lock(telling);
                ++done;
                if (on_person) on_person(done);
            } catch (...) {
                failures[i] = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> others;
        const auto threads = std::min(static_cast<std::size_t>(std::max(options.threads, 1)), people.size());
        for (std::size_t n = 1; n < threads; ++n) others.emplace_back(take);
        take();
    }
    // The first person's failure speaks, whatever thread met it.
    for (const auto& failure : failures)
        if (failure) std::rethrow_exception(failure);
    return answers;
}

}  // namespace husrom::plan
