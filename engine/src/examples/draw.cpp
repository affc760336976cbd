#include "examples/draw.hpp"

#include <husrom/core/integers.hpp>

namespace husrom::examples {

std::vector<std::string> deal(core::Random& random, std::initializer_list<std::pair<std::string_view, std::size_t>> counts) {
    std::vector<std::string> labels;
    for (const auto& [label, count] : counts) labels.insert(labels.end(), count, std::string(label));
    shuffle(random, labels);
    return labels;
}

std::vector<std::int64_t> deal_numbers(core::Random& random, std::initializer_list<std::pair<std::int64_t, std::size_t>> counts) {
    std::vector<std::int64_t> numbers;
    for (const auto& [number, count] : counts) numbers.insert(numbers.end(), count, number);
    shuffle(random, numbers);
    return numbers;
}

std::string_view pick(core::Random& random, std::initializer_list<std::pair<std::string_view, std::uint64_t>> weights) {
    std::uint64_t total = 0;
    for (const auto& [label, weight] : weights) total += weight;
    std::uint64_t draw = random.below(total);
    for (const auto& [label, weight] : weights) {
        if (draw < weight) return label;
        draw -= weight;
    }
    return weights.begin()->first;
}

std::int64_t bell(core::Random& random, std::int64_t mean, std::int64_t deviation, std::int64_t low, std::int64_t high) {
    for (;;) {
        // Twelve draws from -500..500 have a standard deviation of 1000.
        std::int64_t sum = 0;
        for (int draw = 0; draw < 12; ++draw) sum += random.between(-500, 500);
        const std::int64_t value = mean + core::floor_divide(deviation * sum + 500, std::int64_t{1000});
        if (value >= low && value <= high) return value;
    }
}

std::vector<std::int64_t> deal_waiting_days(core::Random& random, std::size_t people) {
    const std::size_t long_waits = (people * 28 + 50) / 100;
    std::vector<std::int64_t> days;
    for (std::size_t person = 0; person < people; ++person) {
        if (person >= long_waits) {
            days.push_back(random.between(1, 90));
        } else if (person % 4 == 0) {
            days.push_back(random.between(241, 730));
        } else {
            days.push_back(random.between(91, 240));
        }
    }
    shuffle(random, days);
    return days;
}

std::string id(std::string_view kind, std::int64_t number, int width) {
    std::string digits = std::to_string(number);
    if (digits.size() < static_cast<std::size_t>(width)) digits.insert(0, static_cast<std::size_t>(width) - digits.size(), '0');
    return "SYN-" + std::string(kind) + '-' + digits;
}

}  // namespace husrom::examples
