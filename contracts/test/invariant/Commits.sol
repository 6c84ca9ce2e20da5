// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Draft} from "./Drafts.sol";
import {Lying} from "./Lying.sol";
import {Lie, Place, Record, Served} from "./World.sol";
import {Batch, BatchCommitment, BatchStatus} from "openledger/interfaces/IAttributionLedger.sol";
import {Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice What operators commit, under which bond, and what honest batches owe by the books.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Commits is Lying {
    /// @dev 0 for none.
    mapping(ModelId modelId => uint256 record) public openRecord;
    mapping(ModelId modelId => uint256) internal _lastFinalisedCommit;
    mapping(address operator => uint256) public staked;
    mapping(address operator => uint256) public unbonding;
    /// @dev By record, of an honest one: what each account is due by the books' owners, and how many cuts were made.
    mapping(uint256 record => mapping(address account => uint256)) public due;
    mapping(uint256 record => uint256) public cuts;

    // Commit

    function commitHonest(uint256 m, uint256 seed) external {
        _commit(m % MODELS, Lie.None, seed);
        _did("commit");
    }

    function commitLie(uint256 m, uint256 lie, uint256 seed) external {
        _commit(m % MODELS, Lie(1 + lie % uint256(type(Lie).max)), seed);
        _did("commit a lie");
    }

    function _commit(uint256 m, Lie lie, uint256 seed) internal returns (uint256 number) {
        Draft memory d;
        d.modelId = models[m];
        d.term = _running(d.modelId);
        if (openRecord[d.modelId] != 0) _settle(openRecord[d.modelId], true);
        d.term = _running(d.modelId);
        d.lie = m == 2 && (lie == Lie.Copy || lie == Lie.Uncredited || lie == Lie.Letter) ? Lie.Contributor : lie;
        _choose(d, m, seed);
        d.answers = _draft(d.modelId, d.served);
        _lieInAnswers(d);
        d.payouts = _payoutsOf(d.modelId, d.answers);
        _lieInPayouts(d);
        (d.commitment.modelId, d.commitment.term) = (d.modelId, d.term);
        (d.commitment.bundleHash, d.commitment.bundleSize) = (keccak256("bundle"), 6);
        BatchDraft.fill(d.commitment, d.answers, d.payouts);
        if (d.lie == Lie.Count) ++d.commitment.creditCount;
        if (d.lie == Lie.Sum) --d.commitment.earned;
        number = _records.length;
        _records.push();
        _send(d, number);
        _note(d, number);
    }

    /// @dev One answer that was paid just now, of a phrase that earns, and up to two that wait.
    function _choose(Draft memory d, uint256 m, uint256 seed) private {
        // The copy counts for a newer version, for which what became unavailable meanwhile does not.
        if (d.lie == Lie.Copy) _publish(m);
        (d.phrase, d.source) = _earning(m, seed);
        if (d.lie == Lie.Copy) d.copy = _copyOf(m, d.source, d.phrase, seed);
        if (d.lie == Lie.Twice) (d.twiceIn, d.served) = _finalisedOf(d.modelId, d.term);
        if (d.lie == Lie.Twice && d.twiceIn == 0) d.lie = Lie.Fee;
        // Money that the second payment of one answer takes from another.
        if (d.twiceIn != 0) _serveAgain(d.modelId, d.served[0]);
        uint256 price = 1e18 + seed % 10e18;
        uint256 fresh = _serve(d.modelId, payers[seed % 3], price, d.phrase, 0, (seed >> 2) % 4);
        d.served = d.twiceIn == 0 ? _waiting(d, fresh, seed) : _both(d.served[0], fresh);
        _sort(d.served);
        uint256 about = d.twiceIn == 0 ? fresh : d.served[0] == fresh ? d.served[1] : d.served[0];
        while (d.served[d.target] != about) ++d.target;
        // Two answers with one range to the same payer would not ascend: that would be another lie.
    }

    function _serveAgain(ModelId modelId, uint256 number) private {
        uint256 price = 1 + uint256(_served[number].to) - _served[number].from;
        _serve(modelId, payers[0], price, 0, 0, 0);
    }

    function _both(uint256 a, uint256 b) private pure returns (uint256[] memory both) {
        both = new uint256[](2);
        (both[0], both[1]) = (a, b);
    }

    /// @dev A phrase whose owner earns for a version of now, in a datanet with a reserve.
    function _earning(uint256 m, uint256 seed) private returns (uint32 phrase, uint256 source) {
        uint32 version = _active(models[m]);
        for (uint256 i = 0; i < phrases; ++i) {
            phrase = uint32(1 + (seed % phrases + i) % phrases);
            bool revoked;
            (source, revoked) = _ownerOf(phrase, models[m], version);
            if (source != NOTHING && !revoked && _texts[source].datanetId == datanets[0]) return (phrase, source);
        }
        _contribute(0, 0, seed, true);
        _publish(m);
        phrase = phrases;
        (source,) = _ownerOf(phrase, models[m], _active(models[m]));
    }

    /// @dev A thief's text with the same words, later than the source, that counts for the version.
    function _copyOf(uint256 m, uint256 source, uint32 phrase, uint256 seed) private returns (uint256 copy) {
        copy = _texts.length;
        _contribute(0, 1 + seed % 3, source, true);
        if (_phrasesOf[copy][0] != phrase && _phrasesOf[copy][1] != phrase) ++copy;
        _publish(m);
    }

    /// @dev An answer that a finalised batch of the term holds.
    function _finalisedOf(ModelId modelId, uint32 term) private view returns (uint256, uint256[] memory served) {
        for (uint256 i = _records.length; --i != 0;) {
            Record storage record_ = _records[i];
            if (record_.status != BatchStatus.Finalised || record_.lie != Lie.None) continue;
            BatchCommitment storage commitment = record_.batch.commitment;
            if (commitment.modelId != modelId || commitment.term != term) continue;
            (served,,) = abi.decode(record_.draft, (uint256[], Answer[], PayoutDraft[]));
            served[0] = served[record_.target];
            return (i, served);
        }
        return (0, served);
    }

    /// @dev The fresh answer with some of those that no batch holds and the pool still pays.
    function _waiting(Draft memory d, uint256 fresh, uint256 seed) private view returns (uint256[] memory chosen) {
        chosen = new uint256[](1);
        chosen[0] = fresh;
        uint256 left = held[Place.Pools] == 0 ? 0 : pooled(d.modelId, d.term, 0, _period(d.modelId, d.term));
        left -= _served[fresh].dataFee;
        for (uint256 i = 0; i < fresh && chosen.length < 1 + seed % 3; ++i) {
            Served storage s = _served[i];
            if (s.record != 0 || s.modelId != d.modelId || s.term != d.term || s.dataFee > left) continue;
            if (!_wasActive(d, s.version)) continue;
            left -= s.dataFee;
            uint256[] memory more = new uint256[](chosen.length + 1);
            for (uint256 j = 0; j < chosen.length; ++j) {
                more[j] = chosen[j];
            }
            more[chosen.length] = i;
            chosen = more;
        }
    }

    function _wasActive(Draft memory d, uint32 version) private view returns (bool) {
        return protocol.modelRegistry.wasActive(d.modelId, version, _versionsSince(d.modelId, d.term), _now());
    }

    function _versionsSince(ModelId modelId, uint32 term) private view returns (uint256) {
        uint256 since = protocol.modelRegistry.term(modelId, term).startedAt;
        if (_lastFinalisedCommit[modelId] > since) since = _lastFinalisedCommit[modelId];
        return since - inForce.versionGrace;
    }

    /// @dev By (payer, from).
    function _sort(uint256[] memory numbers) private view {
        for (uint256 i = 1; i < numbers.length; ++i) {
            for (uint256 j = i; j > 0 && _before(numbers[j], numbers[j - 1]); --j) {
                (numbers[j], numbers[j - 1]) = (numbers[j - 1], numbers[j]);
            }
        }
    }

    function _before(uint256 a, uint256 b) private view returns (bool) {
        (address payerOfA, address payerOfB) = (_served[a].payer, _served[b].payer);
        return payerOfA < payerOfB || (payerOfA == payerOfB && _served[a].from < _served[b].from);
    }

    /// @dev Commits, with a bond by the parameters in force.
    function _send(Draft memory d, uint256 number) private {
        BatchCommitment memory c = d.commitment;
        address by = protocol.modelRegistry.term(d.modelId, d.term).operator;
        _unblock(by);
        uint256 bond = uint256(c.dataFees) * inForce.bondBps / 10_000;
        uint256 byItems =
            (uint256(c.inferenceCount) + c.creditCount + c.payoutCount + c.entryCount) * inForce.bondPerItem;
        if (byItems > bond) bond = byItems;
        if (inForce.minimumBond > bond) bond = inForce.minimumBond;
        uint256 free = staked[by] - lockedOf(by);
        if (free < bond) _stakeFor(by, bond - free);
        Record storage record_ = _records[number];
        Batch storage batch = record_.batch;
        (batch.commitment, batch.operator, batch.bond) = (c, by, uint128(bond));
        batch.committedAt = uint40(_now());
        batch.demandsUntil = uint40(_now() + inForce.demandPeriod);
        batch.responsePeriod = inForce.responsePeriod;
        batch.challengesUntil = batch.demandsUntil + inForce.responsePeriod + inForce.challengeTail;
        batch.versionsSince = uint40(_versionsSince(d.modelId, d.term));
        vm.prank(by);
        record_.batchId = protocol.attributionLedger.commit(c, "openledger:blobs");
        _take(d.modelId, d.term, c.dataFees);
        batched += c.dataFees;
        _move(Place.Pools, Place.Batches, c.dataFees);
    }

    /// @dev Keeps what was committed, the evidence against a lie, and what honest accounts are due.
    function _note(Draft memory d, uint256 number) private {
        Record storage record_ = _records[number];
        (record_.lie, record_.status, record_.payouts) = (d.lie, BatchStatus.Committed, d.payouts.length);
        (record_.target, record_.phrase, record_.source) = (d.target, d.phrase, d.source);
        record_.draft = abi.encode(d.served, d.answers, d.payouts);
        openRecord[d.modelId] = number;
        for (uint256 i = 0; i < d.served.length; ++i) {
            if (i != d.target || d.lie != Lie.Twice) _served[d.served[i]].record = number;
        }
        if (d.lie != Lie.None) (record_.kind, record_.evidence,) = _evidence(d, d.lie);
        else if (d.modelId != models[2]) _owe(d, number);
    }

    /// @dev What the owners by the books are due for each phrase, uncut.
    function _owe(Draft memory d, uint256 number) private {
        for (uint256 i = 0; i < d.served.length; ++i) {
            Served memory s = _served[d.served[i]];
            uint256 length = d.answers[i].output.length;
            if (s.one != 0) _owe(d.modelId, number, s, s.one, length);
            if (s.other != 0) _owe(d.modelId, number, s, s.other, length);
        }
    }

    function _owe(ModelId modelId, uint256 number, Served memory s, uint32 phrase, uint256 length) private {
        (uint256 owner, Standing standing) = ownerByBooks(phrase, modelId, s.version);
        if (standing != Standing.Eligible) return;
        uint256 gross = uint256(s.dataFee) * (_phrase(phrase).length + 1) / (length + 1);
        uint256 kept = _texts[owner].datanetId == datanets[0] ? gross / 10 : 0;
        due[number][_texts[owner].contributor] += gross - kept;
        due[number][protocol.datanetRegistry.reserveAccount(datanets[0])] += kept;
        if (s.cut) ++cuts[number];
    }

    // Stake

    /// @notice Stake that open batches of an operator lock, by the books.
    function lockedOf(address by) public view returns (uint256 sum) {
        for (uint256 m = 0; m < MODELS; ++m) {
            Record storage record_ = _records[openRecord[models[m]]];
            if (record_.batch.operator == by) sum += record_.batch.bond;
        }
    }

    function _stakeFor(address by, uint256 amount) internal {
        _stake(by, amount);
        staked[by] += amount;
        _move(Place.Accounts, Place.Active, amount);
    }

    // Others' rooms

    /// @dev Ends a batch in whatever way it can end now.
    function _settle(uint256 number, bool awake) internal virtual;

    /// @dev Answers the late demands for payouts that keep an operator from committing.
    function _unblock(address by) internal virtual;
}
