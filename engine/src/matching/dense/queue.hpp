#pragma once

/// A four-ary heap of (distance, node), smallest first; equal distances leave in order of node, so that the order is the same everywhere.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace husrom::matching::dense {

/// One entry of the queue, ordered by distance and then by node. 32-bit distances share a word with their node: one comparison.
template <class Price> struct QueueEntry {
    QueueEntry(Price distance, std::int32_t reached) : key_(distance), node_(reached) {}
    [[nodiscard]] Price key() const { return key_; }
    [[nodiscard]] std::int32_t node() const { return node_; }
    friend bool operator<(const QueueEntry& a, const QueueEntry& b) { return a.key_ < b.key_ || (a.key_ == b.key_ && a.node_ < b.node_); }

private:
    Price key_;
    std::int32_t node_;
};

template <> struct QueueEntry<std::int32_t> {
    QueueEntry(std::int32_t distance, std::int32_t reached)
        : word_(std::int64_t{distance} * (std::int64_t{1} << 32) + (std::int64_t{reached} + (std::int64_t{1} << 31))) {}
    [[nodiscard]] std::int32_t key() const { return static_cast<std::int32_t>(word_ >> 32); }
    [[nodiscard]] std::int32_t node() const { return static_cast<std::int32_t>((word_ & 0xFFFFFFFF) - (std::int64_t{1} << 31)); }
    friend bool operator<(const QueueEntry& a, const QueueEntry& b) { return a.word_ < b.word_; }

private:
    std::int64_t word_;
};

template <class Price> class DistanceQueue {
public:
    using Entry = QueueEntry<Price>;

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
