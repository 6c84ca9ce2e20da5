// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IOpenToken
/// @notice $OPEN: ERC-20 with ERC-2612 permits and ERC-5805 votes on ERC-6372 timestamps. 1,000,000,000 × 10^18 wei are
/// minted at deployment to the accounts of the genesis file; nobody can mint afterwards.
interface IOpenToken {
    /// @notice An account's part of the genesis supply, in wei.
    struct Allocation {
        address account;
        uint256 amount;
    }

    /// @notice The allocations sum to `sum` instead of the whole supply.
    error OpenToken_GenesisDoesNotSum(uint256 sum, uint256 supply);

    /// @notice The whole supply, in wei.
    function SUPPLY() external view returns (uint256);
}
