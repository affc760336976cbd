#pragma once

/// Offers with a choice: everybody housed by a plan is offered up to k different homes, no place in a home to two people, so that whatever
/// each of them chooses every limit is kept and no policy goal loses more than was declared.
///
///     auto round = plan::Offers(plan, {.homes = 3});
///     round = round.accept("SYN-P-0412", "SYN-U-0117");
///     round = round.refuse("SYN-P-0007", "too far from network");
///
/// Why it holds for every choice at once. Choices are independent, one home of one's own set, so the most that a limit can come to is the
/// sum over people of the largest load among their homes, and the least is the sum of the smallest; both are kept within the limit.
/// Likewise a goal can lose at most the sum over people of their worst home, plus what soft limits could be charged on top. Of two people
/// who must live apart at most one has homes in any one place. All of this is exact integer arithmetic, and the bound on the goals is safe
/// rather than tight: combinations that do not occur together may be counted together.
///
/// The loss is allowed once for the whole round: what accepted homes have cost against the planned ones stays counted after a refusal. What
/// the refusal itself changes is no choice's cost; it moves what losses are counted from.
///
/// Homes are added a round at a time, each round a matching with limits of its own that gives most people one more home at the least loss.
/// Cost: k - 1 solves for the sets; one for a refusal and up to six where offers would stand in the way of a duty, and k - 1 for new sets.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <husrom/plan/resolve.hpp>

namespace husrom::plan {

struct OfferOptions {
    std::optional<std::int64_t> homes = std::nullopt;  ///< k; the policy's `[offers] homes` when absent
    /// By goal, in its own unit; the policy's `[offers] max_loss` when absent. Goals that are not named lose nothing.
    std::optional<std::map<std::string, model::Decimal>> max_loss = std::nullopt;
    std::int64_t work_limit = 50'000'000;  ///< of each solve; an answer that is not proven is as safe, with fewer homes perhaps
};

enum class OfferState : std::uint8_t {
    open,      ///< the person may choose
    accepted,  ///< one home, which the person has accepted
    stays      ///< a tenant who may move and stays: nothing is offered
};

struct OfferedHome {
    rules::UnitIndex unit;
    rules::EdgeIndex edge;
    bool planned = false;              ///< the home of the plan
    std::vector<std::string> confirm;  ///< rules to be confirmed before the offer
    rules::ParticipantIndex after;     ///< falls vacant only when this tenant moves; invalid: a place is free
};
struct OfferSet {
    rules::ParticipantIndex participant;
    OfferState state = OfferState::open;
    std::vector<OfferedHome> homes;  ///< the planned one first
};

/// What a goal can come to, whatever is chosen.
struct Guarantee {
    std::int32_t goal = 0;
    /// Of the plan behind the offers, had no choice so far cost anything; in the office's direction and unit, scaled by the goal's digits.
    std::int64_t planned = 0;
    std::int64_t worst = 0;  ///< no choice makes it worse than this
    std::int64_t loss = 0;   ///< the distance of the two, at least 0: what the choices of the whole round can cost
    std::int64_t allowed = 0;
};

struct Parked {
    rules::ParticipantIndex participant;
    std::int64_t days = 0;  ///< counted from the refusal
    std::string reason;
};
struct Withdrawn {
    rules::ParticipantIndex participant;
    rules::UnitIndex unit;
};

/// A round as plain values by id, to be kept between answers: what was offered stands, whichever version of the engine reads it again.
struct OffersRecord {
    struct Home {
        std::string unit;
        bool planned = false;
    };
    struct Set {
        std::string participant;
        OfferState state = OfferState::open;
        std::vector<Home> homes;
    };
    struct Parked {
        std::string participant;
        std::int64_t days = 0;
        std::string reason;
    };
    std::string problem_digest;
    std::string case_digest = {}, policy_digest = {}, as_of = {};  ///< empty in a round of a version that did not keep them
    std::int64_t homes = 1;
    std::int64_t work_limit = 0;
    std::vector<std::int64_t> max_loss, reference;  ///< by policy goal, in the solver's integers
    std::vector<Set> sets;
    std::vector<std::pair<std::string, std::string>> refused;  ///< participant, unit: not to be offered again
    std::vector<Parked> parked;
    std::vector<std::pair<std::string, std::string>> withdrawn;
    bool duties_broken = false;
};

/// Immutable: an answer gives a new round of offers.
class Offers {
public:
    /// Throws InvalidArgument without an allocation, or for a goal in `max_loss` that is not there.
    explicit Offers(const Plan& plan, const OfferOptions& options = {});

    [[nodiscard]] const std::vector<OfferSet>& sets() const { return sets_; }  ///< by participant
    [[nodiscard]] std::vector<Guarantee> guarantees() const;
    [[nodiscard]] const std::vector<Parked>& parked() const { return parked_; }
    /// Homes that had to be taken back, because no allocation keeps them after the last refusal; as few as can be.
    [[nodiscard]] const std::vector<Withdrawn>& withdrawn() const { return withdrawn_; }
    /// No allocation keeps every duty and floor after the answers so far; the sets are those that can be given.
    [[nodiscard]] bool duties_broken() const { return duties_broken_; }
    [[nodiscard]] const rules::AllocationProblem& problem() const { return *problem_; }

    /// The person takes this home of the set. Throws InvalidArgument when it is not in the set.
    [[nodiscard]] Offers accept(std::string_view participant, std::string_view unit) const;

    /// The person takes none. The homes of the set are not offered to this person again; the policy's `[refusals]` says what else follows
    /// from the reason (parked for some days, a tenant who may move staying; whatever lies in the same place ruled out). Then the homes
    /// that are free are given anew among those without an offer, the offers made to others standing as they are, unless a duty needs one
    /// of their homes. Throws InvalidArgument for a reason that the policy does not name, with the nearest one.
    [[nodiscard]] Offers refuse(std::string_view participant, std::string_view reason) const;

    /// The plan behind the offers: the planned or accepted home of everybody.
    [[nodiscard]] std::vector<rules::EdgeIndex> chosen() const;

    [[nodiscard]] OffersRecord record() const;
    /// The round of a record, judged anew: throws InvalidArgument when the record is of another case, policy or problem, offers what the
    /// rules do not allow or what a limit has no room for, or could lose more than is allowed.
    [[nodiscard]] static Offers restore(std::shared_ptr<const rules::AllocationProblem> problem, const OffersRecord& record);

private:
    friend class OfferWork;
    friend class OffersReader;

    Offers() = default;

    std::shared_ptr<const rules::AllocationProblem> problem_;
    std::string case_digest_, policy_digest_, as_of_;  ///< what the round was made from; empty where its record did not keep them
    OfferOptions options_;
    std::int64_t homes_ = 1;
    std::vector<std::int64_t> max_loss_;   ///< by policy goal, in numeric units
    std::vector<std::int64_t> reference_;  ///< by policy goal, in the solver's direction: what losses are counted from
    std::vector<OfferSet> sets_;
    std::vector<rules::EdgeIndex> refused_;  ///< pairs not to be offered again, ascending
    std::vector<Parked> parked_;
    std::vector<Withdrawn> withdrawn_;
    bool duties_broken_ = false;
};

}  // namespace husrom::plan
