// Rule: whatever bytes come in as a problem or a certificate, they are refused in words or judged truly (tests/solve/hostile_files.hpp).

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "../solve/hostile_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string wrong = husrom::solve::testing::read_hostile_file({data, size});
    if (!wrong.empty()) {
        std::fputs((wrong + '\n').c_str(), stderr);
        std::abort();
    }
    return 0;
}
