// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Claim, IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {
    Datanet,
    DatanetTerms,
    IDatanetRegistry,
    Standing,
    Submission,
    SubmissionStatus
} from "../interfaces/IDatanetRegistry.sol";
import {IProtocolConfig} from "../interfaces/IProtocolConfig.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {Tree} from "../libraries/Tree.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title DatanetRegistry
/// @notice See `IDatanetRegistry`.
contract DatanetRegistry is IDatanetRegistry {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev `Submission` in three slots.
    struct StoredSubmission {
        bytes32 root;
        address submitter;
        uint40 submittedAt;
        uint40 count;
        uint8 approvals;
        uint8 rejections;
        uint32 datanetId;
        uint32 validatorSet;
        uint32 life;
        uint32 voters; // Bit i is set when validator i of the set has voted.
        uint56 sequence;
        uint56 revokedAt;
        SubmissionStatus status;
    }

    uint256 public constant MAX_NAME = 64;
    uint256 public constant MAX_URI = 2048;
    uint256 public constant MAX_RESERVE_BPS = 2000;
    uint256 public constant MAX_VALIDATORS = 32;
    uint256 public constant MAX_CONTRIBUTIONS = 2 ** 32;

    IERC20 public immutable TOKEN;
    IProtocolConfig public immutable CONFIG;
    IStakeVault public immutable STAKE_VAULT;
    IAttributionLedger public immutable ATTRIBUTION_LEDGER;

    uint32 internal _datanetCount;
    uint32 internal _validatorSetCount;
    uint64 internal _submissionCount;
    uint56 internal _sequence;

    mapping(DatanetId datanetId => Datanet) internal _datanets;
    mapping(SubmissionId submissionId => StoredSubmission) internal _submissions;
    mapping(uint32 validatorSet => address[]) internal _validators;
    mapping(SubmissionId submissionId => mapping(uint32 leafIndex => uint64 sequence)) internal _leafRevokedAt;

    constructor(IERC20 token, IProtocolConfig config, IStakeVault stakeVault, IAttributionLedger attributionLedger) {
        TOKEN = token;
        CONFIG = config;
        STAKE_VAULT = stakeVault;
        ATTRIBUTION_LEDGER = attributionLedger;
    }

    // Datanets

    /// @inheritdoc IDatanetRegistry
    function createDatanet(NewDatanet calldata newDatanet) external returns (DatanetId datanetId) {
        _checkText("name", newDatanet.name, 1, MAX_NAME);
        _checkText("metadataUri", newDatanet.metadataUri, 0, MAX_URI);
        _checkText("schemaUri", newDatanet.schemaUri, 0, MAX_URI);
        _checkText("licence", newDatanet.licence, 1, MAX_NAME);
        require(
            newDatanet.reserveBps <= MAX_RESERVE_BPS,
            DatanetRegistry_ReserveTooLarge(newDatanet.reserveBps, MAX_RESERVE_BPS)
        );
        datanetId = DatanetId.wrap(++_datanetCount);
        Datanet storage created = _datanets[datanetId];
        created.curator = msg.sender;
        created.reserveBps = newDatanet.reserveBps;
        created.terms = newDatanet.terms;
        _emitCreated(datanetId, newDatanet);
    }

    /// @inheritdoc IDatanetRegistry
    function nameValidators(DatanetId datanetId, address[] calldata validators) external {
        Datanet storage named = _knownDatanet(datanetId);
        require(msg.sender == named.curator, DatanetRegistry_NotCurator(datanetId, msg.sender));
        uint256 count = validators.length;
        require(count != 0 && count <= MAX_VALIDATORS, DatanetRegistry_BadValidatorCount(count, MAX_VALIDATORS));
        for (uint256 i = 0; i < count; ++i) {
            require(validators[i] != address(0), DatanetRegistry_BadValidator(validators[i]));
            for (uint256 j = 0; j < i; ++j) {
                require(validators[i] != validators[j], DatanetRegistry_BadValidator(validators[i]));
            }
        }
        uint32 validatorSet = ++_validatorSetCount;
        _validators[validatorSet] = validators;
        named.validatorSet = validatorSet;
        emit ValidatorsNamed(datanetId, validatorSet, validators);
    }

    // Submissions

    /// @inheritdoc IDatanetRegistry
    function submit(DatanetId datanetId, bytes32 root, uint40 count, string calldata uri)
        external
        returns (SubmissionId submissionId)
    {
        uint32 validatorSet = _knownDatanet(datanetId).validatorSet;
        require(validatorSet != 0, DatanetRegistry_NoValidators(datanetId));
        require(root != 0, DatanetRegistry_ZeroRoot());
        require(count != 0 && count <= MAX_CONTRIBUTIONS, DatanetRegistry_BadCount(count));
        _checkText("uri", uri, 1, MAX_URI);
        submissionId = SubmissionId.wrap(++_submissionCount);
        StoredSubmission storage created = _submissions[submissionId];
        created.root = root;
        created.submitter = msg.sender;
        created.submittedAt = block.timestamp.toUint40();
        created.count = count;
        created.datanetId = DatanetId.unwrap(datanetId).toUint32();
        created.validatorSet = validatorSet;
        created.life = CONFIG.parameters().submissionLife;
        created.status = SubmissionStatus.Pending;
        emit Submitted(submissionId, datanetId, msg.sender, root, count, validatorSet, uri);
    }

    /// @inheritdoc IDatanetRegistry
    function approve(SubmissionId submissionId) external {
        (StoredSubmission storage voted, uint256 validatorCount) = _vote(submissionId);
        uint8 approvals = ++voted.approvals;
        emit SubmissionApproved(submissionId, msg.sender, approvals);
        if (2 * uint256(approvals) > validatorCount) {
            uint56 number = ++_sequence;
            voted.status = SubmissionStatus.Accepted;
            voted.sequence = number;
            emit SubmissionAccepted(submissionId, DatanetId.wrap(voted.datanetId), number);
        }
    }

    /// @inheritdoc IDatanetRegistry
    function reject(SubmissionId submissionId) external {
        (StoredSubmission storage voted, uint256 validatorCount) = _vote(submissionId);
        uint8 rejections = ++voted.rejections;
        emit SubmissionRejected(submissionId, msg.sender, rejections);
        if (2 * uint256(rejections) >= validatorCount) {
            voted.status = SubmissionStatus.Rejected;
            emit SubmissionRefused(submissionId, DatanetId.wrap(voted.datanetId));
        }
    }

    // Revocation

    /// @inheritdoc IDatanetRegistry
    function revoke(
        SubmissionId submissionId,
        uint32 leafIndex,
        address contributor,
        bytes32 textRoot,
        bytes32[] calldata proof
    ) external {
        StoredSubmission storage revoked = _acceptedSubmission(submissionId);
        bytes32 leaf = Hashes.contributionLeaf(contributor, textRoot);
        require(
            Tree.verify(revoked.root, revoked.count, leafIndex, leaf, proof),
            DatanetRegistry_NotContribution(submissionId, leafIndex)
        );
        require(
            msg.sender == contributor || msg.sender == _curatorOf(revoked),
            DatanetRegistry_NotCuratorOrContributor(submissionId, msg.sender)
        );
        require(
            revoked.revokedAt == 0 && _leafRevokedAt[submissionId][leafIndex] == 0,
            DatanetRegistry_AlreadyRevoked(submissionId)
        );
        uint56 number = ++_sequence;
        _leafRevokedAt[submissionId][leafIndex] = number;
        emit ContributionRevoked(submissionId, leafIndex, msg.sender, number);
    }

    /// @inheritdoc IDatanetRegistry
    function revokeSubmission(SubmissionId submissionId) external {
        StoredSubmission storage revoked = _acceptedSubmission(submissionId);
        require(
            msg.sender == _curatorOf(revoked), DatanetRegistry_NotCurator(DatanetId.wrap(revoked.datanetId), msg.sender)
        );
        require(revoked.revokedAt == 0, DatanetRegistry_AlreadyRevoked(submissionId));
        uint56 number = ++_sequence;
        revoked.revokedAt = number;
        emit SubmissionRevoked(submissionId, msg.sender, number);
    }

    // Reserves

    /// @inheritdoc IDatanetRegistry
    function fundReserve(DatanetId datanetId, uint256 amount) external {
        require(amount != 0, DatanetRegistry_ZeroAmount());
        _knownDatanet(datanetId).reserve += amount.toUint128();
        emit ReserveFunded(datanetId, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IDatanetRegistry
    function collectReserve(DatanetId datanetId, Claim[] calldata claims) external returns (uint256 amount) {
        Datanet storage collecting = _knownDatanet(datanetId);
        address account = reserveAccount(datanetId);
        for (uint256 i = 0; i < claims.length; ++i) {
            address claimed = claims[i].payout.payout.account;
            require(claimed == account, DatanetRegistry_NotReserveClaim(datanetId, claimed));
        }
        amount = ATTRIBUTION_LEDGER.claimMany(claims);
        collecting.reserve += amount.toUint128();
        emit ReserveFunded(datanetId, address(ATTRIBUTION_LEDGER), amount);
    }

    // Views

    /// @inheritdoc IDatanetRegistry
    function datanet(DatanetId datanetId) external view returns (Datanet memory) {
        return _knownDatanet(datanetId);
    }

    /// @inheritdoc IDatanetRegistry
    function submission(SubmissionId submissionId) external view returns (Submission memory) {
        StoredSubmission memory stored = _submissions[submissionId];
        require(stored.status != SubmissionStatus.None, DatanetRegistry_UnknownSubmission(submissionId));
        return Submission({
            datanetId: DatanetId.wrap(stored.datanetId),
            root: stored.root,
            count: stored.count,
            submitter: stored.submitter,
            submittedAt: stored.submittedAt,
            lapsesAt: stored.submittedAt + stored.life,
            validatorSet: stored.validatorSet,
            approvals: stored.approvals,
            rejections: stored.rejections,
            status: stored.status,
            sequence: stored.sequence,
            revokedAt: stored.revokedAt
        });
    }

    /// @inheritdoc IDatanetRegistry
    function datanetCount() external view returns (uint256) {
        return _datanetCount;
    }

    /// @inheritdoc IDatanetRegistry
    function submissionCount() external view returns (uint256) {
        return _submissionCount;
    }

    /// @inheritdoc IDatanetRegistry
    function sequence() external view returns (uint64) {
        return _sequence;
    }

    /// @inheritdoc IDatanetRegistry
    function validatorsOf(uint32 validatorSet) external view returns (address[] memory) {
        return _validators[validatorSet];
    }

    /// @inheritdoc IDatanetRegistry
    function leafRevokedAt(SubmissionId submissionId, uint32 leafIndex) external view returns (uint64) {
        return _leafRevokedAt[submissionId][leafIndex];
    }

    /// @inheritdoc IDatanetRegistry
    function standingOf(SubmissionId submissionId, uint32 leafIndex, uint64 snapshot)
        external
        view
        returns (Standing standing, DatanetId datanetId, bytes32 root, uint40 count)
    {
        StoredSubmission storage stored = _submissions[submissionId];
        (datanetId, root, count) = (DatanetId.wrap(stored.datanetId), stored.root, stored.count);
        bool counts = stored.status == SubmissionStatus.Accepted && stored.sequence <= snapshot && leafIndex < count;
        if (counts) {
            bool revoked = _isBy(stored.revokedAt, snapshot) || _isBy(_leafRevokedAt[submissionId][leafIndex], snapshot);
            standing = revoked ? Standing.Revoked : Standing.Eligible;
        }
    }

    /// @inheritdoc IDatanetRegistry
    function reserveAccount(DatanetId datanetId) public view returns (address) {
        return Hashes.reserveAccount(address(this), datanetId);
    }

    /// @inheritdoc IDatanetRegistry
    function reserveBpsOf(DatanetId datanetId) external view returns (uint16) {
        return _knownDatanet(datanetId).reserveBps;
    }

    /// @dev Records the caller's vote for or against a pending submission.
    function _vote(SubmissionId submissionId)
        internal
        returns (StoredSubmission storage voted, uint256 validatorCount)
    {
        voted = _knownSubmission(submissionId);
        require(voted.status == SubmissionStatus.Pending, DatanetRegistry_NotPending(submissionId, voted.status));
        uint256 lapsesAt = uint256(voted.submittedAt) + voted.life;
        require(block.timestamp < lapsesAt, DatanetRegistry_Lapsed(submissionId, lapsesAt));

        address[] storage validators = _validators[voted.validatorSet];
        validatorCount = validators.length;
        uint256 place = 0;
        while (place < validatorCount && validators[place] != msg.sender) ++place;
        require(place < validatorCount, DatanetRegistry_NotValidator(submissionId, msg.sender));

        uint256 stake = STAKE_VAULT.stakeOf(msg.sender).active;
        uint256 needed = CONFIG.parameters().validatorStake;
        require(stake >= needed, DatanetRegistry_StakeTooSmall(msg.sender, stake, needed));

        uint32 bit = (2 ** place).toUint32(); // A set has at most 32 validators.
        require(voted.voters & bit == 0, DatanetRegistry_AlreadyVoted(submissionId, msg.sender));
        voted.voters |= bit;
    }

    /// @dev Apart from `createDatanet`, and from memory, for want of stack.
    function _emitCreated(DatanetId datanetId, NewDatanet memory created) internal {
        emit DatanetCreated(
            datanetId,
            msg.sender,
            created.name,
            created.metadataUri,
            created.schemaUri,
            created.licence,
            created.terms.commercialUse,
            created.terms.derivatives,
            created.terms.shareAlike,
            created.reserveBps,
            reserveAccount(datanetId)
        );
    }

    function _knownDatanet(DatanetId datanetId) internal view returns (Datanet storage known) {
        known = _datanets[datanetId];
        require(known.curator != address(0), DatanetRegistry_UnknownDatanet(datanetId));
    }

    function _knownSubmission(SubmissionId submissionId) internal view returns (StoredSubmission storage known) {
        known = _submissions[submissionId];
        require(known.status != SubmissionStatus.None, DatanetRegistry_UnknownSubmission(submissionId));
    }

    function _acceptedSubmission(SubmissionId submissionId) internal view returns (StoredSubmission storage accepted) {
        accepted = _knownSubmission(submissionId);
        require(
            accepted.status == SubmissionStatus.Accepted, DatanetRegistry_NotAccepted(submissionId, accepted.status)
        );
    }

    function _curatorOf(StoredSubmission storage stored) internal view returns (address) {
        return _datanets[DatanetId.wrap(stored.datanetId)].curator;
    }

    /// @dev Whether a number of the sequence was given out, and by `snapshot`.
    function _isBy(uint64 number, uint64 snapshot) internal pure returns (bool) {
        return number != 0 && number <= snapshot;
    }

    function _checkText(string memory field, string calldata text, uint256 least, uint256 most) internal pure {
        uint256 length = bytes(text).length;
        require(length >= least && length <= most, DatanetRegistry_BadText(field, length, least, most));
    }
}
