// Complete matchings of small matrices: prices and distances of all columns stay in registers. Included like kernels_impl.hpp, after it.
//
// Square matrices begin with the column minima as prices (Jonker and Volgenant 1987), others at price 0, which columns without mate must
// keep. Bids in queue order settle most rows; the rest take shortest augmenting paths over all columns, which at this size beats any queue.

/// Copies a matrix with its rows one behind the other; false where an entry is not a number or beyond `bound`. Reads up to a vector beyond
/// the last entry.
template <class Cost, class Price>
bool load_small(const void* from, std::int32_t rows, std::int32_t columns, bool negate, Price bound, Price* to) {
    using V = Vector<Price>;
    const Cost* costs = static_cast<const Cost*>(from);
    const auto infinite = V::fill(PriceRange<Price>::infinite);
    const auto lowest = V::fill(negated(bound));
    const auto highest = V::fill(bound);
    const std::int32_t whole = columns - columns % V::width;
    constexpr auto all = static_cast<typename V::Mask>((std::uint32_t{1} << V::width) - 1);
    const auto inside = static_cast<typename V::Mask>((std::uint32_t{1} << (columns - whole)) - 1);
    std::uint32_t good = all;
    for (std::int32_t row = 0; row < rows; ++row, costs += columns, to += SmallMatrix<Price>::most_columns) {
        for (std::int32_t column = 0; column < whole; column += V::width) {
            const auto cost = V::load_costs(costs + column, negate);
            good &= V::at_most(lowest, cost) & V::at_most(cost, highest);
            V::store(to + column, cost);
        }
        if (inside == 0) continue;
        const auto cost = V::load_costs(costs + whole, negate);
        good &= (V::at_most(lowest, cost) & V::at_most(cost, highest)) | (all & ~inside);
        V::store(to + whole, V::pick(inside, infinite, cost));
    }
    return good == all;
}

/// The state of one matrix; `fixed` is the number of vectors that hold its columns, 0 where only the run knows it.
template <class Price, std::int32_t fixed> struct SmallSolve {
    using V = Vector<Price>;
    using Register = typename V::Register;
    using Mask = typename V::Mask;
    static constexpr std::int32_t most = SmallMatrix<Price>::most_columns;
    static constexpr std::int32_t capacity = fixed > 0 ? fixed : most / V::width;
    static constexpr Price infinite = PriceRange<Price>::infinite;

    struct Best {
        Price best, second;
        std::uint64_t tied;  ///< columns that have the best
    };

    SmallMatrix<Price>& matrix;
    std::int32_t vectors;
    std::uint64_t taken = 0;  ///< columns with a mate
    std::int32_t row_of[most];
    Price least[most];  ///< net cost of a matched row's pair
    std::int32_t left[most];
    std::int32_t lefts = 0;

    explicit SmallSolve(SmallMatrix<Price>& m) : matrix(m), vectors(fixed > 0 ? fixed : (m.columns + V::width - 1) / V::width) {}

    static Mask lanes_of(std::uint64_t columns, std::int32_t vector) {
        return static_cast<Mask>(columns >> (vector * V::width)) & static_cast<Mask>((std::uint32_t{1} << V::width) - 1);
    }
    static std::uint64_t columns_of(Mask mask, std::int32_t vector) { return static_cast<std::uint64_t>(mask) << (vector * V::width); }

    void solve() {
        for (std::int32_t row = 0; row < matrix.rows; ++row) matrix.column_of[row] = -1;
        Register price[capacity];
        if (matrix.rows == matrix.columns) {
            reduce_columns(price);
        } else {
            for (std::int32_t v = 0; v < vectors; ++v) price[v] = V::fill(0);
        }
        bid(price);
        for (std::int32_t k = 0; k < lefts; ++k) augment(price, left[k]);
    }

    void assign(std::int32_t row, std::int32_t column) {
        row_of[column] = row;
        matrix.column_of[row] = column;
        taken |= std::uint64_t{1} << column;
    }

    /// Every column takes its cheapest row as far as that is free; then a row's column is priced up to the row's second best.
    [[gnu::always_inline]] inline void reduce_columns(Register (&price)[capacity]) {
        typename V::Index from[capacity];
        for (std::int32_t v = 0; v < vectors; ++v) {
            price[v] = V::load(matrix.cost + v * V::width);
            from[v] = V::fill_index(0);
        }
        for (std::int32_t row = 1; row < matrix.rows; ++row)
            for (std::int32_t v = 0; v < vectors; ++v) {
                const auto cost = V::load(matrix.cost + row * most + v * V::width);
                from[v] = V::pick_index(V::less(cost, price[v]), from[v], V::fill_index(row));
                price[v] = V::minimum(price[v], cost);
            }
        std::int32_t cheapest[most];
        for (std::int32_t v = 0; v < vectors; ++v) {
            V::store_index(cheapest + v * V::width, from[v]);
            const Mask padding = V::at_most(V::fill(infinite), price[v]);
            price[v] = V::pick(padding, V::subtract(V::fill(0), price[v]), V::fill(0));
        }
        for (std::int32_t column = matrix.columns - 1; column >= 0; --column)
            if (matrix.column_of[cheapest[column]] < 0) assign(cheapest[column], column);
        for (std::int32_t row = 0; row < matrix.rows; ++row) {
            if (matrix.column_of[row] < 0) continue;
            const std::uint64_t own = std::uint64_t{1} << matrix.column_of[row];
            Register others = V::fill(infinite);
            for (std::int32_t v = 0; v < vectors; ++v) {
                const auto net = V::add(V::load(matrix.cost + row * most + v * V::width), price[v]);
                others = V::minimum(others, V::pick(lanes_of(own, v), net, V::fill(infinite)));
            }
            least[row] = V::least(others);
            for (std::int32_t v = 0; v < vectors; ++v) price[v] = V::add_where(lanes_of(own, v), price[v], V::fill(least[row]));
        }
    }

    [[gnu::always_inline]] inline Best best_two(const Register (&price)[capacity], std::int32_t row) {
        Register net[capacity];
        Register low = V::fill(infinite);
        for (std::int32_t v = 0; v < vectors; ++v) {
            net[v] = V::add(V::load(matrix.cost + row * most + v * V::width), price[v]);
            low = V::minimum(low, net[v]);
        }
        Best found{V::least(low), infinite, 0};
        const auto wanted = V::fill(found.best);
        for (std::int32_t v = 0; v < vectors; ++v) found.tied |= columns_of(V::at_most(net[v], wanted), v);
        const std::uint64_t first = found.tied & (0 - found.tied);
        Register rest = V::fill(infinite);
        for (std::int32_t v = 0; v < vectors; ++v) rest = V::minimum(rest, V::pick(lanes_of(first, v), net[v], V::fill(infinite)));
        found.second = V::least(rest);
        return found;
    }

    /// Every row without mate bids in turn, those displaced after the others; what is left when the budget is spent goes to the search.
    [[gnu::always_inline]] inline void bid(Register (&price)[capacity]) {
        std::int32_t queue[most];  // a ring: every displaced row has left a place
        std::int32_t head = 0;
        std::int32_t waiting = 0;
        for (std::int32_t row = 0; row < matrix.rows; ++row)
            if (matrix.column_of[row] < 0) queue[waiting++] = row;
        for (std::int32_t budget = matrix.rows * 2; waiting > 0; --budget) {
            const std::int32_t row = queue[head];
            head = (head + 1) % most;
            --waiting;
            if (budget <= 0) {
                left[lefts++] = row;
                continue;
            }
            const Best two = best_two(price, row);
            std::uint64_t chosen = two.tied & (0 - two.tied);
            if (!(two.best < two.second)) {
                const std::uint64_t free = two.tied & ~taken;  // a tied column without mate costs nothing
                if (free == 0) {
                    left[lefts++] = row;
                    continue;
                }
                chosen = free & (0 - free);
            }
            const auto raise = V::fill(static_cast<Price>(two.second - two.best));
            for (std::int32_t v = 0; v < vectors; ++v) price[v] = V::add_where(lanes_of(chosen, v), price[v], raise);
            const std::int32_t column = __builtin_ctzll(chosen);
            least[row] = two.second;
            if ((taken & chosen) != 0) {
                const std::int32_t before = row_of[column];
                matrix.column_of[before] = -1;
                queue[(head + waiting) % most] = before;
                ++waiting;
            }
            assign(row, column);
        }
    }

    [[gnu::always_inline]] inline void augment(Register (&price)[capacity], std::int32_t source) {
        Register distance[capacity];  // of columns not yet settled
        Register settled_at[capacity];
        typename V::Index from[capacity];
        for (std::int32_t v = 0; v < vectors; ++v) {
            distance[v] = settled_at[v] = V::fill(infinite);
            from[v] = V::fill_index(-1);
        }
        std::uint64_t settled = 0;
        std::int32_t visited[most];
        Price offsets[most];
        std::int32_t steps = 0;
        std::int32_t row = source;
        std::int32_t end = -1;
        Price offset = 0;
        Price reached = -infinite;
        for (;;) {
            visited[steps] = row;
            offsets[steps++] = offset;
            Register low = V::fill(infinite);
            for (std::int32_t v = 0; v < vectors; ++v) {
                const auto net = V::add(V::load(matrix.cost + row * most + v * V::width), price[v]);
                const auto through = V::maximum(V::add(net, V::fill(offset)), V::fill(reached));  // rounding alone can go back
                const Mask nearer = V::less(through, distance[v]) & ~lanes_of(settled, v);
                distance[v] = V::pick(nearer, distance[v], through);
                from[v] = V::pick_index(nearer, from[v], V::fill_index(row));
                low = V::minimum(low, distance[v]);
            }
            reached = V::least(low);
            const auto wanted = V::fill(reached);
            std::uint64_t nearest = 0;
            for (std::int32_t v = 0; v < vectors; ++v) nearest |= columns_of(V::at_most(distance[v], wanted), v);
            const std::uint64_t free = nearest & ~taken;
            if (free != 0) {
                end = __builtin_ctzll(free);
                break;
            }
            const std::uint64_t next = nearest & (0 - nearest);
            for (std::int32_t v = 0; v < vectors; ++v) {
                settled_at[v] = V::pick(lanes_of(next, v), settled_at[v], wanted);
                distance[v] = V::pick(lanes_of(next, v), distance[v], V::fill(infinite));
            }
            settled |= next;
            row = row_of[__builtin_ctzll(next)];
            offset = reached - least[row];
        }
        std::int32_t source_of[most];
        for (std::int32_t v = 0; v < vectors; ++v) {
            const auto raise = V::subtract(V::fill(reached), settled_at[v]);
            price[v] = V::add_where(lanes_of(settled, v), price[v], raise);
            V::store_index(source_of + v * V::width, from[v]);
        }
        for (std::int32_t k = 0; k < steps; ++k) least[visited[k]] = reached - offsets[k];
        for (std::int32_t column = end;;) {
            const std::int32_t taker = source_of[column];
            const std::int32_t before = matrix.column_of[taker];
            assign(taker, column);
            if (taker == source) return;
            column = before;
        }
    }
};

template <class Price, std::int32_t fixed> void complete_fixed(SmallMatrix<Price>& matrix) {
    SmallSolve<Price, fixed>(matrix).solve();
}

/// Fills `column_of`.
template <class Price> void complete_small(SmallMatrix<Price>& matrix) {
    if (matrix.columns <= 1) {
        matrix.column_of[0] = 0;
        return;
    }
    if constexpr (Vector<Price>::width > 1) {
        switch ((matrix.columns + Vector<Price>::width - 1) / Vector<Price>::width) {
            case 1:
                return complete_fixed<Price, 1>(matrix);
            case 2:
                return complete_fixed<Price, 2>(matrix);
            case 3:
                return complete_fixed<Price, 3>(matrix);
            case 4:
                return complete_fixed<Price, 4>(matrix);
            case 5:
                if constexpr (Vector<Price>::width < 16) return complete_fixed<Price, 5>(matrix);
                break;
            case 6:
                if constexpr (Vector<Price>::width < 16) return complete_fixed<Price, 6>(matrix);
                break;
            default:
                break;
        }
    }
    complete_fixed<Price, 0>(matrix);
}
