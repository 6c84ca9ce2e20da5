// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDataAvailability} from "../interfaces/IDataAvailability.sol";
import {Datanet, IDatanetRegistry, Standing, Submission, SubmissionStatus} from "../interfaces/IDatanetRegistry.sol";
import {IDatanetReserves} from "../interfaces/IDatanetReserves.sol";
import {IProtocolConfig} from "../interfaces/IProtocolConfig.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {Tree} from "../libraries/Tree.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {SubmissionId} from "../types/SubmissionId.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title DatanetRegistry
/// @notice See `IDatanetRegistry`.
contract DatanetRegistry is IDatanetRegistry, EIP712 {
    using Checkpoints for Checkpoints.Trace160;
    using SafeCast for uint256;

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
        uint24 life; // At most 90 days, as is what follows.
        uint24 decidedAfter; // Seconds from the submission to the decision.
        uint32 voters; // Bit i is set when validator i of the set has voted.
        uint48 sequence;
        uint48 revokedAt;
        bool wasUnavailable; // Whether a leaf ever was.
        SubmissionStatus status;
    }

    uint256 public constant MAX_NAME = 64;
    uint256 public constant MAX_URI = 2048;
    uint256 public constant MAX_RESERVE_BPS = 2000;
    uint256 public constant MAX_VALIDATORS = 32;
    uint256 public constant MAX_CONTRIBUTIONS = 2 ** 32;
    uint256 public constant MAX_SIGNATURES = 50;

    IProtocolConfig public immutable CONFIG;
    IStakeVault public immutable STAKE_VAULT;
    IDatanetReserves public immutable DATANET_RESERVES;
    IDataAvailability public immutable DATA_AVAILABILITY;

    uint32 internal _datanetCount;
    uint32 internal _validatorSetCount;
    uint64 internal _submissionCount;
    uint48 internal _sequence;

    mapping(DatanetId datanetId => Datanet) internal _datanets;
    mapping(SubmissionId submissionId => StoredSubmission) internal _submissions;
    mapping(uint32 validatorSet => address[]) internal _validators;
    mapping(SubmissionId submissionId => mapping(uint32 leafIndex => uint64 sequence)) internal _leafRevokedAt;
    /// @dev By number of the sequence: 1 from where the leaf is unavailable, 0 from where it is back.
    mapping(SubmissionId submissionId => mapping(uint32 leafIndex => Checkpoints.Trace160)) internal _unavailability;

    constructor(
        IProtocolConfig config,
        IStakeVault stakeVault,
        IDatanetReserves datanetReserves,
        IDataAvailability dataAvailability
    ) EIP712("OpenLedger DatanetRegistry", "1") {
        CONFIG = config;
        STAKE_VAULT = stakeVault;
        DATANET_RESERVES = datanetReserves;
        DATA_AVAILABILITY = dataAvailability;
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
    function submit(NewSubmission calldata newSubmission) external payable returns (SubmissionId) {
        return _submit(newSubmission);
    }

    /// @inheritdoc IDatanetRegistry
    function submitSigned(NewSubmission calldata newSubmission, SignedContribution[] calldata contributions)
        external
        payable
        returns (SubmissionId submissionId)
    {
        uint256 count = contributions.length;
        require(count != 0 && count <= MAX_SIGNATURES, DatanetRegistry_BadSignatureCount(count, MAX_SIGNATURES));
        address[] memory contributors = new address[](count);
        bytes32[] memory leafHashes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            _checkSignature(newSubmission.datanetId, i, contributions[i]);
            contributors[i] = contributions[i].contributor;
            leafHashes[i] = contributions[i].leafHash;
        }
        bytes32 root = Tree.rootOver(leafHashes);
        require(newSubmission.root == root && newSubmission.count == count, DatanetRegistry_OtherLeaves(root, count));
        submissionId = _submit(newSubmission);
        emit ContributionsSigned(submissionId, contributors, leafHashes);
    }

    /// @inheritdoc IDatanetRegistry
    function approve(SubmissionId submissionId) external {
        (StoredSubmission storage voted, uint256 validatorCount) = _vote(submissionId);
        uint8 approvals = ++voted.approvals;
        emit SubmissionApproved(submissionId, msg.sender, approvals);
        if (2 * uint256(approvals) > validatorCount) {
            uint48 number = ++_sequence;
            voted.status = SubmissionStatus.Accepted;
            voted.decidedAfter = (block.timestamp - voted.submittedAt).toUint24();
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
            voted.decidedAfter = (block.timestamp - voted.submittedAt).toUint24();
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
        uint48 number = ++_sequence;
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
        uint48 number = ++_sequence;
        revoked.revokedAt = number;
        emit SubmissionRevoked(submissionId, msg.sender, number);
    }

    // Availability

    /// @inheritdoc IDatanetRegistry
    function setAvailability(SubmissionId submissionId, uint32[] calldata leafIndexes, bool available)
        external
        returns (uint64)
    {
        require(msg.sender == address(DATA_AVAILABILITY), DatanetRegistry_NotDataAvailability(msg.sender));
        uint48 number = ++_sequence;
        _submissions[submissionId].wasUnavailable = true;
        for (uint256 i = 0; i < leafIndexes.length; ++i) {
            _unavailability[submissionId][leafIndexes[i]].push(number, available ? 0 : 1);
        }
        if (available) emit ContributionsAvailable(submissionId, leafIndexes, number);
        else emit ContributionsUnavailable(submissionId, leafIndexes, number);
        return number;
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
            revokedAt: stored.revokedAt,
            decidedAt: stored.status == SubmissionStatus.Pending ? 0 : stored.submittedAt + stored.decidedAfter
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
        if (counts && stored.wasUnavailable) {
            counts = _unavailability[submissionId][leafIndex].upperLookupRecent(snapshot) == 0;
        }
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

    /// @inheritdoc IDatanetRegistry
    function reserveOf(SubmissionId submissionId) external view returns (address account, uint16 reserveBps) {
        StoredSubmission storage stored = _submissions[submissionId];
        if (stored.status == SubmissionStatus.None) return (address(0), 0);
        DatanetId datanetId = DatanetId.wrap(stored.datanetId);
        return (reserveAccount(datanetId), _datanets[datanetId].reserveBps);
    }

    /// @inheritdoc IDatanetRegistry
    function voteOf(SubmissionId submissionId, address account) external view returns (bool voted, uint256 place) {
        StoredSubmission storage stored = _knownSubmission(submissionId);
        bool found;
        (found, place) = _placeOf(stored.validatorSet, account);
        voted = found && stored.voters & _bit(place) != 0; // The place of an account out of the set may be 32.
    }

    /// @inheritdoc IDatanetRegistry
    function contributionDigest(DatanetId datanetId, address contributor, bytes32 leafHash, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(Hashes.contribution(datanetId, contributor, leafHash, deadline));
    }

    function _submit(NewSubmission calldata made) internal returns (SubmissionId submissionId) {
        uint32 validatorSet = _knownDatanet(made.datanetId).validatorSet;
        require(validatorSet != 0, DatanetRegistry_NoValidators(made.datanetId));
        require(made.root != 0, DatanetRegistry_ZeroRoot());
        require(made.count != 0 && made.count <= MAX_CONTRIBUTIONS, DatanetRegistry_BadCount(made.count));
        require(SubmissionId.unwrap(made.parent) <= _submissionCount, DatanetRegistry_UnknownParent(made.parent));
        _checkText("uri", made.uri, 1, MAX_URI);
        submissionId = SubmissionId.wrap(++_submissionCount);
        StoredSubmission storage created = _submissions[submissionId];
        created.root = made.root;
        created.submitter = msg.sender;
        created.submittedAt = block.timestamp.toUint40();
        created.count = made.count;
        created.datanetId = DatanetId.unwrap(made.datanetId).toUint32();
        created.validatorSet = validatorSet;
        created.life = uint256(CONFIG.parameters().submissionLife).toUint24();
        created.status = SubmissionStatus.Pending;
        emit Submitted(
            submissionId, made.datanetId, msg.sender, made.root, made.count, validatorSet, made.parent, made.uri
        );
        DATANET_RESERVES.prepayFees(
            submissionId, made.datanetId, msg.sender, _validators[validatorSet].length, made.maxFees
        );
        DATA_AVAILABILITY.lockBond{value: msg.value}(submissionId, made.count);
    }

    /// @dev An account's own key is tried first, since an account may have code and a key (EIP-7702).
    function _checkSignature(DatanetId datanetId, uint256 place, SignedContribution calldata signed) internal view {
        require(block.timestamp <= signed.deadline, DatanetRegistry_SignatureExpired(place, signed.deadline));
        address contributor = signed.contributor;
        bytes32 digest = contributionDigest(datanetId, contributor, signed.leafHash, signed.deadline);
        (address signer,,) = ECDSA.tryRecoverCalldata(digest, signed.signature);
        bool valid = contributor != address(0)
            && (signer == contributor
                || SignatureChecker.isValidERC1271SignatureNowCalldata(contributor, digest, signed.signature));
        require(valid, DatanetRegistry_BadSignature(place, contributor));
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

        validatorCount = _validators[voted.validatorSet].length;
        (bool found, uint256 place) = _placeOf(voted.validatorSet, msg.sender);
        require(found, DatanetRegistry_NotValidator(submissionId, msg.sender));

        uint256 stake = STAKE_VAULT.stakeOf(msg.sender).active;
        uint256 needed = CONFIG.parameters().validatorStake;
        require(stake >= needed, DatanetRegistry_StakeTooSmall(msg.sender, stake, needed));

        uint32 bit = _bit(place);
        require(voted.voters & bit == 0, DatanetRegistry_AlreadyVoted(submissionId, msg.sender));
        voted.voters |= bit;
    }

    function _placeOf(uint32 validatorSet, address account) internal view returns (bool found, uint256 place) {
        address[] storage validators = _validators[validatorSet];
        uint256 count = validators.length;
        while (place < count && validators[place] != account) ++place;
        found = place < count;
    }

    function _bit(uint256 place) internal pure returns (uint32) {
        return (2 ** place).toUint32(); // A set has at most 32 validators.
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
