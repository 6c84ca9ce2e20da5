// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Parts} from "./Lemmas.sol";
import {Split} from "./RevenueSplit.sol";
import {MoneyModel} from "./models/MoneyModel.sol";
import {RevenueTerms} from "openledger/interfaces/IModelRegistry.sol";
import {RevenueSplit, Shares} from "openledger/libraries/RevenueSplit.sol";
import {RevenueSplit as Checked} from "views/checked/RevenueSplit.sol";
import {RevenueSplit as ByParts} from "views/parts/RevenueSplit.sol";

// False sentences, which every run must see violated: a checker that proves these proves nothing. One or more for each
// kind of proof: of amounts, of the split as it is and by its views, of pools by either engine, of sums.

/// @notice FALSE: what two shares, each rounded down from one rest, leave over never shrinks.
contract Planted_TwoRoundedFromOneRest {
    function prove(uint128 total, uint128 more, uint16 bps) external pure {
        require(total <= more && bps <= 5000);
        uint256 left = total - 2 * MoneyModel.dataDue(total, bps);
        assert(left <= more - 2 * MoneyModel.dataDue(more, bps));
    }
}

/// @notice FALSE: what data is due is its part, rounded up.
contract Planted_DataIsRoundedUp {
    function prove(uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Shares memory due = RevenueSplit.dueOn(total, Split.terms(protocolBps, baseBps, dataBps));
        assert(due.data == (uint256(total) * dataBps + 9999) / 10_000);
    }
}

/// @notice FALSE: the split wraps for no 256-bit total.
contract Planted_TotalWithoutBound {
    function prove(uint256 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        Checked.dueOn(total, Split.terms(protocolBps, baseBps, dataBps));
    }
}

/// @notice FALSE: the split wraps for no terms, whatever they sum to.
contract Planted_TermsWithoutSum {
    function prove(uint128 total, RevenueTerms memory terms) external pure {
        Checked.dueOn(total, terms);
    }
}

/// @notice FALSE: no share shrinks where the total does.
contract Planted_TotalShrinks {
    function prove(uint128 before, uint128 total, uint16 protocolBps, uint16 baseBps, uint16 dataBps) external pure {
        require(before <= total + 1);
        ByParts.between(before, total, Split.terms(protocolBps, baseBps, dataBps));
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
    function prove(uint128 passed, uint128 received, uint16 baseBps) external pure {
        require(passed <= received);
        RevenueTerms memory terms = Split.terms(0, baseBps, 0);
        uint256 later = RevenueSplit.passedOn(received, terms);
        assert(later == RevenueSplit.passedOn(passed, terms) + RevenueSplit.passedOn(received - passed, terms));
    }
}

/// @notice FALSE: credits earn as much in pieces as in one.
contract Planted_CutsCostNothing {
    function prove(uint128 fee, uint64 first, uint64 second, uint64 bytesOfOutput) external pure {
        require(uint256(first) + 1 + second <= bytesOfOutput);
        uint256 apart = MoneyModel.gross(fee, first, bytesOfOutput) + MoneyModel.gross(fee, second, bytesOfOutput);
        assert(apart == MoneyModel.gross(fee, uint256(first) + 1 + second, bytesOfOutput));
    }
}

/// @notice FALSE: weights of a whole answer and one more earn no more than the fee.
contract Planted_WeightPastTheWhole {
    function prove(uint128 fee, uint256 weight) external pure {
        require(weight <= MoneyModel.WHOLE_WEIGHT + 1);
        assert(MoneyModel.grossByWeight(fee, weight) <= fee);
    }
}

/// @notice FALSE: fees of answers that overlap by a wei are at most what data received.
contract Planted_FeesOfAnOverlap {
    function prove(uint128 end, uint128 from, uint128 to, uint16 dataBps) external pure {
        require(dataBps <= MoneyModel.WHOLE_BPS && from <= to && end <= to && end <= uint256(from) + 1);
        uint256 dueAtTo = MoneyModel.dataDue(to, dataBps);
        assert(MoneyModel.dataDue(end, dataBps) + (dueAtTo - MoneyModel.dataDue(from, dataBps)) <= dueAtTo);
    }
}

/// @notice FALSE: the reserve keeps nothing of a gross, whatever its part.
contract Planted_ReserveKeepsNothing {
    function prove(uint192 gross, uint16 reserveBps) external pure {
        require(reserveBps <= 2000);
        assert(MoneyModel.kept(gross, reserveBps) == 0);
    }
}
