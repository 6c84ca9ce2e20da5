// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Batch, EvidenceKind} from "../interfaces/IAttributionLedger.sol";
import {ICreditProofs} from "../interfaces/ICreditProofs.sol";
import {IFraudProofs} from "../interfaces/IFraudProofs.sol";
import {IMoneyProofs} from "../interfaces/IMoneyProofs.sol";
import {ITextProofs} from "../interfaces/ITextProofs.sol";
import {ITreeProofs} from "../interfaces/ITreeProofs.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title FraudProofs
/// @notice See `IFraudProofs`.
contract FraudProofs is IFraudProofs {
    using Address for address;

    /// @dev Where the evidence begins that follows a batch in a call's arguments: after the 19 words of the batch and the offset itself.
    uint256 internal constant EVIDENCE_OFFSET = 20 * 32;

    ICreditProofs public immutable CREDIT_PROOFS;
    ITextProofs public immutable TEXT_PROOFS;
    ITreeProofs public immutable TREE_PROOFS;
    IMoneyProofs public immutable MONEY_PROOFS;

    constructor(ICreditProofs creditProofs, ITextProofs textProofs, ITreeProofs treeProofs, IMoneyProofs moneyProofs) {
        CREDIT_PROOFS = creditProofs;
        TEXT_PROOFS = textProofs;
        TREE_PROOFS = treeProofs;
        MONEY_PROOFS = moneyProofs;
    }

    /// @inheritdoc IFraudProofs
    function verify(Batch calldata batch, EvidenceKind kind, bytes calldata evidence) external view {
        (address verifier, bytes4 selector) = verifierOf(kind);
        // `abi.encode` of a struct is the offset 32 and the struct, which is passed on as it is: decoding it here only to
        // encode it again would cost as much as judging it.
        require(evidence.length >= 64 && bytes32(evidence[:32]) == bytes32(uint256(32)), FraudProofs_BadEncoding());
        // Reverts with the verifier's reason, and where there is no verifier.
        verifier.functionStaticCall(bytes.concat(selector, _encodingOf(batch), bytes32(EVIDENCE_OFFSET), evidence[32:]));
    }

    /// @dev The words of a batch as they were sent: the verifier that reads them refuses one that no field has.
    function _encodingOf(Batch calldata batch) internal pure returns (bytes calldata encoding) {
        // A batch is static, and `EVIDENCE_OFFSET` but the offset's own word long.
        assembly ("memory-safe") {
            encoding.offset := batch
            encoding.length := sub(EVIDENCE_OFFSET, 0x20)
        }
    }

    /// @inheritdoc IFraudProofs
    function verifierOf(EvidenceKind kind) public view returns (address verifier, bytes4 selector) {
        if (kind == EvidenceKind.FalseCredit) {
            return (address(CREDIT_PROOFS), ICreditProofs.verifyFalseCredit.selector);
        }
        if (kind == EvidenceKind.EarlierSource) {
            return (address(CREDIT_PROOFS), ICreditProofs.verifyEarlierSource.selector);
        }
        if (kind == EvidenceKind.MalformedList) {
            return (address(CREDIT_PROOFS), ICreditProofs.verifyMalformedList.selector);
        }
        if (kind == EvidenceKind.NotCanonical) return (address(TEXT_PROOFS), ITextProofs.verifyNotCanonical.selector);
        if (kind == EvidenceKind.MalformedLeaf) {
            return (address(TREE_PROOFS), ITreeProofs.verifyMalformedLeaf.selector);
        }
        if (kind == EvidenceKind.WrongSum) return (address(TREE_PROOFS), ITreeProofs.verifyWrongSum.selector);
        if (kind == EvidenceKind.WrongCount) return (address(TREE_PROOFS), ITreeProofs.verifyWrongCount.selector);
        if (kind == EvidenceKind.Unsorted) return (address(TREE_PROOFS), ITreeProofs.verifyUnsorted.selector);
        if (kind == EvidenceKind.WrongVersion) {
            return (address(MONEY_PROOFS), IMoneyProofs.verifyWrongVersion.selector);
        }
        if (kind == EvidenceKind.BrokenReceipt) {
            return (address(MONEY_PROOFS), IMoneyProofs.verifyBrokenReceipt.selector);
        }
        if (kind == EvidenceKind.Unbacked) return (address(MONEY_PROOFS), IMoneyProofs.verifyUnbacked.selector);
        if (kind == EvidenceKind.WrongEntry) return (address(MONEY_PROOFS), IMoneyProofs.verifyWrongEntry.selector);
        if (kind == EvidenceKind.MissingEntry) {
            return (address(MONEY_PROOFS), IMoneyProofs.verifyMissingEntry.selector);
        }
        revert FraudProofs_UnknownKind();
    }
}
