// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

// What the solver is slow to find again inside larger proofs. A view of a library (script/prove/views.ts) calls the stand-in
// below instead of its own expression: any function of the same numbers with what the lemma proves of the expression, and no
// more. The stand-in asserts all that the lemma requires, so that each use of it is proven to be one that the lemma is
// about. Nothing that reaches a stand-in counts as proven unless its lemma is.

/// @dev Stands for `amount * bps / whole`.
library Parts {
    function part(uint256 amount, uint256 bps, uint256 whole) internal pure returns (uint256) {
        assert(whole != 0);
        return partIfAny(amount, bps, whole);
    }

    /// @dev For `if (whole != 0) taken = amount * bps / whole`, where `taken` was 0.
    function partIfAny(uint256 amount, uint256 bps, uint256 whole) internal pure returns (uint256 taken) {
        assert(amount < 2 ** 128);
        assert(bps <= whole);
        assert(whole <= 10_000);
        // To the solver a signer is any number, but always the same one of the same numbers.
        taken = uint160(ecrecover(bytes32(amount), 0, bytes32(bps), bytes32(whole)));
        require(taken <= amount);
        require(whole != 0 && bps != 0 || taken == 0);
    }

    /// @dev Parts of two amounts, the second at least the first.
    function parts(uint256 amount, uint256 more, uint256 bps, uint256 whole)
        internal
        pure
        returns (uint256 a, uint256 b)
    {
        assert(amount <= more);
        a = partIfAny(amount, bps, whole);
        b = partIfAny(more, bps, whole);
        require(a <= b);
        require(amount - a <= more - b);
    }
}

/// @notice A part is of the amount; where the amount grows, neither the part nor what is left shrinks; no product overflows,
/// and nothing is divided by zero.
contract Lemma_Parts {
    function prove(uint256 amount, uint256 more, uint256 bps, uint256 whole) external pure {
        require(amount <= more && more < 2 ** 128 && bps <= whole && whole <= 10_000 && whole != 0);
        uint256 a = amount * bps / whole;
        uint256 b = more * bps / whole;
        assert(a <= amount && b <= more);
        assert(a <= b);
        assert(amount - a <= more - b);
    }
}

/// @notice No part of an amount is nothing.
contract Lemma_NoPart {
    function prove(uint128 amount, uint16 whole) external pure {
        require(whole != 0);
        uint256 bps = 0;
        assert(amount * bps / whole == 0);
    }
}
