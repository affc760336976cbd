// fuzz_dense_forms -max_total_time=60; what it tries stands in dense_forms.hpp.

#include "dense_forms.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    husrom::matching::fuzz::DenseForms(data, size).run();
    return 0;
}
