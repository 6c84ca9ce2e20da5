// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Trees} from "../Trees.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {
    Entry,
    EntryProof,
    IFraudProofs,
    Inference,
    InferenceProof,
    Payout,
    PayoutProof
} from "openledger/interfaces/IFraudProofs.sol";
import {BatchTree, ITreeProofs, Unsorted} from "openledger/interfaces/ITreeProofs.sol";

/// @notice Leaves out of order, proven by any two of them that show it, and ascending ones, refused.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract UnsortedTest is Trees {
    uint256 internal constant MOST = 8;

    /// @dev A leaf's key; `low` is not looked at for payouts.
    struct Key {
        uint160 high;
        uint128 low;
    }

    // Any leaves

    /// @dev Of any two leaves in any tree evidence says exactly whether they ascend, judged by keys as one number.
    function testFuzz_AnyTwoLeaves(uint256 seed, uint256 count) public view {
        count = bound(count, 2, MOST);
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            if (BatchTree(kind) == BatchTree.Credits) continue;
            Key[] memory keys = _keys(BatchTree(kind), seed, count);
            for (uint256 left = 0; left < count; ++left) {
                for (uint256 right = left + 1; right < count; ++right) {
                    this.check(BatchTree(kind), keys, left, right);
                }
            }
        }
    }

    function check(BatchTree kind, Key[] calldata keys, uint256 left, uint256 right) external view {
        (Batch memory batch, Unsorted memory evidence) = _evidence(kind, keys, left, right);
        if (_number(kind, keys[left]) >= _number(kind, keys[right])) _proven(batch, evidence);
        else _refused(batch, evidence, ITreeProofs.TreeProofs_Ascending.selector);
    }

    /// @dev The two parts of a key, of at most 160 and 95 bits, as one number.
    function _number(BatchTree kind, Key memory key) internal pure returns (uint256) {
        return kind == BatchTree.Payouts ? key.high : (uint256(key.high) << 95) + key.low;
    }

    // Lies

    function test_TwiceTheSame() public view {
        Key[] memory keys = new Key[](3);
        keys[0] = Key(1, 1);
        keys[1] = keys[2] = Key(2, 2);
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            if (BatchTree(kind) == BatchTree.Credits) continue;
            (Batch memory batch, Unsorted memory evidence) = _evidence(BatchTree(kind), keys, 1, 2);
            _proven(batch, evidence);
        }
    }

    function test_NotOnlyNeighbours() public view {
        Key[] memory keys = new Key[](3);
        (keys[0], keys[1], keys[2]) = (Key(2, 0), Key(3, 0), Key(1, 9));
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            if (BatchTree(kind) == BatchTree.Credits) continue;
            (Batch memory batch, Unsorted memory evidence) = _evidence(BatchTree(kind), keys, 0, 2);
            _proven(batch, evidence);
        }
    }

    /// @dev The second part decides only where the first is the same.
    function test_OrderOfTheParts() public view {
        Key[] memory keys = new Key[](2);
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            if (BatchTree(kind) == BatchTree.Credits || BatchTree(kind) == BatchTree.Payouts) continue;
            (keys[0], keys[1]) = (Key(1, 9), Key(2, 0));
            (Batch memory batch, Unsorted memory evidence) = _evidence(BatchTree(kind), keys, 0, 1);
            _refused(batch, evidence, ITreeProofs.TreeProofs_Ascending.selector);
            (keys[0], keys[1]) = (Key(2, 0), Key(1, 9));
            (batch, evidence) = _evidence(BatchTree(kind), keys, 0, 1);
            _proven(batch, evidence);
            (keys[0], keys[1]) = (Key(2, 9), Key(2, 8));
            (batch, evidence) = _evidence(BatchTree(kind), keys, 0, 1);
            _proven(batch, evidence);
        }
    }

    // Evidence that is none

    function test_Refuses_TheSameLeafTwiceAndLeavesInReverse() public view {
        Key[] memory keys = new Key[](4);
        for (uint256 i = 0; i < keys.length; ++i) {
            keys[i] = Key(uint160(i), uint128(i));
        }
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            if (BatchTree(kind) == BatchTree.Credits) continue;
            (Batch memory batch, Unsorted memory evidence) = _evidence(BatchTree(kind), keys, 2, 2);
            _refused(batch, evidence, ITreeProofs.TreeProofs_BadPath.selector);
            (batch, evidence) = _evidence(BatchTree(kind), keys, 3, 1);
            _refused(batch, evidence, ITreeProofs.TreeProofs_BadPath.selector);
        }
    }

    function test_Refuses_OtherNumbersOfLeaves() public view {
        Key[] memory keys = new Key[](2);
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            if (BatchTree(kind) == BatchTree.Credits) continue;
            for (uint256 count = 0; count < 4; ++count) {
                if (count == 2) continue;
                (Batch memory batch, Unsorted memory evidence) = _evidence(BatchTree(kind), keys, 0, 1);
                if (BatchTree(kind) == BatchTree.Inferences) evidence.inferences = new InferenceProof[](count);
                else if (BatchTree(kind) == BatchTree.Payouts) evidence.payouts = new PayoutProof[](count);
                else evidence.entries = new EntryProof[](count);
                _refused(batch, evidence, ITreeProofs.TreeProofs_BadPath.selector);
            }
        }
        (Batch memory planted, Unsorted memory bare) = _evidence(BatchTree.Entries, keys, 0, 1);
        bare.payouts = new PayoutProof[](0);
        _refused(planted, bare, ITreeProofs.TreeProofs_BadPath.selector);
    }

    function test_Refuses_LeavesOfNoTree() public view {
        Key[] memory keys = new Key[](2);
        for (uint256 place = 0; place < 2; ++place) {
            (Batch memory batch, Unsorted memory evidence) = _evidence(BatchTree.Inferences, keys, 0, 1);
            ++evidence.inferences[place].dataFee;
            _refused(batch, evidence, IFraudProofs.FraudProofs_BadInferenceProof.selector);
            (batch, evidence) = _evidence(BatchTree.Payouts, keys, 0, 1);
            ++evidence.payouts[place].amount;
            _refused(batch, evidence, IFraudProofs.FraudProofs_BadPayoutProof.selector);
            (batch, evidence) = _evidence(BatchTree.Entries, keys, 0, 1);
            ++evidence.entries[place].amount;
            _refused(batch, evidence, IFraudProofs.FraudProofs_BadEntryProof.selector);
            (batch, evidence) = _evidence(BatchTree.Entries, keys, 0, 1);
            ++evidence.payouts[0].amount;
            _refused(batch, evidence, IFraudProofs.FraudProofs_BadPayoutProof.selector);
        }
    }

    function test_Refuses_Credits() public view {
        // What is out of order among credits `MalformedList` proves.
        Batch memory batch;
        Unsorted memory evidence;
        evidence.tree = BatchTree.Credits;
        _refused(batch, evidence, ITreeProofs.TreeProofs_WrongTree.selector);
    }

    // Steps

    /// @dev Few values, so that many keys are alike or differ in one part, and some as great as can be.
    function _keys(BatchTree kind, uint256 seed, uint256 count) internal pure returns (Key[] memory keys) {
        keys = new Key[](count);
        bool isEntry = kind == BatchTree.Entries;
        for (uint256 i = 0; i < count; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            keys[i].high = uint160(random % 3);
            keys[i].low = uint128((random >> 8) % 4);
            if ((random >> 16) % 6 == 0) keys[i].high = isEntry ? type(uint32).max : type(uint160).max;
            if ((random >> 24) % 6 == 0) keys[i].low = isEntry ? type(uint32).max : 2 ** 95 - 1;
        }
    }

    function _leafOf(BatchTree kind, Key memory key) internal pure returns (bytes memory) {
        if (kind == BatchTree.Inferences) {
            return abi.encode(Inference(1, address(key.high), key.low, type(uint128).max, 0, 0, 0, 0));
        }
        if (kind == BatchTree.Payouts) return abi.encode(Payout(address(key.high), 0, 0, 0));
        return abi.encode(Entry(uint32(key.high), uint32(key.low)));
    }

    /// @dev The batch whose tree has leaves of these keys, and evidence that shows two of them.
    function _evidence(BatchTree kind, Key[] memory keys, uint256 left, uint256 right)
        internal
        pure
        returns (Batch memory batch, Unsorted memory evidence)
    {
        bytes[] memory leaves = new bytes[](keys.length);
        uint128[] memory sums = new uint128[](keys.length);
        uint128 total = 0;
        for (uint256 i = 0; i < keys.length; ++i) {
            leaves[i] = _leafOf(kind, keys[i]);
            sums[i] = uint128(i);
            total += uint128(i);
        }
        (bytes32 root,) = TreeBuilder.sumRoot(leaves, sums);
        Planted memory planted = _plant(kind, root, uint32(keys.length), total);
        batch = planted.batch;
        evidence.tree = kind;
        if (kind == BatchTree.Inferences) evidence.inferences = new InferenceProof[](2);
        else if (kind == BatchTree.Payouts) evidence.payouts = new PayoutProof[](2);
        else evidence.entries = new EntryProof[](2);
        for (uint256 i = 0; i < 2; ++i) {
            uint256 at = i == 0 ? left : right;
            (bytes32[] memory siblings, uint128[] memory siblingSums) = TreeBuilder.sumProof(leaves, sums, at);
            if (kind == BatchTree.Inferences) {
                Inference memory inference = abi.decode(leaves[at], (Inference));
                evidence.inferences[i] = InferenceProof(inference, sums[at], uint32(at), siblings, siblingSums);
            } else if (kind == BatchTree.Payouts) {
                Payout memory payout = abi.decode(leaves[at], (Payout));
                evidence.payouts[i] = PayoutProof(payout, sums[at], uint32(at), siblings, siblingSums);
            } else {
                Entry memory entry = abi.decode(leaves[at], (Entry));
                evidence.entries[i] = EntryProof(entry, sums[at], uint32(at), siblings, siblingSums);
            }
        }
        if (kind == BatchTree.Entries) {
            evidence.payouts = new PayoutProof[](1);
            evidence.payouts[0] = planted.payout;
        }
    }

    function _proven(Batch memory batch, Unsorted memory evidence) internal view {
        (bool proven, bytes memory reason) = _verify(batch, EvidenceKind.Unsorted, abi.encode(evidence));
        assertTrue(proven, string.concat("unsorted: ", vm.toString(reason)));
    }

    function _refused(Batch memory batch, Unsorted memory evidence, bytes4 expected) internal view {
        (bool proven, bytes memory reason) = _verify(batch, EvidenceKind.Unsorted, abi.encode(evidence));
        assertFalse(proven, "proves nothing");
        _assertReason(reason, expected, "why not");
    }
}
