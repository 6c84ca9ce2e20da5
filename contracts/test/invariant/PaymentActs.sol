// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Due, Place, Served, World} from "./World.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {Model, Term} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice What payers and owners do, and the books of the escrow.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract PaymentActs is World {
    struct Asked {
        ModelId modelId;
        uint32 term;
        address requester;
        uint256 price;
        uint256 deadline;
        bool open;
    }

    mapping(ModelId modelId => mapping(address payer => uint256)) public deposits;
    /// @dev What came into a deposit, less what went back by its withdrawals.
    mapping(ModelId modelId => mapping(address payer => uint256)) public putIn;
    mapping(ModelId modelId => mapping(uint32 term => mapping(address line => uint256))) public charges;
    /// @dev What vouchers took of a deposit in all terms.
    mapping(ModelId modelId => mapping(address payer => uint256)) public spent;
    /// @dev The greatest voucher, or the prices of all answered requests.
    mapping(ModelId modelId => mapping(uint32 term => mapping(address line => uint256))) public signed;
    mapping(ModelId modelId => mapping(address payer => uint256)) public gifts;
    mapping(ModelId modelId => uint256) public revenues;
    mapping(ModelId modelId => uint256) public royaltiesIn;
    mapping(ModelId modelId => uint256) public royaltiesOut;
    mapping(address requester => uint256) public refunds;
    /// @dev Data money in no batch, by the period in which it came.
    mapping(ModelId modelId => mapping(uint32 term => mapping(uint256 period => uint256))) internal _pools;
    Asked[] internal _asked;

    // Deposits

    function fund(uint256 m, uint256 p, uint256 amount, uint256 how) external {
        _fund(models[m % MODELS], payers[p % 3], bound(amount, 1, 1000e18), how % 3);
    }

    function _fund(ModelId modelId, address payer_, uint256 amount, uint256 how) internal {
        _give(payer_, amount);
        IInferenceEscrow escrow = protocol.inferenceEscrow;
        if (how == 0) {
            vm.prank(payer_);
            protocol.openToken.approve(address(escrow), amount);
            vm.prank(payer_);
            escrow.fund(modelId, payer_, amount);
        } else if (how == 1) {
            _fundByPermit(modelId, payer_, amount);
        } else {
            _fundByAuthorization(modelId, payer_, amount);
        }
        deposits[modelId][payer_] += amount;
        putIn[modelId][payer_] += amount;
        _move(Place.Accounts, Place.Deposits, amount);
        _did("fund");
    }

    function _fundByPermit(ModelId modelId, address payer_, uint256 amount) private {
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                payer_,
                protocol.inferenceEscrow,
                amount,
                protocol.openToken.nonces(payer_),
                type(uint256).max
            )
        );
        IInferenceEscrow.Authorization memory given;
        (given.v, given.r, given.s) = vm.sign(_keys[payer_], _ofToken(permit));
        vm.prank(payer_);
        protocol.inferenceEscrow.fundWithPermit(modelId, payer_, amount, type(uint256).max, given.v, given.r, given.s);
    }

    function _fundByAuthorization(ModelId modelId, address payer_, uint256 amount) private {
        IInferenceEscrow.Authorization memory given;
        (given.from, given.amount, given.validBefore) = (payer_, amount, _now() + 1);
        given.salt = bytes32(done["fund"]);
        bytes32 authorization = keccak256(
            abi.encode(
                keccak256(
                    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                ),
                payer_,
                protocol.inferenceEscrow,
                amount,
                given.validAfter,
                given.validBefore,
                keccak256(abi.encode(modelId, payer_, given.salt))
            )
        );
        (given.v, given.r, given.s) = vm.sign(_keys[payer_], _ofToken(authorization));
        protocol.inferenceEscrow.fundWithAuthorization(modelId, payer_, given);
    }

    function _ofToken(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", protocol.openToken.DOMAIN_SEPARATOR(), structHash));
    }

    function withdrawDeposit(uint256 m, uint256 p, uint256 amount, bool waits) external {
        (ModelId modelId, address payer_) = (models[m % MODELS], payers[p % 3]);
        uint256 balance = deposits[modelId][payer_];
        if (balance == 0) {
            _fund(modelId, payer_, 1e18, 0);
            balance = 1e18;
        }
        amount = bound(amount, 1, balance);
        vm.prank(payer_);
        protocol.inferenceEscrow.requestWithdrawal(modelId, amount);
        _refuse(IInferenceEscrow.InferenceEscrow_NothingAvailable.selector);
        vm.prank(payer_);
        protocol.inferenceEscrow.withdraw(modelId);
        if (!waits) return _did("requestWithdrawal");
        _skip(inForce.withdrawalDelay);
        vm.prank(payer_);
        protocol.inferenceEscrow.withdraw(modelId);
        deposits[modelId][payer_] -= amount;
        putIn[modelId][payer_] -= amount;
        _move(Place.Deposits, Place.Accounts, amount);
        _did("withdrawDeposit");
    }

    function nameSessionKey(uint256 m, uint256 p, bool none) external {
        vm.prank(payers[p % 3]);
        protocol.inferenceEscrow.setSessionKey(models[m % MODELS], none ? address(0) : _sessionKey);
        _did("nameSessionKey");
    }

    // Charges

    /// @dev An answer that is paid by a voucher; a price of a few wei rounds all shares.
    function serve(uint256 m, uint256 p, uint256 price, uint32 one, uint32 other, uint256 flags) external {
        ModelId modelId = models[m % MODELS];
        price = bound(price, 1, flags % 4 == 0 ? 9 : 100e18);
        (one, other) = _quoted(one, other);
        _serve(modelId, payers[p % 3], price, one, other, flags >> 2);
        _did("serve");
    }

    function _quoted(uint32 one, uint32 other) private view returns (uint32, uint32) {
        (one, other) = (one % (phrases + 1), other % (phrases + 1));
        return (one, one == other ? 0 : other);
    }

    function _serve(ModelId modelId, address payer_, uint256 price, uint32 one, uint32 other, uint256 flags)
        internal
        returns (uint256 number)
    {
        uint32 term = _running(modelId);
        uint32 version = _active(modelId);
        if (deposits[modelId][payer_] < price) _fund(modelId, payer_, price, 0);
        uint256 from = charges[modelId][term][payer_];
        // In one redemption or in two: nothing depends on it.
        if (flags % 2 == 1 && price > 1) _redeemUpTo(modelId, term, payer_, from + price / 2);
        _redeemUpTo(modelId, term, payer_, from + price);
        number = _keep(modelId, term, payer_, from, version);
        (_served[number].one, _served[number].other, _served[number].cut) = (one, other, flags & 2 != 0);
    }

    /// @dev The answer to what a line was charged since `from`.
    function _keep(ModelId modelId, uint32 term, address line, uint256 from, uint32 version)
        internal
        returns (uint256 number)
    {
        number = _served.length;
        Served storage served = _served.push();
        (served.modelId, served.term, served.version, served.payer) = (modelId, term, version, line);
        (served.from, served.to) = (uint128(from), uint128(charges[modelId][term][line]));
        served.dataFee = uint128(shares(modelId, served.to).data - shares(modelId, from).data);
    }

    function _redeemUpTo(ModelId modelId, uint32 term, address payer_, uint256 total) private {
        if (signed[modelId][term][payer_] < total) signed[modelId][term][payer_] = total;
        uint256 key = protocol.inferenceEscrow.sessionKeyOf(modelId, payer_).key == _sessionKey && total % 2 == 0
            ? _sessionSecret
            : _keys[payer_];
        uint256 amount = total - charges[modelId][term][payer_];
        spent[modelId][payer_] += amount;
        _redeemBy(modelId, term, payer_, total, key);
        deposits[modelId][payer_] -= amount;
        _charge(modelId, term, payer_, total, Place.Deposits);
    }

    function _redeemBy(ModelId modelId, uint32 term, address payer_, uint256 total, uint256 key) internal {
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](1);
        vouchers[0] = _voucherBy(modelId, term, payer_, total, key);
        protocol.inferenceEscrow.redeem(modelId, term, vouchers);
    }

    function _voucherBy(ModelId modelId, uint32 term, address payer_, uint256 total, uint256 key)
        internal
        view
        returns (IInferenceEscrow.Voucher memory)
    {
        bytes32 digest = protocol.inferenceEscrow.voucherDigest(modelId, term, payer_, uint128(total));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return IInferenceEscrow.Voucher(payer_, uint128(total), abi.encodePacked(r, s, v));
    }

    /// @dev Books what a line was charged.
    function _charge(ModelId modelId, uint32 term, address line, uint256 total, Place from) internal {
        uint256 before = charges[modelId][term][line];
        charges[modelId][term][line] = total;
        uint256 data = _split(modelId, before, total, from);
        dataIn += data;
        _move(from, Place.Pools, data);
        _pools[modelId][term][_period(modelId, term)] += data;
    }

    /// @dev Books the shares but data's, which it returns.
    function _split(ModelId modelId, uint256 before, uint256 total, Place from) private returns (uint256) {
        (Due memory was, Due memory now_) = (shares(modelId, before), shares(modelId, total));
        _move(from, Place.Fees, now_.fee - was.fee);
        _move(from, Place.Royalties, now_.base - was.base);
        _move(from, Place.Owners, now_.owner - was.owner);
        royaltiesIn[protocol.modelRegistry.baseOf(modelId)] += now_.base - was.base;
        revenues[modelId] += now_.owner - was.owner;
        return now_.data - was.data;
    }

    /// @dev What nobody may take: a wei that was not signed, a voucher again, more than the deposit.
    function overcharge(uint256 m, uint256 p, uint256 how) external {
        (ModelId modelId, address payer_) = (models[m % MODELS], payers[p % 3]);
        uint32 term = _running(modelId);
        uint256 total = charges[modelId][term][payer_];
        if (deposits[modelId][payer_] == 0) _fund(modelId, payer_, 1, 0);
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](1);
        bytes4 reason;
        if (how % 3 == 0) {
            vouchers[0] = _voucherBy(modelId, term, payer_, total + 1, _receiptSecret);
            reason = IInferenceEscrow.InferenceEscrow_BadSignature.selector;
        } else if (how % 3 == 1) {
            vouchers[0] = _voucherBy(modelId, term, payer_, total, _keys[payer_]);
            reason = IInferenceEscrow.InferenceEscrow_NothingToRedeem.selector;
        } else {
            total += deposits[modelId][payer_] + 1;
            if (signed[modelId][term][payer_] < total) signed[modelId][term][payer_] = total;
            vouchers[0] = _voucherBy(modelId, term, payer_, total, _keys[payer_]);
            reason = IInferenceEscrow.InferenceEscrow_DepositTooSmall.selector;
        }
        _refuse(reason);
        protocol.inferenceEscrow.redeem(modelId, term, vouchers);
        _did("overcharge refused");
    }

    function give(uint256 m, uint256 p, uint256 amount, bool few) external {
        (ModelId modelId, address payer_) = (models[m % MODELS], payers[p % 3]);
        amount = bound(amount, 1, few ? 9 : 100e18);
        _giveFor(payer_, address(protocol.inferenceEscrow), amount);
        vm.prank(payer_);
        protocol.inferenceEscrow.pay(modelId, amount);
        uint256 before = gifts[modelId][payer_];
        gifts[modelId][payer_] = before + amount;
        _move(Place.Accounts, Place.Fund, _split(modelId, before, before + amount, Place.Accounts));
        _did("give");
    }

    // Requests

    function ask(uint256 m, uint256 p, uint256 price, uint256 time) external {
        ModelId modelId = models[m % MODELS];
        address requester = payers[p % 4];
        price = bound(price, 1, 50e18);
        uint32 term = _running(modelId);
        vm.prank(modelOwner);
        protocol.modelRegistry.setPrice(modelId, uint128(price));
        uint256 deadline = _now() + 1 hours;
        if (requester == address(consumer)) {
            _give(requester, price);
            consumer.ask(modelId, 200_000);
        } else {
            deadline = _now() + bound(time, 1 minutes, 7 days);
            _giveFor(requester, address(protocol.inferenceEscrow), price);
            vm.prank(requester);
            protocol.inferenceEscrow.requestInference(modelId, "why?", uint128(price), 0, uint40(deadline));
        }
        _asked.push(Asked(modelId, term, requester, price, deadline, true));
        _move(Place.Accounts, Place.Requests, price);
        _did("ask");
    }

    /// @dev Answers where there is time, else refunds.
    function settleRequest(uint256 which, uint32 one, uint32 other) external {
        uint256 number = _openRequest(which);
        if (number == NOTHING) {
            _refuse(IInferenceEscrow.InferenceEscrow_NoOpenRequest.selector);
            protocol.inferenceEscrow.refundRequest(1 + which % (_asked.length + 1));
            return _did("no request to settle");
        }
        Asked memory asked = _asked[number];
        _asked[number].open = false;
        uint256 endsAt = protocol.modelRegistry.term(asked.modelId, asked.term).endsAt;
        if (_now() < asked.deadline && _now() < endsAt) {
            _refuse(IInferenceEscrow.InferenceEscrow_RequestPending.selector);
            protocol.inferenceEscrow.refundRequest(number + 1);
            _answer(number, asked, one, other);
            return _did("answerRequest");
        }
        _refuseAnswer(number, asked, endsAt);
        protocol.inferenceEscrow.refundRequest(number + 1);
        refunds[asked.requester] += asked.price;
        _move(Place.Requests, Place.Refunds, asked.price);
        _did("refundRequest");
    }

    function _answer(uint256 number, Asked memory asked, uint32 one, uint32 other) private {
        (ModelId modelId, uint32 term) = (asked.modelId, asked.term);
        uint32 version = _active(modelId);
        address line = protocol.inferenceEscrow.requestAccount(asked.requester);
        uint256 from = charges[modelId][term][line];
        signed[modelId][term][line] += asked.price;
        _charge(modelId, term, line, from + asked.price, Place.Requests);
        uint256 kept = _keep(modelId, term, line, from, version);
        (one, other) = _quoted(one, other);
        (_served[kept].one, _served[kept].other, _served[kept].asked) = (one, other, true);
        bytes memory output = _output(kept);
        vm.prank(protocol.modelRegistry.term(modelId, term).operator);
        protocol.inferenceEscrow.answerRequest(number + 1, version, output, TreeBuilder.textRoot(output));
    }

    function _refuseAnswer(uint256 number, Asked memory asked, uint256 endsAt) private {
        address by = protocol.modelRegistry.term(asked.modelId, asked.term).operator;
        _refuse(
            _now() < asked.deadline && _now() >= endsAt
                ? IInferenceEscrow.InferenceEscrow_TermEnded.selector
                : IInferenceEscrow.InferenceEscrow_RequestExpired.selector
        );
        vm.prank(by);
        protocol.inferenceEscrow.answerRequest(number + 1, 1, "because", 0);
    }

    function _openRequest(uint256 from) private view returns (uint256) {
        for (uint256 i = 0; i < _asked.length; ++i) {
            uint256 number = (from % _asked.length + i) % _asked.length;
            if (_asked[number].open) return number;
        }
        return NOTHING;
    }

    function collectRefunds(uint256 p) external {
        address requester = payers[p % 4];
        uint256 due = refunds[requester];
        if (due == 0) _refuse(IInferenceEscrow.InferenceEscrow_NothingToCollect.selector);
        protocol.inferenceEscrow.collectRefunds(requester);
        refunds[requester] = 0;
        _move(Place.Refunds, Place.Accounts, due);
        _did(due == 0 ? bytes32("no refund to collect") : bytes32("collectRefunds"));
    }

    // Revenue

    function collectRevenue(uint256 m, bool fees) external {
        if (fees) {
            protocol.inferenceEscrow.collectProtocolFees();
            _move(Place.Fees, Place.Treasury, held[Place.Fees]);
            return _did("collectProtocolFees");
        }
        ModelId modelId = models[m % MODELS];
        _passOn(modelId);
        protocol.inferenceEscrow.collectOwnerRevenue(modelId);
        _move(Place.Owners, Place.Accounts, revenues[modelId]);
        revenues[modelId] = 0;
        _did("collectOwnerRevenue");
    }

    function passOn(uint256 m) external {
        protocol.inferenceEscrow.passOn(models[m % MODELS]);
        _passOn(models[m % MODELS]);
        _did("passOn");
    }

    /// @dev Books what goes on to bases, level by level.
    function _passOn(ModelId modelId) internal {
        while (ModelId.unwrap(modelId) != 0) {
            uint256 all = royaltiesIn[modelId];
            if (all == royaltiesOut[modelId]) return;
            uint256 baseBps = protocol.modelRegistry.model(modelId).revenue.baseBps;
            uint256 on = all * baseBps / 10_000 - royaltiesOut[modelId] * baseBps / 10_000;
            uint256 kept = all - royaltiesOut[modelId] - on;
            royaltiesOut[modelId] = all;
            revenues[modelId] += kept;
            _move(Place.Royalties, Place.Owners, kept);
            modelId = protocol.modelRegistry.baseOf(modelId);
            royaltiesIn[modelId] += on;
        }
    }

    // Pools

    /// @dev Of the present term: the period that runs, counted from its start.
    function _period(ModelId modelId, uint32 term) internal view returns (uint256) {
        Term memory of_ = protocol.modelRegistry.term(modelId, term);
        return (_now() - of_.startedAt) / of_.poolTimeout;
    }

    /// @notice What a pool holds of the periods from `first` to `last`.
    function pooled(ModelId modelId, uint32 term, uint256 first, uint256 last) public view returns (uint256 sum) {
        for (uint256 i = first; i <= last; ++i) {
            sum += _pools[modelId][term][i];
        }
    }

    /// @dev The first request that is open.
    function firstAsked() external view returns (uint256 first) {
        while (first < _asked.length && !_asked[first].open) ++first;
    }

    function askedCount() external view returns (uint256) {
        return _asked.length;
    }

    function period(ModelId modelId, uint32 term) external view returns (uint256) {
        return _period(modelId, term);
    }

    /// @dev Books what leaves a pool, the oldest first.
    function _take(ModelId modelId, uint32 term, uint256 amount) internal {
        for (uint256 i = 0; amount != 0; ++i) {
            uint256 part = _pools[modelId][term][i] < amount ? _pools[modelId][term][i] : amount;
            _pools[modelId][term][i] -= part;
            amount -= part;
        }
    }

    /// @dev What came more than two whole periods ago, besides the one it came in, goes to the data fund.
    function releasePool(uint256 m, bool waits) external {
        ModelId modelId = models[m % MODELS];
        Model memory model = protocol.modelRegistry.model(modelId);
        if (waits) _skip(3 * uint256(protocol.modelRegistry.term(modelId, model.term).poolTimeout));
        uint256 now_ = _period(modelId, model.term);
        uint256 amount = now_ < 3 ? 0 : pooled(modelId, model.term, 0, now_ - 3);
        if (amount == 0) _refuse(IInferenceEscrow.InferenceEscrow_NothingToRelease.selector);
        protocol.inferenceEscrow.releasePool(modelId, model.term);
        _take(modelId, model.term, amount);
        leftOver += amount;
        _move(Place.Pools, Place.Fund, amount);
        _did(amount == 0 ? bytes32("no pool to release") : bytes32("releasePool"));
    }

    // Others' rooms

    /// @dev The model's term in force, begun anew if it ended.
    function _running(ModelId modelId) internal virtual returns (uint32 term);

    /// @dev A version that is active.
    function _active(ModelId modelId) internal virtual returns (uint32 version);
}
