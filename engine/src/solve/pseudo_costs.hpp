#pragma once

/// What dividing on a set has brought so far: by how much the bound fell for each unit by which the fractional plan had to move. The mean
/// foretells the next fall, once it has been seen a few times (Achterberg, Koch and Martin 2005).

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <husrom/solve/certificate.hpp>

namespace husrom::solve {

class PseudoCosts {
public:
    struct Seen {
        RowSet set;
        bool with;
        double share, fall;
    };
    void learn(const RowSet& set, bool with, double share, double fall) {
        const double moved = with ? 1 - share : share;
        if (moved < 1e-6) return;
        if (keeps_news_) news_.push_back({set, with, share, fall});
        for (Mean* mean : {&by_set_[key(set)][with ? 1 : 0], &all_[with ? 1 : 0]}) {
            mean->sum += fall / moved;
            ++mean->count;
        }
    }
    [[nodiscard]] bool reliable(const RowSet& set) const {
        const auto found = by_set_.find(key(set));
        return found != by_set_.end() && found->second[0].count >= enough && found->second[1].count >= enough;
    }
    /// The fall to expect in one half.
    [[nodiscard]] double fall(const RowSet& set, bool with, double share) const {
        const double moved = with ? 1 - share : share;
        const auto found = by_set_.find(key(set));
        const Mean& own =
            found != by_set_.end() && found->second[with ? 1 : 0].count > 0 ? found->second[with ? 1 : 0] : all_[with ? 1 : 0];
        return own.count > 0 ? moved * own.sum / static_cast<double>(own.count) : moved;
    }

    /// From now on, what is learned is kept as well, for another to learn it too.
    void keep_news() {
        keeps_news_ = true;
        news_.clear();
    }
    [[nodiscard]] std::vector<Seen> take_news() { return std::exchange(news_, {}); }

    /// With the sets that `renumber` knows, under their numbers there.
    template <class Renumber> [[nodiscard]] PseudoCosts renumbered(const Renumber& renumber) const {
        PseudoCosts result;
        result.all_ = all_;
        for (const auto& [known, means] : by_set_)
            if (const std::optional<RowSet> set = renumber(RowSet{std::get<0>(known), std::get<1>(known), std::get<2>(known)}))
                result.by_set_.emplace(key(*set), means);
        return result;
    }

private:
    static constexpr std::int32_t enough = 4;
    struct Mean {
        double sum = 0;
        std::int32_t count = 0;
    };
    using Key = std::tuple<std::int32_t, std::int32_t, std::int32_t>;
    static Key key(const RowSet& set) { return {set.row, set.limit, set.edge}; }
    std::map<Key, std::array<Mean, 2>> by_set_;
    std::array<Mean, 2> all_;
    bool keeps_news_ = false;
    std::vector<Seen> news_;
};

}  // namespace husrom::solve
