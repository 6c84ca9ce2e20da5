// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pools} from "./models/Pools.sol";
import {DataPool as ByLess, Pool as PoolByLess} from "views/less/DataPool.sol";

// False sentences, which every run must see violated: a checker that proves these proves nothing. One or more for each
// kind of proof: of amounts, of the split as it is and by its views, of pools by either engine, of sums.

/// @notice FALSE: taking leaves a pool as it was.
contract Planted_TakingChangesNothing {
    function prove(uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(0, 0, 0, oldest));
        PoolByLess memory pool = ByLess.take(PoolByLess(0, 0, 0, 0, oldest), amount);
        assert(pool.oldest == oldest);
    }
}

/// @notice FALSE: a pool gives more than it holds.
contract Planted_TakingMoreThanThereIs {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(current, previous, earlier, oldest) + 1);
        ByLess.take(PoolByLess(current, previous, 0, earlier, oldest), amount);
    }
}
