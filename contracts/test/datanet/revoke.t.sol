// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {IDatanetRegistry, Standing, SubmissionStatus} from "openledger/interfaces/IDatanetRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

contract RevokeTest is Base {
    DatanetId internal datanetId;
    SubmissionId internal submissionId;
    bytes[] internal leaves;
    bytes32 internal aliceText;
    bytes32 internal bobText;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
        (aliceText, bobText) = (TreeBuilder.textRoot("text of alice"), TreeBuilder.textRoot("text of bob"));
        leaves.push(abi.encode(alice, aliceText));
        leaves.push(abi.encode(bob, bobText));
        leaves.push(abi.encode(alice, bobText));
        submissionId = _submitAccepted(datanetId, TreeBuilder.root(leaves), 3);
    }

    function test_Revoke_ByContributorOrCurator() public {
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ContributionRevoked(submissionId, 0, alice, 2);
        _revoke(alice, 0, alice, aliceText);
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ContributionRevoked(submissionId, 1, curator, 3);
        _revoke(curator, 1, bob, bobText);
        assertEq(protocol.datanetRegistry.leafRevokedAt(submissionId, 0), 2, "by its contributor");
        assertEq(protocol.datanetRegistry.leafRevokedAt(submissionId, 1), 3, "by the curator");
        assertEq(protocol.datanetRegistry.leafRevokedAt(submissionId, 2), 0, "not revoked");
    }

    function test_Revoke_CountsForLaterSnapshotsOnly() public {
        _revoke(alice, 0, alice, aliceText);
        assertEq(_standing(0, 0), uint256(Standing.None), "not accepted yet");
        assertEq(_standing(0, 1), uint256(Standing.Eligible), "before the revocation");
        assertEq(_standing(0, 2), uint256(Standing.Revoked), "from the revocation on");
        assertEq(_standing(1, 2), uint256(Standing.Eligible), "its neighbour");
    }

    function test_StandingOf_GivesWhatProofsNeed() public view {
        (Standing standing, DatanetId id, bytes32 root, uint40 count) =
            protocol.datanetRegistry.standingOf(submissionId, 2, 1);
        assertEq(uint256(standing), uint256(Standing.Eligible), "standing");
        assertEq(DatanetId.unwrap(id), DatanetId.unwrap(datanetId), "datanet");
        assertEq(root, TreeBuilder.root(leaves), "root");
        assertEq(count, 3, "count");
        assertEq(_standing(3, 1), uint256(Standing.None), "no such leaf");
        (standing, id, root, count) = protocol.datanetRegistry.standingOf(SubmissionId.wrap(9), 0, 1);
        assertEq(uint256(standing) + DatanetId.unwrap(id) + uint256(root) + count, 0, "no such submission");
    }

    function testFuzz_Revoke_NotByOthers(address caller) public {
        vm.assume(caller != curator && caller != alice);
        _refused(
            caller,
            0,
            alice,
            aliceText,
            abi.encodeWithSelector(
                IDatanetRegistry.DatanetRegistry_NotCuratorOrContributor.selector, submissionId, caller
            )
        );
    }

    function testFuzz_Revoke_NotWhatIsNoLeaf(uint32 leafIndex, address contributor, bytes32 textRoot) public {
        vm.assume(leafIndex > 2 || contributor != alice || textRoot != aliceText);
        uint256 place = leafIndex < 3 ? leafIndex : 0;
        vm.assume(keccak256(abi.encode(contributor, textRoot)) != keccak256(leaves[place]));
        bytes32[] memory proof = TreeBuilder.proof(leaves, place);
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NotContribution.selector, submissionId, leafIndex)
        );
        vm.prank(curator);
        protocol.datanetRegistry.revoke(submissionId, leafIndex, contributor, textRoot, proof);
    }

    function test_Revoke_OnlyOnce() public {
        _revoke(alice, 0, alice, aliceText);
        bytes memory reason =
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_AlreadyRevoked.selector, submissionId);
        _refused(curator, 0, alice, aliceText, reason);
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(submissionId);
        _refused(curator, 1, bob, bobText, reason);
    }

    function test_Revoke_OnlyWhatIsAccepted() public {
        submissionId = _submit(datanetId, TreeBuilder.root(leaves), 3);
        bytes memory reason = abi.encodeWithSelector(
            IDatanetRegistry.DatanetRegistry_NotAccepted.selector, submissionId, SubmissionStatus.Pending
        );
        _refused(curator, 0, alice, aliceText, reason);
        vm.expectRevert(reason);
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(submissionId);
    }

    function test_RevokeSubmission_RevokesEveryLeaf() public {
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.SubmissionRevoked(submissionId, curator, 2);
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(submissionId);
        assertEq(protocol.datanetRegistry.submission(submissionId).revokedAt, 2, "number");
        for (uint32 i = 0; i < 3; ++i) {
            assertEq(_standing(i, 1), uint256(Standing.Eligible), "before");
            assertEq(_standing(i, 2), uint256(Standing.Revoked), "after");
        }
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_AlreadyRevoked.selector, submissionId));
        vm.prank(curator);
        protocol.datanetRegistry.revokeSubmission(submissionId);
    }

    function testFuzz_RevokeSubmission_OnlyTheCurator(address caller) public {
        vm.assume(caller != curator);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NotCurator.selector, datanetId, caller));
        vm.prank(caller);
        protocol.datanetRegistry.revokeSubmission(submissionId);
    }

    function _standing(uint32 leafIndex, uint64 snapshot) internal view returns (uint256) {
        (Standing standing,,,) = protocol.datanetRegistry.standingOf(submissionId, leafIndex, snapshot);
        return uint256(standing);
    }

    function _revoke(address caller, uint32 leafIndex, address contributor, bytes32 textRoot) internal {
        bytes32[] memory proof = TreeBuilder.proof(leaves, leafIndex);
        vm.prank(caller);
        protocol.datanetRegistry.revoke(submissionId, leafIndex, contributor, textRoot, proof);
    }

    function _refused(address caller, uint32 leafIndex, address contributor, bytes32 textRoot, bytes memory reason)
        internal
    {
        bytes32[] memory proof = TreeBuilder.proof(leaves, leafIndex);
        vm.expectRevert(reason);
        vm.prank(caller);
        protocol.datanetRegistry.revoke(submissionId, leafIndex, contributor, textRoot, proof);
    }
}
