// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// Bounds, and where they hold: a pool holds OPEN that was paid in, so at most the supply, which `OpenToken` mints once and
// which is below 2^90 wei; periods are counted from a term's start, so they never go back (`InferenceEscrow`).

/// @dev The bound.
library Pools {
    function sumOf(uint96 current, uint96 previous, uint96 earlier, uint96 oldest) internal pure returns (uint256 sum) {
        sum = uint256(current) + previous + earlier + oldest;
        require(sum < 2 ** 90);
    }
}
