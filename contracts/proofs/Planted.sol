// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Parts} from "./Lemmas.sol";
import {MoneyModel} from "./models/MoneyModel.sol";
import {RevenueSplit as AsItIs} from "views/flat/RevenueSplit.sol";
import {RevenueSplit as ByParts} from "views/parts/RevenueSplit.sol";

// False sentences, which every run must see violated: a checker that proves these proves nothing. One or more for each
// kind of proof: of amounts, of the split as it is and by parts, of pools, of sums. Where the fault does not
// turn on a number, the number is fixed: of the sentence that a control stands beside, all of it is open.

/// @notice FALSE: what two shares, each rounded down from one rest, leave over never shrinks.
contract Planted_TwoRoundedFromOneRest {
    function prove(uint128 total, uint128 more) external pure {
        require(total <= more);
        uint256 left = total - 2 * MoneyModel.dataDue(total, 3000);
        assert(left <= more - 2 * MoneyModel.dataDue(more, 3000));
    }
}

/// @notice FALSE: what data is due is its part, rounded up.
contract Planted_DataIsRoundedUp {
    function prove(uint128 total) external pure {
        (, uint256 data,,,) = AsItIs.dueOn(total, 1000, 1000, 7000);
        assert(data == (uint256(total) * 7000 + 9999) / 10_000);
    }
}

/// @notice FALSE: the split wraps for no 256-bit total.
contract Planted_TotalWithoutBound {
    function prove(uint256 total) external pure {
        ByParts.dueOn(total, 1000, 1000, 7000);
    }
}

/// @notice FALSE: the split wraps for no terms, whatever they sum to.
contract Planted_TermsWithoutSum {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        ByParts.dueOn(total, protocolBps, baseBps, dataBps);
    }
}

/// @notice FALSE: no share shrinks where the total does.
contract Planted_TotalShrinks {
    function prove(uint128 before, uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(before <= uint256(total) + 1 && uint256(protocolBps) + baseBps + dataBps <= 10_000);
        ByParts.between(before, total, protocolBps, baseBps, dataBps);
    }
}

/// @notice FALSE: of the shares of a split, the owner's is none.
contract Planted_SharesWithoutTheOwners {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(uint256(protocolBps) + baseBps + dataBps <= 10_000);
        (, uint256 data, uint256 protocol, uint256 base,) = ByParts.dueOn(total, protocolBps, baseBps, dataBps);
        assert(data + protocol + base == total);
    }
}

/// @notice FALSE: the stand-in of a part says more than its lemma, that a part of something is something.
contract Planted_PartIsSomething {
    function prove(uint128 amount, uint16 bps) external pure {
        require(amount != 0 && bps != 0 && bps <= 10_000);
        assert(Parts.part(amount, bps, 10_000) != 0);
    }
}

/// @notice FALSE: royalties are a part of each amount that was received, not of their sum.
contract Planted_RoyaltiesByAmount {
    function prove(uint128 passed, uint128 received) external pure {
        require(passed <= received);
        uint256 later = AsItIs.passedOn(received, 0, 3000, 0);
        assert(later == AsItIs.passedOn(passed, 0, 3000, 0) + AsItIs.passedOn(received - passed, 0, 3000, 0));
    }
}

/// @notice FALSE: credits earn as much in pieces as in one.
contract Planted_CutsCostNothing {
    function prove(uint128 fee) external pure {
        uint256 apart = MoneyModel.gross(fee, 4, 9) + MoneyModel.gross(fee, 4, 9);
        assert(apart == MoneyModel.gross(fee, 9, 9));
    }
}

/// @notice FALSE: two credits without a space between them earn at most what one over both would.
contract Planted_CutsWithoutSpace {
    function prove(uint128 fee) external pure {
        assert(MoneyModel.gross(fee, 4, 9) + MoneyModel.gross(fee, 5, 9) <= fee);
    }
}

/// @notice FALSE: weights of a whole answer and one more earn no more than the fee.
contract Planted_WeightPastTheWhole {
    function prove(uint128 fee) external pure {
        assert(MoneyModel.grossByWeight(fee, MoneyModel.WHOLE_WEIGHT + 1) <= fee);
    }
}

/// @notice FALSE: fees of answers that overlap by a wei are at most what data received.
contract Planted_FeesOfAnOverlap {
    function prove(uint128 end, uint128 from, uint128 to) external pure {
        require(from <= to && end <= to && end <= uint256(from) + 1);
        uint256 dueAtTo = MoneyModel.dataDue(to, 7000);
        assert(MoneyModel.dataDue(end, 7000) + (dueAtTo - MoneyModel.dataDue(from, 7000)) <= dueAtTo);
    }
}

/// @notice FALSE: the reserve keeps nothing of a gross, whatever its part.
contract Planted_ReserveKeepsNothing {
    function prove(uint192 gross) external pure {
        assert(MoneyModel.kept(gross, 2000) == 0);
    }
}

/// @notice FALSE: a gross of any size fits.
contract Planted_GrossWithoutBound {
    function prove(uint256 gross) external pure {
        MoneyModel.kept(gross, 2000);
    }
}
