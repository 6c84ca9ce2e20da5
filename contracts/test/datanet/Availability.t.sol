// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Bond, IDataAvailability, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice An accepted submission of five leaves, the first with a text of five chunks, and those who demand and answer.
// The numbers that are cast are small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Availability is Base {
    uint256 internal constant BASE_FEE = 10 gwei;
    uint40 internal constant COUNT = 5;

    address internal demander = makeAddr("demander");
    address internal answerer = makeAddr("answerer");
    DatanetId internal datanetId;
    SubmissionId internal submissionId;
    bytes[] internal leaves;

    function setUp() public virtual override {
        super.setUp();
        vm.fee(BASE_FEE);
        datanetId = _createDatanet();
        for (uint256 i = 0; i < COUNT; ++i) {
            leaves.push(_contributionLeaf(_contributorOf(i), _textOf(i)));
        }
        submissionId = _submitAccepted(datanetId, TreeBuilder.root(leaves), COUNT);
        vm.deal(demander, 100 ether);
        vm.deal(stranger, 100 ether);
    }

    function _contributorOf(uint256 leaf) internal view returns (address) {
        return leaf % 2 == 0 ? alice : bob;
    }

    /// @dev Leaf 0 has five chunks, the last one of 76 bytes; the others have one.
    function _textOf(uint256 leaf) internal pure returns (bytes memory text) {
        if (leaf != 0) return abi.encodePacked("the text of leaf ", vm.toString(leaf));
        while (text.length < 1100) text = abi.encodePacked(text, "word ");
    }

    function _leaf(uint256 leaf) internal view returns (IDataAvailability.LeafProof memory) {
        return IDataAvailability.LeafProof({
            leafIndex: uint32(leaf),
            contributor: _contributorOf(leaf),
            textRoot: TreeBuilder.textRoot(_textOf(leaf)),
            siblings: TreeBuilder.proof(leaves, leaf)
        });
    }

    function _leaves(uint256 leaf) internal view returns (IDataAvailability.LeafProof[] memory shown) {
        shown = new IDataAvailability.LeafProof[](1);
        shown[0] = _leaf(leaf);
    }

    /// @dev The chunks [from, from + count) of a text.
    function _run(bytes memory text, uint256 from, uint256 count)
        internal
        pure
        returns (IDataAvailability.ChunkRun[] memory runs)
    {
        bytes[] memory chunks = TreeBuilder.chunks(text);
        runs = new IDataAvailability.ChunkRun[](1);
        runs[0].firstChunk = uint32(from);
        runs[0].siblings = new bytes32[][](count);
        for (uint256 i = 0; i < count; ++i) {
            runs[0].data = bytes.concat(runs[0].data, chunks[from + i]);
            runs[0].siblings[i] = TreeBuilder.proof(chunks, from + i);
        }
    }

    function _indexes(uint256 one) internal pure returns (uint32[] memory indexes) {
        indexes = new uint32[](1);
        indexes[0] = uint32(one);
    }

    function _indexes(uint256 one, uint256 other) internal pure returns (uint32[] memory indexes) {
        indexes = new uint32[](2);
        (indexes[0], indexes[1]) = (uint32(one), uint32(other));
    }

    function _demandLeaves(uint32[] memory indexes) internal returns (DataDemandId) {
        uint256 deposit = indexes.length * protocol.dataAvailability.leafDeposit(COUNT, indexes.length);
        vm.prank(demander);
        return protocol.dataAvailability.demandLeaves{value: deposit}(submissionId, indexes);
    }

    function _demandChunks(uint256 leaf, uint32[] memory chunks) internal returns (DataDemandId) {
        IDataAvailability.LeafProof memory shown = _leaf(leaf);
        uint256 deposit = chunks.length * protocol.dataAvailability.chunkDeposit(chunks.length);
        vm.prank(demander);
        return protocol.dataAvailability.demandChunks{value: deposit}(submissionId, shown, chunks);
    }

    function _answerLeaf(uint256 leaf) internal returns (uint256) {
        IDataAvailability.LeafProof[] memory shown = _leaves(leaf);
        vm.prank(answerer);
        return protocol.dataAvailability.answerLeaves(submissionId, shown);
    }

    function _answerChunks(uint256 leaf, uint256 from, uint256 count) internal returns (uint256) {
        bytes memory text = _textOf(leaf);
        IDataAvailability.ChunkRun[] memory runs = _run(text, from, count);
        vm.prank(answerer);
        return protocol.dataAvailability.answerChunks(submissionId, uint32(leaf), uint64(text.length), runs);
    }

    function _passResponsePeriod() internal {
        vm.warp(block.timestamp + parameters.dataResponsePeriod);
    }

    /// @dev Demands leaves and lets their time pass.
    function _loseLeaves(uint32[] memory indexes) internal returns (DataDemandId demandId) {
        demandId = _demandLeaves(indexes);
        _passResponsePeriod();
        protocol.dataAvailability.markUnavailable(demandId, indexes);
    }

    function _assertStanding(uint256 leaf, uint64 snapshot, Standing expected, string memory message) internal view {
        (Standing standing,,,) = protocol.datanetRegistry.standingOf(submissionId, uint32(leaf), snapshot);
        assertEq(uint256(standing), uint256(expected), message);
    }

    function _assertLeaf(uint256 leaf, ItemStatus expected, string memory message) internal view {
        ItemStatus status = protocol.dataAvailability.leafItem(submissionId, uint32(leaf)).status;
        assertEq(uint256(status), uint256(expected), message);
    }

    function _assertChunk(uint256 leaf, uint256 chunk, ItemStatus expected, string memory message) internal view {
        ItemStatus status = protocol.dataAvailability.chunkItem(submissionId, uint32(leaf), uint32(chunk)).status;
        assertEq(uint256(status), uint256(expected), message);
    }

    function _bond() internal view returns (Bond memory) {
        return protocol.dataAvailability.bondOf(submissionId);
    }

    function _owed(address account) internal view returns (uint256) {
        return protocol.dataAvailability.balanceOf(account);
    }
}
