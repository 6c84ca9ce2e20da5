// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Pools} from "./models/Pools.sol";
import {SumModel} from "./models/SumModel.sol";
import {DataPool} from "views/flat/DataPool.sol";
import {DataPool as Wide} from "views/wide/DataPool.sol";

// False sentences about pools and sums: see Planted.sol.

/// @notice FALSE: ageing leaves a pool as it was.
contract Planted_AgeingChangesNothing {
    function prove(uint96 current, uint64 period, uint64 time) external pure {
        Pools.sumOf(current, 0, 0, 0);
        require(time >= period);
        (uint96 newest,,,,) = DataPool.age(current, 0, period, 0, 0, time);
        assert(newest == current);
    }
}

/// @notice FALSE: ageing overflows nothing in a pool of any size.
contract Planted_PoolWithoutBound {
    function prove(uint96 earlier, uint96 oldest) external pure {
        DataPool.age(0, 0, 0, earlier, oldest, 1);
    }
}

/// @notice FALSE: taking leaves a pool as it was.
contract Planted_TakingChangesNothing {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(current, previous, earlier, oldest));
        (,,,, uint256 last) = Wide.take(current, previous, 0, earlier, oldest, amount);
        assert(last == oldest);
    }
}

/// @notice FALSE: taking takes the youngest first.
contract Planted_TakesYoungestFirst {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(current, previous, earlier, oldest));
        (uint256 newest,,,, uint256 last) = Wide.take(current, previous, 0, earlier, oldest, amount);
        assert(last == oldest || newest == 0);
    }
}

/// @notice FALSE: a pool gives a wei more than it holds.
contract Planted_TakingMoreThanThereIs {
    function prove(uint96 current, uint96 previous, uint96 earlier, uint96 oldest, uint256 amount) external pure {
        require(amount <= Pools.sumOf(current, previous, earlier, oldest) + 1);
        Wide.take(current, previous, 0, earlier, oldest, amount);
    }
}

/// @notice FALSE: the next sum of a path is below 2^128, whether it is bounded or not.
contract Planted_LevelWithoutBound {
    function prove(uint128 sum, uint128 siblingSum) external pure {
        (, uint256 total) = SumModel.plus(sum, siblingSum);
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
