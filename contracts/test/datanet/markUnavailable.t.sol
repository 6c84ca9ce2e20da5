// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Availability} from "./Availability.t.sol";
import {IDataAvailability, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {IDatanetRegistry, Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract MarkUnavailableTest is Availability {
    function test_RevertWhen_TheDemandDoesNotExist() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_UnknownDemand.selector, DataDemandId.wrap(1))
        );
        protocol.dataAvailability.markUnavailable(DataDemandId.wrap(1), _indexes(0));
    }

    function testFuzz_RevertWhen_TheTimeIsNotOver(uint256 early) public {
        DataDemandId demandId = _demandLeaves(_indexes(0));
        uint256 answerBy = block.timestamp + parameters.dataResponsePeriod;
        Parameters memory chosen = parameters;
        chosen.dataResponsePeriod = 3 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(answerBy - bound(early, 1, parameters.dataResponsePeriod));
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_StillAnswerable.selector, demandId, answerBy)
        );
        protocol.dataAvailability.markUnavailable(demandId, _indexes(0));
    }

    function test_RevertWhen_NoItemWaits() public {
        DataDemandId demandId = _demandLeaves(_indexes(0));
        DataDemandId other = _demandLeaves(_indexes(1));
        DataDemandId ofChunks = _demandChunks(2, _indexes(0));
        _answerLeaf(0);
        _passResponsePeriod();
        bytes4 reason = IDataAvailability.DataAvailability_NothingToMark.selector;
        // Answered; another demand's; not demanded; a chunk's index with a demand for leaves, and the reverse.
        vm.expectRevert(abi.encodeWithSelector(reason, demandId));
        protocol.dataAvailability.markUnavailable(demandId, _indexes(0, 1));
        vm.expectRevert(abi.encodeWithSelector(reason, demandId));
        protocol.dataAvailability.markUnavailable(demandId, _indexes(3, 2));
        vm.expectRevert(abi.encodeWithSelector(reason, ofChunks));
        protocol.dataAvailability.markUnavailable(ofChunks, _indexes(1, 2));
        vm.expectRevert(abi.encodeWithSelector(reason, demandId));
        protocol.dataAvailability.markUnavailable(demandId, new uint32[](0));
        protocol.dataAvailability.markUnavailable(other, _indexes(1));
        vm.expectRevert(abi.encodeWithSelector(reason, other));
        protocol.dataAvailability.markUnavailable(other, _indexes(1));
    }

    function testFuzz_MarkUnavailable_Leaves(uint256 first, uint256 second, address caller) public {
        first = bound(first, 0, COUNT - 1);
        second = (first + bound(second, 1, COUNT - 1)) % COUNT;
        uint256 bond = _bond().free;
        DataDemandId demandId = _demandLeaves(_indexes(first, second));
        uint256 deposit = protocol.dataAvailability.demand(demandId).deposit;
        assertLt(_bond().free, bond, "a part of the bond is set aside");
        _passResponsePeriod();
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.ItemsUnavailable(demandId, submissionId, _indexes(second, first), 2 * deposit);
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ContributionsUnavailable(submissionId, _indexes(second, first), 2);
        vm.prank(caller);
        protocol.dataAvailability.markUnavailable(demandId, _indexes(second, first));

        _assertLeaf(first, ItemStatus.Unavailable, "one");
        _assertLeaf(second, ItemStatus.Unavailable, "the other");
        assertEq(_owed(demander), 2 * deposit, "deposits return");
        assertEq(_bond().free, bond, "the bond is whole");
        assertEq(_bond().earmarked, 0, "nothing set aside");
        assertEq(protocol.datanetRegistry.sequence(), 2, "a number of the sequence");
        _assertStanding(first, 1, Standing.Eligible, "counts where it did");
        _assertStanding(first, 2, Standing.None, "and no more from the number on");
        _assertStanding(second, 2, Standing.None, "the other likewise");
        for (uint256 i = 0; i < COUNT; ++i) {
            if (i != first && i != second) _assertStanding(i, 2, Standing.Eligible, "the rest stays");
        }
    }

    function test_MarkUnavailable_LeavesOutWhatWasAnswered() public {
        DataDemandId demandId = _demandLeaves(_indexes(0, 1));
        uint256 deposit = protocol.dataAvailability.demand(demandId).deposit;
        _answerLeaf(0);
        uint256 owed = _owed(demander);
        _passResponsePeriod();
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.ItemsUnavailable(demandId, submissionId, _indexes(1), deposit);
        protocol.dataAvailability.markUnavailable(demandId, _indexes(0, 1));
        assertEq(_owed(demander) - owed, deposit, "one deposit");
        _assertStanding(0, 2, Standing.Eligible, "answered");
        _assertStanding(1, 2, Standing.None, "not answered");
    }

    /// @dev A revoked contribution owns its words as long as its data can be had.
    function test_MarkUnavailable_ARevokedLeafLosesItsPlaceToo() public {
        IDataAvailability.LeafProof memory leaf = _leaf(1);
        vm.prank(bob);
        protocol.datanetRegistry.revoke(submissionId, 1, leaf.contributor, leaf.textRoot, leaf.siblings);
        _assertStanding(1, 2, Standing.Revoked, "owns, and earns nothing");
        _loseLeaves(_indexes(1));
        _assertStanding(1, 2, Standing.Revoked, "before");
        _assertStanding(1, 3, Standing.None, "no place in prior art");
        _answerLeaf(1);
        _assertStanding(1, 4, Standing.Revoked, "back, as it was");
    }

    function test_MarkUnavailable_ChunksTakeTheirLeafAway() public {
        DataDemandId demandId = _demandChunks(0, _indexes(0, 3));
        DataDemandId other = _demandChunks(1, _indexes(0));
        _passResponsePeriod();
        protocol.dataAvailability.markUnavailable(demandId, _indexes(3));
        assertEq(protocol.datanetRegistry.sequence(), 2, "a number");
        _assertStanding(0, 2, Standing.None, "the leaf of the text");
        _assertStanding(1, 2, Standing.Eligible, "no other");
        protocol.dataAvailability.markUnavailable(demandId, _indexes(0));
        assertEq(protocol.datanetRegistry.sequence(), 2, "no second number for one leaf");
        protocol.dataAvailability.markUnavailable(other, _indexes(0));
        assertEq(protocol.datanetRegistry.sequence(), 3, "another leaf's");
        assertEq(protocol.dataAvailability.unavailableItems(submissionId, 0), 2, "two items of one leaf");
    }

    function testFuzz_SetAvailability_OnlyTheDemands(address caller) public {
        vm.assume(caller != address(protocol.dataAvailability));
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NotDataAvailability.selector, caller));
        vm.prank(caller);
        protocol.datanetRegistry.setAvailability(submissionId, _indexes(0), false);
    }

    /// @dev Away and back through one chunk after another: the history has an answer for every snapshot.
    function testFuzz_Standing_FollowsTheHistory(uint256 flips) public {
        flips = bound(flips, 1, 5);
        bool[] memory isAway = new bool[](2 + 2 * flips);
        for (uint256 i = 0; i < flips; ++i) {
            DataDemandId demandId = _demandChunks(0, _indexes(i));
            _passResponsePeriod();
            protocol.dataAvailability.markUnavailable(demandId, _indexes(i));
            isAway[2 + 2 * i] = true;
            _answerChunks(0, i, 1);
        }
        assertEq(protocol.datanetRegistry.sequence(), 1 + 2 * flips, "two numbers a flip");
        for (uint64 snapshot = 1; snapshot < isAway.length; ++snapshot) {
            _assertStanding(0, snapshot, isAway[snapshot] ? Standing.None : Standing.Eligible, "at each number");
        }
    }
}
