// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {ICreditProofs} from "openledger/interfaces/ICreditProofs.sol";
import {IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {IMoneyProofs} from "openledger/interfaces/IMoneyProofs.sol";
import {ITextProofs} from "openledger/interfaces/ITextProofs.sol";
import {ITreeProofs} from "openledger/interfaces/ITreeProofs.sol";

contract VerifierOfTest is Base {
    function test_VerifierOf_EveryKindOfEvidence() public view {
        address credits = address(protocol.creditProofs);
        address texts = address(protocol.textProofs);
        address trees = address(protocol.treeProofs);
        address money = address(protocol.moneyProofs);
        _assertVerifier(EvidenceKind.FalseCredit, credits, ICreditProofs.verifyFalseCredit.selector);
        _assertVerifier(EvidenceKind.EarlierSource, credits, ICreditProofs.verifyEarlierSource.selector);
        _assertVerifier(EvidenceKind.MalformedList, credits, ICreditProofs.verifyMalformedList.selector);
        _assertVerifier(EvidenceKind.NotCanonical, texts, ITextProofs.verifyNotCanonical.selector);
        _assertVerifier(EvidenceKind.MalformedLeaf, trees, ITreeProofs.verifyMalformedLeaf.selector);
        _assertVerifier(EvidenceKind.WrongSum, trees, ITreeProofs.verifyWrongSum.selector);
        _assertVerifier(EvidenceKind.WrongCount, trees, ITreeProofs.verifyWrongCount.selector);
        _assertVerifier(EvidenceKind.Unsorted, trees, ITreeProofs.verifyUnsorted.selector);
        _assertVerifier(EvidenceKind.WrongVersion, money, IMoneyProofs.verifyWrongVersion.selector);
        _assertVerifier(EvidenceKind.BrokenReceipt, money, IMoneyProofs.verifyBrokenReceipt.selector);
        _assertVerifier(EvidenceKind.Unbacked, money, IMoneyProofs.verifyUnbacked.selector);
        _assertVerifier(EvidenceKind.WrongEntry, money, IMoneyProofs.verifyWrongEntry.selector);
        _assertVerifier(EvidenceKind.MissingEntry, money, IMoneyProofs.verifyMissingEntry.selector);
    }

    /// @dev A demand that nobody answered and an upheld escalation void a batch by other functions of the ledger.
    function test_RevertWhen_ItIsNoKindOfEvidence() public {
        _refused(EvidenceKind.None);
        _refused(EvidenceKind.UnansweredDemand);
        _refused(EvidenceKind.UpheldEscalation);
    }

    /// @dev What is no encoding of a struct is refused before any verifier sees it.
    function testFuzz_Verify_RefusesOtherEncodings(uint256 kind, bytes memory evidence, uint256 length) public {
        Batch memory batch;
        kind = bound(kind, uint256(EvidenceKind.FalseCredit), uint256(EvidenceKind.MissingEntry));
        // An offset ends in 0x20.
        if (evidence.length > 31) evidence[31] = 0x40;
        vm.expectRevert(IFraudProofs.FraudProofs_BadEncoding.selector);
        protocol.fraudProofs.verify(batch, EvidenceKind(kind), evidence);
        // The offset alone, and less than a word after it.
        evidence = new bytes(bound(length, 32, 63));
        evidence[31] = 0x20;
        vm.expectRevert(IFraudProofs.FraudProofs_BadEncoding.selector);
        protocol.fraudProofs.verify(batch, EvidenceKind(kind), evidence);
    }

    function _assertVerifier(EvidenceKind kind, address expected, bytes4 expectedSelector) internal view {
        (address verifier, bytes4 selector) = protocol.fraudProofs.verifierOf(kind);
        string memory name = string.concat("of kind ", vm.toString(uint256(kind)));
        assertEq(verifier, expected, name);
        assertEq(selector, expectedSelector, name);
    }

    function _refused(EvidenceKind kind) internal {
        vm.expectRevert(IFraudProofs.FraudProofs_UnknownKind.selector);
        protocol.fraudProofs.verifierOf(kind);
    }
}
