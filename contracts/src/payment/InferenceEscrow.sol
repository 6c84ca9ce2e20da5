// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {Model, Term} from "../interfaces/IModelRegistry.sol";
import {RevenueSplit, Shares} from "../libraries/RevenueSplit.sol";
import {ModelId} from "../types/ModelId.sol";
import {EscrowBase} from "./EscrowBase.sol";
import {EscrowDeposits} from "./EscrowDeposits.sol";
import {EscrowRequests} from "./EscrowRequests.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title InferenceEscrow
/// @notice See `IInferenceEscrow`. Its parts: `EscrowDeposits` is what payers prepay, `EscrowRequests` what they ask on chain,
/// `EscrowRevenue` where charged money goes; here vouchers turn the first into the last.
contract InferenceEscrow is EscrowDeposits, EscrowRequests {
    using RevenueSplit for Shares;

    constructor(Parts memory parts) EscrowBase(parts) {}

    /// @inheritdoc IInferenceEscrow
    function redeem(ModelId modelId, uint32 term, Voucher[] calldata vouchers) external returns (uint256 amount) {
        Model memory model = _model(modelId);
        require(term == model.term, InferenceEscrow_UnknownTerm(modelId, term));
        Term memory running = _runningTerm(modelId, term);
        mapping(address payer => uint128) storage lines = _charged[modelId][term];
        Shares memory sum;
        for (uint256 i = 0; i < vouchers.length; ++i) {
            sum.add(_redeem(modelId, term, lines, vouchers[i], model));
        }
        amount = sum.total;
        require(amount != 0, InferenceEscrow_NothingToRedeem(modelId, term));
        _distribute(modelId, term, running, model, sum);
    }

    /// @dev Takes what a voucher promises beyond what was charged. `lines` are the charges of the term by payer.
    function _redeem(
        ModelId modelId,
        uint32 term,
        mapping(address payer => uint128) storage lines,
        Voucher calldata voucher,
        Model memory model
    ) private returns (Shares memory shares) {
        (address payer, uint128 promised) = (voucher.payer, voucher.cumulativeAmount);
        uint128 before = lines[payer];
        if (promised <= before) return shares;
        _checkSignature(modelId, payer, voucherDigest(modelId, term, payer, promised), voucher.signature);
        lines[payer] = promised;
        shares = RevenueSplit.between(before, promised, model.revenue);
        _takeDeposit(modelId, payer, shares.total);
        _emitRedeemed(modelId, term, payer, promised, shares);
    }

    /// @dev Apart from `_redeem` for want of stack.
    function _emitRedeemed(ModelId modelId, uint32 term, address payer, uint128 promised, Shares memory shares)
        private
    {
        emit VoucherRedeemed(
            modelId, term, payer, promised, shares.total, shares.data, shares.protocol, shares.base, shares.owner
        );
    }

    /// @dev By the payer's own key, or by its session key for the model. Nobody recovers to the zero address.
    function _checkSignature(ModelId modelId, address payer, bytes32 digest, bytes calldata signature) private view {
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        require(
            failure == ECDSA.RecoverError.NoError && (signer == payer || signer == _sessionKey(modelId, payer).key),
            InferenceEscrow_BadSignature(payer)
        );
    }
}
