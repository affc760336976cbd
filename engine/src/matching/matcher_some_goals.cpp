/// Compiled twin of Matcher for tuples of 5 to 8 goals.

#include <husrom/matching/detail/matcher_impl.hpp>

namespace husrom::matching {

template class Matcher<Tuple<5>>;
template class Matcher<Tuple<6>>;
template class Matcher<Tuple<7>>;
template class Matcher<Tuple<8>>;

}  // namespace husrom::matching
