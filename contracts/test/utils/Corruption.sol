// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Where a leaf stands in a tree, as whoever shows it says. Without sums in a tree that has none.
struct Proof {
    bytes32[] siblings;
    uint128[] sums;
    uint32 index;
}

/// @notice Whatever can be wrong with a proof, its leaf apart.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
library Corruption {
    /// @notice Number of faults that there are.
    uint256 internal constant KINDS = 10;

    /// @notice A proof of at least one level with one fault.
    function corrupt(Proof memory proof, uint256 kind, uint256 seed) internal pure returns (Proof memory bad) {
        uint256 depth = proof.siblings.length;
        uint256 level = seed % depth;
        bad.index = proof.index;
        if (kind == 0 || kind == 1 || kind == 2 || kind == 3) {
            (bad.siblings, bad.sums) = _resized(proof, depth, 0);
            if (kind == 0 || (kind == 1 && bad.sums.length == 0)) {
                bad.siblings[level] ^= bytes32(2 ** ((seed >> 8) % 256));
            } else if (kind == 1) {
                bad.sums[level] ^= uint128(2 ** ((seed >> 8) % 128));
            } else if (kind == 2) {
                // Another place, which the tree may have or not.
                bad.index ^= uint32(1 + (seed >> 8) % type(uint32).max);
            } else {
                // Another sibling's hash, or junk where there is none.
                bytes32 other = proof.siblings[(level + 1) % depth];
                bad.siblings[level] = other == bad.siblings[level] ? keccak256(abi.encode(seed)) : other;
            }
        } else if (kind == 4) {
            (bad.siblings, bad.sums) = _resized(proof, depth - 1, 0); // Without the highest level.
        } else if (kind == 5) {
            (bad.siblings, bad.sums) = _resized(proof, depth - 1, 1); // The leaf as the node above it.
            bad.index /= 2;
        } else if (kind == 6) {
            (bad.siblings, bad.sums) = _resized(proof, depth + 1, 0); // One level more, above the root,
            if (seed % 2 == 0) bad.siblings[depth] = keccak256(abi.encode(seed));
        } else if (kind == 7) {
            (bad.siblings, bad.sums) = _deeper(proof, seed); // or below the leaf.
            bad.index *= 2;
        } else if (kind == 8) {
            bad.sums = proof.sums; // Nothing at all.
        } else {
            (bad.siblings, bad.sums) = _resized(proof, depth, 0);
            if (bad.sums.length == 0) bad.siblings = new bytes32[](33);
            else bad.sums = new uint128[](depth - 1); // A sum less than siblings.
        }
    }

    /// @dev The `count` levels of a proof from `first` on, with nothing in those that it does not have.
    function _resized(Proof memory proof, uint256 count, uint256 first)
        private
        pure
        returns (bytes32[] memory siblings, uint128[] memory sums)
    {
        siblings = new bytes32[](count);
        if (proof.sums.length != 0) sums = new uint128[](count);
        for (uint256 i = 0; i < count && first + i < proof.siblings.length; ++i) {
            siblings[i] = proof.siblings[first + i];
            if (sums.length != 0) sums[i] = proof.sums[first + i];
        }
    }

    function _deeper(Proof memory proof, uint256 seed)
        private
        pure
        returns (bytes32[] memory siblings, uint128[] memory sums)
    {
        siblings = new bytes32[](proof.siblings.length + 1);
        if (proof.sums.length != 0) sums = new uint128[](siblings.length);
        siblings[0] = keccak256(abi.encode(seed));
        for (uint256 i = 1; i < siblings.length; ++i) {
            siblings[i] = proof.siblings[i - 1];
            if (sums.length != 0) sums[i] = proof.sums[i - 1];
        }
    }
}
