// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IStakeVault
/// @notice Stake in OPEN of operators and validators. Locked stake can be neither unbonded nor withdrawn; only the
/// registry of datanets and the ledger of attribution lock, release and slash. One stake backs whatever locks a part of it,
/// each part once: what is promised to one batch is free for no other.
interface IStakeVault {
    /// @notice Stake of an account, in wei.
    /// @param active All stake that is not being unbonded, locked stake included.
    /// @param locked The part of `active` that backs open batches.
    struct Stake {
        uint128 active;
        uint128 locked;
    }

    /// @notice Stake on its way out.
    /// @param amount Wei to be withdrawn.
    /// @param availableAt Unix time in seconds from which it can be withdrawn.
    struct Unbonding {
        uint128 amount;
        uint40 availableAt;
    }

    event Staked(address indexed account, address indexed from, uint256 amount);
    event UnbondingRequested(address indexed account, uint256 amount, uint256 availableAt);
    event StakeWithdrawn(address indexed account, uint256 amount);
    event StakeLocked(address indexed account, uint256 amount);
    event StakeReleased(address indexed account, uint256 amount);
    /// @notice `amount` was taken from `account`: `reward` to `challenger`, the rest to the data fund.
    event StakeSlashed(address indexed account, address indexed challenger, uint256 amount, uint256 reward);

    error StakeVault_ZeroAmount();
    error StakeVault_ZeroAccount();
    error StakeVault_NotSlasher(address caller);
    error StakeVault_InsufficientFreeStake(address account, uint256 needed, uint256 free);
    error StakeVault_NothingAvailable(address account, uint256 availableAt);
    /// @notice A demand for a payout of a finalised batch of `account` is unanswered after its time: see
    /// `IDemandRegistry.isBlocked`. Its stake stays until the demand is answered, which anyone can do.
    error StakeVault_Blocked(address account);

    /// @notice Stakes `amount` of the caller's OPEN for `account`; the caller must have approved this contract.
    function stake(address account, uint256 amount) external;

    /// @notice Starts the unbonding of `amount` of the caller's free stake. A second request joins the first, and both
    /// become available when the second does. Refused while the caller is blocked.
    function requestUnbonding(uint256 amount) external;

    /// @notice Pays the caller's unbonded stake to the caller once its time has come. Refused while the caller is blocked,
    /// whenever the unbonding was requested.
    /// @return amount Wei paid.
    function withdraw() external returns (uint256 amount);

    /// @notice Locks `amount` of `account`'s free stake. Only `AttributionLedger` and `DatanetRegistry`.
    function lock(address account, uint256 amount) external;

    /// @notice Releases `amount` of `account`'s locked stake. Only `AttributionLedger` and `DatanetRegistry`.
    function release(address account, uint256 amount) external;

    /// @notice Takes `amount` of `account`'s locked stake: `reward` of it to `challenger`, the rest to the data fund.
    /// Only `AttributionLedger` and `DatanetRegistry`.
    function slash(address account, uint256 amount, address challenger, uint256 reward) external;

    function stakeOf(address account) external view returns (Stake memory);

    function unbondingOf(address account) external view returns (Unbonding memory);

    /// @notice Active stake that is not locked, in wei.
    function freeStakeOf(address account) external view returns (uint256);
}
