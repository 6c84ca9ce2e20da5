// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDemandRegistry} from "../interfaces/IDemandRegistry.sol";
import {IProtocolConfig} from "../interfaces/IProtocolConfig.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title StakeVault
/// @notice See `IStakeVault`.
contract StakeVault is IStakeVault {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    IERC20 public immutable TOKEN;
    IProtocolConfig public immutable CONFIG;
    address public immutable DATANET_REGISTRY;
    address public immutable ATTRIBUTION_LEDGER;
    address public immutable DATA_FUND;
    IDemandRegistry public immutable DEMAND_REGISTRY;

    mapping(address account => Stake) internal _stakes;
    mapping(address account => Unbonding) internal _unbondings;

    modifier onlySlasher() {
        _checkSlasher();
        _;
    }

    constructor(
        IERC20 token,
        IProtocolConfig config,
        address datanetRegistry,
        address attributionLedger,
        address dataFund,
        IDemandRegistry demandRegistry
    ) {
        TOKEN = token;
        CONFIG = config;
        DATANET_REGISTRY = datanetRegistry;
        ATTRIBUTION_LEDGER = attributionLedger;
        DATA_FUND = dataFund;
        DEMAND_REGISTRY = demandRegistry;
    }

    // Stakers

    /// @inheritdoc IStakeVault
    function stake(address account, uint256 amount) external {
        require(amount != 0, StakeVault_ZeroAmount());
        require(account != address(0), StakeVault_ZeroAccount());
        _stakes[account].active += amount.toUint128();
        emit Staked(account, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IStakeVault
    function requestUnbonding(uint256 amount) external {
        require(amount != 0, StakeVault_ZeroAmount());
        _checkNotBlocked(msg.sender);
        Stake memory held = _stakes[msg.sender];
        _checkFree(msg.sender, held, amount);
        _stakes[msg.sender].active = held.active - amount.toUint128();
        Unbonding storage unbonding = _unbondings[msg.sender];
        unbonding.amount += amount.toUint128();
        unbonding.availableAt = (block.timestamp + CONFIG.parameters().unbondingPeriod).toUint40();
        emit UnbondingRequested(msg.sender, amount, unbonding.availableAt);
    }

    /// @inheritdoc IStakeVault
    function withdraw() external returns (uint256 amount) {
        _checkNotBlocked(msg.sender);
        Unbonding memory unbonding = _unbondings[msg.sender];
        amount = unbonding.amount;
        require(
            amount != 0 && block.timestamp >= unbonding.availableAt,
            StakeVault_NothingAvailable(msg.sender, unbonding.availableAt)
        );
        delete _unbondings[msg.sender];
        emit StakeWithdrawn(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    // The registry of datanets and the ledger

    /// @inheritdoc IStakeVault
    function lock(address account, uint256 amount) external onlySlasher {
        Stake memory held = _stakes[account];
        _checkFree(account, held, amount);
        _stakes[account].locked = held.locked + amount.toUint128();
        emit StakeLocked(account, amount);
    }

    /// @inheritdoc IStakeVault
    function release(address account, uint256 amount) external onlySlasher {
        _stakes[account].locked -= amount.toUint128();
        emit StakeReleased(account, amount);
    }

    /// @inheritdoc IStakeVault
    function slash(address account, uint256 amount, address challenger, uint256 reward) external onlySlasher {
        Stake storage held = _stakes[account];
        held.locked -= amount.toUint128();
        held.active -= amount.toUint128();
        emit StakeSlashed(account, challenger, amount, reward);
        if (reward != 0) TOKEN.safeTransfer(challenger, reward);
        TOKEN.safeTransfer(DATA_FUND, amount - reward);
    }

    // Views

    /// @inheritdoc IStakeVault
    function stakeOf(address account) external view returns (Stake memory) {
        return _stakes[account];
    }

    /// @inheritdoc IStakeVault
    function unbondingOf(address account) external view returns (Unbonding memory) {
        return _unbondings[account];
    }

    /// @inheritdoc IStakeVault
    function freeStakeOf(address account) external view returns (uint256) {
        Stake memory held = _stakes[account];
        return held.active - held.locked;
    }

    function _checkFree(address account, Stake memory held, uint256 amount) internal pure {
        uint256 free = held.active - held.locked;
        require(amount <= free, StakeVault_InsufficientFreeStake(account, amount, free));
    }

    function _checkNotBlocked(address account) internal view {
        require(!DEMAND_REGISTRY.isBlocked(account), StakeVault_Blocked(account));
    }

    function _checkSlasher() internal view {
        require(msg.sender == ATTRIBUTION_LEDGER || msg.sender == DATANET_REGISTRY, StakeVault_NotSlasher(msg.sender));
    }
}
