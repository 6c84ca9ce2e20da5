// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DataPool} from "views/open/DataPool.sol";

// What `Less` requires: see Lemmas.sol. Apart from it, since what stands in one compilation makes every query of it larger.

/// @notice A place of a pool that holds more than what is asked gives all that is asked.
/// @custom:engine chc
contract Lemma_LessThanThePlace {
    /// @param amount Of 96 bits, since it is less than `place`.
    function prove(uint96 place, uint96 amount) external pure {
        require(amount < place);
        (uint96 part, uint256 left) = DataPool._part(place, amount);
        assert(part == amount);
        assert(left == 0);
    }
}

/// @notice A place of a pool that holds no more than what is asked gives all that it holds, and the rest is still asked.
/// With `Lemma_LessThanThePlace` this is every case, and in both of them what `Less` requires.
/// @custom:engine chc
contract Lemma_TheWholePlace {
    function prove(uint96 place, uint256 amount) external pure {
        require(amount >= place);
        (uint96 part, uint256 left) = DataPool._part(place, amount);
        assert(part == place);
        assert(left == amount - place);
    }
}
