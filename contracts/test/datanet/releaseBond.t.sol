// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Availability} from "./Availability.t.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";

contract ReleaseBondTest is Availability {
    uint256 internal bond;
    uint256 internal acceptedAt;

    function setUp() public override {
        super.setUp();
        bond = _bond().free;
        acceptedAt = block.timestamp;
    }

    function testFuzz_ReleaseBond_FourteenDaysAfterAcceptance(uint256 early, address caller) public {
        vm.warp(acceptedAt + 14 days - bound(early, 1, 14 days));
        _refused(IDataAvailability.DataAvailability_BondLocked.selector);
        vm.warp(acceptedAt + 14 days);
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.BondReleased(submissionId, submitter, bond);
        vm.prank(caller);
        assertEq(protocol.dataAvailability.releaseBond(submissionId), bond, "all of it");
        assertEq(_owed(submitter), bond, "the submitter's");
        assertEq(_bond().free, 0, "once");
        _refused(IDataAvailability.DataAvailability_NothingToRelease.selector);
    }

    /// @dev However long the validators take: a bond that ran out before the acceptance would answer for nothing.
    function test_ReleaseBond_CountsFromTheDecision() public {
        submissionId = _submit(datanetId, keccak256("late"), 3);
        vm.warp(block.timestamp + parameters.submissionLife - 1);
        _refused(IDataAvailability.DataAvailability_BondLocked.selector);
        _approve(submissionId);
        _refused(IDataAvailability.DataAvailability_BondLocked.selector);
        vm.warp(block.timestamp + 14 days);
        protocol.dataAvailability.releaseBond(submissionId);
    }

    function test_ReleaseBond_AtOnceWhenRefusedOrLapsed() public {
        submissionId = _submit(datanetId, keccak256("refused"), 3);
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(validators[i]);
            protocol.datanetRegistry.reject(submissionId);
        }
        assertGt(protocol.dataAvailability.releaseBond(submissionId), 0, "refused");

        submissionId = _submit(datanetId, keccak256("lapsed"), 3);
        vm.warp(block.timestamp + parameters.submissionLife);
        assertGt(protocol.dataAvailability.releaseBond(submissionId), 0, "lapsed");
    }

    /// @dev Answering late does not save the bond from demands that were made in its time.
    function test_ReleaseBond_KeepsWhatIsSetAsideForOpenDemands() public {
        vm.warp(acceptedAt + 14 days - 1);
        DataDemandId demandId = _demandLeaves(_indexes(0, 1));
        uint256 repayment = protocol.dataAvailability.demand(demandId).repayment;
        assertGt(repayment, 0, "set aside");
        vm.warp(acceptedAt + 14 days);
        assertEq(protocol.dataAvailability.releaseBond(submissionId), bond - 2 * repayment, "but for that");
        _answerLeaf(0);
        assertEq(_owed(demander), repayment, "repaid after the release");
        _passResponsePeriod();
        protocol.dataAvailability.markUnavailable(demandId, _indexes(1));
        assertEq(protocol.dataAvailability.releaseBond(submissionId), repayment, "the rest");
        assertEq(_owed(submitter), bond - repayment, "nothing is lost");
    }

    function test_Demand_AfterTheBondsTimeSetsNothingAside() public {
        vm.warp(acceptedAt + 14 days);
        DataDemandId demandId = _demandLeaves(_indexes(0));
        assertEq(protocol.dataAvailability.demand(demandId).repayment, 0, "not answered for");
        _answerLeaf(0);
        assertEq(_owed(demander), 0, "not repaid");
        assertEq(_bond().free, bond, "whole");
    }

    /// @dev Demands for more than the bond holds share what is left.
    function test_Demand_SetsAsideWhatIsLeft() public {
        vm.fee(100 * BASE_FEE);
        DataDemandId demandId = _demandChunks(0, _indexes(0, 1));
        uint256 repayment = protocol.dataAvailability.demand(demandId).repayment;
        vm.fee(10_000 * BASE_FEE);
        demandId = _demandLeaves(_indexes(0, 1));
        uint256 rest = protocol.dataAvailability.demand(demandId).repayment;
        assertEq(rest, (bond - 2 * repayment) / 2, "half of the rest for each");
        assertEq(_bond().free, (bond - 2 * repayment) % 2, "but for a wei");
        demandId = _demandLeaves(_indexes(2));
        assertLe(protocol.dataAvailability.demand(demandId).repayment, 1, "nothing for the next");
    }

    function testFuzz_LockBond_OnlyTheRegistry(address caller) public {
        vm.assume(caller != address(protocol.datanetRegistry));
        vm.deal(caller, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IDataAvailability.DataAvailability_NotDatanetRegistry.selector, caller));
        vm.prank(caller);
        protocol.dataAvailability.lockBond{value: 1 ether}(submissionId, COUNT);
    }

    function _refused(bytes4 reason) internal {
        vm.expectRevert(abi.encodeWithSelector(reason, submissionId));
        protocol.dataAvailability.releaseBond(submissionId);
    }
}
