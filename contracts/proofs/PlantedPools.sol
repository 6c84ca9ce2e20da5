// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pools} from "./models/Pools.sol";
import {SumModel} from "./models/SumModel.sol";
import {DataPool, Pool} from "views/open/DataPool.sol";

// False sentences, which every run must see violated: a checker that proves these proves nothing. One or more for each
// kind of proof: of amounts, of the split as it is and by its views, of pools by either engine, of sums.

/// @notice FALSE: ageing leaves a pool as it was.
/// @custom:engine chc
contract Planted_AgeingChangesNothing {
    function prove(uint96 current, uint64 period, uint64 time) external pure {
        Pools.sumOf(current, 0, 0, 0);
        require(time >= period);
        Pool memory pool = DataPool.age(Pool(current, 0, period, 0, 0), time);
        assert(pool.current == current);
    }
}

/// @notice FALSE: ageing overflows nothing in a pool of any size.
/// @custom:engine chc
contract Planted_PoolWithoutBound {
    function prove(uint96 earlier, uint96 oldest) external pure {
        DataPool.age(Pool(0, 0, 0, earlier, oldest), 1);
    }
}

/// @notice FALSE: the sum at the end of a path is below 2^128, whether it is bounded or not.
/// @custom:engine chc
contract Planted_PathWithoutBound {
    function prove(uint128 sum, uint128[] memory siblingSums) external pure {
        (, uint256 total,) = SumModel.along(sum, siblingSums);
        assert(total < 2 ** 128);
    }
}

/// @notice FALSE: leaves under a node sum to at most its sum where those of one child exceed that child's by one.
contract Planted_LeavesExceedTheirChild {
    function prove(uint128 left, uint128 right, uint256 leftLeaves) external pure {
        require(leftLeaves <= uint256(left) + 1);
        (, uint256 total) = SumModel.plus(left, right);
        assert(leftLeaves + right <= total);
    }
}
