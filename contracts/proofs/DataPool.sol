// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pools} from "./models/Pools.sol";
import {DataPool} from "views/flat/DataPool.sol";
import {DataPool as Wide} from "views/wide/DataPool.sol";

// The view is the library with a pool's places as single numbers, which the functions that change a pool return, since the
// solver loses what a function changes in memory that it was given. `Wide` is that in `uint256`.

/// @notice Ageing loses no wei, makes none, and overflows nothing, whatever the pool holds and however long it rested.
contract DataPool_AgeKeepsTheSum {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint64 period, uint64 time)
        external
        pure
    {
        uint256 sum = Pools.sumOf(current, previous, earlier, oldest);
        require(time >= period);
        (current, previous, period, earlier, oldest) = DataPool.age(current, previous, period, earlier, oldest, time);
        assert(DataPool.sum(current, previous, period, earlier, oldest) == sum);
    }
}

/// @notice Ageing moves money to its age: after one period the current money is the previous, after two the earlier, after
/// three and more the oldest.
contract DataPool_AgeMovesByPeriods {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint64 period, uint64 time)
        external
        pure
    {
        uint256 sum = Pools.sumOf(current, previous, earlier, oldest);
        require(time >= period);
        uint64 passed = time - period;
        (uint96 newest, uint96 before, uint64 now_, uint96 older, uint96 last) =
            DataPool.age(current, previous, period, earlier, oldest, time);
        assert(now_ == time);
        assert(newest == (passed == 0 ? current : 0));
        assert(before == (passed == 0 ? previous : passed == 1 ? current : 0));
        assert(older == (passed == 0 ? earlier : passed == 1 ? previous : passed == 2 ? current : 0));
        assert(passed < 3 || last == sum);
    }
}

/// @notice Taking what a pool holds never reverts, takes exactly the amount, and puts nothing into any place.
contract DataPool_TakeTakesTheAmount {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        uint256 sum = Pools.sumOf(current, previous, earlier, oldest);
        require(amount <= sum);
        (uint256 newest, uint256 before,, uint256 older, uint256 last) =
            Wide.take(current, previous, 0, earlier, oldest, amount);
        assert(newest + before + older + last == sum - amount);
        assert(last <= oldest && older <= earlier && before <= previous && newest <= current);
    }
}

/// @notice Taking takes from a younger place only when every older one is empty.
contract DataPool_TakesOldestFirst {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(current, previous, earlier, oldest));
        (uint256 newest, uint256 before,, uint256 older, uint256 last) =
            Wide.take(current, previous, 0, earlier, oldest, amount);
        assert(older == earlier || last == 0);
        assert(before == previous || last == 0 && older == 0);
        assert(newest == current || last == 0 && older == 0 && before == 0);
    }
}
