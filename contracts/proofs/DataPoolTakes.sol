// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pools} from "./models/Pools.sol";
import {DataPool as ByLess, Pool as PoolByLess} from "views/less/DataPool.sol";

// The view is that of DataPool.sol, with `Less.less` called for the helper.

/// @notice Taking what a pool holds never reverts.
contract DataPool_TakeNeverReverts {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(current, previous, earlier, oldest));
        ByLess.take(PoolByLess(current, previous, 0, earlier, oldest), amount);
    }
}

/// @notice Taking takes exactly the amount.
contract DataPool_TakeTakesTheAmount {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        uint256 sum = Pools.sumOf(current, previous, earlier, oldest);
        require(amount <= sum);
        PoolByLess memory pool = ByLess.take(PoolByLess(current, previous, 0, earlier, oldest), amount);
        assert(ByLess.sum(pool) == sum - amount);
        assert(pool.oldest <= oldest && pool.earlier <= earlier && pool.previous <= previous && pool.current <= current);
    }
}

/// @notice Taking takes from a younger place only when every older one is empty.
contract DataPool_TakesOldestFirst {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(current, previous, earlier, oldest));
        PoolByLess memory pool = ByLess.take(PoolByLess(current, previous, 0, earlier, oldest), amount);
        assert(pool.earlier == earlier || pool.oldest == 0);
        assert(pool.previous == previous || pool.oldest == 0 && pool.earlier == 0);
        assert(pool.current == current || pool.oldest == 0 && pool.earlier == 0 && pool.previous == 0);
    }
}
