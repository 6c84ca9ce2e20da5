// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Contracts} from "../../../script/Deployment.sol";
import {Test} from "forge-std/Test.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Does with the escrow what payers, operators, owners and the ledger can do, and keeps books of its own.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract EscrowHandler is Test {
    uint256 internal constant PAYERS = 3;

    Contracts internal protocol;
    IInferenceEscrow internal escrow;
    ModelId[] internal _models;
    address internal operator;
    address internal modelOwner;
    uint256 internal immutable TREASURY_AT_START;
    uint256 internal immutable FUND_AT_START;

    address[] internal _payers;
    mapping(address account => uint256) internal _keys;
    mapping(ModelId modelId => uint256) internal _inBatch;
    uint256 internal _paidFromBatches;
    uint256 internal _collected;
    /// @dev How often each action did something.
    mapping(bytes32 action => uint256) public done;

    constructor(Contracts memory deployed, ModelId[] memory models, address operator_, address modelOwner_) {
        (protocol, operator, modelOwner) = (deployed, operator_, modelOwner_);
        escrow = deployed.inferenceEscrow;
        _models = models;
        TREASURY_AT_START = deployed.openToken.balanceOf(address(deployed.timelockController));
        FUND_AT_START = deployed.openToken.balanceOf(address(deployed.dataFund));
        for (uint256 i = 0; i < PAYERS; ++i) {
            (address account, uint256 key) = makeAddrAndKey(string.concat("payer of the handler ", vm.toString(i)));
            _payers.push(account);
            _keys[account] = key;
        }
    }

    // Payers

    function fund(uint256 model, uint256 who, uint256 amount) external {
        amount = bound(amount, 1, 1e24);
        protocol.openToken.approve(address(escrow), amount);
        escrow.fund(_model(model), _payer(who), amount);
        ++done["fund"];
    }

    function redeem(uint256 model, uint256 who, uint256 amount, bool few) external {
        (ModelId modelId, address account) = (_model(model), _payer(who));
        uint256 balance = escrow.depositOf(modelId, account).balance;
        uint32 term = _term(modelId);
        if (balance == 0) return;
        amount = bound(amount, 1, few && balance > 9 ? 9 : balance);
        uint128 promised = escrow.charged(modelId, term, account) + uint128(amount);
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(_keys[account], escrow.voucherDigest(modelId, term, account, promised));
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](1);
        vouchers[0] = IInferenceEscrow.Voucher(account, promised, abi.encodePacked(r, s, v));
        escrow.redeem(modelId, term, vouchers);
        ++done["redeem"];
    }

    function pay(uint256 model, uint256 who, uint256 amount, bool few) external {
        amount = bound(amount, 1, few ? 9 : 1e24);
        address account = _payer(who);
        _giveApproved(account, amount);
        vm.prank(account);
        escrow.pay(_model(model), amount);
        ++done["pay"];
    }

    function withdraw(uint256 model, uint256 who, uint256 amount) external {
        (ModelId modelId, address account) = (_model(model), _payer(who));
        IInferenceEscrow.Deposit memory deposit = escrow.depositOf(modelId, account);
        if (deposit.balance == 0) return;
        vm.startPrank(account);
        if (deposit.withdrawing != 0 && block.timestamp >= deposit.availableAt) {
            escrow.withdraw(modelId);
            ++done["withdraw"];
        } else {
            escrow.requestWithdrawal(modelId, bound(amount, 1, deposit.balance));
        }
        vm.stopPrank();
    }

    // Requests

    function ask(uint256 model, uint256 who, uint256 time) external {
        address account = _payer(who);
        _giveApproved(account, 1e18);
        uint40 deadline = uint40(block.timestamp + bound(time, 1 minutes, 7 days));
        vm.prank(account);
        escrow.requestInference(_model(model), "why?", 1e18, 100_000, deadline);
        ++done["ask"];
    }

    /// @dev Answers while there is time, refunds afterwards.
    function settle(uint256 which) external {
        uint256 count = escrow.requestCount();
        if (count == 0) return;
        uint256 requestId = bound(which, 1, count);
        IInferenceEscrow.Request memory request = escrow.requestOf(requestId);
        if (request.requester == address(0)) return;
        uint256 endsAt = protocol.modelRegistry.term(request.modelId, request.term).endsAt;
        if (block.timestamp < request.deadline && block.timestamp < endsAt) {
            vm.prank(operator);
            escrow.answerRequest(requestId, 1, "because", bytes32(which));
            ++done["answer"];
        } else {
            escrow.refundRequest(requestId);
            ++done["refund"];
        }
    }

    function collectRefunds(uint256 who) external {
        address account = _payer(who);
        if (escrow.refundsOf(account) == 0) return;
        escrow.collectRefunds(account);
        ++done["collectRefunds"];
    }

    // Revenue

    function passOn(uint256 model) external {
        escrow.passOn(_model(model));
    }

    function collect(uint256 model, bool fees) external {
        if (fees) escrow.collectProtocolFees();
        else _collected += escrow.collectOwnerRevenue(_model(model));
        ++done["collect"];
    }

    // Pools

    function takePool(uint256 model, uint256 amount) external {
        ModelId modelId = _model(model);
        uint32 term = _term(modelId);
        amount = bound(amount, 0, escrow.poolOf(modelId, term));
        _inBatch[modelId] += amount;
        vm.prank(address(protocol.attributionLedger));
        escrow.takePool(modelId, term, amount);
        if (amount != 0) ++done["takePool"];
    }

    function settleBatch(uint256 model, uint256 amount, bool voided) external {
        ModelId modelId = _model(model);
        uint32 term = _term(modelId);
        amount = bound(amount, 0, _inBatch[modelId]);
        _inBatch[modelId] -= amount;
        vm.startPrank(address(protocol.attributionLedger));
        if (voided) {
            escrow.returnPool(modelId, term, amount);
        } else {
            _paidFromBatches += amount;
            escrow.payFromBatch(makeAddr("contributor"), amount);
        }
        vm.stopPrank();
        if (amount != 0) ++done["settleBatch"];
    }

    function releasePool(uint256 model) external {
        ModelId modelId = _model(model);
        if (escrow.poolPeriodsOf(modelId, _term(modelId)).oldest == 0) return;
        escrow.releasePool(modelId, _term(modelId));
        ++done["releasePool"];
    }

    /// @dev A batch that is open is void then: its money returns, and goes to the data fund with the rest.
    function changeTerm(uint256 model) external {
        ModelId modelId = _model(model);
        uint32 term = _term(modelId);
        vm.prank(modelOwner);
        protocol.modelRegistry.announceTerm(modelId, operator, operator);
        vm.warp(protocol.modelRegistry.term(modelId, term).endsAt);
        vm.prank(address(protocol.attributionLedger));
        escrow.returnPool(modelId, term, _inBatch[modelId]);
        _inBatch[modelId] = 0;
        protocol.modelRegistry.startTerm(modelId);
        ++done["changeTerm"];
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 20 days));
    }

    // Books

    /// @notice All places of the escrow.
    function booked() external view returns (uint256 sum) {
        sum = escrow.protocolFees();
        for (uint256 i = 0; i < PAYERS; ++i) {
            sum += escrow.refundsOf(_payers[i]);
            for (uint256 j = 0; j < _models.length; ++j) {
                sum += escrow.depositOf(_models[j], _payers[i]).balance;
            }
        }
        for (uint256 i = 1; i <= escrow.requestCount(); ++i) {
            sum += escrow.requestOf(i).price;
        }
        for (uint256 j = 0; j < _models.length; ++j) {
            sum += _inBatch[_models[j]] + _revenueOf(_models[j]) + _poolsOf(_models[j]);
        }
    }

    /// @notice What data has received: in pools and batches, paid from batches, and in the data fund.
    function dataReceived() public view returns (uint256 sum) {
        sum = _paidFromBatches + protocol.openToken.balanceOf(address(protocol.dataFund)) - FUND_AT_START;
        for (uint256 j = 0; j < _models.length; ++j) {
            sum += _inBatch[_models[j]] + _poolsOf(_models[j]);
        }
    }

    /// @notice f of each payer's total of charges in each term, and of its total of gifts.
    function dataDue() external view returns (uint256 sum) {
        for (uint256 j = 0; j < _models.length; ++j) {
            uint256 dataBps = protocol.modelRegistry.model(_models[j]).revenue.dataBps;
            for (uint256 i = 0; i < PAYERS; ++i) {
                address account = escrow.requestAccount(_payers[i]);
                sum += escrow.givenTo(_models[j], _payers[i]) * dataBps / 10_000;
                for (uint32 term = 1; term <= _term(_models[j]); ++term) {
                    sum += escrow.charged(_models[j], term, _payers[i]) * dataBps / 10_000;
                    sum += escrow.charged(_models[j], term, account) * dataBps / 10_000;
                }
            }
        }
    }

    /// @notice What all shares have received, whether collected or not.
    function sharesReceived() external view returns (uint256 sum) {
        address treasury = address(protocol.timelockController);
        sum = dataReceived() + _collected + escrow.protocolFees();
        sum += protocol.openToken.balanceOf(treasury) - TREASURY_AT_START;
        for (uint256 j = 0; j < _models.length; ++j) {
            sum += _revenueOf(_models[j]);
        }
    }

    /// @notice All that was charged and given.
    function paidIn() external view returns (uint256 sum) {
        for (uint256 j = 0; j < _models.length; ++j) {
            for (uint256 i = 0; i < PAYERS; ++i) {
                address account = escrow.requestAccount(_payers[i]);
                sum += escrow.givenTo(_models[j], _payers[i]);
                for (uint32 term = 1; term <= _term(_models[j]); ++term) {
                    sum += escrow.charged(_models[j], term, _payers[i]) + escrow.charged(_models[j], term, account);
                }
            }
        }
    }

    /// @dev The owner's, and royalties not passed on.
    function _revenueOf(ModelId modelId) internal view returns (uint256) {
        (uint128 received, uint128 passed) = escrow.royaltiesOf(modelId);
        return escrow.ownerRevenueOf(modelId) + received - passed;
    }

    function _poolsOf(ModelId modelId) internal view returns (uint256 sum) {
        for (uint32 term = 1; term <= _term(modelId); ++term) {
            sum += escrow.poolOf(modelId, term);
        }
    }

    function _giveApproved(address account, uint256 amount) internal {
        protocol.openToken.transfer(account, amount);
        vm.prank(account);
        protocol.openToken.approve(address(escrow), amount);
    }

    function _model(uint256 seed) internal view returns (ModelId) {
        return _models[seed % _models.length];
    }

    function _payer(uint256 seed) internal view returns (address) {
        return _payers[seed % PAYERS];
    }

    function _term(ModelId modelId) internal view returns (uint32) {
        return protocol.modelRegistry.model(modelId).term;
    }
}
