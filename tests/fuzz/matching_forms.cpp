// The fuzz target of matching_forms.hpp.

#include "matching_forms.hpp"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto objection = husrom::matching::testing::objection_to({data, size});
    if (objection.empty()) return 0;
    std::fprintf(stderr, "%s\n", objection.c_str());
    std::abort();
}
