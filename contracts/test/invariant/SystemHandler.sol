// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {AvailabilityActs} from "./AvailabilityActs.sol";
import {Lie, Place, Record} from "./World.sol";
import {BatchStatus, Claim, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {IModelRegistry, Term} from "openledger/interfaces/IModelRegistry.sol";
import {IProtocolConfig, Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {IStakeVault} from "openledger/interfaces/IStakeVault.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice All actions over all contracts. None reverts but where it says by which name, and counts that.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract SystemHandler is AvailabilityActs {
    constructor() {
        setUp();
    }

    // Claims

    /// @dev By the account, or a claimer of its; for a reserve account by the reserves. One by one or together.
    function claim(uint256 which, uint256 leaf, uint256 by) external {
        uint256 number = _claimableFrom(which);
        (,, PayoutDraft[] memory payouts) = abi.decode(_records[number].draft, (uint256[], Answer[], PayoutDraft[]));
        for (uint256 i = 0; i < payouts.length; ++i) {
            uint256 place = (leaf % payouts.length + i) % payouts.length;
            if (_records[number].taken >> place & 1 == 0) return _claim(number, place, payouts, by);
        }
    }

    function _claim(uint256 number, uint256 place, PayoutDraft[] memory payouts, uint256 by) internal {
        Claim[] memory claims = new Claim[](1);
        claims[0] = Claim(_records[number].batchId, _records[number].batch, BatchDraft.payoutProof(payouts, place));
        address account = payouts[place].account;
        uint128 earned = payouts[place].earned;
        uint256 before = _balanceOf(address(protocol.inferenceEscrow));
        if (account == protocol.datanetRegistry.reserveAccount(datanets[0])) {
            protocol.datanetReserves.collectReserve(datanets[0], claims);
            _reserved(datanets[0], earned, Place.Earned);
            _did("collectReserve");
        } else {
            address sender = by % 3 == 0 ? watcher : account;
            if (sender == watcher) {
                vm.prank(account);
                protocol.payoutDirectory.setClaimer(watcher, true);
            }
            vm.prank(sender);
            if (by % 2 == 0) protocol.attributionLedger.claim(claims[0]);
            else protocol.attributionLedger.claimMany(claims);
            _receive(account, earned);
            _move(Place.Earned, Place.Accounts, earned);
            _did("claim");
        }
        claimedFrom[ModelId.unwrap(_records[number].batch.commitment.modelId) - 1] += before
            - _balanceOf(address(protocol.inferenceEscrow));
        _records[number].taken |= 2 ** place;
        _records[number].claimed += earned;
        _refuse(IAttributionLedger.AttributionLedger_AlreadyClaimed.selector);
        vm.prank(account);
        protocol.attributionLedger.claim(claims[0]);
    }

    /// @dev A finalised batch with a payout that nobody claimed; one that lies about its total pays nobody.
    function _claimableFrom(uint256 which) private returns (uint256 made) {
        for (uint256 i = 0; i < _records.length; ++i) {
            uint256 number = (which % _records.length + i) % _records.length;
            if (_isClaimable(number)) return number;
        }
        made = _commit(which % MODELS, Lie.None, which);
        _settle(made, false);
        if (_records[made].status != BatchStatus.Finalised) revert("an honest batch falls");
    }

    function _isClaimable(uint256 number) internal view returns (bool) {
        Record storage record_ = _records[number];
        return
            record_.status == BatchStatus.Finalised && record_.lie != Lie.Sum
                && record_.taken != 2 ** record_.payouts - 1;
    }

    /// @dev Nobody claims from what is void or open.
    function claimTooMuch(uint256 which) external {
        for (uint256 i = 0; i < _records.length; ++i) {
            uint256 number = (which % _records.length + i) % _records.length;
            BatchStatus status = _records[number].status;
            if (status != BatchStatus.Committed && status != BatchStatus.Voided) continue;
            if (_records[number].payouts == 0) continue;
            (,, PayoutDraft[] memory payouts) = abi.decode(_records[number].draft, (uint256[], Answer[], PayoutDraft[]));
            Claim memory claimed =
                Claim(_records[number].batchId, _records[number].batch, BatchDraft.payoutProof(payouts, 0));
            _refuse(IAttributionLedger.AttributionLedger_NotFinalised.selector);
            vm.prank(payouts[0].account);
            protocol.attributionLedger.claim(claimed);
            return _did("claim refused");
        }
        _did("nothing to refuse a claim of");
    }

    function setRecipient(uint256 who, uint256 purse) external {
        address account = authors[who % 5];
        address recipient = purse % 3 == 0 ? account : makeAddr(string.concat("purse ", vm.toString(who % 5)));
        vm.prank(account);
        protocol.payoutDirectory.setRecipient(recipient);
        recipients[account] = recipient;
        _did("setRecipient");
    }

    // The arbiter

    function escalate(uint256 seed) external {
        uint256 number = openRecord[models[2]];
        if (number != 0 && (_records[number].decideBy != 0 || _now() >= _records[number].batch.challengesUntil)) {
            _settle(number, false);
        }
        number = openRecord[models[2]];
        if (number == 0) number = _commit(2, Lie.None, seed);
        _escalate(number);
        _did("escalate");
    }

    function _escalate(uint256 number) private {
        if (inForce.arbiter == address(0)) _changeParameters(1, 0);
        Record storage record_ = _records[number];
        uint256 bond = inForce.escalationBond;
        _giveFor(watcher, address(protocol.attributionLedger), bond);
        vm.prank(watcher);
        protocol.attributionLedger.escalate(record_.batchId, record_.batch);
        (record_.decideBy, record_.escalationBond) = (_now() + inForce.arbiterPeriod, bond);
        record_.arbiter = inForce.arbiter;
        _move(Place.Accounts, Place.Escalations, bond);
    }

    function decide(uint256 seed, bool upheld) external {
        uint256 number = openRecord[models[2]];
        if (number == 0 || _now() >= _records[number].decideBy) {
            if (number != 0) _settle(number, false);
            number = _commit(2, Lie.None, seed);
            _escalate(number);
        }
        Record memory r = _records[number];
        bytes32 before = othersBalances();
        vm.prank(r.arbiter);
        protocol.attributionLedger.decide(r.batchId, r.batch, upheld);
        if (othersBalances() != before) _damage("void");
        if (upheld) _silence(number, r.batch.bond / 2);
        else _closeEscalation(_records[number], Place.Fund);
        _did(upheld ? bytes32("uphold") : bytes32("reject the escalation"));
    }

    // Stake

    function stakeMore(uint256 who, uint256 amount) external {
        _stakeFor(operators[who % 2], bound(amount, 1, 1000e18));
        _did("stake");
    }

    /// @dev All that is free, and not a wei of what is locked.
    function unbond(uint256 who, uint256 amount, bool waits) external {
        address by = operators[who % 2];
        _unblock(by);
        uint256 free = staked[by] - lockedOf(by);
        _refuse(IStakeVault.StakeVault_InsufficientFreeStake.selector);
        vm.prank(by);
        protocol.stakeVault.requestUnbonding(free + 1);
        if (free != 0) {
            amount = bound(amount, 1, free);
            vm.prank(by);
            protocol.stakeVault.requestUnbonding(amount);
            staked[by] -= amount;
            unbonding[by] += amount;
            _move(Place.Active, Place.Unbonding, amount);
            _did("requestUnbonding");
        }
        if (unbonding[by] == 0) return _did("nothing to unbond");
        if (!waits) return;
        _warpTo(protocol.stakeVault.unbondingOf(by).availableAt);
        _unblock(by);
        vm.prank(by);
        protocol.stakeVault.withdraw();
        _move(Place.Unbonding, Place.Accounts, unbonding[by]);
        unbonding[by] = 0;
        _did("withdraw stake");
    }

    // Terms

    /// @dev Where one is announced already, it is taken back, or its end is waited for.
    function changeTerm(uint256 m, uint256 next, bool waits) external {
        ModelId modelId = models[m % MODELS];
        uint32 number = _running(modelId);
        Term memory term = protocol.modelRegistry.term(modelId, number);
        if (term.endsAt != type(uint40).max && !waits) {
            vm.prank(modelOwner);
            protocol.modelRegistry.cancelTermChange(modelId);
            return _did("cancelTermChange");
        }
        if (term.endsAt == type(uint40).max) {
            vm.prank(modelOwner);
            protocol.modelRegistry.announceTerm(modelId, operators[next % 2], receiptKey);
            _did("announceTerm");
        }
        if (!waits) return;
        _refuse(IModelRegistry.ModelRegistry_TermNotEnded.selector);
        protocol.modelRegistry.startTerm(modelId);
        _warpTo(protocol.modelRegistry.term(modelId, number).endsAt);
        _refuseAfterTheEnd(modelId, number);
        if (next % 3 != 0) _running(modelId);
    }

    function _refuseAfterTheEnd(ModelId modelId, uint32 number) private {
        if (openRecord[modelId] == 0) return;
        _refuse(IModelRegistry.ModelRegistry_BatchOpen.selector);
        protocol.modelRegistry.startTerm(modelId);
        assert(number != 0);
        _did("term with an open batch");
    }

    // Governance

    /// @dev Any parameters within their bounds, in mid-flight.
    function changeParameters(uint256 seed, uint256 other) external {
        _changeParameters(seed, other);
        _did("changeParameters");
    }

    function _changeParameters(uint256 seed, uint256 other) private {
        Parameters memory p;
        p.protocolFeeBps = uint16(_in(seed, 0, 0, 1000));
        p.dataFloorBps = uint16(_in(seed, 1, 1000, 5000));
        p.bondBps = uint16(_in(seed, 2, 500, 10_000));
        p.responsePeriod = uint32(_in(seed, 3, 1 hours, 8 hours));
        p.demandPeriod = uint32(_in(seed, 4, 48 hours, 4 days));
        p.challengeTail = uint32(_in(seed, 5, p.responsePeriod, 24 hours));
        p.unbondingPeriod = uint32(_in(seed, 6, 6 days, 20 days));
        p.withdrawalDelay = uint32(_in(seed, 7, 1 hours, 3 days));
        p.submissionLife = uint32(_in(seed, 8, 7 days, 40 days));
        p.dataResponsePeriod = uint32(_in(seed, 9, 3 days, 10 days));
        p.arbiterPeriod = uint32(_in(seed, 10, 1 days, 10 days));
        p.poolTimeout = uint32(_in(seed, 11, 7 days, 30 days));
        p.trialTime = uint32(_in(seed, 12, 1 days, 30 days));
        p.versionGrace = uint32(_in(seed, 13, 1 hours, 3 days));
        p.demandDepositFactor = uint8(_in(seed, 14, 1, 5));
        p.minimumBond = uint128(_in(seed, 15, 100e18, 2000e18));
        p.bondPerItem = uint128(_in(seed, 16, 0, 1e18));
        p.validatorStake = uint128(_in(seed, 17, 100e18, 1000e18));
        p.escalationBond = uint128(_in(seed, 18, 100e18, 2000e18));
        p.arbiter = arbiters[other % 2];
        _refuse(IProtocolConfig.ProtocolConfig_NotTimelock.selector);
        protocol.protocolConfig.setParameters(p);
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(p);
        inForce = p;
    }

    function _in(uint256 seed, uint256 field, uint256 least, uint256 most) private pure returns (uint256) {
        return least + uint256(keccak256(abi.encode(seed, field))) % (most - least + 1);
    }

    function grant(uint256 net, uint256 amount) external {
        if (held[Place.Fund] == 0) return _did("nothing to grant");
        DatanetId datanetId = datanets[net % 2];
        amount = bound(amount, 1, held[Place.Fund]);
        vm.prank(address(protocol.timelockController));
        protocol.dataFund.grant(datanetId, amount);
        _reserved(datanetId, amount, Place.Fund);
        _did("grant");
    }

    // Anybody

    /// @dev OPEN that is sent to a contract by a plain transfer is nobody's, and moves nothing else.
    function stray(uint256 where, uint256 amount) external {
        address[6] memory to = [
            address(protocol.inferenceEscrow),
            address(protocol.stakeVault),
            address(protocol.datanetReserves),
            address(protocol.attributionLedger),
            address(protocol.datanetRegistry),
            address(protocol.demandRegistry)
        ];
        amount = bound(amount, 1, 1e18);
        _give(to[where % 6], amount);
        strays[to[where % 6]] += amount;
        _move(Place.Accounts, Place.Strays, amount);
        _did("stray");
    }

    /// @notice Everybody takes out what it can, and last of all each finalised batch is claimed. Not an action: nothing comes
    /// after it.
    function leave() external {
        for (uint256 m = 0; m < MODELS; ++m) {
            if (openRecord[models[m]] != 0) _settle(openRecord[models[m]], true);
            for (uint256 p = 0; p < 3; ++p) {
                _takeDeposit(models[m], payers[p]);
            }
            _endTerm(models[m]);
        }
        for (uint256 i = 0; i < _asked.length; ++i) {
            if (!_asked[i].open) continue;
            _warpTo(_asked[i].deadline);
            protocol.inferenceEscrow.refundRequest(i + 1);
            refunds[_asked[i].requester] += _asked[i].price;
            _move(Place.Requests, Place.Refunds, _asked[i].price);
        }
        for (uint256 p = 0; p < 4; ++p) {
            if (refunds[payers[p]] != 0) protocol.inferenceEscrow.collectRefunds(payers[p]);
            _move(Place.Refunds, Place.Accounts, refunds[payers[p]]);
            refunds[payers[p]] = 0;
        }
        for (uint256 m = MODELS; m > 0; --m) {
            _passOn(models[m - 1]);
            protocol.inferenceEscrow.collectOwnerRevenue(models[m - 1]);
            _move(Place.Owners, Place.Accounts, revenues[models[m - 1]]);
            revenues[models[m - 1]] = 0;
        }
        protocol.inferenceEscrow.collectProtocolFees();
        _move(Place.Fees, Place.Treasury, held[Place.Fees]);
        for (uint256 i = 0; i < 2; ++i) {
            _takeStake(operators[i]);
        }
        for (uint256 i = 0; i < _records.length; ++i) {
            (,, PayoutDraft[] memory payouts) = _records[i].status == BatchStatus.Finalised
                ? abi.decode(_records[i].draft, (uint256[], Answer[], PayoutDraft[]))
                : (new uint256[](0), new Answer[](0), new PayoutDraft[](0));
            for (uint256 place = 0; place < payouts.length && _isClaimable(i); ++place) {
                if (_records[i].taken >> place & 1 == 0) _claim(i, place, payouts, 1);
            }
        }
        ended = true;
    }

    function _takeDeposit(ModelId modelId, address payer_) private {
        uint256 balance = deposits[modelId][payer_];
        if (balance == 0) return;
        vm.prank(payer_);
        protocol.inferenceEscrow.requestWithdrawal(modelId, balance);
        _skip(inForce.withdrawalDelay);
        vm.prank(payer_);
        protocol.inferenceEscrow.withdraw(modelId);
        deposits[modelId][payer_] = 0;
        putIn[modelId][payer_] -= balance;
        _move(Place.Deposits, Place.Accounts, balance);
    }

    function _endTerm(ModelId modelId) private {
        uint32 number = _running(modelId);
        if (protocol.modelRegistry.term(modelId, number).endsAt == type(uint40).max) {
            vm.prank(modelOwner);
            protocol.modelRegistry.announceTerm(modelId, operators[0], receiptKey);
        }
        _warpTo(protocol.modelRegistry.term(modelId, number).endsAt);
        _running(modelId);
    }

    function _takeStake(address by) private {
        _unblock(by);
        uint256 free = staked[by];
        if (free != 0) {
            vm.prank(by);
            protocol.stakeVault.requestUnbonding(free);
            _move(Place.Active, Place.Unbonding, free);
        }
        (staked[by], unbonding[by]) = (0, unbonding[by] + free);
        if (unbonding[by] == 0) return;
        _warpTo(protocol.stakeVault.unbondingOf(by).availableAt);
        _unblock(by);
        vm.prank(by);
        protocol.stakeVault.withdraw();
        _move(Place.Unbonding, Place.Accounts, unbonding[by]);
        unbonding[by] = 0;
    }

    function wait(uint256 time) external {
        _skip(bound(time, 1 minutes, 5 days));
        _did("wait");
    }
}
