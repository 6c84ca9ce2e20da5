// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {RevenueTerms} from "openledger/interfaces/IModelRegistry.sol";
import {RevenueSplit, Shares} from "openledger/libraries/RevenueSplit.sol";

contract RevenueSplitTest is Test {
    function testFuzz_DueOn_SumsToTheTotal(uint128 total, uint256[3] memory seeds) public pure {
        RevenueTerms memory terms = _terms(seeds);
        Shares memory due = RevenueSplit.dueOn(total, terms);
        assertEq(due.data + due.protocol + due.base + due.owner, total, "sum");
        assertEq(due.total, total, "total");
        assertEq(due.data, uint256(total) * terms.dataBps / 10_000, "data is nobody's choice");
    }

    /// @dev Each is within two wei of its part: no share loses by the order in which they are rounded.
    function testFuzz_DueOn_IsEachOnesPart(uint128 total, uint256[3] memory seeds) public pure {
        RevenueTerms memory terms = _terms(seeds);
        Shares memory due = RevenueSplit.dueOn(total, terms);
        assertApproxEqAbs(due.protocol, uint256(total) * terms.protocolBps / 10_000, 2, "protocol");
        assertApproxEqAbs(due.base, uint256(total) * terms.baseBps / 10_000, 2, "base");
        assertApproxEqAbs(due.owner, uint256(total) * terms.ownerBps / 10_000, 3, "owner");
    }

    /// @dev By one wei, from anywhere: what holds for it holds for every charge.
    function testFuzz_DueOn_NoShareEverShrinks(uint128 total, uint256[3] memory seeds) public pure {
        vm.assume(total != type(uint128).max);
        RevenueTerms memory terms = _terms(seeds);
        _checkGrows(total, terms);
        // And where roundings meet: about the first multiples of 10,000.
        for (uint256 i = 0; i < 40; ++i) {
            _checkGrows(total % 10 * 10_000 + 9980 + i, terms);
        }
    }

    /// @dev The case in which base and owner, each rounded down from one rest, leave the owner a wei less.
    function test_DueOn_EqualShares() public pure {
        RevenueTerms memory terms = RevenueTerms({protocolBps: 3000, ownerBps: 1000, baseBps: 3000, dataBps: 3000});
        for (uint256 total = 0; total < 30_000; ++total) {
            _checkGrows(total, terms);
        }
    }

    function testFuzz_Between_AddsUp(uint128[3] memory totals, uint256[3] memory seeds) public pure {
        RevenueTerms memory terms = _terms(seeds);
        uint256 middle = bound(totals[1], 0, totals[2]);
        uint256 first = bound(totals[0], 0, middle);
        Shares memory sum = RevenueSplit.between(first, middle, terms);
        RevenueSplit.add(sum, RevenueSplit.between(middle, totals[2], terms));
        Shares memory whole = RevenueSplit.between(first, totals[2], terms);
        assertEq(keccak256(abi.encode(sum)), keccak256(abi.encode(whole)), "in two steps as in one");
    }

    function testFuzz_PassedOn_NeitherPartShrinks(uint128 received, uint256[3] memory seeds) public pure {
        vm.assume(received != type(uint128).max);
        RevenueTerms memory terms = _terms(seeds);
        uint256 now_ = RevenueSplit.passedOn(received, terms);
        uint256 next = RevenueSplit.passedOn(uint256(received) + 1, terms);
        assertTrue(next == now_ || next == now_ + 1, "a wei is passed on or kept");
        assertLe(now_, received, "no more than was received");
    }

    function _checkGrows(uint256 total, RevenueTerms memory terms) internal pure {
        Shares memory before = RevenueSplit.dueOn(total, terms);
        Shares memory later = RevenueSplit.dueOn(total + 1, terms);
        assertGe(later.data, before.data, "data");
        assertGe(later.protocol, before.protocol, "protocol");
        assertGe(later.base, before.base, "base");
        assertGe(later.owner, before.owner, "owner");
    }

    /// @dev Any four shares that sum to the whole; each may be nothing or all.
    function _terms(uint256[3] memory seeds) internal pure returns (RevenueTerms memory terms) {
        terms.dataBps = uint16(bound(seeds[0], 0, 10_000));
        terms.protocolBps = uint16(bound(seeds[1], 0, 10_000 - terms.dataBps));
        terms.baseBps = uint16(bound(seeds[2], 0, 10_000 - terms.dataBps - terms.protocolBps));
        terms.ownerBps = 10_000 - terms.dataBps - terms.protocolBps - terms.baseBps;
    }
}
