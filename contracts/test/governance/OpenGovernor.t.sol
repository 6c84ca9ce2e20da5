// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {OpenGovernor} from "openledger/governance/OpenGovernor.sol";
import {OpenTimelock} from "openledger/governance/OpenTimelock.sol";
import {IOpenGovernor} from "openledger/interfaces/IOpenGovernor.sol";
import {IOpenTimelock} from "openledger/interfaces/IOpenTimelock.sol";
import {IProtocolConfig, Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";

contract OpenGovernorTest is Base {
    struct Proposal {
        address[] targets;
        uint256[] values;
        bytes[] calls;
        string text;
        bytes32 description;
    }

    function test_Settings_AreTheConfigurations() public view {
        OpenGovernor governor = protocol.openGovernor;
        assertEq(governor.votingDelay(), 1 days, "voting delay");
        assertEq(governor.votingPeriod(), 7 days, "voting period");
        assertEq(governor.proposalThreshold(), 100_000e18, "threshold");
        assertEq(governor.quorumNumerator(), 4, "quorum");
        assertEq(protocol.timelockController.getMinDelay(), 2 days, "timelock");
        assertEq(governor.quorum(block.timestamp - 1), 0, "quorum before genesis");
    }

    /// @dev From the delegation to the change, each step by whoever may take it after a deployment, and none before its
    /// time. Nobody is pranked who has power: alice has tokens only.
    function test_Vote_ChangesABoundedParameter() public {
        Parameters memory chosen = parameters;
        chosen.protocolFeeBps = 700;
        Proposal memory p = _proposal(
            address(protocol.protocolConfig), abi.encodeCall(protocol.protocolConfig.setParameters, (chosen))
        );
        OpenGovernor governor = protocol.openGovernor;

        // Tokens alone do not vote: they are delegated first, and count from the second after.
        _give(alice, 50_000_000e18);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, alice, 0, 100_000e18)
        );
        vm.prank(alice);
        governor.propose(p.targets, p.values, p.calls, p.text);
        vm.prank(alice);
        protocol.openToken.delegate(alice);
        vm.warp(vm.getBlockTimestamp() + 1);
        vm.prank(alice);
        uint256 id = governor.propose(p.targets, p.values, p.calls, p.text);
        uint256 proposed = vm.getBlockTimestamp();

        vm.warp(proposed + 1 days);
        assertEq(uint8(governor.state(id)), uint8(IGovernor.ProposalState.Pending), "pending");
        vm.expectRevert();
        vm.prank(alice);
        governor.castVote(id, 1);
        vm.warp(proposed + 1 days + 1);
        vm.prank(alice);
        assertEq(governor.castVote(id, 1), 50_000_000e18, "weight");
        assertEq(uint8(governor.state(id)), uint8(IGovernor.ProposalState.Active), "active");
        vm.expectRevert();
        governor.queue(p.targets, p.values, p.calls, p.description);

        vm.warp(proposed + 8 days + 1);
        assertEq(uint8(governor.state(id)), uint8(IGovernor.ProposalState.Succeeded), "succeeded");
        vm.expectRevert();
        governor.execute(p.targets, p.values, p.calls, p.description);
        vm.prank(stranger);
        governor.queue(p.targets, p.values, p.calls, p.description);
        uint256 due = vm.getBlockTimestamp() + 2 days;
        assertEq(governor.proposalEta(id), due, "due after the timelock's delay");
        assertEq(uint8(governor.state(id)), uint8(IGovernor.ProposalState.Queued), "queued");

        vm.warp(due - 1);
        vm.expectRevert();
        governor.execute(p.targets, p.values, p.calls, p.description);
        assertEq(protocol.protocolConfig.parameters().protocolFeeBps, 500, "as before");
        vm.warp(due);
        vm.expectEmit(address(protocol.protocolConfig));
        emit IProtocolConfig.ParametersChanged(chosen);
        vm.prank(stranger);
        governor.execute(p.targets, p.values, p.calls, p.description);
        assertEq(uint8(governor.state(id)), uint8(IGovernor.ProposalState.Executed), "executed");
        assertEq(abi.encode(protocol.protocolConfig.parameters()), abi.encode(chosen), "changed by vote");
    }

    function test_Vote_CannotLeaveTheParametersBounds() public {
        Parameters memory chosen = parameters;
        chosen.protocolFeeBps = 1001;
        bytes memory call = abi.encodeCall(protocol.protocolConfig.setParameters, (chosen));
        Proposal memory p = _queue(address(protocol.protocolConfig), call);
        vm.expectRevert(
            abi.encodeWithSelector(IProtocolConfig.ProtocolConfig_OutOfBounds.selector, "protocolFeeBps", 1001, 0, 1000)
        );
        protocol.openGovernor.execute(p.targets, p.values, p.calls, p.description);
    }

    function test_Vote_ChangesTheTimelocksDelay() public {
        bytes memory call = abi.encodeCall(protocol.timelockController.updateDelay, (3 days));
        _pass(address(protocol.timelockController), call);
        assertEq(protocol.timelockController.getMinDelay(), 3 days, "delay");
    }

    function test_Vote_CannotLeaveTheTimelocksBounds() public {
        Proposal memory p = _queue(
            address(protocol.timelockController), abi.encodeCall(protocol.timelockController.updateDelay, (1 days - 1))
        );
        vm.expectRevert(
            abi.encodeWithSelector(IOpenTimelock.OpenTimelock_OutOfBounds.selector, 1 days - 1, 1 days, 30 days)
        );
        protocol.openGovernor.execute(p.targets, p.values, p.calls, p.description);
    }

    /// @dev 4 % of the supply must take part, and its greater part agree.
    function testFuzz_Vote_NeedsQuorumAndMajority(uint256 agree, uint256 oppose) public {
        agree = bound(agree, 100_000e18, 60_000_000e18);
        oppose = bound(oppose, 1, 60_000_000e18);
        _giveVotes(alice, agree);
        _giveVotes(bob, oppose);
        vm.warp(vm.getBlockTimestamp() + 1);
        Proposal memory p = _proposal(address(protocol.dataFund), "");
        vm.prank(alice);
        uint256 id = protocol.openGovernor.propose(p.targets, p.values, p.calls, p.text);
        vm.warp(vm.getBlockTimestamp() + 1 days + 1);
        vm.prank(alice);
        protocol.openGovernor.castVote(id, 1);
        vm.prank(bob);
        protocol.openGovernor.castVote(id, 0);
        vm.warp(vm.getBlockTimestamp() + 7 days);
        bool passes = agree >= 40_000_000e18 && agree > oppose;
        IGovernor.ProposalState expected = passes ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated;
        assertEq(uint8(protocol.openGovernor.state(id)), uint8(expected), "outcome");
    }

    /// @dev Its proposer alone takes a proposal back, and only while nobody can vote on it yet.
    function testFuzz_Cancel_ByTheProposerBeforeTheVote(address caller, uint256 wait) public {
        vm.assume(caller != alice);
        OpenGovernor governor = protocol.openGovernor;
        _giveVotes(alice, 50_000_000e18);
        vm.warp(vm.getBlockTimestamp() + 1);
        Proposal memory p = _proposal(address(protocol.dataFund), "");
        vm.prank(alice);
        uint256 id = governor.propose(p.targets, p.values, p.calls, p.text);
        assertTrue(governor.proposalNeedsQueuing(id), "goes through the timelock");

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, caller));
        vm.prank(caller);
        governor.cancel(p.targets, p.values, p.calls, p.description);

        wait = bound(wait, 0, 2 days);
        vm.warp(vm.getBlockTimestamp() + wait);
        if (wait > 1 days) {
            vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, alice));
            vm.prank(alice);
            governor.cancel(p.targets, p.values, p.calls, p.description);
            assertEq(uint8(governor.state(id)), uint8(IGovernor.ProposalState.Active), "still voted on");
            return;
        }
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalCanceled(id);
        vm.prank(alice);
        assertEq(governor.cancel(p.targets, p.values, p.calls, p.description), id, "id");
        assertEq(uint8(governor.state(id)), uint8(IGovernor.ProposalState.Canceled), "cancelled");
        vm.warp(vm.getBlockTimestamp() + 3 days);
        vm.expectRevert();
        vm.prank(alice);
        governor.castVote(id, 1);
        // Nor can the same be proposed again: an id is used once.
        vm.expectRevert();
        vm.prank(alice);
        governor.propose(p.targets, p.values, p.calls, p.text);
    }

    /// @dev A vote by signature counts once, for what was signed: one signed for another proposal, choice, voter, nonce, chain
    /// or contract is refused.
    function testFuzz_CastVoteBySig_ForWhatWasSignedOnly(uint256 place) public {
        (address voter, uint256 key) = makeAddrAndKey("voter");
        _giveVotes(voter, 200_000e18);
        vm.warp(vm.getBlockTimestamp() + 1);
        Proposal memory p = _proposal(address(protocol.dataFund), "");
        vm.prank(voter);
        uint256 id = protocol.openGovernor.propose(p.targets, p.values, p.calls, p.text);
        vm.warp(vm.getBlockTimestamp() + 1 days + 1);

        place = bound(place, 0, 6);
        address governor = address(protocol.openGovernor);
        bytes memory bad;
        if (place == 0) bad = _ballot(key, governor, id + 1, 1, voter, 0);
        else if (place == 1) bad = _ballot(key, governor, id, 0, voter, 0);
        else if (place == 2) bad = _ballot(key, governor, id, 1, alice, 0);
        else if (place == 3) bad = _ballot(key, governor, id, 1, voter, 1);
        else if (place == 4) bad = _ballot(key, address(protocol.openToken), id, 1, voter, 0);
        else if (place == 5) bad = _ballot(key + 1, governor, id, 1, voter, 0);
        else bad = _ballotOfAnotherChain(key, id, voter);
        bytes memory reason = abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, voter);
        vm.expectRevert(reason);
        protocol.openGovernor.castVoteBySig(id, 1, voter, bad);

        bytes memory good = _ballot(key, governor, id, 1, voter, 0);
        vm.prank(stranger);
        assertEq(protocol.openGovernor.castVoteBySig(id, 1, voter, good), 200_000e18, "the voter's weight");
        assertTrue(protocol.openGovernor.hasVoted(id, voter), "voted");
        assertFalse(protocol.openGovernor.hasVoted(id, stranger), "not whoever carried it");
        vm.expectRevert(reason);
        protocol.openGovernor.castVoteBySig(id, 1, voter, good);
    }

    /// @dev The governor's own settings, its timelock and what it calls: nobody's but the timelock's, after a vote.
    function testFuzz_Settings_ChangeByVoteAlone(address caller) public {
        vm.assume(caller != address(protocol.timelockController));
        OpenGovernor governor = protocol.openGovernor;
        bytes[6] memory calls = [
            abi.encodeCall(governor.setVotingDelay, (2 hours)),
            abi.encodeCall(governor.setVotingPeriod, (2 days)),
            abi.encodeCall(governor.setProposalThreshold, (1)),
            abi.encodeCall(governor.updateQuorumNumerator, (5)),
            abi.encodeCall(governor.updateTimelock, (OpenTimelock(payable(caller)))),
            abi.encodeCall(governor.relay, (address(protocol.openToken), 0, ""))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(caller);
            (bool done, bytes memory reason) = address(governor).call(calls[i]);
            assertFalse(done, "refused");
            assertEq(reason, abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, caller), "by its reason");
        }
        assertEq(governor.votingDelay(), 1 days, "as before");
        assertEq(governor.timelock(), address(protocol.timelockController), "its timelock");
    }

    /// @dev The timelock takes what the governor gives it, and from nobody else.
    function testFuzz_Timelock_TakesFromTheGovernorAlone(address caller) public {
        vm.assume(caller != address(protocol.openGovernor));
        OpenTimelock timelock = protocol.timelockController;
        bytes32 proposer = timelock.PROPOSER_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, proposer)
        );
        vm.prank(caller);
        timelock.schedule(caller, 0, "", 0, 0, 30 days);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, proposer)
        );
        vm.prank(caller);
        timelock.scheduleBatch(new address[](1), new uint256[](1), new bytes[](1), 0, 0, 30 days);
        bytes32 canceller = timelock.CANCELLER_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, canceller)
        );
        vm.prank(caller);
        timelock.cancel(0);
        if (caller == address(timelock)) return;
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, bytes32(0))
        );
        vm.prank(caller);
        timelock.grantRole(proposer, caller);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, bytes32(0))
        );
        vm.prank(caller);
        timelock.revokeRole(proposer, address(protocol.openGovernor));
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
        Proposal memory p = _queue(address(protocol.openGovernor), call);
        vm.expectRevert(reason);
        protocol.openGovernor.execute(p.targets, p.values, p.calls, p.description);
    }

    function _pass(address target, bytes memory call) internal {
        Proposal memory p = _queue(target, call);
        protocol.openGovernor.execute(p.targets, p.values, p.calls, p.description);
    }

    /// @dev Takes a proposal through its vote to the end of the timelock, by the roles that the deployment left.
    function _queue(address target, bytes memory call) internal returns (Proposal memory p) {
        p = _proposal(target, call);
        _giveVotes(alice, 50_000_000e18);
        vm.warp(vm.getBlockTimestamp() + 1);
        vm.prank(alice);
        uint256 proposalId = protocol.openGovernor.propose(p.targets, p.values, p.calls, p.text);
        vm.warp(vm.getBlockTimestamp() + 1 days + 1);
        vm.prank(alice);
        protocol.openGovernor.castVote(proposalId, 1);
        vm.warp(vm.getBlockTimestamp() + 7 days);
        protocol.openGovernor.queue(p.targets, p.values, p.calls, p.description);
        vm.warp(vm.getBlockTimestamp() + 2 days);
    }

    function _proposal(address target, bytes memory call) internal pure returns (Proposal memory p) {
        p.targets = new address[](1);
        p.values = new uint256[](1);
        p.calls = new bytes[](1);
        (p.targets[0], p.calls[0]) = (target, call);
        p.text = string(abi.encodePacked(call));
        p.description = keccak256(call);
    }

    function _ballotOfAnotherChain(uint256 key, uint256 id, address voter) internal returns (bytes memory ballot) {
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        ballot = _ballot(key, address(protocol.openGovernor), id, 1, voter, 0);
        vm.chainId(here);
    }

    function _ballot(uint256 key, address verifier, uint256 id, uint8 support, address voter, uint256 nonce)
        internal
        view
        returns (bytes memory)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger Governor"),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        bytes32 typehash = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
        bytes32 structHash = keccak256(abi.encode(typehash, id, support, voter, nonce));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }

    function _giveVotes(address account, uint256 amount) internal {
        _give(account, amount);
        vm.prank(account);
        protocol.openToken.delegate(account);
    }
}
