// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "./Base.t.sol";
import {Json} from "./utils/Json.sol";
import {Batch, BatchCommitment, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {Answer, DemandKind, Item} from "openledger/interfaces/IDemandRegistry.sol";
import {Credit, Inference, Payout} from "openledger/interfaces/IFraudProofs.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {BrokenReceipt, Unbacked, UnbackedReason} from "openledger/interfaces/IMoneyProofs.sol";
import {Answers} from "openledger/libraries/Answers.sol";
import {Hashes} from "openledger/libraries/Hashes.sol";
import {SumTree} from "openledger/libraries/SumTree.sol";
import {Tree} from "openledger/libraries/Tree.sol";
import {EscrowBase} from "openledger/payment/EscrowBase.sol";
import {InferenceEscrow} from "openledger/payment/InferenceEscrow.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice The SDK's vectors: contracts and SDK hash, encode and judge alike.
contract VectorsTest is Base {
    using Json for string;

    string internal constant FOLDER = "contracts/test/vectors/";

    // Encodings

    function test_Encodings() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "encodings.json"));
        bytes memory encoded =
            abi.encode(json.account(".contribution.leaf.contributor"), json.word(".contribution.leaf.textRoot"));
        assertEq(encoded, json.data(".contribution.bytes"), "contribution");
        assertEq(
            Hashes.contributionLeaf(
                json.account(".contribution.leaf.contributor"), json.word(".contribution.leaf.textRoot")
            ),
            json.word(".contribution.hash"),
            "contribution's hash"
        );

        Inference memory inference = _inference(json, ".inference.leaf");
        assertEq(abi.encode(inference), json.data(".inference.bytes"), "inference");
        assertEq(
            Hashes.inferenceLeaf(inference, uint128(json.number(".inference.sum"))).hash,
            json.word(".inference.hash"),
            "inference's hash"
        );

        Credit memory credit = _credit(json, ".credit.leaf");
        assertEq(abi.encode(credit), json.data(".credit.bytes"), "credit");
        assertEq(Hashes.creditLeaf(credit), json.word(".credit.hash"), "credit's hash");

        encoded = abi.encode(uint32(json.number(".entry.leaf.inference")), uint32(json.number(".entry.leaf.credit")));
        assertEq(encoded, json.data(".entry.bytes"), "entry");
        assertEq(
            SumTree.leaf(encoded, uint128(json.number(".entry.sum"))).hash, json.word(".entry.hash"), "entry's hash"
        );

        Payout memory payout = _payout(json, ".payout.leaf");
        assertEq(abi.encode(payout), json.data(".payout.bytes"), "payout");
        assertEq(
            Hashes.payoutLeaf(payout, uint128(json.number(".payout.sum"))).hash,
            json.word(".payout.hash"),
            "payout's hash"
        );
    }

    // Digests

    function test_Digests() public {
        string memory json = vm.readFile(string.concat(FOLDER, "digests.json"));
        vm.chainId(json.number(".chainId"));
        InferenceEscrow escrow = InferenceEscrow(json.account(".escrow"));
        EscrowBase.Parts memory parts; // A digest depends on none.
        deployCodeTo("InferenceEscrow.sol", abi.encode(parts), address(escrow));
        bytes32 digest = escrow.voucherDigest(
            ModelId.wrap(json.number(".voucher.modelId")),
            uint32(json.number(".voucher.term")),
            json.account(".voucher.payer"),
            uint128(json.number(".voucher.cumulativeAmount"))
        );
        assertEq(digest, json.word(".voucher.digest"), "voucher");
        digest = escrow.receiptDigest(
            ModelId.wrap(json.number(".receipt.modelId")),
            uint32(json.number(".receipt.term")),
            uint32(json.number(".receipt.version")),
            json.account(".receipt.payer"),
            uint128(json.number(".receipt.from")),
            uint128(json.number(".receipt.to")),
            json.word(".receipt.outputRoot")
        );
        assertEq(digest, json.word(".receipt.digest"), "receipt");

        vm.chainId(json.number(".reserve.chainId"));
        address account =
            Hashes.reserveAccount(json.account(".reserve.registry"), DatanetId.wrap(json.number(".reserve.datanetId")));
        assertEq(account, json.account(".reserve.account"), "reserve account");
        bytes32 reservation = this.reservationOf(
            EvidenceKind(json.number(".reservation.kind")),
            json.data(".reservation.evidence"),
            json.account(".reservation.challenger"),
            BatchId.wrap(json.number(".reservation.batchId"))
        );
        assertEq(reservation, json.word(".reservation.reservation"), "reservation");
    }

    function reservationOf(EvidenceKind kind, bytes calldata evidence, address challenger, BatchId batchId)
        external
        pure
        returns (bytes32)
    {
        return Hashes.reservation(kind, evidence, challenger, batchId);
    }

    // A batch

    function test_Batch_ProofsLeadToItsRoots() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "batch.json"));
        BatchCommitment memory commitment = _commitment(json, ".batch.commitment");
        Inference memory credited;
        for (uint256 i = 0; i < commitment.inferenceCount; ++i) {
            string memory at = string(".inferences").at(i);
            Inference memory inference = _inference(json, string.concat(at, ".inference"));
            if (inference.creditCount != 0) credited = inference;
            SumTree.Node memory leaf =
                Hashes.inferenceLeaf(inference, uint128(json.number(string.concat(at, ".dataFee"))));
            _assertLeadsTo(json, at, commitment.inferenceCount, leaf, commitment.inferencesRoot, commitment.dataFees);
        }
        for (uint256 i = 0; i < credited.creditCount; ++i) {
            string memory at = string(".credits").at(i);
            bytes32 leaf = Hashes.creditLeaf(_credit(json, string.concat(at, ".credit")));
            bytes32[] memory siblings = json.words(string.concat(at, ".siblings"));
            assertTrue(Tree.verify(credited.creditsRoot, credited.creditCount, i, leaf, siblings), "credit");
        }
        for (uint256 i = 0; i < commitment.payoutCount; ++i) {
            string memory at = string(".claims").at(i);
            SumTree.Node memory leaf = Hashes.payoutLeaf(
                _payout(json, string.concat(at, ".payout")), uint128(json.number(string.concat(at, ".amount")))
            );
            _assertLeadsTo(json, at, commitment.payoutCount, leaf, commitment.payoutsRoot, commitment.earned);
        }
        assertEq(keccak256(json.data(".bundle.manifest")), commitment.bundleHash, "bundle's hash");
        assertGt(commitment.bundleSize, json.data(".bundle.manifest").length, "bundle's size");
    }

    function _assertLeadsTo(
        string memory json,
        string memory at,
        uint256 count,
        SumTree.Node memory leaf,
        bytes32 root,
        uint256 total
    ) internal pure {
        bytes32[] memory siblings = json.words(string.concat(at, ".siblings"));
        uint128[] memory sums = new uint128[](siblings.length);
        for (uint256 i = 0; i < sums.length; ++i) {
            sums[i] = uint128(json.number(string.concat(at, ".siblingSums").at(i)));
        }
        uint256 index = json.number(string.concat(at, ".index"));
        (bool wellFormed, SumTree.Node memory found) = SumTree.rootOf(count, index, leaf, siblings, sums);
        assertTrue(wellFormed && found.hash == root && found.sum == total, at);
    }

    // Evidence

    function test_Evidence_ProvesEachLieAndNothingOfTheHonestBatch() public {
        string memory json = vm.readFile(string.concat(FOLDER, "evidence.json"));
        _makeWorld(json);
        Batch memory honest;
        honest.commitment = _commitment(json, ".honest");
        uint256 count = 0;
        for (string memory at = string(".lies").at(0); json.has(at); at = string(".lies").at(++count)) {
            EvidenceKind kind = EvidenceKind(json.number(string.concat(at, ".kind")));
            bytes memory evidence = json.data(string.concat(at, ".evidence"));
            Batch memory lie;
            lie.commitment = _commitment(json, string.concat(at, ".commitment"));
            protocol.fraudProofs.verify(lie, kind, evidence);
            vm.expectRevert();
            protocol.fraudProofs.verify(honest, kind, evidence);
        }
        assertGt(count, 0, "lies");
    }

    /// @dev What these stand on (a signature, another batch) is another chain's: here only that they are encoded alike.
    function test_Evidence_IsEncodedAlike() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "evidence.json"));
        bytes memory evidence = json.data(".encoded.brokenReceipt.evidence");
        BrokenReceipt memory broken = abi.decode(evidence, (BrokenReceipt));
        assertEq(abi.encode(broken), evidence, "broken receipt");
        assertEq(broken.version, json.number(".encoded.brokenReceipt.version"), "version");
        assertEq(broken.from, json.number(".encoded.brokenReceipt.from"), "from");
        assertEq(broken.to, json.number(".encoded.brokenReceipt.to"), "to");
        assertEq(broken.outputRoot, json.word(".encoded.brokenReceipt.outputRoot"), "output");
        assertEq(broken.signature, json.data(".encoded.brokenReceipt.signature"), "signature");

        evidence = json.data(".encoded.earlierOverlap.evidence");
        Unbacked memory unbacked = abi.decode(evidence, (Unbacked));
        assertEq(abi.encode(unbacked), evidence, "unbacked");
        assertTrue(unbacked.reason == UnbackedReason.EarlierOverlap, "reason");
        assertEq(BatchId.unwrap(unbacked.otherBatchId), json.number(".encoded.earlierOverlap.batchId"), "batch id");
        BatchCommitment memory commitment = _commitment(json, ".encoded.earlierOverlap.batch.commitment");
        assertEq(abi.encode(unbacked.otherBatch.commitment), abi.encode(commitment), "commitment");
        assertEq(unbacked.otherBatch.versionsSince, json.number(".encoded.earlierOverlap.batch.versionsSince"), "since");
    }

    function test_DemandId() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "evidence.json"));
        Item memory item;
        item.kind = DemandKind(json.number(".encoded.demand.kind"));
        item.account = json.account(".encoded.demand.account");
        item.total = uint128(json.number(".encoded.demand.total"));
        item.earlier = BatchId.wrap(7);
        bytes32 id = protocol.demandRegistry.demandIdOf(BatchId.wrap(json.number(".encoded.demand.batchId")), item);
        assertEq(id, json.word(".encoded.demand.id"), "demand");
    }

    // Demands

    function test_Answers_AreAnswersOfTheirBatchAlone() public {
        _makeWorld(vm.readFile(string.concat(FOLDER, "evidence.json")));
        string memory json = vm.readFile(string.concat(FOLDER, "answers.json"));
        (Batch memory batch, Item[] memory items, Answer[] memory answers) =
            abi.decode(json.data(".call"), (Batch, Item[], Answer[]));
        assertEq(items.length, json.number(".count"), "items");
        assertEq(abi.encode(batch, items, answers), json.data(".call"), "encoded");
        for (uint256 i = 0; i < items.length; ++i) {
            this.checkAnswer(batch, items[i], answers[i]);
        }

        batch.commitment.inferencesRoot = ~batch.commitment.inferencesRoot;
        batch.commitment.payoutsRoot = ~batch.commitment.payoutsRoot;
        for (uint256 i = 0; i < items.length; ++i) {
            // That the earlier batch is the one demanded is the registry's to know, not the library's.
            if (items[i].kind == DemandKind.EarlierInferenceAt) continue;
            vm.expectRevert();
            this.checkAnswer(batch, items[i], answers[i]);
        }
    }

    function checkAnswer(Batch calldata batch, Item calldata item, Answer calldata answer) external view {
        Answers.check(batch, item, answer, protocol.datanetRegistry);
    }

    /// @dev The submissions of the vectors, accepted in their order, then what is revoked of them; a model's version.
    function _makeWorld(string memory json) internal {
        DatanetId datanetId = _createDatanet();
        uint256 count = 0;
        for (string memory at = string(".submissions").at(0); json.has(at); at = string(".submissions").at(++count)) {
            uint40 leaves = uint40(json.number(string.concat(at, ".count")));
            SubmissionId submissionId = _submitAccepted(datanetId, json.word(string.concat(at, ".root")), leaves);
            for (uint32 leaf = 0; leaf < leaves; ++leaf) {
                _revokeWhere(json, string.concat(at, ".leaves").at(leaf), submissionId, leaf);
            }
        }
        ModelId modelId = _registerModel(datanetId);
        IModelRegistry.NewVersion memory made = _newVersion(datanetId);
        made.windowWords = uint8(json.number(".windowWords"));
        vm.prank(modelOwner);
        protocol.modelRegistry.publishVersion(modelId, made);
    }

    function _revokeWhere(string memory json, string memory at, SubmissionId submissionId, uint32 leaf) internal {
        if (!json.flag(string.concat(at, ".isRevoked"))) return;
        address contributor = json.account(string.concat(at, ".contributor"));
        bytes32 textRoot = json.word(string.concat(at, ".textRoot"));
        bytes32[] memory siblings = json.words(string.concat(at, ".siblings"));
        vm.prank(curator);
        protocol.datanetRegistry.revoke(submissionId, leaf, contributor, textRoot, siblings);
    }

    // JSON

    function _commitment(string memory json, string memory at) internal pure returns (BatchCommitment memory) {
        return BatchCommitment({
            modelId: ModelId.wrap(json.number(string.concat(at, ".modelId"))),
            term: uint32(json.number(string.concat(at, ".term"))),
            inferencesRoot: json.word(string.concat(at, ".inferencesRoot")),
            inferenceCount: uint32(json.number(string.concat(at, ".inferenceCount"))),
            dataFees: uint128(json.number(string.concat(at, ".dataFees"))),
            payoutsRoot: json.word(string.concat(at, ".payoutsRoot")),
            payoutCount: uint32(json.number(string.concat(at, ".payoutCount"))),
            earned: uint128(json.number(string.concat(at, ".earned"))),
            creditCount: uint64(json.number(string.concat(at, ".creditCount"))),
            entryCount: uint64(json.number(string.concat(at, ".entryCount"))),
            bundleHash: json.word(string.concat(at, ".bundleHash")),
            bundleSize: uint64(json.number(string.concat(at, ".bundleSize")))
        });
    }

    function _inference(string memory json, string memory at) internal pure returns (Inference memory) {
        return Inference({
            version: uint32(json.number(string.concat(at, ".version"))),
            payer: json.account(string.concat(at, ".payer")),
            from: uint128(json.number(string.concat(at, ".from"))),
            to: uint128(json.number(string.concat(at, ".to"))),
            outputRoot: json.word(string.concat(at, ".outputRoot")),
            creditsRoot: json.word(string.concat(at, ".creditsRoot")),
            creditCount: uint32(json.number(string.concat(at, ".creditCount"))),
            firstCredit: uint64(json.number(string.concat(at, ".firstCredit")))
        });
    }

    function _payout(string memory json, string memory at) internal pure returns (Payout memory) {
        return Payout({
            account: json.account(string.concat(at, ".account")),
            entriesRoot: json.word(string.concat(at, ".entriesRoot")),
            entryCount: uint32(json.number(string.concat(at, ".entryCount"))),
            firstEntry: uint64(json.number(string.concat(at, ".firstEntry")))
        });
    }

    function _credit(string memory json, string memory at) internal pure returns (Credit memory) {
        return Credit({
            start: uint64(json.number(string.concat(at, ".start"))),
            length: uint64(json.number(string.concat(at, ".length"))),
            matchStart: uint64(json.number(string.concat(at, ".matchStart"))),
            matchLength: uint64(json.number(string.concat(at, ".matchLength"))),
            submissionId: SubmissionId.wrap(json.number(string.concat(at, ".submissionId"))),
            leafIndex: uint32(json.number(string.concat(at, ".leafIndex"))),
            offset: uint64(json.number(string.concat(at, ".offset"))),
            contributor: json.account(string.concat(at, ".contributor"))
        });
    }
}
