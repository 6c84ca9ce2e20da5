// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test, stdError} from "forge-std/Test.sol";
import {DataPool, Pool} from "openledger/libraries/DataPool.sol";

/// @notice The pool of four places against one that keeps every lot apart.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract DataPoolTest is Test {
    using DataPool for Pool;

    struct Lot {
        uint64 period;
        uint256 amount;
    }

    Lot[] internal _lots;

    function testFuzz_Pool_IsAsIfEachLotWereKept(uint256[24] memory steps) public {
        Pool memory pool;
        uint64 period = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 step = steps[i];
            period += uint64(step >> 8 & 0xff) % 5 * uint64(step >> 16 & 1);
            pool.age(period);
            if (step & 1 == 0) {
                uint256 amount = step >> 32 & type(uint64).max;
                pool.current += uint96(amount);
                _lots.push(Lot(period, amount));
            } else {
                uint256 amount = bound(step >> 32, 0, pool.sum());
                pool.take(amount);
                _takeOldest(amount);
            }
            assertEq(pool.current, _ofAge(period, 0, 0), "of this period");
            assertEq(pool.previous, _ofAge(period, 1, 1), "of the one before");
            assertEq(pool.earlier, _ofAge(period, 2, 2), "of the one before that");
            assertEq(pool.oldest, _ofAge(period, 3, type(uint64).max), "older");
        }
    }

    /// @dev Whoever takes more than there is has not looked at the sum: a fault of the caller, and no money.
    function testFuzz_Take_NeverMoreThanThereIs(uint96[4] memory amounts, uint256 more) public {
        Pool memory pool;
        (pool.current, pool.previous) = (amounts[0] % 2 ** 90, amounts[1] % 2 ** 90);
        (pool.earlier, pool.oldest) = (amounts[2] % 2 ** 90, amounts[3] % 2 ** 90);
        more = bound(more, 1, type(uint256).max - pool.sum());
        vm.expectRevert(stdError.assertionError);
        this.take(pool, pool.sum() + more);
        assertEq(this.take(pool, pool.sum()).sum(), 0, "all of it");
    }

    function take(Pool memory pool, uint256 amount) external pure returns (Pool memory) {
        pool.take(amount);
        return pool;
    }

    function testFuzz_Age_MovesNothingAway(Pool memory pool, uint64 period) public pure {
        (pool.current, pool.previous) = (pool.current % 2 ** 90, pool.previous % 2 ** 90);
        (pool.earlier, pool.oldest) = (pool.earlier % 2 ** 90, pool.oldest % 2 ** 90);
        period = uint64(bound(period, pool.period, type(uint64).max));
        uint256 sum = pool.sum();
        pool.age(period);
        assertEq(pool.sum(), sum, "all is there");
        assertEq(pool.period, period, "of now");
    }

    /// @dev Whether it is looked at in every period or after all of them.
    function testFuzz_Age_InStepsOrAtOnce(uint96[4] memory amounts, uint8[4] memory waits) public pure {
        Pool memory often;
        often.current = amounts[0] % 2 ** 90;
        often.previous = amounts[1] % 2 ** 90;
        often.earlier = amounts[2] % 2 ** 90;
        often.oldest = amounts[3] % 2 ** 90;
        Pool memory once = abi.decode(abi.encode(often), (Pool));
        uint64 period = 0;
        for (uint256 i = 0; i < waits.length; ++i) {
            period += waits[i] % 4;
            often.age(period);
        }
        once.age(period);
        assertEq(keccak256(abi.encode(often)), keccak256(abi.encode(once)), "the same");
    }

    function _takeOldest(uint256 amount) internal {
        for (uint256 i = 0; i < _lots.length; ++i) {
            uint256 part = amount < _lots[i].amount ? amount : _lots[i].amount;
            _lots[i].amount -= part;
            amount -= part;
        }
    }

    function _ofAge(uint64 period, uint64 least, uint64 most) internal view returns (uint256 sum) {
        for (uint256 i = 0; i < _lots.length; ++i) {
            uint64 age = period - _lots[i].period;
            if (age >= least && age <= most) sum += _lots[i].amount;
        }
    }
}
