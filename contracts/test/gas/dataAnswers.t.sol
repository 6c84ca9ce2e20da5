// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Measures what an answer burns, of which deposits and bonds are multiples, and fails when the contract's constants
/// are stale. Demands are made in `setUp`, so that their storage is cold, as it is for whoever answers in another
/// transaction.
// The numbers that are cast are small.
// forge-lint: disable-next-item(unsafe-typecast)
contract DataAnswersGasTest is Base {
    uint256 internal constant ITEMS = 64;
    /// @dev Levels above the 64 leaves, or chunks, that are shown.
    uint256 internal constant LEAF_TOP = 26;
    uint256 internal constant CHUNK_TOP = 6;

    SubmissionId internal flat = SubmissionId.wrap(1);
    SubmissionId internal deep = SubmissionId.wrap(2);
    bytes[] internal leaves;
    bytes[] internal chunks;

    function setUp() public override {
        super.setUp();
        vm.fee(10 gwei);
        DatanetId datanetId = _createDatanet();
        for (uint256 i = 0; i < ITEMS; ++i) {
            bytes memory chunk;
            for (uint256 j = 0; j < 8; ++j) {
                chunk = abi.encodePacked(chunk, keccak256(abi.encode(i, j)));
            }
            chunks.push(chunk);
        }
        // Leaf 0 is of a text of 64 chunks, leaf 1 of one of 4,096 of which these are the first.
        bytes32 root = TreeBuilder.root(chunks);
        leaves.push(abi.encode(alice, _textRoot(ITEMS * 256, root)));
        leaves.push(abi.encode(bob, _textRoot((ITEMS << CHUNK_TOP) * 256, _lift(root, CHUNK_TOP))));
        for (uint256 i = 2; i < ITEMS; ++i) {
            leaves.push(
                abi.encode(address(uint160(uint256(keccak256(abi.encode("who", i))))), keccak256(abi.encode(i)))
            );
        }
        root = TreeBuilder.root(leaves);
        _submitAccepted(datanetId, root, uint40(ITEMS));
        _submitAccepted(datanetId, _lift(root, LEAF_TOP), 2 ** 32);

        uint32[] memory indexes = new uint32[](ITEMS);
        for (uint32 i = 0; i < ITEMS; ++i) {
            indexes[i] = i;
        }
        vm.deal(stranger, 1000 ether);
        vm.startPrank(stranger);
        protocol.dataAvailability.demandLeaves{value: 1 ether}(flat, indexes);
        protocol.dataAvailability.demandLeaves{value: 1 ether}(deep, indexes);
        protocol.dataAvailability.demandChunks{value: 1 ether}(flat, _leaf(0, 0), indexes);
        protocol.dataAvailability.demandChunks{value: 1 ether}(flat, _leaf(1, 0), indexes);
        vm.stopPrank();
    }

    function test_Gas_Leaves() public {
        uint256 one = _measure(_leavesCall(flat, 1, 0));
        uint256 all = _measure(_leavesCall(flat, ITEMS, 0));
        uint256 allDeep = _measure(_leavesCall(deep, ITEMS, LEAF_TOP));
        uint256 level = (allDeep - all) / (ITEMS * LEAF_TOP);
        uint256 leaf = (all - one) / (ITEMS - 1);
        _assertFresh("level", protocol.dataAvailability.LEVEL_ANSWER_GAS(), level);
        _assertFresh("leaf", protocol.dataAvailability.LEAF_ANSWER_GAS(), leaf - 6 * level);
        _assertFresh("transaction", protocol.dataAvailability.ANSWER_GAS(), one - leaf);
    }

    function test_Gas_Chunks() public {
        uint256 one = _measure(_chunksCall(0, 1, 0));
        uint256 all = _measure(_chunksCall(0, ITEMS, 0));
        uint256 allDeep = _measure(_chunksCall(1, ITEMS, CHUNK_TOP));
        uint256 level = (allDeep - all) / (ITEMS * CHUNK_TOP);
        uint256 chunk = (all - one) / (ITEMS - 1);
        _assertFresh("level", protocol.dataAvailability.LEVEL_ANSWER_GAS(), level);
        _assertFresh("chunk", protocol.dataAvailability.CHUNK_ANSWER_GAS(), chunk - 6 * level);
        assertLe(one - chunk, protocol.dataAvailability.ANSWER_GAS(), "a transaction needs no more than with leaves");
    }

    /// @dev A deposit at the least factor pays the answer that it is for, alone or together.
    function testFuzz_Gas_DepositsPayTheAnswer(uint256 count) public {
        count = bound(count, 1, ITEMS);
        uint256 factor = parameters.demandDepositFactor;
        uint256 deposits = count * protocol.dataAvailability.leafDeposit(2 ** 32, count);
        uint256 burnt = _measure(_leavesCall(deep, count, LEAF_TOP)) * block.basefee;
        assertGe(deposits * 105 / 100 / factor, burnt, "leaves, to one part in twenty, at factor 1");
        assertGt(deposits, burnt, "leaves");
        deposits = count * protocol.dataAvailability.chunkDeposit(count);
        burnt = _measure(_chunksCall(1, count, CHUNK_TOP)) * block.basefee;
        assertGe(deposits * 105 / 100 / factor, burnt, "chunks, to one part in twenty, at factor 1");
        assertGt(deposits, burnt, "chunks");
    }

    /// @dev Gas of a transaction, in a state that is undone.
    function _measure(bytes memory data) internal returns (uint256 burnt) {
        burnt = 21_000;
        for (uint256 i = 0; i < data.length; ++i) {
            burnt += data[i] == 0 ? 4 : 16;
        }
        uint256 snapshot = vm.snapshotState();
        vm.cool(address(protocol.dataAvailability));
        vm.cool(address(protocol.datanetRegistry));
        address target = address(protocol.dataAvailability);
        vm.prank(watcher);
        (bool done,) = target.call(data);
        burnt += vm.lastCallGas().gasTotalUsed; // The difference of `gasleft` holds this test's own memory as well.
        assertTrue(done, "answered");
        vm.revertToState(snapshot);
    }

    function _assertFresh(string memory name, uint256 stated, uint256 measured) internal pure {
        assertApproxEqRel(stated, measured, 0.05e18, string.concat("gas of a ", name));
    }

    function _leavesCall(SubmissionId submissionId, uint256 count, uint256 top) internal view returns (bytes memory) {
        IDataAvailability.LeafProof[] memory shown = new IDataAvailability.LeafProof[](count);
        for (uint256 i = 0; i < count; ++i) {
            shown[i] = _leaf(i, top);
        }
        return abi.encodeCall(IDataAvailability.answerLeaves, (submissionId, shown));
    }

    function _chunksCall(uint32 leaf, uint256 count, uint256 top) internal view returns (bytes memory) {
        IDataAvailability.ChunkRun[] memory runs = new IDataAvailability.ChunkRun[](1);
        runs[0].siblings = new bytes32[][](count);
        for (uint256 i = 0; i < count; ++i) {
            runs[0].data = bytes.concat(runs[0].data, chunks[i]);
            runs[0].siblings[i] = _lifted(TreeBuilder.proof(chunks, i), top);
        }
        return abi.encodeCall(IDataAvailability.answerChunks, (flat, leaf, uint64((ITEMS << top) * 256), runs));
    }

    function _leaf(uint256 index, uint256 top) internal view returns (IDataAvailability.LeafProof memory) {
        (address contributor, bytes32 textRoot) = abi.decode(leaves[index], (address, bytes32));
        bytes32[] memory siblings = _lifted(TreeBuilder.proof(leaves, index), top);
        return IDataAvailability.LeafProof(uint32(index), contributor, textRoot, siblings);
    }

    /// @dev The root of a tree of which this one is the leftmost part, `top` levels below.
    function _lift(bytes32 root, uint256 top) internal pure returns (bytes32) {
        for (uint256 level = 0; level < top; ++level) {
            root = keccak256(abi.encodePacked(hex"01", root, _sibling(level)));
        }
        return root;
    }

    function _lifted(bytes32[] memory siblings, uint256 top) internal pure returns (bytes32[] memory longer) {
        longer = new bytes32[](siblings.length + top);
        for (uint256 level = 0; level < longer.length; ++level) {
            longer[level] = level < siblings.length ? siblings[level] : _sibling(level - siblings.length);
        }
    }

    function _sibling(uint256 level) internal pure returns (bytes32) {
        return keccak256(abi.encode("sibling", level));
    }

    function _textRoot(uint256 length, bytes32 root) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"02", uint64(length), root));
    }
}
