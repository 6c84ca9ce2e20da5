// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IPayoutDirectory
/// @notice Where an account's money goes, and who may claim it in the account's name. An account that sets nothing here is
/// paid itself, and claims itself.
///
/// An account may name a **guardian** against the loss of its key. The guardian can propose another recipient; anyone
/// can make it the recipient once `RECOVERY_DELAY` has passed, unless the account objected. Nobody else can propose,
/// hasten, delay or stop it.
///
/// Whatever the account itself does here cancels a pending recovery, since it shows that the key is not lost. After
/// `setRecipient` and `setClaimer` the guardian stays and may propose again, with the whole delay before it. A veto
/// removes the guardian besides: who has the key needs no recovery, and a guardian that proposes one all the same must
/// not force the account to keep watch for ever. The account may name it again.
///
/// Money that was paid before stays where it is: the directory says only where the next claim goes.
/// @dev It has no owner and holds no money. Contracts that cannot call it, and accounts without a key like those of
/// reserves, are paid themselves.
///
/// Warning: whoever holds the account's key decides here at once. A guardian helps against a lost key and not against a
/// stolen one. A guardian can take all that the account earns later if the account does not look here for
/// `RECOVERY_DELAY`: name one that you trust, best a contract of several people.
interface IPayoutDirectory {
    /// @notice A recipient that a guardian proposed.
    /// @param recipient Who is to be paid; zero where nothing is pending.
    /// @param executableAt Unix time in seconds from which anyone can make it the recipient.
    struct Recovery {
        address recipient;
        uint40 executableAt;
    }

    /// @notice `account` is paid at `recipient` from now on, which is the account itself where it was set back.
    event RecipientSet(address indexed account, address indexed recipient);
    /// @notice `claimer` may, or may no longer, claim in `account`'s name.
    event ClaimerSet(address indexed account, address indexed claimer, bool allowed);
    /// @notice `guardian` may propose recoveries of `account` from now on; nobody where it is zero.
    event GuardianSet(address indexed account, address indexed guardian);
    event RecoveryProposed(
        address indexed account, address indexed guardian, address indexed recipient, uint256 executableAt
    );
    /// @notice The account did something here: the recovery is off.
    event RecoveryCancelled(address indexed account, address indexed recipient);
    /// @notice What a guardian proposed took effect.
    event RecoveryExecuted(address indexed account, address indexed recipient);

    error PayoutDirectory_WrongClaimer(address claimer);
    error PayoutDirectory_WrongGuardian(address guardian);
    error PayoutDirectory_NotGuardian(address account, address caller);
    error PayoutDirectory_ZeroRecipient();
    /// @notice No recovery of `account` is pending.
    error PayoutDirectory_NoRecovery(address account);
    /// @notice The recovery of `account` waits until `executableAt`.
    error PayoutDirectory_TooEarly(address account, uint256 executableAt);

    /// @notice Seconds from a guardian's proposal until it can take effect. Not a parameter of governance, which could
    /// otherwise shorten it under those who relied on it. 30 days: long enough to come back from an absence and see the
    /// event, and nothing is lost by waiting, as what is finalised stays claimable for ever.
    function RECOVERY_DELAY() external view returns (uint256);

    /// @notice Lets the caller be paid at `recipient`; zero or the caller for the caller itself. Cancels a pending recovery.
    function setRecipient(address recipient) external;

    /// @notice Lets `claimer` claim in the caller's name, or no longer. It chooses when to claim and nothing else: the
    /// money goes to the recipient. Neither zero nor the caller, which may always claim. Cancels a pending recovery.
    function setClaimer(address claimer, bool allowed) external;

    /// @notice Names the caller's guardian, instead of the one before; zero for none, and never the caller. Cancels a
    /// pending recovery.
    function setGuardian(address guardian) external;

    /// @notice Cancels the pending recovery of the caller and removes its guardian.
    function vetoRecovery() external;

    /// @notice Proposes that `account` be paid at `recipient`, not zero. Only the account's guardian. It takes the place
    /// of a proposal that is pending, and waits for the whole delay.
    function proposeRecipient(address account, address recipient) external;

    /// @notice Makes the proposed recipient of `account` its recipient, once the delay has passed. Anyone may call. The
    /// guardian stays.
    function executeRecovery(address account) external;

    /// @notice Who is paid what `account` earns: never zero but for the zero account.
    function recipientOf(address account) external view returns (address);

    /// @notice Whether `claimer` may claim what `account` earns; true for the account itself.
    function isClaimer(address account, address claimer) external view returns (bool);

    /// @notice Who may propose recoveries of `account`; zero for nobody.
    function guardianOf(address account) external view returns (address);

    /// @notice The pending recovery of `account`; zeros where there is none.
    function recoveryOf(address account) external view returns (Recovery memory);
}
