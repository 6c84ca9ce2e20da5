// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Availability} from "./Availability.t.sol";
import {DataDemand, IDataAvailability, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract DemandChunksTest is Availability {
    function testFuzz_DemandChunks(uint32 one, uint256 step, uint256 more) public {
        one = uint32(bound(one, 0, type(uint32).max - 1000));
        uint32 other = one + uint32(bound(step, 1, 1000));
        more = bound(more, 0, 1 ether);
        uint256 deposit = protocol.dataAvailability.chunkDeposit(2);
        uint256 held = address(protocol.dataAvailability).balance;
        uint40 answerBy = uint40(block.timestamp + parameters.dataResponsePeriod);
        IDataAvailability.LeafProof memory leaf = _leaf(0);
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.ChunksDemanded(
            DataDemandId.wrap(1), submissionId, demander, 0, leaf.textRoot, _indexes(one, other), deposit, answerBy
        );
        vm.prank(demander);
        DataDemandId demandId =
            protocol.dataAvailability.demandChunks{value: 2 * deposit + more}(submissionId, leaf, _indexes(one, other));
        DataDemand memory stored = protocol.dataAvailability.demand(demandId);
        assertEq(stored.demander, demander, "demander");
        assertEq(stored.answerBy, answerBy, "time to answer");
        assertTrue(stored.ofChunks, "of chunks");
        assertEq(stored.leafIndex, 0, "of this leaf");
        assertEq(stored.deposit, deposit, "deposit");
        _assertChunk(0, one, ItemStatus.Demanded, "one");
        _assertChunk(0, other, ItemStatus.Demanded, "the other");
        _assertLeaf(0, ItemStatus.None, "the leaf itself is not demanded");
        assertEq(_owed(demander), more, "what is above the deposits is the demander's");
        assertEq(address(protocol.dataAvailability).balance, held + 2 * deposit + more, "held");
    }

    function testFuzz_ChunkDeposit(uint256 items, uint64 baseFee) public {
        items = bound(items, 1, 64);
        vm.fee(baseFee);
        uint256 answerGas = protocol.dataAvailability.CHUNK_ANSWER_GAS() + 12
            * protocol.dataAvailability.LEVEL_ANSWER_GAS() + (protocol.dataAvailability.ANSWER_GAS() + items - 1)
            / items;
        assertEq(protocol.dataAvailability.chunkGas(items), answerGas, "gas");
        assertEq(
            protocol.dataAvailability.chunkDeposit(items),
            answerGas * baseFee * parameters.demandDepositFactor,
            "deposit"
        );
    }

    function testFuzz_RevertWhen_TheLeafIsNotShown(uint256 place, uint256 bit) public {
        place = bound(place, 0, 3);
        bytes32 flip = bytes32(2 ** bound(bit, 0, 159));
        IDataAvailability.LeafProof memory leaf = _leaf(1);
        if (place == 0) leaf.leafIndex = uint32(uint256(leaf.leafIndex) ^ (2 ** (uint256(flip) % 32)));
        else if (place == 1) leaf.contributor = address(uint160(leaf.contributor) ^ uint160(uint256(flip)));
        else if (place == 2) leaf.textRoot ^= flip;
        else leaf.siblings[uint256(flip) % leaf.siblings.length] ^= flip;
        vm.expectRevert(
            abi.encodeWithSelector(
                IDataAvailability.DataAvailability_NotContribution.selector, submissionId, leaf.leafIndex
            )
        );
        vm.prank(demander);
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, leaf, _indexes(0));
    }

    function test_RevertWhen_NothingIsNew() public {
        _demandChunks(0, _indexes(1));
        IDataAvailability.LeafProof memory leaf = _leaf(0);
        bytes memory reason =
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToDemand.selector, submissionId);
        vm.expectRevert(reason);
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, leaf, _indexes(1));
        _answerChunks(0, 1, 1);
        vm.expectRevert(reason);
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, leaf, _indexes(1));
    }

    function test_RevertWhen_TheSubmissionIsNotAccepted() public {
        IDataAvailability.LeafProof memory leaf = _leaf(0);
        bytes32 root = TreeBuilder.root(leaves);
        submissionId = _submit(datanetId, root, COUNT);
        vm.expectRevert(abi.encodeWithSelector(IDataAvailability.DataAvailability_NotAccepted.selector, submissionId));
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, leaf, _indexes(0));
        _approve(submissionId);
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, leaf, _indexes(0));
    }

    function test_RevertWhen_TheNumberOfItemsIsBad() public {
        IDataAvailability.LeafProof memory leaf = _leaf(0);
        bytes4 reason = IDataAvailability.DataAvailability_BadItemCount.selector;
        vm.expectRevert(abi.encodeWithSelector(reason, 0, 64));
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, leaf, new uint32[](0));
        vm.expectRevert(abi.encodeWithSelector(reason, 65, 64));
        protocol.dataAvailability.demandChunks{value: 1 ether}(submissionId, leaf, new uint32[](65));
    }

    function testFuzz_RevertWhen_TheDepositIsTooSmall(uint256 missing) public {
        uint256 least = protocol.dataAvailability.chunkDeposit(1);
        missing = bound(missing, 1, least);
        IDataAvailability.LeafProof memory leaf = _leaf(0);
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_DepositTooSmall.selector, least - missing, least)
        );
        protocol.dataAvailability.demandChunks{value: least - missing}(submissionId, leaf, _indexes(0));
    }
}
