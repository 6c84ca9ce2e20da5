// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IInferenceEscrow} from "../interfaces/IInferenceEscrow.sol";
import {Hashes} from "../libraries/Hashes.sol";
import {ModelId} from "../types/ModelId.sol";
import {EscrowBase} from "./EscrowBase.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title EscrowDeposits
/// @notice What payers prepay and take back, and who signs for them: see `IInferenceEscrow`.
abstract contract EscrowDeposits is EscrowBase {
    using SafeCast for uint256;

    mapping(ModelId modelId => mapping(address payer => Deposit)) internal _deposits;
    mapping(ModelId modelId => mapping(address payer => SessionKey)) internal _sessionKeys;

    /// @inheritdoc IInferenceEscrow
    function fund(ModelId modelId, address payer, uint256 amount) public {
        _credit(modelId, payer, msg.sender, amount);
        _pull(address(this), amount);
    }

    /// @inheritdoc IInferenceEscrow
    function fundWithPermit(
        ModelId modelId,
        address payer,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        // Whoever saw the permit may have used it before, and so given the allowance. If there is none, the transfer says so.
        try IERC20Permit(address(TOKEN)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        fund(modelId, payer, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function fundWithAuthorization(ModelId modelId, address payer, Authorization calldata authorization) external {
        _credit(modelId, payer, authorization.from, authorization.amount);
        IERC3009(address(TOKEN))
            .receiveWithAuthorization(
                authorization.from,
                address(this),
                authorization.amount,
                authorization.validAfter,
                authorization.validBefore,
                Hashes.authorizationNonce(modelId, payer, authorization.salt),
                authorization.v,
                authorization.r,
                authorization.s
            );
    }

    /// @inheritdoc IInferenceEscrow
    function setSessionKey(ModelId modelId, address key) external {
        _model(modelId); // Reverts when there is no such model.
        address inForce = _sessionKey(modelId, msg.sender).key;
        uint256 effectiveFrom = block.timestamp;
        if (inForce == address(0)) {
            _sessionKeys[modelId][msg.sender] = SessionKey(key, 0, address(0));
        } else {
            effectiveFrom += _withdrawalDelay();
            _sessionKeys[modelId][msg.sender] = SessionKey(inForce, effectiveFrom.toUint40(), key);
        }
        emit SessionKeySet(modelId, msg.sender, key, effectiveFrom);
    }

    /// @inheritdoc IInferenceEscrow
    function requestWithdrawal(ModelId modelId, uint256 amount) external {
        require(amount != 0, InferenceEscrow_ZeroAmount());
        Deposit storage deposit = _deposits[modelId][msg.sender];
        uint256 balance = deposit.balance;
        require(amount <= balance, InferenceEscrow_DepositTooSmall(msg.sender, amount, balance));
        deposit.withdrawing = amount.toUint128();
        deposit.availableAt = (block.timestamp + _withdrawalDelay()).toUint40();
        emit WithdrawalRequested(modelId, msg.sender, amount, deposit.availableAt);
    }

    /// @inheritdoc IInferenceEscrow
    function withdraw(ModelId modelId) external returns (uint256 amount) {
        Deposit memory deposit = _deposits[modelId][msg.sender];
        amount = deposit.withdrawing < deposit.balance ? deposit.withdrawing : deposit.balance;
        require(
            amount != 0 && block.timestamp >= deposit.availableAt,
            InferenceEscrow_NothingAvailable(msg.sender, deposit.availableAt)
        );
        _deposits[modelId][msg.sender] = Deposit(deposit.balance - amount.toUint128(), 0, 0);
        emit Withdrawn(modelId, msg.sender, amount);
        _push(msg.sender, amount);
    }

    /// @inheritdoc IInferenceEscrow
    function depositOf(ModelId modelId, address payer) external view returns (Deposit memory) {
        return _deposits[modelId][payer];
    }

    /// @inheritdoc IInferenceEscrow
    function sessionKeyOf(ModelId modelId, address payer) external view returns (SessionKey memory) {
        return _sessionKey(modelId, payer);
    }

    /// @inheritdoc IInferenceEscrow
    function authorizationNonce(ModelId modelId, address payer, bytes32 salt) external pure returns (bytes32) {
        return Hashes.authorizationNonce(modelId, payer, salt);
    }

    /// @dev Takes from a deposit what its payer was charged.
    function _takeDeposit(ModelId modelId, address payer, uint256 amount) internal {
        Deposit storage deposit = _deposits[modelId][payer];
        uint256 balance = deposit.balance;
        require(amount <= balance, InferenceEscrow_DepositTooSmall(payer, amount, balance));
        deposit.balance = (balance - amount).toUint128();
    }

    /// @dev As of now: a change whose time has come is made.
    function _sessionKey(ModelId modelId, address payer) internal view returns (SessionKey memory sessionKey) {
        sessionKey = _sessionKeys[modelId][payer];
        if (sessionKey.nextFrom != 0 && block.timestamp >= sessionKey.nextFrom) {
            sessionKey = SessionKey(sessionKey.next, 0, address(0));
        }
    }

    /// @dev Books a deposit whose money the caller then takes from `from`.
    function _credit(ModelId modelId, address payer, address from, uint256 amount) private {
        require(amount != 0, InferenceEscrow_ZeroAmount());
        require(payer != address(0), InferenceEscrow_ZeroPayer());
        _payableModel(modelId);
        _deposits[modelId][payer].balance += amount.toUint128();
        emit Funded(modelId, payer, from, amount);
    }
}
