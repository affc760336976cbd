#pragma once

/// When a stage begins again with derived limits that its fractional plans broke: a new root is bounded, and a tree is lost.

#include <cstddef>
#include <cstdint>
#include <limits>

namespace husrom::solve {

class Restarts {
public:
    /// `limits`: of those that matter, how many there are. With another problem's derived limits at hand (`is_guided`) there is less to be
    /// had from a new beginning.
    Restarts(std::size_t limits, bool is_guided) : limits_(limits), first_nodes_(is_guided ? 480 : 30) {}

    [[nodiscard]] bool at_root() const { return at_root_ < most_at_root; }
    /// Of a tree, before it is given up; 0: never.
    [[nodiscard]] std::int64_t nodes() const { return in_tree_ < most_in_tree ? first_nodes_ << in_tree_ : 0; }
    /// Plans were searched at length in the trees so far.
    [[nodiscard]] bool has_searched() const { return trees_ > 1; }

    /// An attempt ended with so many limits broken: at its root, or in its tree. `gap` is from the bound down to the best plan.
    void learn(bool has_tree, double bound, double gap, std::size_t broken) {
        if (before_at_root_ == infinite) first_ = bound;
        double& before = has_tree ? before_in_tree_ : before_at_root_;
        const double fall = before - bound;
        before = bound;
        if (has_tree) {
            ++trees_;
            in_tree_ = fall < worthwhile * gap ? most_in_tree : in_tree_ + 1;
            return;
        }
        // Where limits are broken all over, the bound falls in many small steps, and a plan that is far away says nothing of their worth.
        const bool all_over = static_cast<double>(broken) >= broken_all_over * static_cast<double>(limits_);
        idle_ = fall < (all_over ? worthwhile_all_over * (first_ - bound) : worthwhile * gap) ? idle_ + 1 : 0;
        at_root_ = idle_ >= (all_over ? patience_all_over : 1) ? most_at_root : at_root_ + 1;
    }
    void end() {
        in_tree_ = most_in_tree;
        at_root_ = most_at_root;
    }

private:
    static constexpr double infinite = std::numeric_limits<double>::infinity();
    static constexpr int most_in_tree = 6;
    static constexpr int most_at_root = 40;
    /// Nothing more is to be had where the limits found last lowered the bound by less than this part of its gap,
    static constexpr double worthwhile = 0.03;
    /// or, where this part of all limits is broken, by less than that part of all that it has fallen, so many times in a row.
    static constexpr double broken_all_over = 0.1;
    static constexpr double worthwhile_all_over = 0.01;
    static constexpr int patience_all_over = 3;

    std::size_t limits_;
    std::int64_t first_nodes_;
    int at_root_ = 0;
    int in_tree_ = 0;
    int trees_ = 0;
    int idle_ = 0;
    double first_ = 0;
    double before_at_root_ = infinite;
    double before_in_tree_ = infinite;
};

}  // namespace husrom::solve
