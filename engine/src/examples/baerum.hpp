#pragma once

// The tables of the staircase example.

#include <string>
#include <vector>

#include <husrom/core/random.hpp>
#include "examples/sheet.hpp"

namespace husrom::examples {

/// What happens to a home in this round.
enum class Use { tenant, mover, vacant, base };

/// One kind of home on the staircase: how many there are, how they stand together, and what this round holds of them. How the 1 070 and
/// the 130 split over the levels is not published; the numbers are assumed, but for the three plots of modules and the two fourplexes.
struct Kind {
    std::string scheme;  ///< WELFARE or CARE
    std::int64_t level;
    std::string unit_type;
    std::int64_t homes;
    std::int64_t homes_on_site;  ///< 0: scattered, without a site
    std::string staffing;
    std::int64_t robust;
    bool shared_area;
    std::int64_t conflict_cap;  ///< people with conflict behaviour on one site; -1: none
    std::int64_t vacant;        ///< in the horizon, a base that is converted within it too
    std::int64_t movers;
};
[[nodiscard]] const std::vector<Kind>& baerum_kinds();

/// A home while the case is made.
struct Home {
    std::string unit_id, site_id, neighbourhood_id, landlord_id;
    std::size_t kind = 0;
    Use use = Use::tenant;
    std::int64_t neighbourhood = 0;  ///< from 0
    std::int64_t rooms = 1;
    bool first_a_base = false;  ///< the staff's until a date, then a home like its neighbours
};

struct Stock {
    std::vector<Home> homes;
    Sheet units;
    Sheet sites;
};
[[nodiscard]] Stock baerum_stock(core::Random& random);

/// Points of what a neighbourhood already bears are drawn once and read by several tables.
struct Place {
    std::int64_t drug_scene, strained, children_density;
};
[[nodiscard]] std::vector<Place> baerum_places();

[[nodiscard]] Sheet baerum_participants(core::Random& random, const Stock& stock);
[[nodiscard]] Sheet baerum_wishes(core::Random& random, const Sheet& participants);
[[nodiscard]] Sheet baerum_tenants(core::Random& random, const Stock& stock);
[[nodiscard]] Sheet baerum_apart(core::Random& random, const Sheet& participants, const Sheet& tenants);
[[nodiscard]] Sheet baerum_adjacent();
[[nodiscard]] Sheet baerum_neighbourhoods(const Sheet& participants, const Sheet& tenants, const Stock& stock);
[[nodiscard]] Sheet baerum_teams(const Sheet& participants, const Sheet& tenants);
[[nodiscard]] Sheet baerum_landlords(core::Random& random, const Stock& stock);
[[nodiscard]] Sheet baerum_budgets();

inline constexpr std::int64_t baerum_areas = 16;
inline constexpr std::size_t baerum_waiting = 300;

}  // namespace husrom::examples
