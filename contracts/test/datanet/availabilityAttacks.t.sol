// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Availability} from "./Availability.t.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";

/// @notice Who could gain by hiding data, by demanding it, or by answering.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AvailabilityAttacksTest is Availability {
    /// @dev Data hidden until a version counts it: whoever needs it demands it first; hidden, it counts for no snapshot from
    /// then on, and shown later only for later ones, which nobody is made to choose.
    function test_Attack_HiddenDataCountsForNoVersionThatDemandedIt() public {
        submissionId = _submitAccepted(datanetId, keccak256("nobody has seen what this is the root of"), COUNT);
        _loseLeaves(_indexes(0, 1));
        uint64 snapshot = protocol.datanetRegistry.sequence();
        _assertStanding(0, snapshot, Standing.None, "no place in prior art");
        _assertStanding(1, snapshot, Standing.None, "no place in prior art");
    }

    /// @dev Shown after all, it does not change what counts for versions that were published meanwhile.
    function test_Attack_ShowingItLaterChangesNoEarlierSnapshot() public {
        _loseLeaves(_indexes(0));
        uint64 snapshot = protocol.datanetRegistry.sequence();
        _answerLeaf(0);
        _assertStanding(0, snapshot, Standing.None, "the version's snapshot");
        _assertStanding(0, snapshot + 1, Standing.Eligible, "a later one");
    }

    /// @dev A stated count larger than the leaves, and junk in the tree: nobody can open it, and so it goes.
    function test_Attack_AStatedCountAboveTheLeaves() public {
        submissionId = _submitAccepted(datanetId, TreeBuilder.root(leaves), 2 ** 32);
        uint32[] memory last = _indexes(uint32(2 ** 32 - 1));
        uint256 deposit = protocol.dataAvailability.leafDeposit(2 ** 32, 1);
        vm.prank(demander);
        DataDemandId demandId = protocol.dataAvailability.demandLeaves{value: deposit}(submissionId, last);
        // The leaves that are there are of a tree of five: under the stated count their proofs show nothing.
        IDataAvailability.LeafProof[] memory shown = _leaves(0);
        shown[0].leafIndex = uint32(2 ** 32 - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDataAvailability.DataAvailability_NotContribution.selector, submissionId, 2 ** 32 - 1
            )
        );
        protocol.dataAvailability.answerLeaves(submissionId, shown);
        _passResponsePeriod();
        protocol.dataAvailability.markUnavailable(demandId, last);
        _assertStanding(2 ** 32 - 1, protocol.datanetRegistry.sequence(), Standing.None, "gone");
    }

    /// @dev Unanswerable demands: a chunk that the text does not have takes no honest leaf away.
    function testFuzz_Attack_DemandsForChunksThatAreNotThere(uint32 chunk) public {
        chunk = uint32(bound(chunk, 5, type(uint32).max));
        _demandChunks(0, _indexes(chunk));
        bytes memory text = _textOf(0);
        bytes32 treeRoot = TreeBuilder.root(TreeBuilder.chunks(text));
        uint256 deposit = protocol.dataAvailability.chunkDeposit(1);
        vm.prank(answerer);
        uint256 earned =
            protocol.dataAvailability.answerAbsent(submissionId, 0, uint64(text.length), treeRoot, _indexes(chunk));
        assertEq(earned, deposit, "and pays whoever says so");
        assertEq(protocol.datanetRegistry.sequence(), 1, "nothing was lost");
    }

    /// @dev Demands that pay the thief: who demands and answers by itself gets of the bond less than it burns, at whatever
    /// base fees it chooses its two moments.
    function testFuzz_Attack_DemandingOfOneselfNeverPays(uint64 demandFee, uint64 answerFee, bool ofChunks) public {
        demandFee = uint64(bound(demandFee, 1 gwei, 1000 gwei));
        answerFee = uint64(bound(answerFee, 1 gwei, 1000 gwei));
        IDataAvailability.LeafProof memory leaf = _leaf(0);
        address thief = makeAddr("thief");
        vm.deal(thief, 1000 ether);
        uint256 burnt = 0;
        vm.fee(demandFee);
        bytes memory data = ofChunks
            ? abi.encodeCall(IDataAvailability.demandChunks, (submissionId, leaf, _indexes(0, 1)))
            : abi.encodeCall(IDataAvailability.demandLeaves, (submissionId, _indexes(0, 1)));
        burnt += _send(thief, 10 ether, data) * demandFee;
        vm.fee(answerFee);
        IDataAvailability.LeafProof[] memory both = new IDataAvailability.LeafProof[](2);
        (both[0], both[1]) = (leaf, _leaf(1));
        bytes memory text = _textOf(0);
        data = ofChunks
            ? abi.encodeCall(IDataAvailability.answerChunks, (submissionId, 0, uint64(text.length), _run(text, 0, 2)))
            : abi.encodeCall(IDataAvailability.answerLeaves, (submissionId, both));
        burnt += _send(thief, 0, data) * answerFee;
        uint256 gained = _owed(thief) - 10 ether;
        assertGt(gained, 0, "the bond repays");
        assertLt(gained, burnt, "less than was burnt");
    }

    /// @dev A submitter that empties its own bond before honest demanders need it burns as much as it gets.
    function test_Attack_TheSubmitterGetsItsBondBackNoSooner() public {
        uint256 bond = _bond().free;
        vm.deal(submitter, 10 ether);
        uint256 burnt =
            _send(submitter, 10 ether, abi.encodeCall(IDataAvailability.demandLeaves, (submissionId, _indexes(0, 1))));
        burnt += _send(submitter, 0, abi.encodeCall(IDataAvailability.answerLeaves, (submissionId, _leaves(0))));
        uint256 gained = bond - _bond().free - _bond().earmarked;
        assertLt(gained, burnt * block.basefee, "out of the bond, and into gas");
    }

    /// @dev A flood of demands: each pays its answer, and an answer to one serves all.
    function test_Attack_FloodsPayTheirAnswers() public {
        uint256 held = address(protocol.dataAvailability).balance;
        for (uint256 i = 0; i < COUNT; ++i) {
            _demandLeaves(_indexes(i));
        }
        uint256 deposits = address(protocol.dataAvailability).balance - held;
        IDataAvailability.LeafProof[] memory all = new IDataAvailability.LeafProof[](COUNT);
        for (uint256 i = 0; i < COUNT; ++i) {
            all[i] = _leaf(i);
        }
        uint256 burnt =
            _send(answerer, 0, abi.encodeCall(IDataAvailability.answerLeaves, (submissionId, all))) * block.basefee;
        assertEq(_owed(answerer), deposits, "all deposits");
        assertGt(deposits, burnt, "more than it burnt");
    }

    /// @dev Whoever copies an answer from the mempool takes its deposit, and the data is on chain: one that answers many
    /// items loses what was answered and no more.
    function test_Attack_CopyingOneAnswerBlocksNoOther() public {
        _demandLeaves(_indexes(0, 1));
        vm.prank(stranger);
        protocol.dataAvailability.answerLeaves(submissionId, _leaves(0));
        IDataAvailability.LeafProof[] memory both = new IDataAvailability.LeafProof[](2);
        (both[0], both[1]) = (_leaf(0), _leaf(1));
        vm.prank(answerer);
        protocol.dataAvailability.answerLeaves(submissionId, both);
        assertEq(_owed(stranger), _owed(answerer), "one each");
    }

    /// @dev Demanding again what was shown would make one pay for ever.
    function test_Attack_WhatWasShownCannotBeDemandedAgain() public {
        _loseLeaves(_indexes(0));
        _answerLeaf(0);
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToDemand.selector, submissionId)
        );
        vm.prank(demander);
        protocol.dataAvailability.demandLeaves{value: 1 ether}(submissionId, _indexes(0));
    }

    /// @dev Sends a transaction; its gas by the protocol's rules, calldata included.
    function _send(address from, uint256 value, bytes memory data) internal returns (uint256 burnt) {
        burnt = 21_000;
        for (uint256 i = 0; i < data.length; ++i) {
            burnt += data[i] == 0 ? 4 : 16;
        }
        vm.cool(address(protocol.dataAvailability));
        vm.prank(from);
        (bool done,) = address(protocol.dataAvailability).call{value: value}(data);
        assertTrue(done, "sent");
        burnt += vm.lastCallGas().gasTotalUsed;
    }
}
