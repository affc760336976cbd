// The table of all kernels of the namespace that includes this file, after kernels_impl.hpp, collect_impl.hpp or chunks_impl.hpp, and
// small_impl.hpp.

template <class Cost, class Price>
std::int32_t collect(const Row& row, const Price* prices, Price limit, std::int32_t* out_column, Price* out_cost) {
    Range<Price> unused{};
    return row.allowed != nullptr ? collect_entries<Cost, Price, true, false>(row, prices, limit, out_column, out_cost, &unused)
                                  : collect_entries<Cost, Price, false, false>(row, prices, limit, out_column, out_cost, &unused);
}

template <class Cost, class Price>
std::int32_t survey(const Row& row, const Price* prices, Price limit, std::int32_t* out_column, Price* out_cost, Range<Price>* range) {
    return row.allowed != nullptr ? collect_entries<Cost, Price, true, true>(row, prices, limit, out_column, out_cost, range)
                                  : collect_entries<Cost, Price, false, true>(row, prices, limit, out_column, out_cost, range);
}

template <class Cost, class Price> RowKernels<Price> row_kernels() {
    return {collect<Cost, Price>,      survey<Cost, Price>,      relax_row<Cost, Price>,  best_two_of_row<Cost, Price>,
            range_of_row<Cost, Price>, signed_cost<Cost, Price>, load_small<Cost, Price>, nullptr};
}
/// Small matrices are not read this way.
template <class Real> RowKernels<std::int32_t> rounded_row_kernels() {
    using Cost = Rounded<Real>;
    using Price = std::int32_t;
    return {collect<Cost, Price>,
            survey<Cost, Price>,
            relax_row<Cost, Price>,
            best_two_of_row<Cost, Price>,
            range_of_row<Cost, Price>,
            signed_cost<Cost, Price>,
            nullptr,
            is_whole<Real>};
}
template <class Price> ListKernels<Price> list_kernels() {
    ListKernels<Price> kernels{best_two_of_list<Price>, nets_of_list<Price>,      nullptr,
                               relax_list<Price>,       tied_free_of_list<Price>, complete_small<Price>};
    if constexpr (static_cast<Price>(0.5) != 0)
        kernels.rank = rank_rounded;
    else
        kernels.rank = rank_entries<Price>;
    return kernels;
}

KernelTable table() {
    return {row_kernels<std::int32_t, std::int32_t>(),
            row_kernels<std::int64_t, std::int32_t>(),
            row_kernels<std::int32_t, std::int64_t>(),
            row_kernels<std::int64_t, std::int64_t>(),
            row_kernels<float, double>(),
            row_kernels<double, double>(),
            rounded_row_kernels<float>(),
            rounded_row_kernels<double>(),
            list_kernels<std::int32_t>(),
            list_kernels<std::int64_t>(),
            list_kernels<double>()};
}
