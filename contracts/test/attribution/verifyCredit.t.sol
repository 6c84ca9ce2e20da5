// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {Credit, CreditProof, Inference, InferenceProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract VerifyCreditTest is Loop {
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commit(_honest());
    }

    function _proofs() internal view returns (InferenceProof memory inference, CreditProof memory credit) {
        Answer[] memory answers = _honest();
        return (BatchDraft.inferenceProof(answers, 0), BatchDraft.creditProof(answers[0], 1));
    }

    function _verify(InferenceProof memory inference, CreditProof memory credit) internal view returns (bool) {
        return protocol.attributionLedger.verifyCredit(batchId, batch, inference, credit);
    }

    function test_VerifyCredit_OfAFinalisedBatchOnly() public {
        (InferenceProof memory inference, CreditProof memory credit) = _proofs();
        assertFalse(_verify(inference, credit), "while it can be challenged");
        _finalise(batchId, batch);
        assertTrue(_verify(inference, credit), "finalised");
        batch.bond += 1;
        assertFalse(_verify(inference, credit), "another batch");
        batch.bond -= 1;
        batchId = BatchId.wrap(2);
        assertFalse(_verify(inference, credit), "no batch");
    }

    function testFuzz_VerifyCredit_FalseForWhateverElse(uint256 field, uint256 value) public {
        _finalise(batchId, batch);
        (InferenceProof memory inference, CreditProof memory credit) = _proofs();
        bytes32 before = keccak256(abi.encode(inference, credit));
        _spoil(inference, credit, bound(field, 0, 21), value);
        vm.assume(keccak256(abi.encode(inference, credit)) != before);
        assertFalse(_verify(inference, credit), "not what was proven");
    }

    /// @dev Depths, lengths and sums that fit nothing: false, and never a revert.
    function testFuzz_VerifyCredit_NeverReverts(
        BatchId id,
        Batch calldata any,
        InferenceProof calldata inference,
        CreditProof calldata credit
    ) public {
        assertFalse(protocol.attributionLedger.verifyCredit(id, any, inference, credit), "nothing");
        _finalise(batchId, batch);
        assertFalse(protocol.attributionLedger.verifyCredit(batchId, batch, inference, credit), "no inference of it");
        (InferenceProof memory real, CreditProof memory its) = _proofs();
        assertFalse(protocol.attributionLedger.verifyCredit(batchId, batch, real, credit), "no credit of it");
        its.siblings = credit.siblings;
        assertEq(
            protocol.attributionLedger.verifyCredit(batchId, batch, real, its),
            keccak256(abi.encode(credit.siblings)) == keccak256(abi.encode(_siblings())),
            "its siblings only"
        );
        for (uint256 i = 0; i < real.siblingSums.length; ++i) {
            real.siblingSums[i] = type(uint128).max;
        }
        assertFalse(protocol.attributionLedger.verifyCredit(batchId, batch, real, its), "sums that overflow");
    }

    function _siblings() internal view returns (bytes32[] memory) {
        (, CreditProof memory credit) = _proofs();
        return credit.siblings;
    }

    function _spoil(InferenceProof memory p, CreditProof memory c, uint256 field, uint256 value) internal pure {
        (Inference memory n, Credit memory w) = (p.inference, c.credit);
        if (field == 0) n.version = uint32(value);
        if (field == 1) n.payer = address(uint160(value));
        if (field == 2) n.from = uint128(value);
        if (field == 3) n.to = uint128(value);
        if (field == 4) n.outputRoot = bytes32(value);
        if (field == 5) n.creditsRoot = bytes32(value);
        if (field == 6) n.creditCount = uint32(value);
        if (field == 7) n.firstCredit = uint64(value);
        if (field == 8) p.dataFee = uint128(value);
        if (field == 9) p.index = uint32(value);
        if (field == 10) p.siblings[value % p.siblings.length] = bytes32(value);
        if (field == 11) p.siblingSums[value % p.siblingSums.length] = uint128(value);
        if (field == 12) w.start = uint64(value);
        if (field == 13) w.length = uint64(value);
        if (field == 14) w.matchStart = uint64(value);
        if (field == 15) w.matchLength = uint64(value);
        if (field == 16) w.submissionId = SubmissionId.wrap(value);
        if (field == 17) w.leafIndex = uint32(value);
        if (field == 18) w.offset = uint64(value);
        if (field == 19) w.contributor = address(uint160(value));
        if (field == 20) c.index = uint32(value);
        if (field == 21) c.siblings = new bytes32[](value % 40);
    }
}
