#include <husrom/core/large_memory.hpp>

#include <cstdlib>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace husrom::core {
namespace {

constexpr std::size_t page = std::size_t{2} << 20;
constexpr std::align_val_t page_alignment{page};

}  // namespace

void* allocate_large(std::size_t bytes) {
    if (bytes < page) return ::operator new(bytes);
    void* const memory = ::operator new(bytes, page_alignment);
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // A wish: without it everything works the same. The last page is shared with others, and stays as it is.
    (void)madvise(memory, bytes / page * page, MADV_HUGEPAGE);
#endif
    return memory;
}

void free_large(void* memory, std::size_t bytes) noexcept {
    if (bytes < page)
        ::operator delete(memory);
    else
        ::operator delete(memory, page_alignment);
}

}  // namespace husrom::core
