// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Neighbours} from "../utils/Neighbours.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {AttributionActs} from "./AttributionActs.sol";
import {Lie, Record, Text} from "./World.sol";
import {Batch, BatchStatus, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer as Shown, DemandKind, IDemandRegistry, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {Credit, CreditProof} from "openledger/interfaces/IFraudProofs.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";

/// @notice Demands for what batches hide, their answers, and what silence brings.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract DemandActs is AttributionActs {
    struct Demanded {
        uint256 record;
        Item item;
        uint256 answerBy;
        uint256 deposit;
        bool open;
        bool late; // Of a finalised batch.
    }

    Demanded[] internal _demanded;
    mapping(bytes32 demandId => bool) internal _known;
    /// @notice Native currency that the registry of demands should hold.
    uint256 public demandMoney;

    // Demands

    function demand(uint256 m, uint256 kind, uint256 seed) external {
        m = m % MODELS;
        uint256 number = openRecord[models[m]];
        if (number == 0 || _now() >= _records[number].batch.demandsUntil) {
            if (number != 0) {
                _refuseDemand(number, IDemandRegistry.DemandRegistry_DemandsOver.selector);
            }
            number = _commit(m, Lie.None, seed);
        }
        Item memory item = _item(number, DemandKind(kind % 9), seed);
        if (!_known[protocol.demandRegistry.demandIdOf(_records[number].batchId, item)]) {
            _demand(number, item, false);
            _did("demand");
        }
        Batch memory batch = _records[number].batch;
        uint256 deposit = protocol.demandRegistry.depositFor(batch, item);
        vm.deal(demander, deposit);
        _refuse(IDemandRegistry.DemandRegistry_AlreadyDemanded.selector);
        vm.prank(demander);
        protocol.demandRegistry.demand{value: deposit}(_records[number].batchId, batch, item);
        _did("second demand refused");
    }

    function _refuseDemand(uint256 number, bytes4 reason) private {
        Item memory item;
        item.count = 1;
        Record memory r = _records[number];
        _refuse(reason);
        protocol.demandRegistry.demand(r.batchId, r.batch, item);
    }

    function _item(uint256 number, DemandKind kind, uint256 seed) private view returns (Item memory item) {
        (, Answer[] memory answers, PayoutDraft[] memory payouts) =
            abi.decode(_records[number].draft, (uint256[], Answer[], PayoutDraft[]));
        bool ofPayouts = kind == DemandKind.Payouts || kind == DemandKind.Entries || kind == DemandKind.PayoutOf
            || kind == DemandKind.EntryOf;
        // A lie may have none.
        if (ofPayouts && payouts.length == 0) kind = DemandKind.Inferences;
        item.kind = kind;
        if (kind == DemandKind.InferenceAt) {
            (item.account, item.total) = (payers[seed % 4], uint128(seed % 50e18));
        } else if (kind == DemandKind.PayoutOf) {
            item.account = authors[seed % 5];
        } else if (kind == DemandKind.EntryOf) {
            (item.account, item.outer, item.inner) = (authors[seed % 5], uint32(seed % 3), uint32(seed % 2));
        } else if (kind == DemandKind.Inferences || kind == DemandKind.Payouts) {
            uint256 most = kind == DemandKind.Payouts ? payouts.length : answers.length;
            item.first = uint32(seed % most);
            item.count = uint32(1 + (seed >> 8) % (most - item.first));
        } else {
            item.outer = uint32(seed % (kind == DemandKind.Entries ? payouts.length : answers.length));
            (item.first, item.count) = (uint32((seed >> 8) % 2), uint32(1 + (seed >> 16) % 4));
            if (kind == DemandKind.SourceChunks) item.inner = uint32((seed >> 24) % 2);
        }
    }

    function _demand(uint256 number, Item memory item, bool late) private {
        Record memory r = _records[number];
        uint256 deposit = protocol.demandRegistry.depositFor(r.batch, item);
        vm.deal(demander, deposit + 1);
        vm.prank(demander);
        bytes32 demandId = protocol.demandRegistry.demand{value: deposit + 1}(r.batchId, r.batch, item);
        _known[demandId] = true;
        demandMoney += deposit + 1;
        _demanded.push(Demanded(number, item, _now() + r.batch.responsePeriod, deposit, true, late));
    }

    // Answers

    function answerDemands(uint256 m) external {
        uint256 number = openRecord[models[m % MODELS]];
        uint256 before = done["answer"];
        if (number != 0) _answerAll(number);
        if (done["answer"] == before) _did("no demand to answer");
    }

    /// @dev An operator that lies about a tree cannot answer, and this one says nothing.
    function _answerAll(uint256 number) internal override {
        if (_records[number].lie != Lie.None || _expired(number)) return;
        for (uint256 i = 0; i < _demanded.length; ++i) {
            if (_demanded[i].record == number && _demanded[i].open) _answer(i);
        }
    }

    function _answer(uint256 i) private {
        Demanded storage demanded = _demanded[i];
        Record memory r = _records[demanded.record];
        (Item[] memory items, Shown[] memory shown) = (new Item[](1), new Shown[](1));
        (, Answer[] memory answers, PayoutDraft[] memory payouts) =
            abi.decode(r.draft, (uint256[], Answer[], PayoutDraft[]));
        items[0] = demanded.item;
        shown[0] = _show(items[0], answers, payouts);
        demanded.open = false;
        vm.prank(operators[0], operators[0]);
        protocol.demandRegistry.answer(r.batchId, r.batch, items, shown);
        _did("answer");
    }

    function _show(Item memory item, Answer[] memory answers, PayoutDraft[] memory payouts)
        private
        view
        returns (Shown memory shown)
    {
        DemandKind kind = item.kind;
        if (kind == DemandKind.Inferences) {
            shown.inferences = Neighbours.inferenceProofs(answers, item.first, item.count);
        } else if (kind == DemandKind.Payouts) {
            shown.payouts = Neighbours.payoutProofs(payouts, item.first, item.count);
        } else if (kind == DemandKind.Entries) {
            shown.payouts = Neighbours.payoutProofs(payouts, item.outer, 1);
            PayoutDraft memory payout = payouts[item.outer];
            shown.entries = Neighbours.entryProofs(payout, item.first, _existing(item, payout.entries.length));
        } else if (kind == DemandKind.PayoutOf || kind == DemandKind.EntryOf) {
            shown.payouts = Neighbours.payoutsAround(payouts, item.account);
            bool found = shown.payouts.length == 1 && shown.payouts[0].payout.account == item.account;
            if (found && kind == DemandKind.EntryOf) {
                bytes memory sought = abi.encode(item.outer, item.inner);
                shown.entries = Neighbours.entriesAround(payouts[shown.payouts[0].index], sought);
            }
        } else if (kind == DemandKind.InferenceAt) {
            shown.inferences = Neighbours.inferencesAround(answers, item.account, item.total);
        } else {
            shown.inferences = Neighbours.inferenceProofs(answers, item.outer, 1);
            _showOf(shown, item, answers[item.outer]);
        }
    }

    /// @dev Credits or chunks of one answer.
    function _showOf(Shown memory shown, Item memory item, Answer memory answer) private view {
        if (item.kind == DemandKind.Credits) {
            shown.credits = new CreditProof[](_existing(item, answer.credits.length));
            for (uint256 i = 0; i < shown.credits.length; ++i) {
                shown.credits[i] = BatchDraft.creditProof(answer, item.first + i);
            }
        } else if (item.kind == DemandKind.OutputChunks) {
            shown.text = TreeBuilder.textProof(answer.output, 0, 1);
        } else if (item.inner < answer.credits.length) {
            Credit memory credit = answer.credits[item.inner];
            shown.credits = new CreditProof[](1);
            shown.credits[0] = BatchDraft.creditProof(answer, item.inner);
            uint256 number = _textAt(credit);
            shown.source = _sourceProof(number);
            bytes memory content = _texts[number].content;
            uint256 from = uint256(item.first) * 256;
            shown.text = from < content.length
                ? TreeBuilder.textProof(content, from, from + uint256(item.count) * 256)
                : TreeBuilder.textProof(content, 0, 1);
        }
    }

    function _textAt(Credit memory credit) private view returns (uint256 number) {
        while (_texts[number].submissionId != credit.submissionId || _texts[number].leaf != credit.leafIndex) ++number;
    }

    function _existing(Item memory item, uint256 count) private pure returns (uint256) {
        if (item.first >= count) return 0;
        return count - item.first < item.count ? count - item.first : item.count;
    }

    // Silence

    function _expired(uint256 number) internal view override returns (bool) {
        for (uint256 i = 0; i < _demanded.length; ++i) {
            Demanded storage demanded = _demanded[i];
            if (demanded.record == number && demanded.open) return _now() >= demanded.answerBy;
        }
        return false;
    }

    /// @notice Unanswered demands of a batch that were made while it was committed, by the books.
    function openDemandsOf(uint256 number) public view returns (uint256 count) {
        for (uint256 i = 0; i < _demanded.length; ++i) {
            if (_demanded[i].record == number && _demanded[i].open && !_demanded[i].late) ++count;
        }
    }

    /// @dev Its operator says nothing, honest or not.
    function stayUnanswered(uint256 m, uint256 seed, bool lies) external {
        m = m % MODELS;
        uint256 number = openRecord[models[m]];
        if (number == 0 || openDemandsOf(number) == 0) {
            if (number != 0) _settle(number, true);
            number = _commit(m, lies ? Lie.Contributor : Lie.None, seed);
            _demand(number, _item(number, DemandKind(seed % 8), seed), false);
        }
        Record memory r = _records[number];
        if (!_expired(number)) {
            _refuse(IAttributionLedger.AttributionLedger_NoExpiredDemand.selector);
            protocol.attributionLedger.voidUnanswered(r.batchId, r.batch);
            _skip(inForce.responsePeriod > r.batch.responsePeriod ? inForce.responsePeriod : r.batch.responsePeriod);
        }
        if (_now() >= r.batch.challengesUntil) {
            _refuse(IAttributionLedger.AttributionLedger_DemandsOpen.selector);
            protocol.attributionLedger.finalise(r.batchId, r.batch);
        }
        _voidUnanswered(number);
    }

    function _voidUnanswered(uint256 number) internal override {
        Record memory r = _records[number];
        bytes32 before = othersBalances();
        protocol.attributionLedger.voidUnanswered(r.batchId, r.batch);
        if (othersBalances() != before) _damage("void");
        _silence(number, r.batch.bond / 2);
        _did("voidUnanswered");
    }

    /// @dev Void without evidence: by silence, or by the arbiter.
    function _silence(uint256 number, uint256 reward) internal {
        _records[number].silenced = true;
        _voided(number, reward);
    }

    /// @notice Whether the first open demand for a payout of an operator's finalised batches is late, by the books.
    function blockedByBooks(address by) external view returns (bool) {
        for (uint256 i = 0; i < _demanded.length; ++i) {
            Demanded storage demanded = _demanded[i];
            if (!demanded.late || !demanded.open || _records[demanded.record].batch.operator != by) continue;
            return _now() >= demanded.answerBy;
        }
        return false;
    }

    function openDeposits() external view returns (uint256 sum) {
        for (uint256 i = 0; i < _demanded.length; ++i) {
            if (_demanded[i].open) sum += _demanded[i].deposit;
        }
    }

    /// @dev Deposits for what a void batch hid return, and whoever is owed is paid.
    function closeDemands(bool first) external {
        uint256 count;
        for (uint256 i = 0; i < _demanded.length; ++i) {
            Demanded storage demanded = _demanded[i];
            if (!demanded.open || _records[demanded.record].status != BatchStatus.Voided) continue;
            bytes32[] memory ids = new bytes32[](1);
            ids[0] = protocol.demandRegistry.demandIdOf(_records[demanded.record].batchId, demanded.item);
            protocol.demandRegistry.close(ids);
            demanded.open = false;
            ++count;
        }
        address account = first ? demander : operators[0];
        uint256 owed = protocol.demandRegistry.withdrawable(account);
        if (owed == 0) _refuse(IDemandRegistry.DemandRegistry_NothingToWithdraw.selector);
        vm.prank(account);
        protocol.demandRegistry.withdraw();
        demandMoney -= owed;
        _did(count == 0 ? bytes32("withdraw deposits") : bytes32("close"));
    }

    // Payouts of finalised batches

    /// @dev While a payout of a finalised batch is withheld, its operator neither commits nor unbonds.
    function withholdPayout(uint256 which, uint256 seed, bool answers) external {
        uint256 number = _finalisedFrom(which);
        Item memory item;
        (item.kind, item.account) = (DemandKind.PayoutOf, authors[seed % 5]);
        if (_known[protocol.demandRegistry.demandIdOf(_records[number].batchId, item)]) {
            return _did("payout demanded before");
        }
        _demand(number, item, true);
        uint256 last = _demanded.length - 1;
        if (answers) {
            _answer(last);
            return _did("payout shown in time");
        }
        _skip(_records[number].batch.responsePeriod);
        address by = _records[number].batch.operator;
        // Behind one whose time is longer it waits, at most the difference.
        if (!protocol.demandRegistry.isBlocked(by)) _skip(24 hours);
        _refuse(IStakeVault.StakeVault_Blocked.selector);
        vm.prank(by);
        protocol.stakeVault.requestUnbonding(1);
        _did("payout withheld");
    }

    function _finalisedFrom(uint256 which) internal returns (uint256) {
        for (uint256 i = 0; i < _records.length; ++i) {
            uint256 number = (which % _records.length + i) % _records.length;
            if (_records[number].status == BatchStatus.Finalised && _records[number].lie == Lie.None) return number;
        }
        uint256 made = _commit(which % MODELS, Lie.None, which);
        _settle(made, false);
        return made;
    }

    function _unblock(address by) internal override {
        if (!protocol.demandRegistry.isBlocked(by)) return;
        Batch memory batch;
        batch.commitment.inferenceCount = 1;
        _refuseCommit(by);
        for (uint256 i = 0; i < _demanded.length; ++i) {
            if (_demanded[i].late && _demanded[i].open && _records[_demanded[i].record].batch.operator == by) {
                _answer(i);
            }
        }
        _did("payouts shown late");
    }

    /// @dev Whatever it commits, for any of its models.
    function _refuseCommit(address by) private {
        for (uint256 m = 0; m < MODELS; ++m) {
            uint32 term = protocol.modelRegistry.model(models[m]).term;
            if (protocol.modelRegistry.term(models[m], term).operator != by) continue;
            if (protocol.modelRegistry.term(models[m], term).endsAt <= _now()) continue;
            Batch memory batch;
            batch.commitment.modelId = models[m];
            batch.commitment.term = term;
            (batch.commitment.inferenceCount, batch.commitment.inferencesRoot) = (1, keccak256("root"));
            (batch.commitment.bundleHash, batch.commitment.bundleSize) = (keccak256("bundle"), 6);
            _refuse(IAttributionLedger.AttributionLedger_OperatorBlocked.selector);
            vm.prank(by);
            protocol.attributionLedger.commit(batch.commitment, "openledger:blobs");
            return;
        }
    }
}
