// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {IModelRegistry, Model, Term} from "../interfaces/IModelRegistry.sol";
import {IProtocolConfig} from "../interfaces/IProtocolConfig.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {ModelId} from "../types/ModelId.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title EscrowBase
/// @notice What the parts of `InferenceEscrow` share: the other contracts, the digests, and whether models and terms take money.
abstract contract EscrowBase is IInferenceEscrow, EIP712 {
    using SafeERC20 for IERC20;

    /// @dev The parts of the protocol that the escrow speaks to.
    struct Parts {
        IERC20 token;
        IProtocolConfig config;
        IModelRegistry modelRegistry;
        address attributionLedger;
        address treasury;
        address dataFund;
    }

    IERC20 public immutable TOKEN;
    IProtocolConfig public immutable CONFIG;
    IModelRegistry public immutable MODEL_REGISTRY;
    address public immutable ATTRIBUTION_LEDGER;
    address public immutable TREASURY;
    address public immutable DATA_FUND;

    constructor(Parts memory parts) EIP712("OpenLedger InferenceEscrow", "1") {
        TOKEN = parts.token;
        CONFIG = parts.config;
        MODEL_REGISTRY = parts.modelRegistry;
        ATTRIBUTION_LEDGER = parts.attributionLedger;
        TREASURY = parts.treasury;
        DATA_FUND = parts.dataFund;
    }

    /// @inheritdoc IInferenceEscrow
    function voucherDigest(ModelId modelId, uint32 term, address payer, uint128 cumulativeAmount)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(Hashes.voucher(modelId, term, payer, cumulativeAmount));
    }

    /// @inheritdoc IInferenceEscrow
    function receiptDigest(
        ModelId modelId,
        uint32 term,
        uint32 version,
        address payer,
        uint128 from,
        uint128 to,
        bytes32 outputRoot
    ) public view returns (bytes32) {
        return _hashTypedDataV4(Hashes.receipt(modelId, term, version, payer, from, to, outputRoot));
    }

    /// @dev A model that takes new money.
    function _payableModel(ModelId modelId) internal view returns (Model memory model) {
        model = _model(modelId);
        require(model.commercial, InferenceEscrow_NotCommercial(modelId));
        require(!model.retired, InferenceEscrow_ModelRetired(modelId));
    }

    /// @dev A term that has not ended. One that has begun and not ended is in force.
    function _runningTerm(ModelId modelId, uint32 number) internal view returns (Term memory term) {
        term = _term(modelId, number);
        require(block.timestamp < term.endsAt, InferenceEscrow_TermEnded(modelId, number, term.endsAt));
    }

    /// @dev Reverts when there is no such model.
    function _model(ModelId modelId) internal view returns (Model memory) {
        return MODEL_REGISTRY.model(modelId);
    }

    /// @dev Reverts when there was no such term.
    function _term(ModelId modelId, uint32 number) internal view returns (Term memory term) {
        term = MODEL_REGISTRY.term(modelId, number);
        require(term.startedAt != 0, InferenceEscrow_UnknownTerm(modelId, number));
    }

    /// @dev In seconds.
    function _withdrawalDelay() internal view returns (uint256) {
        return CONFIG.parameters().withdrawalDelay;
    }

    /// @dev Takes `amount` of the caller's OPEN, which it approved.
    function _pull(address to, uint256 amount) internal {
        TOKEN.safeTransferFrom(msg.sender, to, amount);
    }

    /// @dev Pays `amount` of what is held here.
    function _push(address to, uint256 amount) internal {
        TOKEN.safeTransfer(to, amount);
    }
}
