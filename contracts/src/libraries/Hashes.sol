// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Batch, BatchStatus, EvidenceKind} from "../interfaces/IAttributionLedger.sol";
import {Credit, Entry, Inference, Payout} from "../interfaces/IFraudProofs.sol";
import {BatchId} from "../types/BatchId.sol";
import {DatanetId} from "../types/DatanetId.sol";
import {ModelId} from "../types/ModelId.sol";
import {SumTree} from "./SumTree.sol";
import {Tree} from "./Tree.sol";

/// @title Hashes
/// @notice Every typehash, leaf encoding and record hash of the protocol, and nowhere else.
library Hashes {
    bytes32 internal constant VOUCHER_TYPEHASH =
        keccak256("Voucher(address payer,uint256 modelId,uint32 term,uint128 cumulativeAmount)");
    bytes32 internal constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(uint256 modelId,uint32 term,uint32 version,address payer,uint128 from,uint128 to,bytes32 outputRoot)"
    );
    bytes32 internal constant CONTRIBUTION_TYPEHASH =
        keccak256("Contribution(uint256 datanetId,address contributor,bytes32 leafHash,uint256 deadline)");
    bytes32 internal constant RESERVE_TAG = keccak256("openledger.reserve");
    bytes32 internal constant REQUEST_TAG = keccak256("openledger.request");

    /// @notice EIP-712 struct hash of a voucher.
    function voucher(ModelId modelId, uint32 term, address payer, uint128 cumulativeAmount)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(VOUCHER_TYPEHASH, payer, modelId, term, cumulativeAmount));
    }

    /// @notice EIP-712 struct hash of a receipt.
    function receipt(
        ModelId modelId,
        uint32 term,
        uint32 version,
        address payer,
        uint128 from,
        uint128 to,
        bytes32 outputRoot
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(RECEIPT_TYPEHASH, modelId, term, version, payer, from, to, outputRoot));
    }

    /// @notice EIP-712 struct hash of a contribution that its contributor gives to a relayer.
    function contribution(DatanetId datanetId, address contributor, bytes32 leafHash, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(CONTRIBUTION_TYPEHASH, datanetId, contributor, leafHash, deadline));
    }

    /// @notice Leaf of a contribution in its submission's Tree.
    function contributionLeaf(address contributor, bytes32 textRoot) internal pure returns (bytes32) {
        return Tree.hashLeaf(abi.encode(contributor, textRoot));
    }

    /// @notice Leaf of an answer in its batch's SumTree, whose sum is the data fee.
    function inferenceLeaf(Inference memory inference, uint128 dataFee) internal pure returns (SumTree.Node memory) {
        return SumTree.leaf(abi.encode(inference), dataFee);
    }

    /// @notice Leaf of a credit in its answer's Tree.
    function creditLeaf(Credit memory credit) internal pure returns (bytes32) {
        return Tree.hashLeaf(abi.encode(credit));
    }

    /// @notice Leaf of an account in its batch's SumTree of payouts, whose sum is what it earned.
    function payoutLeaf(Payout memory payout, uint128 amount) internal pure returns (SumTree.Node memory) {
        return SumTree.leaf(abi.encode(payout), amount);
    }

    /// @notice Leaf of an entry in its payout's SumTree, whose sum is its amount.
    function entryLeaf(Entry memory entry, uint128 amount) internal pure returns (SumTree.Node memory) {
        return SumTree.leaf(abi.encode(entry), amount);
    }

    /// @notice What the chain keeps of a batch: its hash with the last byte replaced by its status.
    function batchRecord(Batch calldata batch, BatchStatus status) internal pure returns (bytes32) {
        bytes32 hash;
        // A batch is 19 words in a row, and its encoding is those words: hashed as they were sent, so that one with bits that
        // no field has is no batch that was ever recorded. Written behind the free memory pointer, which stays.
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, batch, 0x260)
            hash := keccak256(free, 0x260)
        }
        return withStatus(hash, status);
    }

    /// @notice The record of a batch that was just made.
    function newBatchRecord(Batch memory batch) internal pure returns (bytes32) {
        return withStatus(keccak256(abi.encode(batch)), BatchStatus.Committed);
    }

    /// @notice The record of the same batch under another status.
    function withStatus(bytes32 record, BatchStatus status) internal pure returns (bytes32) {
        return record & ~bytes32(uint256(0xff)) | bytes32(uint256(status));
    }

    /// @notice The reservation of evidence for its challenger.
    function reservation(EvidenceKind kind, bytes calldata evidence, address challenger, BatchId batchId)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(kind, keccak256(evidence), challenger, batchId));
    }

    /// @notice The account under which a datanet's reserve earns. No key signs for it.
    function reserveAccount(address registry, DatanetId datanetId) internal view returns (address) {
        // The last 20 bytes of a hash are an address.
        return address(uint160(uint256(keccak256(abi.encode(RESERVE_TAG, block.chainid, registry, datanetId)))));
    }

    /// @notice The account under which a requester's on-chain requests are charged. No key signs for it.
    function requestAccount(address escrow, address requester) internal view returns (address) {
        // The last 20 bytes of a hash are an address.
        return address(uint160(uint256(keccak256(abi.encode(REQUEST_TAG, block.chainid, escrow, requester)))));
    }

    /// @notice Nonce of an ERC-3009 authorization that funds a payer's use of a model.
    function authorizationNonce(ModelId modelId, address payer, bytes32 salt) internal pure returns (bytes32) {
        return keccak256(abi.encode(modelId, payer, salt));
    }
}
