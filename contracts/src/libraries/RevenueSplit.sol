// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RevenueTerms} from "../interfaces/IModelRegistry.sol";

/// @notice How an amount is divided, in wei. The other fields sum to `total`.
struct Shares {
    uint256 total;
    uint256 data;
    uint256 protocol;
    uint256 base;
    uint256 owner;
}

/// @title RevenueSplit
/// @notice The division of what is paid to a model: see `IInferenceEscrow`.
library RevenueSplit {
    uint256 internal constant WHOLE_BPS = 10_000;

    /// @notice What each has received once a payer has paid `total` in all.
    /// @dev Each takes its share of what those before it left, never of the whole: if two shares of one rest were rounded
    /// down by themselves, both could grow by a wei where the rest grows by one, and the owner's would shrink.
    /// `total` is below 2^128, so that no product overflows.
    function dueOn(uint256 total, RevenueTerms memory terms) internal pure returns (Shares memory due) {
        (uint256 dataBps, uint256 protocolBps) = (terms.dataBps, terms.protocolBps);
        uint256 restBps = WHOLE_BPS - dataBps;
        uint256 leftBps = restBps - protocolBps;
        due.total = total;
        uint256 rest;
        // Products are below 2^142, and neither of the two parts is more than what it is taken of.
        unchecked {
            due.data = total * dataBps / WHOLE_BPS;
            rest = total - due.data;
            if (restBps != 0) due.protocol = rest * protocolBps / restBps;
            rest -= due.protocol;
            if (leftBps != 0) due.base = rest * terms.baseBps / leftBps;
        }
        due.owner = rest - due.base;
    }

    /// @notice What each receives when what a payer has paid in all grows from `before` to `total`.
    function between(uint256 before, uint256 total, RevenueTerms memory terms)
        internal
        pure
        returns (Shares memory shares)
    {
        Shares memory already = dueOn(before, terms);
        shares = dueOn(total, terms);
        shares.total -= already.total;
        shares.data -= already.data;
        shares.protocol -= already.protocol;
        shares.base -= already.base;
        shares.owner -= already.owner;
    }

    /// @notice Of all base shares that a model ever received, what goes on to its own base.
    function passedOn(uint256 received, RevenueTerms memory terms) internal pure returns (uint256) {
        return received * terms.baseBps / WHOLE_BPS;
    }

    /// @notice Adds `part` to `sum`.
    function add(Shares memory sum, Shares memory part) internal pure {
        sum.total += part.total;
        sum.data += part.data;
        sum.protocol += part.protocol;
        sum.base += part.base;
        sum.owner += part.owner;
    }
}
