// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {OpenGovernor} from "openledger/governance/OpenGovernor.sol";
import {IOpenGovernor} from "openledger/interfaces/IOpenGovernor.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";

contract OpenGovernorTest is Base {
    function test_Settings_AreTheConfigurations() public view {
        OpenGovernor governor = protocol.openGovernor;
        assertEq(governor.votingDelay(), 1 days, "voting delay");
        assertEq(governor.votingPeriod(), 7 days, "voting period");
        assertEq(governor.proposalThreshold(), 100_000e18, "threshold");
        assertEq(governor.quorumNumerator(), 4, "quorum");
        assertEq(protocol.timelockController.getMinDelay(), 2 days, "timelock");
        assertEq(governor.quorum(block.timestamp - 1), 0, "quorum before genesis");
    }

    function test_Vote_ChangesABoundedParameter() public {
        Parameters memory chosen = parameters;
        chosen.protocolFeeBps = 700;
        _pass(address(protocol.protocolConfig), abi.encodeCall(protocol.protocolConfig.setParameters, (chosen)));
        assertEq(protocol.protocolConfig.parameters().protocolFeeBps, 700, "changed by vote");
    }

    function test_Vote_GrantsTheDataFund() public {
        DatanetId datanetId = _createDatanet();
        _give(address(protocol.dataFund), 5e18);
        _pass(address(protocol.dataFund), abi.encodeCall(protocol.dataFund.grant, (datanetId, 5e18)));
        assertEq(protocol.datanetReserves.reserveOf(datanetId), 5e18, "reserve");
    }

    function test_Vote_CannotLeaveTheGovernorsBounds() public {
        OpenGovernor governor = protocol.openGovernor;
        _refused(abi.encodeCall(governor.setVotingDelay, (1 hours - 1)), "votingDelay", 1 hours - 1, 1 hours, 7 days);
        _refused(abi.encodeCall(governor.setVotingPeriod, (30 days + 1)), "votingPeriod", 30 days + 1, 1 days, 30 days);
        _refused(
            abi.encodeCall(governor.setProposalThreshold, (10_000_001e18)),
            "proposalThreshold",
            10_000_001e18,
            0,
            10_000_000e18
        );
        _refused(abi.encodeCall(governor.updateQuorumNumerator, (21)), "quorumPercent", 21, 1, 20);
        _refused(abi.encodeCall(governor.updateQuorumNumerator, (0)), "quorumPercent", 0, 1, 20);
    }

    function _refused(bytes memory call, string memory name, uint256 value, uint256 least, uint256 most) internal {
        bytes memory reason =
            abi.encodeWithSelector(IOpenGovernor.OpenGovernor_OutOfBounds.selector, name, value, least, most);
        (address[] memory targets, uint256[] memory values, bytes[] memory calls, bytes32 description) =
            _queue(address(protocol.openGovernor), call);
        vm.expectRevert(reason);
        protocol.openGovernor.execute(targets, values, calls, description);
    }

    function _pass(address target, bytes memory call) internal {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls, bytes32 description) =
            _queue(target, call);
        protocol.openGovernor.execute(targets, values, calls, description);
    }

    /// @dev Takes a proposal through its vote to the end of the timelock, by the roles that the deployment left.
    function _queue(address target, bytes memory call)
        internal
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calls, bytes32 description)
    {
        _give(alice, 50_000_000e18);
        vm.prank(alice);
        protocol.openToken.delegate(alice);
        vm.warp(vm.getBlockTimestamp() + 1);
        targets = new address[](1);
        values = new uint256[](1);
        calls = new bytes[](1);
        (targets[0], calls[0]) = (target, call);
        description = keccak256(call);
        string memory text = string(abi.encodePacked(call));
        vm.prank(alice);
        uint256 proposalId = protocol.openGovernor.propose(targets, values, calls, text);
        vm.warp(vm.getBlockTimestamp() + 1 days + 1);
        vm.prank(alice);
        protocol.openGovernor.castVote(proposalId, 1);
        vm.warp(vm.getBlockTimestamp() + 7 days);
        protocol.openGovernor.queue(targets, values, calls, description);
        vm.warp(vm.getBlockTimestamp() + 2 days);
    }
}
