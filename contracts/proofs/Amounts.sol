// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MoneyModel} from "./models/MoneyModel.sol";

// Bounds, and where they hold: totals and data fees are `uint128` in every voucher, request, receipt and leaf; lengths of
// texts and credits and weights are `uint64` in `TextProof` and `Credit`; `RevenueTerms` sum to 10,000 in
// `ModelChecks.revenueTerms`; `reserveBps` is at most 2,000 in `DatanetRegistry.createDatanet`.

/// @notice No amount overflows, and none divides by zero.
contract Amounts_NeverRevert {
    function prove(uint128 money, uint64 length, uint64 bytesOfOutput, uint16 bps) external pure {
        require(bps <= MoneyModel.WHOLE_BPS);
        MoneyModel.dataDue(money, bps);
        MoneyModel.gross(money, length, bytesOfOutput);
        MoneyModel.grossByWeight(money, length);
    }
}

/// @notice What the reserve keeps of the greatest gross never overflows: a gross is below 2^128 times 2^64.
contract Amounts_KeptNeverReverts {
    function prove(uint192 gross, uint16 reserveBps) external pure {
        require(reserveBps <= MoneyModel.WHOLE_BPS);
        MoneyModel.kept(gross, reserveBps);
    }
}

/// @notice f of a greater total is no smaller, and never more than the total.
contract Amounts_DueGrows {
    function prove(uint128 from, uint128 to, uint16 dataBps) external pure {
        require(from <= to && dataBps <= MoneyModel.WHOLE_BPS);
        assert(MoneyModel.dataDue(from, dataBps) <= MoneyModel.dataDue(to, dataBps));
        assert(MoneyModel.dataDue(to, dataBps) <= to);
    }
}

/// @notice f(to) − f(from) telescopes: the fees of answers that do not overlap are at most what data received of the payer,
/// and exactly that where the answers leave no gap.
contract Amounts_FeesTelescope {
    /// @param paid Fees of all answers before this one: by induction at most f of where they end.
    function prove(uint256 paid, uint128 end, uint128 from, uint128 to, uint128 charged, uint16 dataBps) external pure {
        require(dataBps <= MoneyModel.WHOLE_BPS);
        require(end <= from && from <= to && to <= charged);
        uint256 dueAtEnd = MoneyModel.dataDue(end, dataBps);
        uint256 dueAtFrom = MoneyModel.dataDue(from, dataBps);
        uint256 dueAtTo = MoneyModel.dataDue(to, dataBps);
        require(paid <= dueAtEnd);
        assert(dueAtEnd <= dueAtFrom && dueAtFrom <= dueAtTo);
        assert(paid + (dueAtTo - dueAtFrom) <= dueAtTo);
        assert(dueAtTo <= MoneyModel.dataDue(charged, dataBps));
        assert(!(from == end && paid == dueAtEnd) || paid + (dueAtTo - dueAtFrom) == dueAtTo);
    }
}

/// @notice Two neighbouring credits earn at most what one over both would: credits of one answer never earn more than its fee,
/// however it is cut.
contract Amounts_CutsNeverGain {
    /// @param paid Gross of all credits before this one: by induction at most that of one over all before `end`.
    /// @param end Where the last of them ends, and a space.
    function prove(uint256 paid, uint128 end, uint128 start, uint128 length, uint128 fee, uint64 bytesOfOutput)
        external
        pure
    {
        // The order that `MalformedList` enforces: a space between two credits, and none past the end.
        require(end <= start && uint256(start) + length <= bytesOfOutput);
        uint256 whole = uint256(bytesOfOutput) + 1;
        uint256 before = uint256(fee) * start / whole;
        uint256 withIt = uint256(fee) * (uint256(start) + length + 1) / whole;
        require(paid <= uint256(fee) * end / whole);
        assert(paid <= before);
        assert(before + MoneyModel.gross(fee, length, bytesOfOutput) <= withIt);
    }
}

/// @notice A credit over the whole output earns exactly the fee, and none earns more.
contract Amounts_WholeOutputEarnsTheFee {
    function prove(uint128 fee, uint64 length, uint64 bytesOfOutput) external pure {
        require(length <= bytesOfOutput);
        assert(MoneyModel.gross(fee, length, bytesOfOutput) <= fee);
        assert(MoneyModel.gross(fee, bytesOfOutput, bytesOfOutput) == fee);
    }
}

/// @notice Weights that sum to at most 2^32 never earn more than the fee.
contract Amounts_WeightsNeverGain {
    function prove(uint256 paid, uint256 start, uint256 weight, uint128 fee) external pure {
        require(start <= MoneyModel.WHOLE_WEIGHT && weight <= MoneyModel.WHOLE_WEIGHT - start);
        require(paid <= MoneyModel.grossByWeight(fee, start));
        assert(paid + MoneyModel.grossByWeight(fee, weight) <= MoneyModel.grossByWeight(fee, start + weight));
        assert(MoneyModel.grossByWeight(fee, start + weight) <= fee);
    }
}

/// @notice What the reserve keeps is of the gross, so that contributor and reserve share it without rest.
contract Amounts_ReserveIsOfTheGross {
    function prove(uint192 gross, uint16 reserveBps) external pure {
        require(reserveBps <= MoneyModel.WHOLE_BPS);
        uint256 kept = MoneyModel.kept(gross, reserveBps);
        assert(kept <= gross);
        assert(kept + (gross - kept) == gross);
    }
}
