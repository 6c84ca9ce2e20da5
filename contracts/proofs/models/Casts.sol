// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev Stands for a cast to `uint96`, which changes nothing below 2^96: each use of it is proven to be such a one.
library Casts {
    function exact(uint256 number) internal pure returns (uint256) {
        assert(number < 2 ** 96);
        return number;
    }
}
