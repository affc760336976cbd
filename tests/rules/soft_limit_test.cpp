// What a soft limit charges: what a round adds to the excess that there is, at the steps that follow it.

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "rules/best_plans.hpp"
#include "rules/sample.hpp"

namespace husrom::test {
namespace {

const std::string community = "[[goal]]\nid = \"house\"\nmaximise = \"housed\"\n[[goal]]\nid = \"community\"\nminimise = \"excess\"\n";

std::string neighbours(const std::string& steps) {
    return "[[limit]]\nid = \"near\"\nper = \"unit.neighbourhood\"\nmax = 1\nkind = \"soft\"\ngoal = \"community\"\nsteps = [" + steps +
           "]\n" + community;
}

/// So many who look for a home in one neighbourhood with homes enough, and so many who live there.
std::vector<Sheet> neighbourhood(int people, int tenants) {
    std::string participants = "participant_id\n", units = "unit_id,neighbourhood_id\n", living = "tenant_id,neighbourhood_id\n";
    for (int i = 0; i < people; ++i)
        participants += "SYN-P-" + std::to_string(i) + "\n", units += "SYN-U-" + std::to_string(i) + ",SYN-N\n";
    for (int i = 0; i < tenants; ++i) living += "SYN-X-" + std::to_string(i) + ",SYN-N\n";
    return {{"participants", participants}, {"units", units}, {"neighbourhoods", "neighbourhood_id\nSYN-N\n"}, {"tenants", living}};
}

std::int64_t charged(int people, int tenants, const std::string& steps) {
    const auto best = best_plans(make_problem(neighbourhood(people, tenants), neighbours(steps))->numeric, 2);
    return -best.value[1];
}

TEST(SoftLimits, ThoseHousedInTwoRoundsCostWhatTheyCostInOne) {
    const std::string steps = "{ width = 1, slope = 1 }, { width = 2, slope = 3 }, { slope = 6 }";
    const auto in_one = charged(5, 0, steps);
    EXPECT_EQ(in_one, 1 + 3 + 3 + 6);
    for (int first = 1; first < 5; ++first) EXPECT_EQ(charged(first, 0, steps) + charged(5 - first, first, steps), in_one) << first;
    EXPECT_EQ(charged(1, 4, steps), 6) << "three of the four are over the cap already";
}

TEST(SoftLimits, NobodyElseComesInWhereThereIsAsMuchExcessAsTheStepsCarry) {
    const std::string steps = "{ width = 1, slope = 1 }, { width = 1, slope = 3 }";
    EXPECT_EQ(best_plans(make_problem(neighbourhood(5, 0), neighbours(steps))->numeric, 1).value, std::vector<std::int64_t>{3});
    EXPECT_EQ(best_plans(make_problem(neighbourhood(5, 2), neighbours(steps))->numeric, 2).value, (std::vector<std::int64_t>{1, -3}));
    for (const int tenants : {3, 4})
        EXPECT_EQ(best_plans(make_problem(neighbourhood(5, tenants), neighbours(steps))->numeric, 1).value, std::vector<std::int64_t>{0});
}

TEST(SoftLimits, AStepAsWideAsANumberCanBeTakesTheRest) {
    const auto problem = make_problem(neighbourhood(3, 0), neighbours("{ width = 9223372036854775807, slope = 1 }, { slope = 2 }"));
    ASSERT_EQ(problem->numeric.steps.size(), 1U);
    EXPECT_EQ(best_plans(problem->numeric, 2).value, (std::vector<std::int64_t>{3, -2}));
}

/// A small office whose only rules are a soft limit of hours on each of two sites; quantities in tenths of an hour.
struct Office {
    struct Person {
        std::int64_t hours = 0;
        int home = -1;  ///< where one who may move lives
        bool must = false;
    };
    struct Site {
        std::int64_t tenants = 0, stays = 0;
        std::optional<std::int64_t> max, min;
    };
    struct Step {
        std::int64_t width = 0;  ///< 0: takes the rest
        std::int64_t slope = 0;
    };
    std::vector<Person> people;
    std::vector<int> homes;  ///< the site of each
    std::array<Site, 2> sites;
    std::vector<Step> steps;
    bool charge_first = false;  ///< the excess counts before the number housed

    explicit Office(unsigned seed) {
        std::mt19937 random(seed);
        const auto up_to = [&random](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
        homes = {0, 1};
        for (int more = up_to(3); more > 0; --more) homes.push_back(up_to(1));
        for (int i = 1 + up_to(3); i > 0; --i) people.push_back({5 * (1 + up_to(5)), -1, up_to(3) == 0});
        for (std::size_t i = 0; i < people.size() && i < homes.size(); ++i)
            if (up_to(2) == 0) people[i].home = static_cast<int>(i);
        for (auto& site : sites) {
            site.tenants = 5 * up_to(6);
            if (up_to(4) > 0) site.max = 10 * up_to(3);
            if (up_to(2) == 0 && (!site.max || *site.max > 0)) site.min = std::min<std::int64_t>(10, site.max.value_or(10));
        }
        for (const auto& person : people)
            if (person.home >= 0) sites[site_of(person.home)].stays += person.hours;
        const std::vector<std::vector<Step>> kinds{{{0, 2}}, {{10, 1}, {0, 4}}, {{10, 1}, {20, 3}}, {{20, 0}, {10, 1}, {0, 5}}, {{10, 2}}};
        steps = kinds[static_cast<std::size_t>(up_to(4))];
        charge_first = up_to(1) == 1;
    }

    [[nodiscard]] std::size_t site_of(int home) const { return static_cast<std::size_t>(homes[static_cast<std::size_t>(home)]); }

    static std::string hours(std::int64_t tenths) { return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10); }

    [[nodiscard]] std::vector<Sheet> sheets() const {
        std::ostringstream participants, units, places, tenants;
        participants << "participant_id,support_hours,current_unit,must_house\n";
        for (std::size_t i = 0; i < people.size(); ++i)
            participants << "SYN-P-" << i << "," << hours(people[i].hours) << ","
                         << (people[i].home < 0 ? "" : "SYN-U-" + std::to_string(people[i].home)) << "," << (people[i].must ? "true" : "")
                         << "\n";
        units << "unit_id,site_id\n";
        for (std::size_t i = 0; i < homes.size(); ++i) units << "SYN-U-" << i << ",SYN-S-" << homes[i] << "\n";
        places << "site_id,most,least\n";
        tenants << "tenant_id,site_id,support_hours\n";
        for (std::size_t i = 0; i < sites.size(); ++i) {
            const auto cell = [](const auto& bound) { return bound ? hours(*bound) : std::string(); };
            places << "SYN-S-" << i << "," << cell(sites[i].max) << "," << cell(sites[i].min) << "\n";
            tenants << "SYN-X-" << i << ",SYN-S-" << i << "," << hours(sites[i].tenants) << "\n";
        }
        return {{"participants", participants.str()}, {"units", units.str()}, {"sites", places.str()}, {"tenants", tenants.str()}};
    }

    [[nodiscard]] std::string policy() const {
        std::string text;
        for (const auto* heading : {"site.most", "site.least"})
            text += "[columns.\"" + std::string(heading) + "\"]\ntype = \"decimal\"\ndigits = 1\nempty = \"no_bound\"\n";
        for (const auto* heading : {"participant.support_hours", "tenant.support_hours"})
            text += "[columns.\"" + std::string(heading) + "\"]\ntype = \"decimal\"\ndigits = 1\n";
        text +=
            "[[limit]]\nid = \"hours\"\nper = \"unit.site\"\nsum = \"participant.support_hours\"\nmax = \"site.most\"\n"
            "min = \"site.least\"\nkind = \"soft\"\ngoal = \"community\"\nsteps = [";
        for (const auto& step : steps)
            text += "{ " + (step.width > 0 ? "width = " + std::to_string(step.width / 10) + ", " : std::string()) +
                    "slope = " + std::to_string(step.slope) + " }, ";
        const auto second = community.find("[[goal]]", 1);
        return text + "]\n" + (charge_first ? community.substr(second) + community.substr(0, second) : community);
    }

    /// What the steps charge for so much excess; nothing when they do not carry it.
    [[nodiscard]] std::optional<std::int64_t> cost(std::int64_t excess) const {
        std::int64_t total = 0, from = 0;
        for (const auto& step : steps) {
            const auto to = step.width == 0 ? std::max(excess, from) : std::min(excess, from + step.width);
            total += std::max<std::int64_t>(0, to - from) * step.slope;
            if (step.width == 0 || excess <= from + step.width) return total;
            from += step.width;
        }
        return std::nullopt;
    }

    /// The charge of one site where so much is used in the end.
    [[nodiscard]] std::optional<std::int64_t> charge(const Site& site, std::int64_t use) const {
        std::int64_t total = 0;
        if (site.max) {
            const auto over = [&site](std::int64_t used) { return std::max<std::int64_t>(0, used - *site.max); };
            const auto before = over(site.tenants + site.stays), after = over(use);
            if (after > before) {
                const auto whole = cost(after);
                if (!whole) return std::nullopt;
                total += *whole - *cost(before);
            }
        }
        if (site.min) {
            const auto short_of = cost(std::max<std::int64_t>(0, *site.min - use));
            if (!short_of) return std::nullopt;
            total += *short_of;
        }
        return total;
    }

    /// The best plan by looking at all of them: the number housed and less the charge, in the goals' order.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> best() const {
        std::optional<std::vector<std::int64_t>> found;
        std::vector<int> placed(people.size(), -1);
        const auto look = [&] {
            std::int64_t housed = 0, total = 0;
            std::array<std::int64_t, 2> use{sites[0].tenants, sites[1].tenants};
            for (std::size_t i = 0; i < people.size(); ++i) {
                if (placed[i] < 0) continue;
                use[site_of(placed[i])] += people[i].hours;
                housed += people[i].home < 0 ? 1 : 0;
            }
            for (std::size_t i = 0; i < sites.size(); ++i) {
                const auto one = charge(sites[i], use[i]);
                if (!one) return;
                total += *one;
            }
            auto value = charge_first ? std::vector{-total, housed} : std::vector{housed, -total};
            if (!found || value > *found) found = value;
        };
        const auto place = [&](const auto& self, std::size_t person) -> void {
            if (person == people.size()) return look();
            if (people[person].home < 0 && !people[person].must) self(self, person + 1);
            for (int home = 0; home < static_cast<int>(homes.size()); ++home) {
                if (std::ranges::find(placed, home) != placed.end()) continue;
                placed[person] = home;
                self(self, person + 1);
                placed[person] = -1;
            }
        };
        place(place, 0);
        return found;
    }
};

TEST(SoftLimits, RandomOfficesChargeTheCostOfTheExcessLessThatOfTheExcessThereWas) {
    // Rule: cost(existing + added) - cost(existing), stays and tenants counted as existing, a floor's shortfall whole; by every plan there
    // is.
    int over_before = 0, infeasible = 0, charges = 0;
    for (unsigned seed = 0; seed < 1500; ++seed) {
        const Office office(seed);
        const auto problem = make_problem(office.sheets(), office.policy());
        const auto expected = office.best();
        const auto best = best_plans(problem->numeric, 2);
        ASSERT_EQ(best.feasible, expected.has_value()) << "seed " << seed << "\n" << office.policy();
        for (const auto& site : office.sites) over_before += site.max && site.tenants + site.stays > *site.max ? 1 : 0;
        infeasible += expected ? 0 : 1;
        if (!expected) continue;
        charges += (*expected)[office.charge_first ? 0 : 1] < 0 ? 1 : 0;
        ASSERT_EQ(best.value, *expected) << "seed " << seed << "\n" << office.policy();
    }
    EXPECT_GT(over_before, 300);
    EXPECT_GT(infeasible, 20);
    EXPECT_GT(charges, 300);
}

}  // namespace
}  // namespace husrom::test
