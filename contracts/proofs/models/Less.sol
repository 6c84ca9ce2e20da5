// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev Stands for `DataPool._part`.
library Less {
    function less(uint96 place, uint256 amount) internal pure returns (uint96 part, uint256 left) {
        part = uint96(bytes12(keccak256(abi.encode(place, amount))));
        require(part <= place && part <= amount && (part == place || part == amount));
        left = amount - part;
    }
}
