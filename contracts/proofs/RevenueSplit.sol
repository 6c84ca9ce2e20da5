// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Parts} from "./Lemmas.sol";
import {RevenueTerms} from "openledger/interfaces/IModelRegistry.sol";
import {RevenueSplit, Shares} from "openledger/libraries/RevenueSplit.sol";
import {RevenueSplit as Checked} from "views/checked/RevenueSplit.sol";
import {RevenueSplit as ByParts, Shares as SharesByParts} from "views/parts/RevenueSplit.sol";

// Bounds, and where they hold: totals are `uint128` in `InferenceEscrow`; the four shares of a model sum to 10,000 in
// `ModelChecks.revenueTerms`.
//
// `Checked` is the library with the compiler's checks on where it has them off: that it never reverts says that nothing
// wraps. `ByParts` is that, with each `a * b / c` a `Parts.part(a, b, c)`.

/// @dev The terms of a model in single numbers, since the solver forgets what stands in memory at each call.
library Split {
    function terms(uint16 protocolBps, uint16 baseBps, uint16 dataBps)
        internal
        pure
        returns (RevenueTerms memory chosen)
    {
        require(uint256(protocolBps) + baseBps + dataBps <= 10_000);
        chosen.protocolBps = protocolBps;
        chosen.ownerBps = 10_000 - protocolBps - baseBps - dataBps;
        chosen.baseBps = baseBps;
        chosen.dataBps = dataBps;
    }

    /// @dev Brings in the lemma at each of the three divisions of two totals.
    function grow(uint256 before, uint256 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) internal pure {
        // The sums of the terms were compared, and each part is of its amount: `Parts` asserts what it needs of them.
        unchecked {
            (uint256 had, uint256 has) = Parts.parts(before, total, dataBps, 10_000);
            uint256 restBps = uint256(10_000) - dataBps;
            if (restBps != 0) {
                (before, total) = (before - had, total - has);
                (had, has) = Parts.parts(before, total, protocolBps, restBps);
                restBps -= protocolBps;
                if (restBps != 0) Parts.parts(before - had, total - has, baseBps, restBps);
            }
        }
    }
}

/// @notice The split of a total never wraps, never divides by zero and leaves nobody less than nothing.
contract RevenueSplit_DueNeverWraps {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Checked.dueOn(total, Split.terms(protocolBps, baseBps, dataBps));
    }
}

/// @notice The shares of a total sum to it, to the wei.
contract RevenueSplit_DueSumsToTheTotal {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Shares memory due = RevenueSplit.dueOn(total, Split.terms(protocolBps, baseBps, dataBps));
        // None of them is more than `total`, or the library would have reverted.
        unchecked {
            assert(due.total == total);
            assert(due.data + due.protocol + due.base + due.owner == total);
        }
    }
}

/// @notice The shares of what is added sum to it, to the wei.
contract RevenueSplit_BetweenSumsToWhatIsAdded {
    function prove(uint128 before, uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(before <= total);
        Shares memory added = RevenueSplit.between(before, total, Split.terms(protocolBps, baseBps, dataBps));
        unchecked {
            assert(added.total == total - before);
            assert(added.data + added.protocol + added.base + added.owner == total - before);
        }
    }
}

/// @notice Where a total grows, no share of it shrinks, the owner's neither, and nothing wraps on the way: what a charge adds
/// is never below zero for anybody.
contract RevenueSplit_NoShareShrinks {
    function prove(uint128 before, uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(before <= total);
        RevenueTerms memory terms = Split.terms(protocolBps, baseBps, dataBps);
        Split.grow(before, total, protocolBps, baseBps, dataBps);
        ByParts.between(before, total, terms);
    }
}

/// @notice What is added between two totals is what is due on the second less what was due on the first, for everybody: any
/// number of charges adds up to what one would.
contract RevenueSplit_BetweenTelescopes {
    function prove(uint128 before, uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(before <= total);
        RevenueTerms memory terms = Split.terms(protocolBps, baseBps, dataBps);
        SharesByParts memory had = ByParts.dueOn(before, terms);
        SharesByParts memory has = ByParts.dueOn(total, terms);
        SharesByParts memory added = ByParts.between(before, total, terms);
        // None shrinks: `RevenueSplit_NoShareShrinks`.
        unchecked {
            assert(added.data == has.data - had.data);
            assert(added.protocol == has.protocol - had.protocol);
            assert(added.base == has.base - had.base);
            assert(added.owner == has.owner - had.owner);
        }
    }
}

/// @notice Who has no basis points receives no wei, but for the roundings, which fall to the owner.
contract RevenueSplit_NoShareNoMoney {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Shares memory due = RevenueSplit.dueOn(total, Split.terms(protocolBps, baseBps, dataBps));
        assert(dataBps != 0 || due.data == 0);
        assert(protocolBps != 0 || due.protocol == 0);
        assert(baseBps != 0 || due.base == 0);
    }
}

/// @notice What data is due on a total is `MoneyProofs`' f of it, whatever the other terms are: its part, rounded down.
contract RevenueSplit_DataIsItsPart {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Shares memory due = RevenueSplit.dueOn(total, Split.terms(protocolBps, baseBps, dataBps));
        assert(due.data == uint256(total) * dataBps / 10_000);
    }
}

/// @notice Of what a base model received it passes on a part and keeps the rest: neither shrinks as it receives more, so
/// that `passOn` never reverts and loses no wei.
contract RevenueSplit_RoyaltiesNeverShrink {
    function prove(uint128 passed, uint128 received, uint16 baseBps) external pure {
        require(passed <= received);
        RevenueTerms memory terms = Split.terms(0, baseBps, 0);
        uint256 before = RevenueSplit.passedOn(passed, terms);
        uint256 later = RevenueSplit.passedOn(received, terms);
        assert(before <= later);
        assert(later - before <= received - passed);
    }
}
