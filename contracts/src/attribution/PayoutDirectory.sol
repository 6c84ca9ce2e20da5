// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IPayoutDirectory} from "../interfaces/IPayoutDirectory.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title PayoutDirectory
/// @notice See `IPayoutDirectory`.
contract PayoutDirectory is IPayoutDirectory {
    using SafeCast for uint256;

    /// @inheritdoc IPayoutDirectory
    uint256 public constant RECOVERY_DELAY = 30 days;

    /// @dev Zero for the account itself.
    mapping(address account => address recipient) internal _recipients;
    mapping(address account => mapping(address claimer => bool allowed)) internal _claimers;
    /// @inheritdoc IPayoutDirectory
    mapping(address account => address guardian) public guardianOf;
    mapping(address account => Recovery) internal _recoveries;

    // The account

    /// @inheritdoc IPayoutDirectory
    function setRecipient(address recipient) external {
        _cancelRecovery();
        _setRecipient(msg.sender, recipient);
    }

    /// @inheritdoc IPayoutDirectory
    function setClaimer(address claimer, bool allowed) external {
        require(claimer != address(0) && claimer != msg.sender, PayoutDirectory_WrongClaimer(claimer));
        _cancelRecovery();
        _claimers[msg.sender][claimer] = allowed;
        emit ClaimerSet(msg.sender, claimer, allowed);
    }

    /// @inheritdoc IPayoutDirectory
    function setGuardian(address guardian) external {
        require(guardian != msg.sender, PayoutDirectory_WrongGuardian(guardian));
        _cancelRecovery();
        _setGuardian(guardian);
    }

    /// @inheritdoc IPayoutDirectory
    function vetoRecovery() external {
        require(_recoveries[msg.sender].executableAt != 0, PayoutDirectory_NoRecovery(msg.sender));
        _cancelRecovery();
        _setGuardian(address(0));
    }

    // Its guardian, and anyone

    /// @inheritdoc IPayoutDirectory
    function proposeRecipient(address account, address recipient) external {
        // Nobody calls from the zero address, so an account without a guardian has none.
        require(msg.sender == guardianOf[account], PayoutDirectory_NotGuardian(account, msg.sender));
        require(recipient != address(0), PayoutDirectory_ZeroRecipient());
        uint40 executableAt = (block.timestamp + RECOVERY_DELAY).toUint40();
        _recoveries[account] = Recovery({recipient: recipient, executableAt: executableAt});
        emit RecoveryProposed(account, msg.sender, recipient, executableAt);
    }

    /// @inheritdoc IPayoutDirectory
    function executeRecovery(address account) external {
        Recovery memory recovery = _recoveries[account];
        require(recovery.executableAt != 0, PayoutDirectory_NoRecovery(account));
        require(block.timestamp >= recovery.executableAt, PayoutDirectory_TooEarly(account, recovery.executableAt));
        delete _recoveries[account];
        emit RecoveryExecuted(account, recovery.recipient);
        _setRecipient(account, recovery.recipient);
    }

    // Views

    /// @inheritdoc IPayoutDirectory
    function recipientOf(address account) external view returns (address) {
        address recipient = _recipients[account];
        return recipient == address(0) ? account : recipient;
    }

    /// @inheritdoc IPayoutDirectory
    function isClaimer(address account, address claimer) external view returns (bool) {
        return claimer == account || _claimers[account][claimer];
    }

    /// @inheritdoc IPayoutDirectory
    function recoveryOf(address account) external view returns (Recovery memory) {
        return _recoveries[account];
    }

    function _setRecipient(address account, address recipient) internal {
        if (recipient == address(0)) recipient = account;
        _recipients[account] = recipient;
        emit RecipientSet(account, recipient);
    }

    function _setGuardian(address guardian) internal {
        guardianOf[msg.sender] = guardian;
        emit GuardianSet(msg.sender, guardian);
    }

    /// @dev Of the caller, where one is pending.
    function _cancelRecovery() internal {
        address recipient = _recoveries[msg.sender].recipient;
        if (recipient == address(0)) return;
        delete _recoveries[msg.sender];
        emit RecoveryCancelled(msg.sender, recipient);
    }
}
