/// Compiled twin of Matcher for tuples of 9 to 12 goals.

#include <husrom/matching/detail/matcher_impl.hpp>

namespace husrom::matching {

template class Matcher<Tuple<9>>;
template class Matcher<Tuple<10>>;
template class Matcher<Tuple<11>>;
template class Matcher<Tuple<12>>;

}  // namespace husrom::matching
