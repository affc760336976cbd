#pragma once

/// Memory for arrays of many megabytes, in pages of two megabytes where the system has them: in small pages a first touch costs more than
/// what is then written, and scattered reads and writes miss the address cache each time.

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace husrom::core {

/// Throws std::bad_alloc. Give back by `free_large` with the same size.
[[nodiscard]] void* allocate_large(std::size_t bytes);
void free_large(void* memory, std::size_t bytes) noexcept;

enum class Pages : std::uint8_t { large, usual };

/// For std::vector. Elements that are given no value are left without one: `resize(n)` touches no memory.
template <class T, Pages pages> struct UntouchedAllocator {
    using value_type = T;
    template <class U> struct rebind { using other = UntouchedAllocator<U, pages>; };
    UntouchedAllocator() = default;
    template <class U> UntouchedAllocator(const UntouchedAllocator<U, pages>&) noexcept {}  // NOLINT: as allocators convert

    [[nodiscard]] T* allocate(std::size_t n) {
        if (n > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
        return static_cast<T*>(pages == Pages::large ? allocate_large(n * sizeof(T)) : ::operator new(n * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t n) noexcept {
        if constexpr (pages == Pages::large)
            free_large(memory, n * sizeof(T));
        else
            ::operator delete(memory);
    }

    template <class U> void construct(U* place) noexcept(std::is_nothrow_default_constructible_v<U>) {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class... Values> void construct(U* place, Values&&... values) {
        ::new (static_cast<void*>(place)) U(std::forward<Values>(values)...);
    }
    friend bool operator==(const UntouchedAllocator&, const UntouchedAllocator&) { return true; }
};

template <class T> using LargeVector = std::vector<T, UntouchedAllocator<T, Pages::large>>;
/// Of which few elements are ever given a value: a whole large page for each would cost more than it saves.
template <class T> using SparseVector = std::vector<T, UntouchedAllocator<T, Pages::usual>>;

}  // namespace husrom::core
