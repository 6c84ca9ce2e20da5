// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Availability} from "../datanet/Availability.t.sol";
import {Corruption, Proof} from "../utils/Corruption.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {BountyId} from "openledger/types/BountyId.sol";

/// @notice No function that is shown a contribution, or chunks of one, takes a proof with a fault: the same call passes
/// without it.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract ContributionProofsTest is Availability {
    function testFuzz_Revoke(uint256 leaf, uint256 kind, uint256 seed) public {
        leaf = bound(leaf, 0, COUNT - 1);
        IDataAvailability.LeafProof memory good = _leaf(leaf);
        IDataAvailability.LeafProof memory bad = _badLeaf(leaf, kind, seed);
        bytes4 reason = IDatanetRegistry.DatanetRegistry_NotContribution.selector;
        vm.startPrank(curator);
        vm.expectRevert(abi.encodeWithSelector(reason, submissionId, bad.leafIndex));
        protocol.datanetRegistry.revoke(submissionId, bad.leafIndex, bad.contributor, bad.textRoot, bad.siblings);
        protocol.datanetRegistry.revoke(submissionId, uint32(leaf), good.contributor, good.textRoot, good.siblings);
        vm.stopPrank();
        assertEq(protocol.datanetRegistry.leafRevokedAt(submissionId, uint32(leaf)), 2, "revoked");
    }

    function testFuzz_ClaimBounty(uint256 leaf, uint256 kind, uint256 seed) public {
        leaf = bound(leaf, 0, COUNT - 1);
        _giveFor(stranger, address(protocol.datanetReserves), 10e18);
        vm.prank(stranger);
        BountyId bountyId = protocol.datanetReserves
            .offerBounty(IDatanetReserves.NewBounty(datanetId, 5e18, 10e18, uint40(block.timestamp + 1 days)));
        submissionId = _submitAccepted(datanetId, TreeBuilder.root(leaves), COUNT);
        IDataAvailability.LeafProof memory bad = _badLeaf(leaf, kind, seed);
        // A place beyond the leaves has no standing, whatever the proof.
        bytes4 reason = bad.leafIndex < COUNT
            ? IDatanetReserves.DatanetReserves_NotContribution.selector
            : IDatanetReserves.DatanetReserves_NotEligible.selector;
        vm.expectRevert(abi.encodeWithSelector(reason, submissionId, bad.leafIndex));
        protocol.datanetReserves.claimBounty(bountyId, _bountyClaim(bad));
        protocol.datanetReserves.claimBounty(bountyId, _bountyClaim(_leaf(leaf)));
        assertEq(_balanceOf(_contributorOf(leaf)), 5e18, "paid once");
    }

    function testFuzz_DemandChunks(uint256 leaf, uint256 kind, uint256 seed) public {
        leaf = bound(leaf, 0, COUNT - 1);
        IDataAvailability.LeafProof memory bad = _badLeaf(leaf, kind, seed);
        _expectNotContribution(bad);
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, bad, _indexes(0));
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, _leaf(leaf), _indexes(0));
    }

    function testFuzz_AnswerLeaves(uint256 leaf, uint256 kind, uint256 seed) public {
        leaf = bound(leaf, 0, COUNT - 1);
        uint32[] memory all = new uint32[](COUNT);
        for (uint32 i = 0; i < COUNT; ++i) {
            all[i] = i;
        }
        _demandLeaves(all);
        IDataAvailability.LeafProof[] memory shown = new IDataAvailability.LeafProof[](2);
        (shown[0], shown[1]) = (_leaf((leaf + 1) % COUNT), _badLeaf(leaf, kind, seed));
        if (shown[1].leafIndex < COUNT && shown[1].leafIndex != shown[0].leafIndex) {
            _expectNotContribution(shown[1]);
            protocol.dataAvailability.answerLeaves(submissionId, shown);
            shown[1] = _leaf(leaf);
        }
        // What nobody demanded is passed over, unproven, and earns nothing.
        uint256 deposit = protocol.dataAvailability.leafDeposit(COUNT, COUNT);
        uint256 answered = shown[1].leafIndex == leaf ? 2 : 1;
        assertEq(protocol.dataAvailability.answerLeaves(submissionId, shown), answered * deposit, "what was shown");
    }

    function testFuzz_AnswerChunks(uint256 chunk, uint256 kind, uint256 seed) public {
        chunk = bound(chunk, 0, 4);
        uint32[] memory all = new uint32[](5);
        for (uint32 i = 0; i < 5; ++i) {
            all[i] = i;
        }
        _demandChunks(0, all);
        bytes memory text = _textOf(0);
        IDataAvailability.ChunkRun[] memory runs = _run(text, chunk, 1);
        IDataAvailability.ChunkRun[] memory bad = _run(text, chunk, 1);
        Proof memory proof = Corruption.corrupt(
            Proof(runs[0].siblings[0], new uint128[](0), runs[0].firstChunk), bound(kind, 0, Corruption.KINDS - 1), seed
        );
        (bad[0].firstChunk, bad[0].siblings[0]) = (proof.index, proof.siblings);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDataAvailability.DataAvailability_NotOfText.selector, submissionId, 0, bad[0].firstChunk
            )
        );
        protocol.dataAvailability.answerChunks(submissionId, 0, uint64(text.length), bad);
        assertEq(
            protocol.dataAvailability.answerChunks(submissionId, 0, uint64(text.length), runs),
            protocol.dataAvailability.chunkDeposit(5),
            "the chunk itself"
        );
    }

    /// @dev A leaf holds an account and a hash, and so could pass for a node over two: shown as one it is none, nor is a
    /// node shown as a contribution.
    function testFuzz_Revoke_NoNodeIsAContribution(uint256 level, uint256 place) public {
        level = bound(level, 1, 2);
        place = bound(place, 0, level == 1 ? 1 : 0);
        bytes32[] memory hashes = new bytes32[](4);
        for (uint256 i = 0; i < 4; ++i) {
            hashes[i] = keccak256(bytes.concat(hex"00", leaves[i]));
        }
        bytes32[] memory above = TreeBuilder.proof(leaves, place << level);
        bytes32[] memory siblings = new bytes32[](3 - level);
        for (uint256 i = 0; i < siblings.length; ++i) {
            siblings[i] = above[level + i];
        }
        (bytes32 left, bytes32 right) = (hashes[2 * place], hashes[2 * place + 1]);
        if (level == 2) {
            left = keccak256(bytes.concat(hex"01", hashes[0], hashes[1]));
            right = keccak256(bytes.concat(hex"01", hashes[2], hashes[3]));
        }
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NotContribution.selector, submissionId, place)
        );
        vm.prank(curator);
        protocol.datanetRegistry.revoke(submissionId, uint32(place), address(uint160(uint256(left))), right, siblings);
    }

    function _badLeaf(uint256 leaf, uint256 kind, uint256 seed)
        internal
        view
        returns (IDataAvailability.LeafProof memory bad)
    {
        bad = _leaf(leaf);
        Proof memory proof = Corruption.corrupt(
            Proof(bad.siblings, new uint128[](0), bad.leafIndex), bound(kind, 0, Corruption.KINDS - 1), seed
        );
        (bad.siblings, bad.leafIndex) = (proof.siblings, proof.index);
    }

    function _bountyClaim(IDataAvailability.LeafProof memory leaf)
        internal
        view
        returns (IDatanetReserves.BountyClaim memory)
    {
        return IDatanetReserves.BountyClaim({
            submissionId: submissionId,
            leafIndex: leaf.leafIndex,
            contributor: leaf.contributor,
            textRoot: leaf.textRoot,
            siblings: leaf.siblings
        });
    }

    function _expectNotContribution(IDataAvailability.LeafProof memory bad) internal {
        vm.expectRevert(
            abi.encodeWithSelector(
                IDataAvailability.DataAvailability_NotContribution.selector, submissionId, bad.leafIndex
            )
        );
    }
}
