// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Fold} from "../utils/Fold.sol";
import {Batch, BatchCommitment} from "openledger/interfaces/IAttributionLedger.sol";
import {InferenceProof, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice Whole transactions, and what they cost: each call of these tests is a transaction of its own (`isolate`), with
/// cold storage, its calldata and its refunds. What a figure was is kept in `contracts/snapshots/gas.json`; a test fails
/// where one has changed. `npm run bench:gas` prints them, and with `-- --update` keeps them.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Gas is Money {
    /// @dev Gas by which a figure may differ from what was kept: addresses in calldata have zero bytes now and then.
    uint256 internal constant TOLERANCE = 150;
    /// @dev Levels of the trees, and a leaf in the middle of them whose lowest bits are free for leaves beside it.
    uint256 internal constant DEPTH = 20;
    uint32 internal constant COUNT = 1 << 20;
    uint32 internal constant PLACE = 0x5abc0;
    /// @dev Data fee of an answer.
    uint128 internal constant FEE = PRICE * 7000 / 10_000;

    /// @dev Sends a transaction and keeps what it cost, for each of `units`.
    function _send(string memory name, uint256 units, address sender, address target, bytes memory data) internal {
        _send(name, units, sender, target, data, 0);
    }

    function _send(string memory name, uint256 units, address sender, address target, bytes memory data, uint256 value)
        internal
    {
        _keep(name, units, _cost(sender, target, data, value));
    }

    /// @dev What a transaction costs: all of it, its calldata, its execution after refunds, and the floor (EIP-7623) that its
    /// calldata sets.
    struct Cost {
        uint256 gas;
        uint256 data;
        uint256 execution;
        uint256 floor;
    }

    function _cost(address sender, address target, bytes memory data, uint256 value)
        internal
        returns (Cost memory cost)
    {
        cost.floor = 21_000;
        for (uint256 i = 0; i < data.length; ++i) {
            cost.data += data[i] == 0 ? 4 : 16;
            cost.floor += data[i] == 0 ? 10 : 40;
        }
        vm.prank(sender, sender);
        (bool done, bytes memory reason) = target.call{value: value}(data);
        cost.gas = vm.lastCallGas().gasTotalUsed;
        if (!done) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
        // A call that is no transaction of its own costs less than that.
        assertGt(cost.gas, 21_000 + cost.data, "a whole transaction");
        cost.execution = cost.gas - 21_000 - cost.data;
        if (cost.gas < cost.floor) cost.gas = cost.floor;
    }

    /// @dev Of two transactions of which the larger has `units` more of something, what each of these costs.
    function _keepDifference(string memory name, uint256 units, Cost memory larger, Cost memory smaller) internal {
        larger.gas -= smaller.gas;
        larger.data -= smaller.data;
        larger.execution -= smaller.execution;
        larger.floor -= smaller.floor;
        // Of many of them the floor decides.
        if (larger.gas < larger.floor) larger.gas = larger.floor;
        _keep(name, units, larger);
    }

    function _keep(string memory name, uint256 units, Cost memory cost) internal {
        string memory object = "figure";
        vm.serializeString(object, "name", name);
        vm.serializeUint(object, "units", units);
        vm.serializeUint(object, "gas", cost.gas);
        vm.serializeUint(object, "data", cost.data);
        vm.serializeUint(object, "execution", cost.execution);
        string memory line = vm.serializeUint(object, "floor", cost.floor);
        if (vm.envOr("GAS_FIGURES", false)) {
            emit log_named_string("figure", line);
            return;
        }
        string memory kept = vm.readFile("contracts/snapshots/gas.json");
        string memory key = string.concat(".", name, ".gas");
        require(vm.keyExistsJson(kept, key), string.concat(name, " is new: npm run bench:gas -- --update"));
        string memory reason =
            string.concat(name, ": if it may cost that, run npm run bench:gas -- --update and commit what it writes");
        assertApproxEqAbs(cost.gas, vm.parseJsonUint(kept, key), TOLERANCE, reason);
    }

    // Trees of a million leaves, of which a few are real

    /// @dev Pays for a million answers `times` times.
    function _payForMillions(uint128 times) internal {
        _pay(modelId, times * COUNT * PRICE);
        _stake(operator, 5_000_000e18);
    }

    /// @dev Siblings of a leaf of the tree whose leaves at `PLACE` and beside it are those of a small full tree.
    function _deepen(bytes32[] memory siblings) internal pure returns (bytes32[] memory deep) {
        deep = new bytes32[](DEPTH);
        for (uint256 level = 0; level < DEPTH; ++level) {
            deep[level] = level < siblings.length ? siblings[level] : keccak256(abi.encode("sibling", level));
        }
    }

    /// @dev Their sums: of so many answers, each of about the same fee.
    function _deepen(uint128[] memory sums) internal pure returns (uint128[] memory deep) {
        deep = new uint128[](DEPTH);
        for (uint256 level = 0; level < DEPTH; ++level) {
            deep[level] = level < sums.length ? sums[level] : uint128(2 ** level * (FEE - 12_345_678_987));
        }
    }

    /// @dev Puts an answer of a small tree into the batch's large one.
    function _deepen(BatchCommitment memory commitment, InferenceProof memory proof) internal pure {
        proof.index += PLACE;
        (proof.siblings, proof.siblingSums) = (_deepen(proof.siblings), _deepen(proof.siblingSums));
        bytes32 leaf = keccak256(abi.encodePacked(hex"00", abi.encode(proof.inference), uint256(proof.dataFee)));
        uint256 total;
        (commitment.inferencesRoot, total) =
            Fold.sumRoot(COUNT, proof.index, 0, leaf, proof.dataFee, proof.siblings, proof.siblingSums);
        (commitment.inferenceCount, commitment.dataFees) = (COUNT, uint128(total));
    }

    /// @dev Puts a payout of a small tree into the batch's large one.
    function _deepen(BatchCommitment memory commitment, PayoutProof memory proof) internal pure {
        proof.index += PLACE;
        (proof.siblings, proof.siblingSums) = (_deepen(proof.siblings), _deepen(proof.siblingSums));
        bytes32 leaf = keccak256(abi.encodePacked(hex"00", abi.encode(proof.payout), uint256(proof.amount)));
        uint256 total;
        (commitment.payoutsRoot, total) =
            Fold.sumRoot(COUNT, proof.index, 0, leaf, proof.amount, proof.siblings, proof.siblingSums);
        (commitment.payoutCount, commitment.earned) = (COUNT, uint128(total));
    }

    /// @dev What a batch of a million answers says besides its trees.
    function _millions() internal view returns (BatchCommitment memory commitment) {
        commitment.modelId = modelId;
        commitment.term = 1;
        commitment.inferencesRoot = keccak256("inferences");
        commitment.inferenceCount = COUNT;
        commitment.dataFees = COUNT * FEE;
        commitment.payoutsRoot = keccak256("payouts");
        commitment.payoutCount = COUNT;
        commitment.earned = COUNT * FEE * 9 / 10;
        commitment.creditCount = 3 * COUNT;
        commitment.entryCount = 6 * COUNT;
        commitment.bundleHash = keccak256("bundle");
        commitment.bundleSize = 50_000_000;
    }

    /// @dev The batch that a commit of now makes.
    function _batchOfNow(BatchCommitment memory commitment, uint256 since) internal view returns (Batch memory batch) {
        batch = _batch(commitment);
        batch.versionsSince = uint40(since - parameters.versionGrace);
    }

    function _commitAs(BatchCommitment memory commitment, uint256 since)
        internal
        returns (BatchId batchId, Batch memory batch)
    {
        batch = _batchOfNow(commitment, since);
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(commitment, URI);
    }

    string internal constant URI = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
}
