// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, PayoutDraft} from "../utils/BatchDraft.sol";
import {Commits} from "./Commits.sol";
import {Draft} from "./Drafts.sol";
import {Lie, Place, Record} from "./World.sol";
import {
    BatchCommitment,
    BatchStatus,
    EvidenceKind,
    IAttributionLedger
} from "openledger/interfaces/IAttributionLedger.sol";
import {Term} from "openledger/interfaces/IModelRegistry.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice What watchers and time do to batches, and the books of it.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract AttributionActs is Commits {
    // Challenges

    /// @dev Voids a lie by its evidence, which was reserved or not.
    function challenge(uint256 m, uint256 lie, uint256 seed, bool reserved) external {
        m = m % MODELS;
        uint256 number = openRecord[models[m]];
        bool standing =
            number != 0 && _records[number].lie != Lie.None && _now() < _records[number].batch.challengesUntil;
        if (!standing) number = _commit(m, Lie(1 + lie % uint256(type(Lie).max)), seed);
        _challenge(number, reserved);
    }

    function _challenge(uint256 number, bool reserved) internal {
        Record memory r = _records[number];
        if (reserved) {
            protocol.attributionLedger
                .reserveChallenge(keccak256(abi.encode(r.kind, keccak256(r.evidence), watcher, r.batchId)));
            vm.roll(vm.getBlockNumber() + 1);
        }
        bytes32 before = othersBalances();
        vm.prank(watcher);
        protocol.attributionLedger.challenge(r.batchId, r.batch, r.kind, r.evidence);
        if (othersBalances() != before) _damage("void");
        _voided(number, reserved ? r.batch.bond / 2 : 0);
        _did(_evidenceName(r.kind));
    }

    function _evidenceName(EvidenceKind kind) private pure returns (bytes32) {
        string[14] memory all = [
            "",
            "FalseCredit",
            "EarlierSource",
            "MalformedList",
            "NotCanonical",
            "MalformedLeaf",
            "WrongSum",
            "WrongCount",
            "Unsorted",
            "WrongVersion",
            "BrokenReceipt",
            "Unbacked",
            "WrongEntry",
            "MissingEntry"
        ];
        return bytes32(bytes(all[uint256(kind)]));
    }

    /// @dev Books a void batch.
    function _voided(uint256 number, uint256 reward) internal {
        Record storage record_ = _records[number];
        BatchCommitment memory c = record_.batch.commitment;
        record_.status = BatchStatus.Voided;
        openRecord[c.modelId] = 0;
        uint256 bond = record_.batch.bond;
        staked[record_.batch.operator] -= bond;
        _move(Place.Active, Place.Accounts, reward);
        _move(Place.Active, Place.Fund, bond - reward);
        _pools[c.modelId][c.term][_period(c.modelId, c.term)] += c.dataFees;
        batched -= c.dataFees;
        _move(Place.Batches, Place.Pools, c.dataFees);
        if (record_.decideBy != 0) _closeEscalation(record_, Place.Accounts);
        (uint256[] memory served,,) = abi.decode(record_.draft, (uint256[], Answer[], PayoutDraft[]));
        for (uint256 i = 0; i < served.length; ++i) {
            if (_served[served[i]].record == number) _served[served[i]].record = 0;
        }
    }

    function _closeEscalation(Record storage record_, Place to) internal {
        _move(Place.Escalations, to, record_.escalationBond);
        (record_.decideBy, record_.escalationBond) = (0, 0);
    }

    /// @notice Every balance that is neither a bond nor a deposit of stake: what a void batch must leave as it was. Money
    /// of a model that is in its pool or in its batch counts as one.
    function othersBalances() public view returns (bytes32 all) {
        all = keccak256(
            abi.encode(
                _balanceOf(address(protocol.inferenceEscrow)),
                _balanceOf(address(protocol.datanetReserves)),
                _balanceOf(address(protocol.timelockController)),
                _balanceOf(modelOwner),
                protocol.inferenceEscrow.protocolFees(),
                address(protocol.demandRegistry).balance,
                address(protocol.dataAvailability).balance
            )
        );
        for (uint256 i = 0; i < authors.length; ++i) {
            all = keccak256(abi.encode(all, _balanceOf(authors[i]), _balanceOf(recipients[authors[i]])));
        }
        for (uint256 m = 0; m < MODELS; ++m) {
            all = keccak256(abi.encode(all, _withoutBatches(models[m])));
        }
    }

    function _withoutBatches(ModelId modelId) private view returns (bytes32 all) {
        uint32 term = protocol.modelRegistry.model(modelId).term;
        BatchId open = protocol.attributionLedger.openBatchOf(modelId);
        uint256 inBatch = BatchId.unwrap(open) == 0 ? 0 : _records[openRecord[modelId]].batch.commitment.dataFees;
        all = keccak256(
            abi.encode(
                protocol.inferenceEscrow.poolOf(modelId, term) + inBatch,
                protocol.inferenceEscrow.ownerRevenueOf(modelId),
                protocol.datanetReserves.reserveOf(datanets[0])
            )
        );
        for (uint256 p = 0; p < payers.length; ++p) {
            all = keccak256(
                abi.encode(
                    all,
                    protocol.inferenceEscrow.depositOf(modelId, payers[p]).balance,
                    protocol.inferenceEscrow.charged(modelId, term, payers[p]),
                    _balanceOf(payers[p])
                )
            );
        }
    }

    /// @dev Evidence of every kind against an honest batch is refused, each for its reason.
    function challengeHonest(uint256 m, uint256 lie, uint256 seed) external {
        m = m % MODELS;
        uint256 number = openRecord[models[m]];
        bool standing =
            number != 0 && _records[number].lie == Lie.None && _now() < _records[number].batch.challengesUntil;
        if (!standing) number = _commit(m, Lie.None, seed);
        Record memory r = _records[number];
        Draft memory d;
        (d.modelId, d.term) = (models[m], r.batch.commitment.term);
        (d.target, d.phrase, d.source) = (r.target, r.phrase, r.source);
        (d.served, d.answers, d.payouts) = abi.decode(r.draft, (uint256[], Answer[], PayoutDraft[]));
        Lie tried = Lie(1 + lie % uint256(type(Lie).max));
        if (tried == Lie.Twice) tried = Lie.Fee;
        if (m == 2 && (tried == Lie.Copy || tried == Lie.Uncredited || tried == Lie.Letter)) tried = Lie.Contributor;
        (EvidenceKind kind, bytes memory evidence, bytes4 reason) = _evidence(d, tried);
        _refuse(reason);
        protocol.attributionLedger.challenge(r.batchId, r.batch, kind, evidence);
        _did("false evidence refused");
    }

    // Settlement

    function finalise(uint256 m, uint256 seed, bool lies) external {
        m = m % MODELS;
        uint256 number = openRecord[models[m]];
        if (number == 0) number = _commit(m, lies ? Lie(1 + seed % uint256(type(Lie).max)) : Lie.None, seed);
        Record memory r = _records[number];
        if (_now() < r.batch.challengesUntil) {
            _refuse(IAttributionLedger.AttributionLedger_ChallengePeriodOpen.selector);
            protocol.attributionLedger.finalise(r.batchId, r.batch);
        }
        _settle(number, false);
    }

    /// @dev Ends a batch in whatever way it can end now: an operator answers what it can, a watcher challenges if it is
    /// awake.
    function _settle(uint256 number, bool awake) internal override {
        Record storage record_ = _records[number];
        _answerAll(number);
        if (_expired(number)) return _voidUnanswered(number);
        if (awake && record_.lie != Lie.None && _now() < record_.batch.challengesUntil) {
            return _challenge(number, false);
        }
        _warpTo(record_.batch.challengesUntil);
        if (_expired(number)) return _voidUnanswered(number);
        if (_now() < record_.decideBy) {
            _refuse(IAttributionLedger.AttributionLedger_EscalationOpen.selector);
            protocol.attributionLedger.finalise(record_.batchId, record_.batch);
            _warpTo(record_.decideBy);
        }
        protocol.attributionLedger.finalise(record_.batchId, record_.batch);
        _finalised(record_);
    }

    function _finalised(Record storage record_) private {
        BatchCommitment memory c = record_.batch.commitment;
        record_.status = BatchStatus.Finalised;
        openRecord[c.modelId] = 0;
        _lastFinalisedCommit[c.modelId] = record_.batch.committedAt;
        allocated[ModelId.unwrap(c.modelId) - 1] += c.earned;
        _move(Place.Batches, Place.Earned, c.earned);
        _move(Place.Batches, Place.Fund, c.dataFees - c.earned);
        if (record_.decideBy != 0) _closeEscalation(record_, Place.Accounts);
        _did(record_.lie == Lie.None ? bytes32("finalise") : bytes32("finalise a lie"));
    }

    /// @notice Batches to look at: all in the end; before that those that are open, the last two, and another one in turn.
    function watched() external view returns (uint256[] memory numbers) {
        uint256 count = _records.length;
        if (ended || count < 7) {
            numbers = new uint256[](count - 1);
            for (uint256 i = 1; i < count; ++i) {
                numbers[i - 1] = i;
            }
            return numbers;
        }
        uint256[6] memory some = [
            openRecord[models[0]],
            openRecord[models[1]],
            openRecord[models[2]],
            count - 1,
            count - 2,
            1 + turn % (count - 1)
        ];
        numbers = new uint256[](6);
        for (uint256 i = 0; i < 6; ++i) {
            numbers[i] = some[i] == 0 ? 1 : some[i];
        }
    }

    // Terms

    function _running(ModelId modelId) internal override returns (uint32 number) {
        number = protocol.modelRegistry.model(modelId).term;
        Term memory term = protocol.modelRegistry.term(modelId, number);
        if (_now() < term.endsAt) return number;
        if (openRecord[modelId] != 0) _settle(openRecord[modelId], true);
        uint256 left = pooled(modelId, number, 0, _period(modelId, number));
        _take(modelId, number, left);
        protocol.modelRegistry.startTerm(modelId);
        leftOver += left;
        _move(Place.Pools, Place.Fund, left);
        _did("startTerm");
        return number + 1;
    }

    // Others' rooms

    function _answerAll(uint256 number) internal virtual;

    function _expired(uint256 number) internal view virtual returns (bool);

    function _voidUnanswered(uint256 number) internal virtual;
}
