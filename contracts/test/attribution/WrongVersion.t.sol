// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {Batch, BatchStatus, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {IMoneyProofs, WrongVersion} from "openledger/interfaces/IMoneyProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice Answers of versions that could not have answered.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract WrongVersionTest is Money {
    /// @dev When version 1 was published and activated.
    uint40 internal constant START = 1_800_000_000;

    // The honest batch

    function testFuzz_Honest_AnActiveVersionStands(uint256 place, uint256 bit) public {
        Answer[] memory answers = _honest();
        place = bound(place, 0, 2);
        Batch memory batch = _batchOf(answers);
        bytes memory evidence = _evidence(answers, place);
        _refuses(batch, EvidenceKind.WrongVersion, evidence, _active(1));
        _refusesTurned(batch, EvidenceKind.WrongVersion, evidence, bit);
    }

    function testFuzz_Honest_WhatComesAfterTheCommitChangesNothing(uint256 later) public {
        Answer[] memory answers = _honest();
        vm.warp(START + 1 days);
        Batch memory batch = _batchOf(answers);
        vm.warp(bound(later, START + 1 days, START + 300 days));
        vm.prank(modelOwner);
        protocol.modelRegistry.retireVersion(modelId, 1);
        _publishVersion(modelId, datanetId);
        _refuses(batch, EvidenceKind.WrongVersion, _evidence(answers, 0), _active(1));
    }

    // Never active

    function testFuzz_Never_NotPublished(uint32 version) public view {
        vm.assume(version != 1);
        _falls(version, START, START);
    }

    function test_Never_OfAnotherModel() public {
        _useInfluence(); // Another model with one version.
        vm.startPrank(modelOwner);
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        newVersion.windowWords = 0;
        uint32 second = protocol.modelRegistry.publishVersion(modelId, newVersion);
        vm.stopPrank();
        assertEq(second, 2, "its second");
        _stands(2, START, START);
        modelId = _registerModel(datanetId);
        _publishVersion(modelId, datanetId);
        _falls(2, START, START);
        _stands(1, START, START);
    }

    function test_Never_PublishedAndNotActivated() public {
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        newVersion.active = false;
        vm.prank(modelOwner);
        uint32 version = protocol.modelRegistry.publishVersion(modelId, newVersion);
        vm.warp(START + 1 days);
        _falls(version, START, START + 1 days);
        vm.prank(modelOwner);
        protocol.modelRegistry.activateVersion(modelId, version);
        _stands(version, START, START + 1 days);
    }

    // Retired, superseded, revived

    function testFuzz_Retired_BeforeTheTimeFalls(uint256 retiredAt, uint256 since) public {
        retiredAt = bound(retiredAt, START, START + 10 days);
        since = bound(since, retiredAt + 1, START + 20 days);
        vm.warp(retiredAt);
        vm.prank(modelOwner);
        protocol.modelRegistry.retireVersion(modelId, 1);
        vm.warp(START + 20 days);
        _falls(1, uint40(since), START + 20 days);
        // The second of its retirement counts, and with it every earlier beginning.
        _stands(1, uint40(retiredAt), START + 20 days);
        _stands(1, START - 1 days, START + 20 days);
    }

    /// @dev An operator that serves new data may not credit an old snapshot, by which a later contributor earns nothing.
    function test_Superseded_AfterItsTrialFalls() public {
        vm.warp(START + 1 days);
        assertEq(_publishVersion(modelId, datanetId), 2, "the next");
        uint40 over = START + 1 days + parameters.trialTime;
        vm.warp(over + 1 days);
        _stands(1, over - 1, over + 1 days);
        _falls(1, over, over + 1 days);
        _stands(2, over, over + 1 days);
    }

    function test_Revived_OnlyAfterTheCommitFalls() public {
        vm.warp(START + 1 days);
        vm.prank(modelOwner);
        protocol.modelRegistry.retireVersion(modelId, 1);
        vm.warp(START + 5 days + 1);
        vm.prank(modelOwner);
        protocol.modelRegistry.activateVersion(modelId, 1);
        _falls(1, START + 2 days, START + 5 days);
        _stands(1, START + 2 days, START + 5 days + 1);
        _stands(1, START + 1 days, START + 5 days);
    }

    function test_Revived_ForASecondWithinTheTimeStands() public {
        vm.warp(START + 1 days);
        vm.prank(modelOwner);
        protocol.modelRegistry.retireVersion(modelId, 1);
        vm.warp(START + 3 days);
        vm.startPrank(modelOwner);
        protocol.modelRegistry.activateVersion(modelId, 1);
        protocol.modelRegistry.retireVersion(modelId, 1);
        vm.stopPrank();
        vm.warp(START + 5 days);
        _stands(1, START + 2 days, START + 5 days);
        _falls(1, START + 3 days + 1, START + 5 days);
        _falls(1, START + 1 days + 1, START + 3 days - 1);
    }

    // Through the ledger

    function test_Ledger_ARetiredVersionFallsAfterTheNextFinalisedCommit() public {
        (BatchId batchId, Batch memory batch) = _commit(_honest());
        _finalise(batchId, batch);
        vm.prank(modelOwner);
        protocol.modelRegistry.retireVersion(modelId, 1);
        vm.warp(vm.getBlockTimestamp() + parameters.versionGrace + 1);
        // The answers of the next batch may be older than the retirement, and those of the one after may not.
        bytes memory evidence;
        (batchId, batch, evidence) = _commitNext(1, batch.committedAt);
        vm.expectRevert(_active(1));
        protocol.attributionLedger.challenge(batchId, batch, EvidenceKind.WrongVersion, evidence);
        _finalise(batchId, batch);
        (batchId, batch, evidence) = _commitNext(2, batch.committedAt);
        protocol.attributionLedger.challenge(batchId, batch, EvidenceKind.WrongVersion, evidence);
        assertEq(uint256(protocol.attributionLedger.statusOf(batchId)), uint256(BatchStatus.Voided), "void");
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        Answer[] memory answers = _honest();
        answers[0].version = 7;
        Batch memory batch = _batchOf(answers);
        WrongVersion memory evidence = WrongVersion(BatchDraft.inferenceProof(answers, 0));
        _proves(batch, EvidenceKind.WrongVersion, abi.encode(evidence));
        evidence.inference.index = 1;
        _refuses(batch, EvidenceKind.WrongVersion, abi.encode(evidence), _badInference(1));
        evidence.inference.index = 0;
        evidence.inference.inference.version = 8;
        _refuses(batch, EvidenceKind.WrongVersion, abi.encode(evidence), _badInference(0));
    }

    // Helpers

    function _falls(uint32 version, uint40 since, uint40 committedAt) internal view {
        (Batch memory batch, bytes memory evidence) = _batchWith(version, since, committedAt);
        _proves(batch, EvidenceKind.WrongVersion, evidence);
    }

    function _stands(uint32 version, uint40 since, uint40 committedAt) internal {
        (Batch memory batch, bytes memory evidence) = _batchWith(version, since, committedAt);
        _refuses(batch, EvidenceKind.WrongVersion, evidence, _active(version));
    }

    function _batchWith(uint32 version, uint40 since, uint40 committedAt)
        internal
        view
        returns (Batch memory batch, bytes memory evidence)
    {
        Answer[] memory answers = _honest();
        answers[1].version = version;
        batch = _batchOf(answers);
        (batch.versionsSince, batch.committedAt) = (since, committedAt);
        evidence = _evidence(answers, 1);
    }

    /// @dev Three more paid answers of version 1, committed, with evidence against the first.
    function _commitNext(uint128 number, uint40 lastCommit)
        internal
        returns (BatchId batchId, Batch memory batch, bytes memory evidence)
    {
        _pay(modelId, 3 * PRICE);
        Answer[] memory answers = _honest();
        for (uint128 i = 0; i < 3; ++i) {
            (answers[i].from, answers[i].to) = ((number * 3 + i) * PRICE, (number * 3 + i + 1) * PRICE);
        }
        batch = _batchOf(answers);
        batch.versionsSince = lastCommit - parameters.versionGrace;
        vm.prank(operator);
        batchId = protocol.attributionLedger.commit(batch.commitment, "openledger:blobs");
        assertTrue(protocol.attributionLedger.isRecorded(batchId, batch, BatchStatus.Committed), "as computed");
        evidence = _evidence(answers, 0);
    }

    function _evidence(Answer[] memory answers, uint256 place) internal pure returns (bytes memory) {
        return abi.encode(WrongVersion(BatchDraft.inferenceProof(answers, place)));
    }

    function _active(uint256 version) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IMoneyProofs.MoneyProofs_VersionActive.selector, version);
    }

    function _badInference(uint256 index) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, index);
    }
}
