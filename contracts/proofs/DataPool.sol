// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pools} from "./models/Pools.sol";
import {DataPool, Pool} from "views/open/DataPool.sol";

// The view is the library, but each function that changes a pool also returns it, since the solver loses what a function
// changes in memory that it was given, and its helper is not private.

/// @notice Ageing loses no wei, makes none, and overflows nothing, whatever the pool holds and however long it rested.
/// @custom:engine chc
contract DataPool_AgeKeepsTheSum {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint64 period, uint64 time)
        external
        pure
    {
        uint256 sum = Pools.sumOf(current, previous, earlier, oldest);
        require(time >= period);
        Pool memory pool = DataPool.age(Pool(current, previous, period, earlier, oldest), time);
        assert(DataPool.sum(pool) == sum);
    }
}

/// @notice Ageing moves money to its age: after one period the current money is the previous, after two the earlier, after
/// three and more the oldest.
/// @custom:engine chc
contract DataPool_AgeMovesByPeriods {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint64 period, uint64 time)
        external
        pure
    {
        uint256 sum = Pools.sumOf(current, previous, earlier, oldest);
        require(time >= period);
        Pool memory pool = DataPool.age(Pool(current, previous, period, earlier, oldest), time);
        uint64 passed = time - period;
        assert(pool.period == time);
        assert(pool.current == (passed == 0 ? current : 0));
        assert(pool.previous == (passed == 0 ? previous : passed == 1 ? current : 0));
        assert(pool.earlier == (passed == 0 ? earlier : passed == 1 ? previous : passed == 2 ? current : 0));
        assert(passed < 3 || pool.oldest == sum);
    }
}
