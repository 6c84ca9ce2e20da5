// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title IOpenToken
/// @notice $OPEN: ERC-20 with ERC-2612 permits, ERC-3009 authorisations and ERC-5805 votes on ERC-6372 timestamps.
/// 1,000,000,000 × 10^18 wei are minted at deployment to the accounts of the genesis file, where it says so through
/// vesting wallets (see `IOpenVesting`); nobody can mint afterwards.
/// @dev Authorisations (`transferWithAuthorization`, `receiveWithAuthorization`, `cancelAuthorization`) are OpenZeppelin's:
/// each is signed for one purpose, by a key (plain ECDSA, so contracts use `approve`), under a nonce of 32 bytes that the
/// signer picks at random and that counts for all three purposes; it is good while validAfter < time < validBefore, Unix
/// seconds both. (Where both have bit 47 set, the rest of them are block numbers.)
///
/// Warning: anyone may send a `transferWithAuthorization`, so a contract that acts upon one must call
/// `receiveWithAuthorization` instead, which only the payee may send: otherwise somebody takes the authorisation out of
/// the mempool, and the money arrives without the contract being told what it is for.
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
