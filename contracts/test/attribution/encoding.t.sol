// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {MalformedList, MalformedListReason} from "openledger/interfaces/ICreditProofs.sol";
import {IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";

/// @notice Evidence is passed on to its verifier as it is, and so has one encoding.
contract EncodingTest is Money {
    Batch internal batch;
    bytes internal evidence;

    function setUp() public override {
        super.setUp();
        Answer[] memory answers = _honest();
        answers[0].credits[0].length = 0;
        batch = _batch(_commitment(answers));
        MalformedList memory proof;
        proof.inference = BatchDraft.inferenceProof(answers, 0);
        proof.first = BatchDraft.creditProof(answers[0], 0);
        proof.reason = MalformedListReason.Empty;
        evidence = abi.encode(proof);
    }

    function _refused(bytes memory encoded, bytes4 reason) internal {
        _refuses(batch, EvidenceKind.MalformedList, encoded, reason);
    }

    function test_Verify_AsTheCompilerEncodes() public view {
        protocol.fraudProofs.verify(batch, EvidenceKind.MalformedList, evidence);
    }

    function testFuzz_RevertWhen_TheOffsetIsAnother(uint256 offset) public {
        vm.assume(offset != 32);
        bytes memory encoded = evidence;
        assembly ("memory-safe") {
            mstore(add(encoded, 0x20), offset)
        }
        _refused(encoded, IFraudProofs.FraudProofs_BadEncoding.selector);
    }

    function test_RevertWhen_TheStructStandsFurtherBehind() public {
        bytes memory encoded = evidence;
        assembly ("memory-safe") {
            mstore(add(encoded, 0x20), 0x40)
        }
        _refused(bytes.concat(encoded, new bytes(32)), IFraudProofs.FraudProofs_BadEncoding.selector);
    }

    function testFuzz_RevertWhen_ThereIsNoStruct(uint256 length) public {
        bytes memory encoded = evidence;
        length = bound(length, 0, 63);
        assembly ("memory-safe") {
            mstore(encoded, length)
        }
        _refused(encoded, IFraudProofs.FraudProofs_BadEncoding.selector);
    }

    /// @dev Of a struct that is cut off its verifier can make nothing.
    function testFuzz_RevertWhen_TheStructIsCutOff(uint256 length) public {
        bytes memory encoded = evidence;
        length = bound(length, 64, 256);
        assembly ("memory-safe") {
            mstore(encoded, length)
        }
        _refused(encoded, Errors.FailedCall.selector);
        assembly ("memory-safe") {
            mstore(encoded, 64)
        }
        _refused(encoded, Errors.FailedCall.selector);
    }
}
