// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BountyId} from "../types/BountyId.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {Claim} from "./IAttributionLedger.sol";

/// @notice What a submitter prepaid for verification.
/// @param fee Wei of OPEN for each vote, whatever it is.
/// @param seats Number of validators that it was paid for: the whole set that decides.
/// @param paidVotes Bit i is set when validator i of the set got its fee.
/// @param unusedReturned Whether what no vote earned went back to the submitter.
/// @param refunded Wei that the datanet's reserve gave back to the submitter.
struct PrepaidFees {
    uint96 fee;
    uint8 seats;
    uint32 paidVotes;
    bool unusedReturned;
    uint104 refunded;
}

/// @notice Money offered per contribution accepted after the offer.
/// @param giver Who gave the money and gets what is left; zero for the datanet's reserve.
/// @param endsAt Unix time in seconds from which no claim is paid.
/// @param startSequence Number of the sequence at the offer: submissions accepted with a later one count.
/// @param reward Wei of OPEN per contribution.
/// @param remaining Wei that are not paid yet.
/// @param datanetId The datanet.
struct Bounty {
    address giver;
    uint40 endsAt;
    uint56 startSequence;
    uint128 reward;
    uint128 remaining;
    DatanetId datanetId;
}

/// @title IDatanetReserves
/// @notice The money of datanets: reserves, prepaid verification fees and bounties, each wei in one named place.
///
/// A **reserve** grows by what its datanet's contributions earn under the reserve account (`collectReserve`) and by what
/// anybody gives. It is spent only on refunds of verification fees of accepted submissions, and on bounties that the
/// curator offers; both together take, **in any 30 days, at most a tenth of what the reserve held at their beginning and
/// of what came in since** (what a bounty returns comes in). Money once in leaves by no other way, so that giving in order
/// to spend costs ten times what it frees.
///
/// **Verification fees**: the curator sets a fee per vote. A submitter prepays it for the whole set that decides. Each
/// validator that votes gets its fee, whatever its vote; what no vote earned returns to the submitter once the
/// submission is decided or has lapsed. Of an accepted submission the reserve refunds the rest, as far as the tenth goes.
///
/// A **bounty** pays a fixed reward per contribution of its datanet that is accepted after the offer and claimed before
/// the end: once per leaf and once per text root, to the contributor's recipient (`IPayoutDirectory`). Revoked and
/// unavailable contributions earn none. What is left returns to whoever gave it.
///
/// Everything is paid by pull, at anyone's call, to an account that is fixed beforehand: no account can block another.
///
/// Warning: whoever is curator, submitter and validators in one can take the tenth. Give to datanets that you trust.
/// Warning: a copy of a text that is accepted before the original is, or an edited copy, can claim a bounty: validators
/// must look.
interface IDatanetReserves {
    /// @notice What a bounty is offered with.
    /// @param datanetId The datanet.
    /// @param reward Wei of OPEN per contribution.
    /// @param total Wei of OPEN in all, at least one reward.
    /// @param endsAt Unix time in seconds, at most 365 days ahead.
    struct NewBounty {
        DatanetId datanetId;
        uint128 reward;
        uint128 total;
        uint40 endsAt;
    }

    /// @notice A contribution with its proof, for which a bounty is claimed.
    /// @param submissionId Its submission.
    /// @param leafIndex Index of its leaf.
    /// @param contributor The leaf's contributor.
    /// @param textRoot The leaf's text root.
    /// @param siblings Siblings of the leaf, bottom-up.
    struct BountyClaim {
        SubmissionId submissionId;
        uint32 leafIndex;
        address contributor;
        bytes32 textRoot;
        bytes32[] siblings;
    }

    /// @notice The reserve grew by `amount`, given by `from` (the attribution ledger where it was earned).
    event ReserveFunded(DatanetId indexed datanetId, address indexed from, uint256 amount);
    event VerificationFeeSet(DatanetId indexed datanetId, uint256 fee);
    event FeesPrepaid(
        SubmissionId indexed submissionId,
        DatanetId indexed datanetId,
        address indexed submitter,
        uint256 fee,
        uint256 seats
    );
    event FeePaid(SubmissionId indexed submissionId, address indexed validator, uint256 amount);
    event UnusedFeesReturned(SubmissionId indexed submissionId, address indexed submitter, uint256 amount);
    /// @notice The datanet's reserve gave `amount` back to the submitter.
    event FeesRefunded(
        SubmissionId indexed submissionId, DatanetId indexed datanetId, address indexed submitter, uint256 amount
    );
    /// @notice `giver` is zero where the money is the reserve's.
    event BountyOffered(
        BountyId indexed bountyId,
        DatanetId indexed datanetId,
        address indexed giver,
        uint256 reward,
        uint256 total,
        uint256 startSequence,
        uint256 endsAt
    );
    event BountyPaid(
        BountyId indexed bountyId,
        SubmissionId indexed submissionId,
        uint32 leafIndex,
        address indexed contributor,
        bytes32 textRoot,
        address recipient,
        uint256 amount
    );
    /// @notice What was left returned to `giver`, or to the datanet's reserve where that is zero.
    event BountyClosed(BountyId indexed bountyId, DatanetId indexed datanetId, address indexed giver, uint256 amount);

    error DatanetReserves_NotDatanetRegistry(address caller);
    error DatanetReserves_NotCurator(DatanetId datanetId, address caller);
    error DatanetReserves_ZeroAmount();
    error DatanetReserves_NotReserveClaim(DatanetId datanetId, address account);
    error DatanetReserves_FeeTooLarge(uint256 fee, uint256 most);
    error DatanetReserves_FeesAboveMost(DatanetId datanetId, uint256 fees, uint256 most);
    error DatanetReserves_NotVoted(SubmissionId submissionId, address validator);
    error DatanetReserves_FeeAlreadyPaid(SubmissionId submissionId, address validator);
    error DatanetReserves_NotDecided(SubmissionId submissionId);
    error DatanetReserves_NotAccepted(SubmissionId submissionId);
    error DatanetReserves_NothingDue(SubmissionId submissionId);
    error DatanetReserves_SpendingCapped(DatanetId datanetId, uint256 amount, uint256 spendable);
    error DatanetReserves_BadBounty(uint256 reward, uint256 total);
    error DatanetReserves_BadEnd(uint256 endsAt, uint256 least, uint256 most);
    error DatanetReserves_UnknownBounty(BountyId bountyId);
    error DatanetReserves_BountyOver(BountyId bountyId, uint256 endsAt);
    error DatanetReserves_BountyOpen(BountyId bountyId, uint256 endsAt);
    error DatanetReserves_BountyExhausted(BountyId bountyId, uint256 remaining, uint256 reward);
    error DatanetReserves_AcceptedTooEarly(BountyId bountyId, SubmissionId submissionId);
    error DatanetReserves_OtherDatanet(BountyId bountyId, SubmissionId submissionId);
    error DatanetReserves_NotEligible(SubmissionId submissionId, uint256 leafIndex);
    error DatanetReserves_NotContribution(SubmissionId submissionId, uint256 leafIndex);
    error DatanetReserves_AlreadyRewarded(BountyId bountyId, bytes32 textRoot);

    /// @notice Gives `amount` of the caller's OPEN to a datanet's reserve; the caller must have approved this contract.
    function fundReserve(DatanetId datanetId, uint256 amount) external;

    /// @notice Claims what a datanet's reserve account earned in finalised batches. Anyone may call.
    /// @param claims Claims whose account is `IDatanetRegistry.reserveAccount(datanetId)`.
    /// @return amount Wei that the reserve grew by.
    function collectReserve(DatanetId datanetId, Claim[] calldata claims) external returns (uint256 amount);

    /// @notice Sets the fee per vote of later submissions, at most 100 OPEN. Curator only.
    function setVerificationFee(DatanetId datanetId, uint256 fee) external;

    /// @notice Takes the verification fees of a new submission from its submitter, who must have approved this contract
    /// for them. Only `IDatanetRegistry`.
    /// @param seats Number of validators of the set that decides.
    /// @param most Most wei that the submitter agreed to.
    function prepayFees(SubmissionId submissionId, DatanetId datanetId, address submitter, uint256 seats, uint256 most)
        external;

    /// @notice Pays a validator its fee for its vote on a submission. Anyone may call.
    function payFee(SubmissionId submissionId, address validator) external;

    /// @notice Returns to the submitter what no vote on its submission earned, once it is decided or has lapsed. Anyone
    /// may call.
    /// @return amount Wei returned.
    function returnUnusedFees(SubmissionId submissionId) external returns (uint256 amount);

    /// @notice Refunds to the submitter, from the datanet's reserve, what votes on its accepted submission earned, as far
    /// as `spendableOf` goes; the rest can be asked for again later. Anyone may call.
    /// @return amount Wei refunded.
    function refundFees(SubmissionId submissionId) external returns (uint256 amount);

    /// @notice Offers a bounty of the caller's OPEN; the caller must have approved this contract.
    function offerBounty(NewBounty calldata newBounty) external returns (BountyId bountyId);

    /// @notice Offers a bounty of the datanet's reserve, at most `spendableOf`. Curator only.
    function offerReserveBounty(NewBounty calldata newBounty) external returns (BountyId bountyId);

    /// @notice Pays a bounty's reward for a contribution to its contributor's recipient. Anyone may call.
    function claimBounty(BountyId bountyId, BountyClaim calldata claimed) external;

    /// @notice Returns what is left of a bounty that is over to whoever gave it. Anyone may call.
    /// @return amount Wei returned.
    function closeBounty(BountyId bountyId) external returns (uint256 amount);

    /// @notice OPEN that a datanet's reserve holds, in wei.
    function reserveOf(DatanetId datanetId) external view returns (uint256);

    /// @notice What the reserve may spend now: a tenth of what it holds and of what it spent in the last 30 days, less
    /// the latter.
    function spendableOf(DatanetId datanetId) external view returns (uint256);

    /// @notice Wei that the reserve spent in the last 30 days.
    function spentOf(DatanetId datanetId) external view returns (uint256);

    /// @notice Fee per vote of submissions from now on, in wei of OPEN.
    function verificationFeeOf(DatanetId datanetId) external view returns (uint256);

    function prepaidFees(SubmissionId submissionId) external view returns (PrepaidFees memory);

    function bounty(BountyId bountyId) external view returns (Bounty memory);

    function bountyCount() external view returns (uint256);

    /// @notice Whether a bounty was paid for a text.
    function isRewarded(BountyId bountyId, bytes32 textRoot) external view returns (bool);
}
