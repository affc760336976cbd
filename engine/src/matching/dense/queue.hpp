#pragma once

/// A four-ary heap of (distance, node), smallest first; equal distances leave in order of node, so that the order is the same everywhere.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace husrom::matching::dense {

template <class Price> class DistanceQueue {
public:
    struct Entry {
        Price key;
        std::int32_t node;

        friend bool operator<(const Entry& a, const Entry& b) { return a.key < b.key || (a.key == b.key && a.node < b.node); }
    };

    void clear() { heap_.clear(); }
    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] const Entry& top() const { return heap_.front(); }

    void push(Price key, std::int32_t node) {
        const Entry entry{key, node};
        std::size_t hole = heap_.size();
        heap_.push_back(entry);
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / 4;
            if (!(entry < heap_[parent])) break;
            heap_[hole] = heap_[parent];
            hole = parent;
        }
        heap_[hole] = entry;
    }

    void pop() {
        const Entry last = heap_.back();
        heap_.pop_back();
        if (heap_.empty()) return;
        std::size_t hole = 0;
        for (;;) {
            const std::size_t first = 4 * hole + 1;
            if (first >= heap_.size()) break;
            const std::size_t end = first + 4 < heap_.size() ? first + 4 : heap_.size();
            std::size_t least = first;
            for (std::size_t child = first + 1; child < end; ++child)
                if (heap_[child] < heap_[least]) least = child;
            if (!(heap_[least] < last)) break;
            heap_[hole] = heap_[least];
            hole = least;
        }
        heap_[hole] = last;
    }

private:
    std::vector<Entry> heap_;
};

}  // namespace husrom::matching::dense
