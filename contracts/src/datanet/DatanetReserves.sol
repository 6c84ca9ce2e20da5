// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Claim, IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IDatanetRegistry, Standing, Submission, SubmissionStatus} from "../interfaces/IDatanetRegistry.sol";
import {Bounty, IDatanetReserves, PrepaidFees} from "../interfaces/IDatanetReserves.sol";
import {IPayoutDirectory} from "../interfaces/IPayoutDirectory.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {Tree} from "../libraries/Tree.sol";
import {BountyId} from "../types/BountyId.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title DatanetReserves
/// @notice See `IDatanetReserves`.
contract DatanetReserves is IDatanetReserves {
    using Checkpoints for Checkpoints.Trace208;
    using Math for uint256;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 public constant MAX_VERIFICATION_FEE = 100e18;
    uint256 public constant MAX_BOUNTY_TIME = 365 days;
    uint256 public constant SPENDING_WINDOW = 30 days;
    /// @notice A reserve spends at most one part in so many in a window.
    uint256 public constant SPENDING_DIVISOR = 10;

    IERC20 public immutable TOKEN;
    IDatanetRegistry public immutable DATANET_REGISTRY;
    IAttributionLedger public immutable ATTRIBUTION_LEDGER;
    IPayoutDirectory public immutable PAYOUT_DIRECTORY;

    /// @inheritdoc IDatanetReserves
    uint256 public bountyCount;

    mapping(DatanetId datanetId => uint256) internal _reserves;
    /// @dev By time: all that the reserve ever spent.
    mapping(DatanetId datanetId => Checkpoints.Trace208) internal _spent;
    mapping(SubmissionId submissionId => PrepaidFees) internal _prepaidFees;
    mapping(BountyId bountyId => Bounty) internal _bounties;

    /// @inheritdoc IDatanetReserves
    mapping(DatanetId datanetId => uint256) public verificationFeeOf;
    /// @inheritdoc IDatanetReserves
    /// @dev A leaf has one text root: what is paid once per text root is paid once per leaf.
    mapping(BountyId bountyId => mapping(bytes32 textRoot => bool)) public isRewarded;

    modifier onlyCurator(DatanetId datanetId) {
        _checkCurator(datanetId);
        _;
    }

    constructor(
        IERC20 token,
        IDatanetRegistry datanetRegistry,
        IAttributionLedger attributionLedger,
        IPayoutDirectory payoutDirectory
    ) {
        TOKEN = token;
        DATANET_REGISTRY = datanetRegistry;
        ATTRIBUTION_LEDGER = attributionLedger;
        PAYOUT_DIRECTORY = payoutDirectory;
    }

    // Reserves

    /// @inheritdoc IDatanetReserves
    function fundReserve(DatanetId datanetId, uint256 amount) external {
        require(amount != 0, DatanetReserves_ZeroAmount());
        DATANET_REGISTRY.reserveBpsOf(datanetId); // Reverts when there is no such datanet.
        _reserves[datanetId] += amount;
        emit ReserveFunded(datanetId, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IDatanetReserves
    function collectReserve(DatanetId datanetId, Claim[] calldata claims) external returns (uint256 amount) {
        address account = DATANET_REGISTRY.reserveAccount(datanetId);
        for (uint256 i = 0; i < claims.length; ++i) {
            address claimed = claims[i].payout.payout.account;
            require(claimed == account, DatanetReserves_NotReserveClaim(datanetId, claimed));
        }
        amount = ATTRIBUTION_LEDGER.claimMany(claims);
        _reserves[datanetId] += amount;
        emit ReserveFunded(datanetId, address(ATTRIBUTION_LEDGER), amount);
    }

    // Verification fees

    /// @inheritdoc IDatanetReserves
    function setVerificationFee(DatanetId datanetId, uint256 fee) external onlyCurator(datanetId) {
        require(fee <= MAX_VERIFICATION_FEE, DatanetReserves_FeeTooLarge(fee, MAX_VERIFICATION_FEE));
        verificationFeeOf[datanetId] = fee;
        emit VerificationFeeSet(datanetId, fee);
    }

    /// @inheritdoc IDatanetReserves
    function prepayFees(SubmissionId submissionId, DatanetId datanetId, address submitter, uint256 seats, uint256 most)
        external
    {
        require(msg.sender == address(DATANET_REGISTRY), DatanetReserves_NotDatanetRegistry(msg.sender));
        uint256 fee = verificationFeeOf[datanetId];
        if (fee == 0) return;
        uint256 fees = fee * seats;
        require(fees <= most, DatanetReserves_FeesAboveMost(datanetId, fees, most));
        PrepaidFees storage prepaid = _prepaidFees[submissionId];
        prepaid.fee = fee.toUint96();
        prepaid.seats = seats.toUint8();
        emit FeesPrepaid(submissionId, datanetId, submitter, fee, seats);
        TOKEN.safeTransferFrom(submitter, address(this), fees);
    }

    /// @inheritdoc IDatanetReserves
    function payFee(SubmissionId submissionId, address validator) external {
        PrepaidFees storage prepaid = _prepaidFees[submissionId];
        uint256 fee = prepaid.fee;
        require(fee != 0, DatanetReserves_NothingDue(submissionId));
        (bool voted, uint256 place) = DATANET_REGISTRY.voteOf(submissionId, validator);
        require(voted, DatanetReserves_NotVoted(submissionId, validator));
        uint32 bit = (2 ** place).toUint32(); // A set has at most 32 validators.
        require(prepaid.paidVotes & bit == 0, DatanetReserves_FeeAlreadyPaid(submissionId, validator));
        prepaid.paidVotes |= bit;
        emit FeePaid(submissionId, validator, fee);
        TOKEN.safeTransfer(validator, fee);
    }

    /// @inheritdoc IDatanetReserves
    function returnUnusedFees(SubmissionId submissionId) external returns (uint256 amount) {
        Submission memory submission = DATANET_REGISTRY.submission(submissionId);
        // Once decided or lapsed it gets no more votes.
        require(
            submission.status != SubmissionStatus.Pending || block.timestamp >= submission.lapsesAt,
            DatanetReserves_NotDecided(submissionId)
        );
        PrepaidFees storage prepaid = _prepaidFees[submissionId];
        // Where there was no fee no seats are kept either.
        bool isDue = prepaid.fee != 0 && !prepaid.unusedReturned;
        amount = isDue ? prepaid.fee * (prepaid.seats - _votesOn(submission)) : 0;
        require(amount != 0, DatanetReserves_NothingDue(submissionId));
        prepaid.unusedReturned = true;
        emit UnusedFeesReturned(submissionId, submission.submitter, amount);
        TOKEN.safeTransfer(submission.submitter, amount);
    }

    /// @inheritdoc IDatanetReserves
    function refundFees(SubmissionId submissionId) external returns (uint256 amount) {
        Submission memory submission = DATANET_REGISTRY.submission(submissionId);
        require(submission.status == SubmissionStatus.Accepted, DatanetReserves_NotAccepted(submissionId));
        PrepaidFees storage prepaid = _prepaidFees[submissionId];
        uint256 refunded = prepaid.refunded;
        amount = Math.min(prepaid.fee * _votesOn(submission) - refunded, spendableOf(submission.datanetId));
        require(amount != 0, DatanetReserves_NothingDue(submissionId));
        prepaid.refunded = (refunded + amount).toUint104();
        _spend(submission.datanetId, amount);
        emit FeesRefunded(submissionId, submission.datanetId, submission.submitter, amount);
        TOKEN.safeTransfer(submission.submitter, amount);
    }

    // Bounties

    /// @inheritdoc IDatanetReserves
    function offerBounty(NewBounty calldata newBounty) external returns (BountyId bountyId) {
        DATANET_REGISTRY.reserveBpsOf(newBounty.datanetId); // Reverts when there is no such datanet.
        bountyId = _offer(newBounty, msg.sender);
        TOKEN.safeTransferFrom(msg.sender, address(this), newBounty.total);
    }

    /// @inheritdoc IDatanetReserves
    function offerReserveBounty(NewBounty calldata newBounty)
        external
        onlyCurator(newBounty.datanetId)
        returns (BountyId bountyId)
    {
        _spend(newBounty.datanetId, newBounty.total);
        bountyId = _offer(newBounty, address(0));
    }

    /// @inheritdoc IDatanetReserves
    function claimBounty(BountyId bountyId, BountyClaim calldata claimed) external {
        Bounty storage claimedOf = _knownBounty(bountyId);
        require(block.timestamp < claimedOf.endsAt, DatanetReserves_BountyOver(bountyId, claimedOf.endsAt));
        (uint256 reward, uint256 remaining) = (claimedOf.reward, claimedOf.remaining);
        require(remaining >= reward, DatanetReserves_BountyExhausted(bountyId, remaining, reward));
        _checkContribution(bountyId, claimedOf, claimed);
        bytes32 textRoot = claimed.textRoot;
        require(!isRewarded[bountyId][textRoot], DatanetReserves_AlreadyRewarded(bountyId, textRoot));
        isRewarded[bountyId][textRoot] = true;
        claimedOf.remaining = (remaining - reward).toUint128();
        address recipient = PAYOUT_DIRECTORY.recipientOf(claimed.contributor);
        emit BountyPaid(
            bountyId, claimed.submissionId, claimed.leafIndex, claimed.contributor, textRoot, recipient, reward
        );
        TOKEN.safeTransfer(recipient, reward);
    }

    /// @inheritdoc IDatanetReserves
    function closeBounty(BountyId bountyId) external returns (uint256 amount) {
        Bounty storage closed = _knownBounty(bountyId);
        require(block.timestamp >= closed.endsAt, DatanetReserves_BountyOpen(bountyId, closed.endsAt));
        amount = closed.remaining;
        require(amount != 0, DatanetReserves_BountyExhausted(bountyId, 0, closed.reward));
        closed.remaining = 0;
        (DatanetId datanetId, address giver) = (closed.datanetId, closed.giver);
        emit BountyClosed(bountyId, datanetId, giver, amount);
        if (giver == address(0)) _reserves[datanetId] += amount;
        else TOKEN.safeTransfer(giver, amount);
    }

    // Views

    /// @inheritdoc IDatanetReserves
    function reserveOf(DatanetId datanetId) external view returns (uint256) {
        return _reserves[datanetId];
    }

    /// @inheritdoc IDatanetReserves
    function spendableOf(DatanetId datanetId) public view returns (uint256) {
        uint256 spent = spentOf(datanetId);
        return ((_reserves[datanetId] + spent) / SPENDING_DIVISOR).saturatingSub(spent);
    }

    /// @inheritdoc IDatanetReserves
    function spentOf(DatanetId datanetId) public view returns (uint256) {
        Checkpoints.Trace208 storage spent = _spent[datanetId];
        uint256 windowStart = block.timestamp.saturatingSub(SPENDING_WINDOW);
        return spent.latest() - spent.upperLookupRecent(windowStart.toUint48());
    }

    /// @inheritdoc IDatanetReserves
    function prepaidFees(SubmissionId submissionId) external view returns (PrepaidFees memory) {
        return _prepaidFees[submissionId];
    }

    /// @inheritdoc IDatanetReserves
    function bounty(BountyId bountyId) external view returns (Bounty memory) {
        return _knownBounty(bountyId);
    }

    /// @dev Takes money out of a reserve, as far as it may be spent now.
    function _spend(DatanetId datanetId, uint256 amount) internal {
        uint256 spendable = spendableOf(datanetId);
        require(amount <= spendable, DatanetReserves_SpendingCapped(datanetId, amount, spendable));
        _reserves[datanetId] -= amount;
        Checkpoints.Trace208 storage spent = _spent[datanetId];
        spent.push(block.timestamp.toUint48(), (spent.latest() + amount).toUint208());
    }

    function _offer(NewBounty calldata offered, address giver) internal returns (BountyId bountyId) {
        require(
            offered.reward != 0 && offered.total >= offered.reward,
            DatanetReserves_BadBounty(offered.reward, offered.total)
        );
        uint256 most = block.timestamp + MAX_BOUNTY_TIME;
        require(
            offered.endsAt > block.timestamp && offered.endsAt <= most,
            DatanetReserves_BadEnd(offered.endsAt, block.timestamp + 1, most)
        );
        uint64 sequence = DATANET_REGISTRY.sequence();
        bountyId = BountyId.wrap(++bountyCount);
        _bounties[bountyId] = Bounty({
            giver: giver,
            endsAt: offered.endsAt,
            startSequence: uint256(sequence).toUint56(),
            reward: offered.reward,
            remaining: offered.total,
            datanetId: offered.datanetId
        });
        emit BountyOffered(bountyId, offered.datanetId, giver, offered.reward, offered.total, sequence, offered.endsAt);
    }

    /// @dev Checks that a contribution is one that the bounty is for.
    function _checkContribution(BountyId bountyId, Bounty storage claimedOf, BountyClaim calldata claimed)
        internal
        view
    {
        (SubmissionId submissionId, uint32 leafIndex) = (claimed.submissionId, claimed.leafIndex);
        Submission memory submission = DATANET_REGISTRY.submission(submissionId);
        require(submission.datanetId == claimedOf.datanetId, DatanetReserves_OtherDatanet(bountyId, submissionId));
        require(submission.status == SubmissionStatus.Accepted, DatanetReserves_NotAccepted(submissionId));
        require(submission.sequence > claimedOf.startSequence, DatanetReserves_AcceptedTooEarly(bountyId, submissionId));
        (Standing standing,,,) = DATANET_REGISTRY.standingOf(submissionId, leafIndex, DATANET_REGISTRY.sequence());
        // Nobody holds the zero address, and no key signs for the reserve account.
        require(
            standing == Standing.Eligible && claimed.contributor != address(0)
                && claimed.contributor != DATANET_REGISTRY.reserveAccount(submission.datanetId),
            DatanetReserves_NotEligible(submissionId, leafIndex)
        );
        bytes32 leaf = Hashes.contributionLeaf(claimed.contributor, claimed.textRoot);
        require(
            Tree.verify(submission.root, submission.count, leafIndex, leaf, claimed.siblings),
            DatanetReserves_NotContribution(submissionId, leafIndex)
        );
    }

    function _knownBounty(BountyId bountyId) internal view returns (Bounty storage known) {
        known = _bounties[bountyId];
        require(known.reward != 0, DatanetReserves_UnknownBounty(bountyId));
    }

    function _checkCurator(DatanetId datanetId) internal view {
        address curator = DATANET_REGISTRY.datanet(datanetId).curator;
        require(msg.sender == curator, DatanetReserves_NotCurator(datanetId, msg.sender));
    }

    function _votesOn(Submission memory submission) internal pure returns (uint256) {
        return uint256(submission.approvals) + submission.rejections;
    }
}
