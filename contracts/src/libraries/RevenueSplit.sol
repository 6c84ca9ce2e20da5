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
        due.total = total;
        (due.data, due.protocol, due.base) = _dues(total, terms.dataBps, terms.protocolBps, terms.baseBps);
        due.owner = total - due.data - due.protocol - due.base;
    }

    /// @notice What each receives when what a payer has paid in all grows from `before` to `total`.
    function between(uint256 before, uint256 total, RevenueTerms memory terms)
        internal
        pure
        returns (Shares memory shares)
    {
        (uint256 dataBps, uint256 protocolBps, uint256 baseBps) = (terms.dataBps, terms.protocolBps, terms.baseBps);
        (uint256 data, uint256 protocol, uint256 base) = _dues(total, dataBps, protocolBps, baseBps);
        (uint256 dataHad, uint256 protocolHad, uint256 baseHad) = _dues(before, dataBps, protocolBps, baseBps);
        shares.total = total - before;
        shares.data = data - dataHad;
        shares.protocol = protocol - protocolHad;
        shares.base = base - baseHad;
        shares.owner = shares.total - shares.data - shares.protocol - shares.base;
    }

    /// @dev All shares of `total` but the owner's, which is what they leave.
    function _dues(uint256 total, uint256 dataBps, uint256 protocolBps, uint256 baseBps)
        private
        pure
        returns (uint256 data, uint256 protocol, uint256 base)
    {
        // Products are below 2^142. A model's shares sum to 10,000, so that none is more than what it is taken of.
        unchecked {
            data = total * dataBps / WHOLE_BPS;
            (uint256 rest, uint256 restBps) = (total - data, WHOLE_BPS - dataBps);
            if (restBps != 0) protocol = rest * protocolBps / restBps;
            (rest, restBps) = (rest - protocol, restBps - protocolBps);
            if (restBps != 0) base = rest * baseBps / restBps;
        }
    }

    /// @notice Of all base shares that a model ever received, what goes on to its own base.
    function passedOn(uint256 received, RevenueTerms memory terms) internal pure returns (uint256) {
        return received * terms.baseBps / WHOLE_BPS;
    }

    /// @notice Adds `part` to `sum`.
    function add(Shares memory sum, Shares memory part) internal pure {
        // Parts of money that there is: far below 2^256 together.
        unchecked {
            sum.total += part.total;
            sum.data += part.data;
            sum.protocol += part.protocol;
            sum.base += part.base;
            sum.owner += part.owner;
        }
    }
}
