// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Parts} from "./Lemmas.sol";
import {RevenueSplit as AsItIs} from "views/flat/RevenueSplit.sol";
import {RevenueSplit as ByParts} from "views/parts/RevenueSplit.sol";

// Bounds, and where they hold: totals are `uint128` in `InferenceEscrow`; the four shares of a model sum to 10,000 in
// `ModelChecks.revenueTerms`.
//
// `AsItIs` is the library with its structs as single numbers. `ByParts` is that with the compiler's checks on where the
// library has them off, so that what never reverts never wraps, and with each `a * b / c` a `Parts.part(a, b, c)`.

/// @dev What is said of two totals.
library Split {
    function bounded(uint16 protocolBps, uint16 baseBps, uint16 dataBps) internal pure {
        require(uint256(protocolBps) + baseBps + dataBps <= 10_000);
    }

    /// @dev Brings in the lemma at each of the three divisions of two totals.
    function grow(uint256 before, uint256 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) internal pure {
        (uint256 had, uint256 has) = Parts.parts(before, total, dataBps, 10_000);
        uint256 restBps = uint256(10_000) - dataBps;
        (before, total) = (before - had, total - has);
        (had, has) = Parts.parts(before, total, protocolBps, restBps);
        Parts.parts(before - had, total - has, baseBps, restBps - protocolBps);
    }
}

/// @notice The split of a total never wraps, never divides by zero and leaves nobody less than nothing; the shares of a total
/// sum to it, to the wei.
contract RevenueSplit_DueSumsToTheTotal {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Split.bounded(protocolBps, baseBps, dataBps);
        (uint256 sum, uint256 data, uint256 protocol, uint256 base, uint256 owner) =
            ByParts.dueOn(total, protocolBps, baseBps, dataBps);
        assert(sum == total);
        assert(data + protocol + base + owner == total);
    }
}

/// @notice Where a total grows, no share of it shrinks, the owner's neither, and nothing wraps on the way: what a charge adds
/// is never below zero for anybody, and sums to the charge, to the wei.
contract RevenueSplit_NoShareShrinks {
    function prove(uint128 before, uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(before <= total);
        Split.bounded(protocolBps, baseBps, dataBps);
        Split.grow(before, total, protocolBps, baseBps, dataBps);
        (uint256 sum, uint256 data, uint256 protocol, uint256 base, uint256 owner) =
            ByParts.between(before, total, protocolBps, baseBps, dataBps);
        assert(sum == total - before);
        assert(data + protocol + base + owner == total - before);
    }
}

/// @notice What is added between two totals is what is due on the second less what was due on the first, for everybody: any
/// number of charges adds up to what one would.
contract RevenueSplit_BetweenTelescopes {
    function prove(uint128 before, uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(before <= total);
        Split.bounded(protocolBps, baseBps, dataBps);
        Split.grow(before, total, protocolBps, baseBps, dataBps);
        (, uint256 dataHad, uint256 protocolHad, uint256 baseHad, uint256 ownerHad) =
            ByParts.dueOn(before, protocolBps, baseBps, dataBps);
        (, uint256 dataHas, uint256 protocolHas, uint256 baseHas, uint256 ownerHas) =
            ByParts.dueOn(total, protocolBps, baseBps, dataBps);
        (, uint256 data, uint256 protocol, uint256 base, uint256 owner) =
            ByParts.between(before, total, protocolBps, baseBps, dataBps);
        assert(dataHad + data == dataHas);
        assert(protocolHad + protocol == protocolHas);
        assert(baseHad + base == baseHas);
        assert(ownerHad + owner == ownerHas);
    }
}

/// @notice Who has no basis points receives no wei, but for the roundings, which fall to the owner.
contract RevenueSplit_NoShareNoMoney {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Split.bounded(protocolBps, baseBps, dataBps);
        (, uint256 data, uint256 protocol, uint256 base,) = ByParts.dueOn(total, protocolBps, baseBps, dataBps);
        assert(dataBps != 0 || data == 0);
        assert(protocolBps != 0 || protocol == 0);
        assert(baseBps != 0 || base == 0);
    }
}

/// @notice What data is due on a total is `MoneyProofs`' f of it, whatever the other terms are: its part, rounded down.
contract RevenueSplit_DataIsItsPart {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Split.bounded(protocolBps, baseBps, dataBps);
        (, uint256 data,,,) = AsItIs.dueOn(total, protocolBps, baseBps, dataBps);
        assert(data == uint256(total) * dataBps / 10_000);
    }
}

/// @notice Of what a base model received it passes on a part and keeps the rest: neither shrinks as it receives more, so
/// that `passOn` never reverts and loses no wei.
contract RevenueSplit_RoyaltiesNeverShrink {
    function prove(uint128 passed, uint128 received, uint16 baseBps) external pure {
        require(passed <= received);
        require(baseBps <= 10_000);
        (uint256 before, uint256 later) = Parts.parts(passed, received, baseBps, 10_000);
        assert(before == ByParts.passedOn(passed, 0, baseBps, 0));
        assert(later == ByParts.passedOn(received, 0, baseBps, 0));
        assert(before <= later);
        assert(later - before <= received - passed);
    }
}
