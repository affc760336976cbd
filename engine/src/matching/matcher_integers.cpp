/// Compiled twin of Matcher for integer weights.

#include <husrom/matching/detail/matcher_impl.hpp>

namespace husrom::matching {

template class Matcher<std::int32_t>;
template class Matcher<std::int64_t>;

}  // namespace husrom::matching
