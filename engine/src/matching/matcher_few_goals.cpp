/// Compiled twin of Matcher for tuples of 1 to 4 goals.

#include <husrom/matching/detail/matcher_impl.hpp>

namespace husrom::matching {

template class Matcher<Tuple<1>>;
template class Matcher<Tuple<2>>;
template class Matcher<Tuple<3>>;
template class Matcher<Tuple<4>>;

}  // namespace husrom::matching
