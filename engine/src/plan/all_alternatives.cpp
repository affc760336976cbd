#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

#include <husrom/plan/why_not.hpp>

#include "core/on_threads.hpp"

namespace husrom::plan {
namespace {

constexpr std::int32_t most_threads = 1024;

/// Takes people one after another, on any number of threads, until everybody is asked, somebody asks for a stop or one of them fails.
class Everybody {
public:
    Everybody(const Plan& plan, std::int32_t most, const ResolveOptions& options, const std::function<void(std::size_t)>& on_person)
        : plan_(plan), most_(most), options_(options), on_person_(on_person), answers_(plan.problem().participants.size()) {
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            answers_[i].participant = {static_cast<std::int32_t>(i)};
            answers_[i].asked = false;
        }
        options_.threads = 1;
    }

    std::vector<Alternatives> ask(std::int32_t threads) {
        core::on_threads(std::min(static_cast<std::size_t>(std::clamp(threads, 1, most_threads)), answers_.size()), [this] { take(); });
        if (failure_) std::rethrow_exception(failure_);
        return std::move(answers_);
    }

private:
    void take() {
        const auto& people = plan_.problem().participants;
        for (std::size_t i = next_++; i < people.size() && !failed_ && !options_.stop.stop_requested(); i = next_++) {
            try {
                answers_[i] = alternatives(plan_, people[i], most_, options_);
            } catch (...) {
                const std::lock_guard lock(mutex_);
                fail();
            }
            // What the callback throws is caught under the lock, so that no other thread calls it once more.
            const std::lock_guard lock(mutex_);
            if (failed_) return;
            ++done_;
            try {
                if (on_person_) on_person_(done_);
            } catch (...) {
                fail();
            }
        }
    }

    /// In a handler, under the lock: keeps the first exception, and nobody further is asked.
    void fail() {
        if (!failed_) failure_ = std::current_exception();
        failed_ = true;
    }

    const Plan& plan_;
    std::int32_t most_;
    ResolveOptions options_;
    const std::function<void(std::size_t)>& on_person_;
    std::vector<Alternatives> answers_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> failed_ = false;
    std::mutex mutex_;
    std::size_t done_ = 0;
    std::exception_ptr failure_;
};

}  // namespace

std::vector<Alternatives> all_alternatives(const Plan& plan, std::int32_t most, const ResolveOptions& options,
                                           const std::function<void(std::size_t)>& on_person) {
    if (most < 1) throw InvalidArgument("most: alternatives are at least 1 home, not " + std::to_string(most));
    static_cast<void>(plan.assignments());  // throws without an allocation
    return Everybody(plan, most, options, on_person).ask(options.threads);
}

}  // namespace husrom::plan
