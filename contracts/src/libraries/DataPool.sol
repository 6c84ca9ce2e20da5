// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Data money of a term by the period in which it came in. Amounts are wei of OPEN: the whole supply is below 2^90.
/// @param current Of the present period.
/// @param previous Of the period before.
/// @param period Number of the present period since the term's start, as of the last change.
/// @param earlier Of the period before `previous`.
/// @param oldest Of all periods before that: two whole periods passed since it came in.
struct Pool {
    uint96 current;
    uint96 previous;
    uint64 period;
    uint96 earlier;
    uint96 oldest;
}

/// @title DataPool
/// @notice Money that ages: it moves from one place to the next as periods pass, whatever else is done to the pool. Two
/// slots, and no loop, however long a pool rests.
library DataPool {
    /// @notice Brings a pool to the period `period`.
    function age(Pool memory pool, uint64 period) internal pure {
        uint256 passed = period - pool.period;
        if (passed == 0) return;
        // Sums of these parts are at most the supply.
        pool.oldest += pool.earlier;
        if (passed == 1) {
            (pool.earlier, pool.previous) = (pool.previous, pool.current);
        } else {
            pool.oldest += pool.previous;
            if (passed == 2) {
                pool.earlier = pool.current;
            } else {
                pool.oldest += pool.current;
                pool.earlier = 0;
            }
            pool.previous = 0;
        }
        pool.current = 0;
        pool.period = period;
    }

    /// @notice Takes `amount`, which the pool must hold, the oldest first.
    function take(Pool memory pool, uint256 amount) internal pure {
        uint96 part;
        (part, amount) = _part(pool.oldest, amount);
        pool.oldest -= part;
        (part, amount) = _part(pool.earlier, amount);
        pool.earlier -= part;
        (part, amount) = _part(pool.previous, amount);
        pool.previous -= part;
        (part, amount) = _part(pool.current, amount);
        pool.current -= part;
        // Not reached by a caller that compared `amount` with `sum`.
        assert(amount == 0);
    }

    /// @notice All that is in a pool, of whatever age.
    function sum(Pool memory pool) internal pure returns (uint256) {
        return uint256(pool.current) + pool.previous + pool.earlier + pool.oldest;
    }

    /// @dev What a place gives of `amount`, and what is then still to be taken.
    function _part(uint96 place, uint256 amount) private pure returns (uint96 part, uint256 left) {
        // The cast is of less than `place`.
        // forge-lint: disable-next-line(unsafe-typecast)
        part = amount < place ? uint96(amount) : place;
        left = amount - part;
    }
}
