#include "components.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include <husrom/core/budget.hpp>
#include <husrom/core/integers.hpp>
#include <husrom/solve/certificate.hpp>

#include "core/on_threads.hpp"
#include "warm_start.hpp"

namespace husrom::solve {
namespace {

using core::int128;

/// Parts with fewer edges are solved together: each would take more words than work.
constexpr std::int64_t few_edges = 64;
/// About as many parts at most; each takes a pass over the whole problem, here and in the checkers.
constexpr std::int64_t most_parts = 256;

std::size_t at(std::int64_t index) {
    return static_cast<std::size_t>(index);
}

/// Rows that belong together, as a forest.
class Forest {
public:
    explicit Forest(std::int32_t size) : parent_(at(size)) { std::iota(parent_.begin(), parent_.end(), 0); }

    std::int32_t root(std::int32_t node) {
        while (parent_[at(node)] != node) node = parent_[at(node)] = parent_[at(parent_[at(node)])];
        return node;
    }
    /// The smaller number becomes the root.
    void join(std::int32_t a, std::int32_t b) {
        a = root(a);
        b = root(b);
        parent_[at(std::max(a, b))] = std::min(a, b);
    }

private:
    std::vector<std::int32_t> parent_;
};

/// Joins the rows of all these edges, also of those that cannot be chosen: a part has only what is all its own.
void join_rows(const Problem& problem, std::span<const std::int32_t> edges, Forest& forest) {
    for (const std::int32_t edge : edges) forest.join(problem.edge_row[at(edges[0])], problem.edge_row[at(edge)]);
}

/// One part with what is needed to put its answer back.
struct Part {
    std::vector<std::int32_t> rows;
    std::vector<std::int32_t> edges;   ///< of the whole problem, by the part's numbers
    std::vector<std::int32_t> limits;  ///< likewise
    Problem problem;
    std::optional<Result> result;
    std::int64_t work = 0;  ///< of the last round
    std::exception_ptr error;
};

class PartsSolver {
public:
    PartsSolver(const Problem& problem, const Options& options, SolvePart solve)
        : problem_(problem), options_(options), solve_(solve), began_(core::Budget::Clock::now()) {}

    Result run(const std::vector<std::vector<std::int32_t>>& components) {
        if (options_.warm_start) check_fits(*options_.warm_start, problem_, options_.warm_edges);
        for (const auto& rows : components) {
            Part& part = parts_.emplace_back();
            part.rows = rows;
            part.edges = edges_of_component(problem_, rows);
            part.limits = limits_of_component(problem_, rows);
            part.problem = restricted(problem_, rows, part.edges);
        }
        decisive_ = parts_.size();
        told_.resize(parts_.size());
        solve_all();
        for (const Part& part : parts_)
            if (part.error) std::rethrow_exception(part.error);
        return merged();
    }

private:
    /// In rounds: what some parts have left of their shares goes to those that a limit has stopped.
    void solve_all() {
        const std::stop_callback pass_on(options_.stop, [this] { stop_.request_stop(); });
        std::vector<std::size_t> waiting(parts_.size());
        std::iota(waiting.begin(), waiting.end(), std::size_t{0});
        work_left_ = options_.work_limit.value_or(0);
        for (int round = 0; round < most_rounds && !waiting.empty(); ++round) {
            solve_round(waiting);
            if (decisive_ < parts_.size() || stop_.stop_requested()) return;
            if (options_.work_limit)
                for (const std::size_t i : waiting) work_left_ -= std::exchange(parts_[i].work, 0);
            std::erase_if(waiting, [this](std::size_t i) { return !stopped_by_limit(*parts_[i].result); });
            if (options_.work_limit ? work_left_ <= 0 : time_left() < least_time) return;
        }
    }

    /// The last of them, which is the largest, is solved on the calling thread. Parts behind one that decides everything are not needed;
    /// those before it are solved in any case, so that the first of them is always the same.
    void solve_round(const std::vector<std::size_t>& waiting) {
        next_ = 0;
        round_edges_ = 0;
        for (const std::size_t i : waiting) round_edges_ += static_cast<std::int64_t>(parts_[i].edges.size());
        edges_left_ = round_edges_;
        const std::size_t last = waiting.size() - 1;
        const std::size_t helpers = std::min(at(options_.threads) - 1, last);
        const auto take_others = [&] {
            for (std::size_t n = next_++; n < last && waiting[n] < decisive_; n = next_++) solve_one(waiting[n]);
        };
        std::vector<std::jthread> threads = core::started(helpers, take_others);
        if (threads.empty()) take_others();
        if (waiting[last] < decisive_) solve_one(waiting[last]);
    }

    [[nodiscard]] bool stopped_by_limit(const Result& result) const {
        return (result.stopped_by == StoppedBy::time_limit || result.stopped_by == StoppedBy::work_limit) &&
               (!result.has_plan() || result.proven_goals < problem_.goals);
    }

    void solve_one(std::size_t i) {
        Part& part = parts_[i];
        bool decides = true;
        try {
            std::vector<std::int32_t> start, warm_edges;
            const Options options = options_of(part, start, warm_edges);
            Result result = solve_(part.problem, options);
            decides = result.status == Status::infeasible;
            const std::scoped_lock lock(telling_);
            part.work = result.work;
            if (part.result) {
                result.work += part.result->work;
                result.nodes += part.result->nodes;
                result.reproducible = result.reproducible && part.result->reproducible;
            }
            if (!part.result || !is_worse(result, *part.result)) part.result = std::move(result);
        } catch (...) {
            part.error = std::current_exception();
            stop_.request_stop();  // nobody needs the others
        }
        for (std::size_t before = decisive_; decides && i < before && !decisive_.compare_exchange_weak(before, i);) {
        }
        edges_left_ -= static_cast<std::int64_t>(part.edges.size());
    }

    static bool is_worse(const Result& result, const Result& than) {
        if (result.has_plan() != than.has_plan()) return than.has_plan();
        if (result.objective != than.objective) return result.objective < than.objective;
        return result.proven_goals < than.proven_goals;
    }

    [[nodiscard]] core::Budget::Clock::duration time_left() const {
        if (!options_.time_limit) return core::Budget::Clock::duration::zero();
        const auto limit = std::min(*options_.time_limit, core::Budget::longest);
        return std::max(limit - (core::Budget::Clock::now() - began_), core::Budget::Clock::duration::zero());
    }

    /// A part may use the share of a limit that its edges are of all that wait; of the time, of what is left of it.
    Options options_of(const Part& part, std::vector<std::int32_t>& start, std::vector<std::int32_t>& warm_edges) {
        const auto own = static_cast<int128>(part.edges.size());
        const auto share = [&](std::int64_t all, std::int64_t edges) {
            return static_cast<std::int64_t>(own * all / std::max<std::int64_t>(edges, 1));
        };
        Options options = options_;
        options.threads = 1;
        options.stop = stop_.get_token();
        options.gap = share(options_.gap, problem_.edges());
        if (options_.work_limit) options.work_limit = share(work_left_, round_edges_);
        if (options_.tie_work_limit) options.tie_work_limit = share(*options_.tie_work_limit, problem_.edges());
        if (options_.time_limit) {
            const double part_of_it =
                static_cast<double>(part.edges.size()) * options_.threads / static_cast<double>(std::max<std::int64_t>(edges_left_, 1));
            options.time_limit = std::chrono::duration_cast<core::Budget::Clock::duration>(time_left() * std::min(part_of_it, 1.0));
        }
        options.progress = {};
        if (options_.progress) options.progress = [this, &part](const Progress& progress) { tell(part, progress); };
        if (part.result) {  // again
            start = part.result->chosen;
            options.warm_start = part.result->warm_start;
            options.warm_goals = -1;
            options.warm_values = false;
            warm_edges.resize(part.edges.size());
            std::iota(warm_edges.begin(), warm_edges.end(), 0);
        } else {
            std::vector<std::int32_t> place(at(problem_.edges()), -1);
            for (std::size_t e = 0; e < part.edges.size(); ++e) place[at(part.edges[e])] = static_cast<std::int32_t>(e);
            for (const std::int32_t edge : options_.start)
                if (edge >= 0 && edge < problem_.edges() && place[at(edge)] >= 0) start.push_back(place[at(edge)]);
            options.warm_start = warm_start_of(part, warm_edges);
        }
        options.start = start;
        options.warm_edges = warm_edges;
        return options;
    }

    /// What a part with the same rows learned, where all its edges stood there.
    std::shared_ptr<const WarmStart> warm_start_of(const Part& part, std::vector<std::int32_t>& warm_edges) const {
        if (!options_.warm_start) return nullptr;
        const auto& known = options_.warm_start->parts;
        const auto same = std::ranges::find(known, part.rows, &WarmStart::Part::rows);
        if (same == known.end() || !same->warm_start || same->warm_start->limits > part.problem.limits()) return nullptr;
        for (const std::int32_t edge : part.edges) {
            const std::int32_t old = options_.warm_edges[at(edge)];
            const auto found = std::ranges::lower_bound(same->edges, old);
            if (found == same->edges.end() || *found != old) return nullptr;
            warm_edges.push_back(static_cast<std::int32_t>(found - same->edges.begin()));
        }
        return same->warm_start;
    }

    /// Keeps what a part tells, and on the calling thread tells of the whole as soon as every part has told of itself.
    void tell(const Part& part, const Progress& progress) {
        Progress whole;
        {
            const std::scoped_lock lock(telling_);
            auto& told = told_[at(&part - parts_.data())];
            told.resize(std::max(told.size(), at(progress.goal) + 1));
            told[at(progress.goal)] = progress;
            if (std::this_thread::get_id() != caller_) return;
            whole.goal = problem_.goals - 1;
            for (std::size_t i = 0; i < parts_.size(); ++i)
                if (!parts_[i].result) whole.goal = std::min(whole.goal, static_cast<std::int32_t>(told_[i].size()) - 1);
            if (whole.goal < 0 || !add_up(whole)) return;
        }
        whole.has_plan = true;
        whole.elapsed_seconds = std::chrono::duration<double>(core::Budget::Clock::now() - began_).count();
        options_.progress(whole);
    }

    /// False where some part has not told of the goal.
    bool add_up(Progress& whole) const {
        const auto goal = at(whole.goal);
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const auto& told = told_[i];
            if (parts_[i].result && parts_[i].result->has_plan()) {
                whole.chosen += static_cast<std::int64_t>(parts_[i].result->chosen.size());
                whole.best += parts_[i].result->objective[goal];
                whole.bound += parts_[i].result->bound[goal];
            } else if (goal < told.size() && told[goal]) {
                whole.chosen += told[goal]->chosen;
                whole.best += told[goal]->best;
                whole.bound += told[goal]->bound;
            } else {
                return false;
            }
        }
        return true;
    }

    Result merged() {
        Result result;
        result.policy_goals = options_.first_tie_goal < 0 ? problem_.goals : std::min(options_.first_tie_goal, problem_.goals);
        auto certificate = std::make_shared<Certificate>();
        // Parts are taken up in order, so that which one is the first without a plan is always the same.
        const auto none =
            std::ranges::find_if(parts_, [](const Part& part) { return part.result && part.result->status == Status::infeasible; });
        if (none != parts_.end()) {
            result.status = Status::infeasible;
            count(*none, result);
            certificate->components.push_back({none->rows, std::make_shared<const Result>(*none->result)});
            result.certificate = std::move(certificate);
            return result;
        }
        for (const Part& part : parts_) count(part, result);
        result.certificate = certificate;
        if (!std::ranges::all_of(parts_, [](const Part& part) { return part.result->has_plan(); })) return result;
        result.objective.assign(at(problem_.goals), 0);
        result.bound.assign(at(problem_.goals), 0);
        for (const Part& part : parts_) {
            for (const std::int32_t edge : part.result->chosen) result.chosen.push_back(part.edges[at(edge)]);
            for (std::size_t g = 0; g < result.bound.size(); ++g) {
                result.objective[g] += part.result->objective[g];
                result.bound[g] += part.result->bound[g];
            }
        }
        std::ranges::sort(result.chosen);
        while (result.proven_goals < problem_.goals && result.gap(result.proven_goals) == 0) ++result.proven_goals;
        result.status = result.proven_goals >= result.policy_goals ? Status::optimal : Status::feasible;
        for (std::int32_t goal = 0; goal < problem_.goals && add_prices(goal, result); ++goal) {
        }
        auto learned = std::make_shared<WarmStart>();
        learned->rows = problem_.rows;
        learned->columns = problem_.columns;
        learned->edges = static_cast<std::int32_t>(problem_.edges());
        learned->limits = problem_.limits();
        for (Part& part : parts_) {
            learned->parts.push_back({part.rows, std::move(part.edges), std::move(part.result->warm_start)});
            part.result->warm_start.reset();
            certificate->components.push_back({std::move(part.rows), std::make_shared<const Result>(std::move(*part.result))});
        }
        result.warm_start = std::move(learned);
        return result;
    }

    static void count(const Part& part, Result& result) {
        result.nodes += part.result->nodes;
        result.work += part.result->work;
        result.reproducible = result.reproducible && part.result->reproducible;
        if (result.stopped_by == StoppedBy::proof) result.stopped_by = part.result->stopped_by;
    }

    /// The prices of all parts in one unit; false where some part has none for this goal, or that unit is too fine.
    bool add_prices(std::int32_t goal, Result& result) const {
        Prices whole;
        whole.goal = goal;
        whole.row.assign(at(problem_.rows), 0);
        whole.column.assign(at(problem_.columns), 0);
        whole.limit.assign(at(problem_.limits()), 0);
        for (const Part& part : parts_) {
            if (part.result->prices.size() <= at(goal) || part.result->prices[at(goal)].row.empty()) return false;
            whole.denominator = std::lcm(whole.denominator, part.result->prices[at(goal)].denominator);
        }
        bool fits = true;
        const auto add = [&](std::int64_t& to, std::int64_t value, std::int64_t factor) {
            const int128 sum = to + static_cast<int128>(value) * factor;
            fits = fits && sum <= std::numeric_limits<std::int64_t>::max() && sum >= std::numeric_limits<std::int64_t>::min();
            to = static_cast<std::int64_t>(sum);
        };
        for (const Part& part : parts_) {
            const Prices& own = part.result->prices[at(goal)];
            const std::int64_t factor = whole.denominator / own.denominator;
            for (const std::int32_t row : part.rows) add(whole.row[at(row)], own.row[at(row)], factor);
            for (std::size_t c = 0; c < whole.column.size(); ++c) add(whole.column[c], own.column[c], factor);
            for (std::size_t k = 0; k < part.limits.size(); ++k) add(whole.limit[at(part.limits[k])], own.limit[k], factor);
        }
        if (fits) result.prices.push_back(std::move(whole));
        return fits;
    }

    static constexpr int most_rounds = 6;
    static constexpr core::Budget::Clock::duration least_time = std::chrono::milliseconds(2);

    const Problem& problem_;
    const Options& options_;
    SolvePart solve_;
    core::Budget::Clock::time_point began_;
    std::vector<Part> parts_;
    std::stop_source stop_;  ///< of all parts: the caller's, or an error
    std::int64_t work_left_ = 0;
    std::int64_t round_edges_ = 0;
    std::mutex telling_;                                      ///< guards results and what has been told of them
    std::vector<std::vector<std::optional<Progress>>> told_;  ///< by part and goal
    std::thread::id caller_ = std::this_thread::get_id();
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::size_t> decisive_ = 0;  ///< the first part known to have no plan, or whose solve threw
    std::atomic<std::int64_t> edges_left_ = 0;
};

}  // namespace

std::vector<std::vector<std::int32_t>> components_of(const ProblemIndex& index) {
    const Problem& problem = index.problem();
    Forest forest(problem.rows);
    std::vector<std::int32_t> row_at(at(problem.columns), -1);
    for (const std::int32_t edge : index.usable_edges()) {
        std::int32_t& other = row_at[at(index.column_of(edge))];
        if (other < 0) other = index.row_of(edge);
        forest.join(other, index.row_of(edge));
    }
    const auto join_sets = [&](const std::vector<std::int64_t>& offsets, const std::vector<std::int32_t>& edges, const auto& matters) {
        for (std::size_t k = 0; k + 1 < offsets.size(); ++k)
            if (matters(static_cast<std::int32_t>(k)))
                join_rows(problem, std::span(edges).subspan(at(offsets[k]), at(offsets[k + 1] - offsets[k])), forest);
    };
    join_sets(problem.limit_offsets, problem.limit_edges, [&](std::int32_t k) { return index.limit_matters(k); });
    join_sets(problem.clique_offsets, problem.clique_edges, [&](std::int32_t q) { return index.clique_matters(q); });

    std::vector<std::int64_t> edges(at(problem.rows), 0);
    for (const std::int32_t edge : index.usable_edges()) ++edges[at(forest.root(index.row_of(edge)))];
    const auto usable = static_cast<std::int64_t>(index.usable_edges().size());
    const std::int64_t enough = std::max(few_edges, usable / most_parts);
    struct Group {
        std::int64_t edges = 0;
        std::vector<std::int32_t> rows;
    };
    std::vector<Group> groups;
    std::vector<std::int32_t> group_of(at(problem.rows), -1);  // by root
    std::int32_t open = -1;                                    // takes small ones until it has enough
    for (std::int32_t row = 0; row < problem.rows; ++row) {
        const std::int32_t root = forest.root(row);
        std::int32_t& group = group_of[at(root)];
        if (group < 0) {
            const bool small = edges[at(root)] < enough;
            if (!small || open < 0) groups.emplace_back();
            if (small && open < 0) open = static_cast<std::int32_t>(groups.size()) - 1;
            group = small ? open : static_cast<std::int32_t>(groups.size()) - 1;
            groups[at(group)].edges += edges[at(root)];
            if (open >= 0 && groups[at(open)].edges >= enough) open = -1;
        }
        groups[at(group)].rows.push_back(row);
    }
    std::ranges::stable_sort(groups, {}, &Group::edges);
    std::vector<std::vector<std::int32_t>> parts;
    for (Group& group : groups) parts.push_back(std::move(group.rows));
    if (open >= 0 && parts.size() > 1) {  // the one that never had enough is the smallest
        parts[1].insert(parts[1].end(), parts[0].begin(), parts[0].end());
        std::ranges::sort(parts[1]);
        parts.erase(parts.begin());
    }
    return parts;
}

Result solve_components(const Problem& problem, const Options& options, const std::vector<std::vector<std::int32_t>>& components,
                        SolvePart solve) {
    return PartsSolver(problem, options, solve).run(components);
}

}  // namespace husrom::solve
