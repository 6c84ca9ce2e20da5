// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Availability} from "./Availability.t.sol";
import {IDataAvailability, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";

/// @notice `answerChunks` and `answerAbsent`.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnswerChunksTest is Availability {
    uint64 internal length;

    function setUp() public override {
        super.setUp();
        length = uint64(_textOf(0).length);
        assertEq(length, 1100, "five chunks, the last of 76 bytes");
    }

    function testFuzz_AnswerChunks(uint256 from, uint256 count) public {
        from = bound(from, 0, 4);
        count = bound(count, 1, 5 - from);
        uint256 deposit = protocol.dataAvailability.chunkDeposit(5);
        _demandAll();
        IDataAvailability.ChunkRun[] memory runs = _run(_textOf(0), from, count);
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.ChunksAnswered(
            submissionId, 0, answerer, length, uint32(from), runs[0].data, count * deposit
        );
        assertEq(_answerChunks(0, from, count), count * deposit, "earned");
        assertEq(_owed(answerer), count * deposit, "to withdraw");
        for (uint256 i = 0; i < 5; ++i) {
            bool shown = i >= from && i < from + count;
            _assertChunk(0, i, shown ? ItemStatus.Answered : ItemStatus.Demanded, "each chunk");
        }
        // Several runs in one answer, those that are shown already left out.
        IDataAvailability.ChunkRun[] memory rest = new IDataAvailability.ChunkRun[](2);
        (rest[0], rest[1]) = (_run(_textOf(0), 0, 3)[0], _run(_textOf(0), 3, 2)[0]);
        if (count == 5) return;
        vm.prank(stranger);
        uint256 earned = protocol.dataAvailability.answerChunks(submissionId, 0, length, rest);
        assertEq(earned, (5 - count) * deposit, "the rest");
    }

    /// @dev A leaf is back when its last unavailable item is shown.
    function test_AnswerChunks_TheLeafIsBackWhenAllIsShown() public {
        DataDemandId demandId = _demandAll();
        DataDemandId ofLeaf = _demandLeaves(_indexes(0));
        _passResponsePeriod();
        protocol.dataAvailability.markUnavailable(demandId, _indexes(1, 4));
        assertEq(protocol.datanetRegistry.sequence(), 2, "lost");
        protocol.dataAvailability.markUnavailable(demandId, _indexes(2));
        protocol.dataAvailability.markUnavailable(ofLeaf, _indexes(0));
        assertEq(protocol.datanetRegistry.sequence(), 2, "lost once");
        assertEq(protocol.dataAvailability.unavailableItems(submissionId, 0), 4, "three chunks and the leaf");

        assertEq(_answerChunks(0, 0, 5), 2 * protocol.dataAvailability.chunkDeposit(5), "two were not marked");
        assertEq(protocol.datanetRegistry.sequence(), 2, "not yet back");
        _assertStanding(0, 2, Standing.None, "not yet");
        _answerLeaf(0);
        assertEq(protocol.datanetRegistry.sequence(), 3, "back");
        _assertStanding(0, 1, Standing.Eligible, "before");
        _assertStanding(0, 2, Standing.None, "while it was away");
        _assertStanding(0, 3, Standing.Eligible, "after");
    }

    function testFuzz_RevertWhen_TheChunksAreNotOfTheText(uint256 place, uint256 pick) public {
        _demandAll();
        place = bound(place, 0, 7);
        bytes memory text = _textOf(0);
        IDataAvailability.ChunkRun[] memory runs = _run(text, 1, 4);
        uint64 stated = length;
        uint256 wrong = 1;
        if (place == 0) {
            wrong = pick % runs[0].data.length;
            runs[0].data[wrong] ^= bytes1(uint8(2 ** (pick % 8)));
            wrong = 1 + wrong / 256;
        } else if (place == 1) {
            wrong = 1 + pick % 4;
            // The last chunk's proof holds one sibling; the others are known and written as 0.
            runs[0].siblings[pick % 4][wrong == 4 ? 2 : pick % 3] ^= bytes32(2 ** (pick % 256));
        } else if (place == 2) {
            runs[0].firstChunk = 0;
            wrong = 0;
        } else if (place == 3) {
            stated = length + 1 + uint64(pick % 1000);
        } else if (place == 4) {
            runs[0].data = bytes.concat(runs[0].data, "x");
            wrong = 4;
        } else if (place == 5) {
            runs[0].data = TreeBuilder.cut(runs[0].data, 0, runs[0].data.length - 1);
            wrong = 4;
        } else if (place == 6) {
            // Chunks that nothing proves.
            runs[0].siblings = new bytes32[][](0);
        } else {
            runs[0].siblings[2] = new bytes32[](2);
            wrong = 3;
        }
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NotOfText.selector, submissionId, 0, wrong)
        );
        protocol.dataAvailability.answerChunks(submissionId, 0, stated, runs);
    }

    function test_RevertWhen_NoChunkWasDemanded() public {
        IDataAvailability.ChunkRun[] memory runs = _run(_textOf(0), 0, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NotOfText.selector, submissionId, 0, 0)
        );
        protocol.dataAvailability.answerChunks(submissionId, 0, length, runs);
        _demandChunks(0, _indexes(1));
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToAnswer.selector, submissionId)
        );
        protocol.dataAvailability.answerChunks(submissionId, 0, length, runs);
    }

    // Chunks that are not there

    function testFuzz_AnswerAbsent(uint32 one, uint32 other) public {
        one = uint32(bound(one, 5, type(uint32).max));
        other = uint32(bound(other, 5, type(uint32).max));
        uint256 items = one == other ? 1 : 2;
        DataDemandId demandId = _demandChunks(0, one == other ? _indexes(one) : _indexes(one, other));
        uint256 deposit = protocol.dataAvailability.demand(demandId).deposit;
        bytes32 treeRoot = TreeBuilder.root(TreeBuilder.chunks(_textOf(0)));
        uint256 bond = _bond().free + _bond().earmarked;
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.ChunksAbsent(submissionId, 0, answerer, length, _indexes(one, other), items * deposit);
        vm.prank(answerer);
        uint256 earned = protocol.dataAvailability.answerAbsent(submissionId, 0, length, treeRoot, _indexes(one, other));
        assertEq(earned, items * deposit, "the deposits");
        assertEq(_owed(answerer), earned, "to withdraw");
        assertEq(_owed(demander), 0, "a demand for nothing is repaid nothing");
        assertEq(_bond().free, bond, "the bond is whole");
        _assertChunk(0, one, ItemStatus.Answered, "answered");
    }

    function testFuzz_AnswerAbsent_RefusesAChunkThatIsThere(uint32 chunk) public {
        chunk = uint32(bound(chunk, 0, 4));
        _demandAll();
        bytes32 treeRoot = TreeBuilder.root(TreeBuilder.chunks(_textOf(0)));
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NotAbsent.selector, submissionId, 0, chunk)
        );
        protocol.dataAvailability.answerAbsent(submissionId, 0, length, treeRoot, _indexes(5, chunk));
    }

    function testFuzz_AnswerAbsent_RefusesAnotherOpening(uint64 stated, bytes32 treeRoot) public {
        _demandChunks(0, _indexes(7));
        bytes memory reason =
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NotOpening.selector, submissionId, 0);
        vm.expectRevert(reason);
        protocol.dataAvailability.answerAbsent(submissionId, 0, stated, treeRoot, _indexes(7));
        vm.assume(stated != length);
        treeRoot = TreeBuilder.root(TreeBuilder.chunks(_textOf(0)));
        vm.expectRevert(reason);
        protocol.dataAvailability.answerAbsent(submissionId, 0, stated, treeRoot, _indexes(7));
    }

    function _demandAll() internal returns (DataDemandId) {
        uint32[] memory all = new uint32[](5);
        for (uint32 i = 0; i < 5; ++i) {
            all[i] = i;
        }
        return _demandChunks(0, all);
    }
}
