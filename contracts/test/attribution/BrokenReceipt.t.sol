// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Money} from "../Money.t.sol";
import {Answer, BatchDraft} from "../utils/BatchDraft.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {Credit, IFraudProofs} from "openledger/interfaces/IFraudProofs.sol";
import {BrokenReceipt, IMoneyProofs} from "openledger/interfaces/IMoneyProofs.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Answers that contradict a receipt of the term.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract BrokenReceiptTest is Money {
    /// @dev Whom a receipt is for: the term's model, its number, the leaf's payer.
    struct Scope {
        ModelId modelId;
        uint32 term;
        address payer;
    }

    // The honest batch

    function testFuzz_Honest_ItsReceiptsBreakNothing(uint256 place, uint256 receipt, uint256 bit) public {
        Answer[] memory answers = _honest();
        place = bound(place, 0, 2);
        // Its own receipt, and those of the answers beside it.
        BrokenReceipt memory evidence = _evidence(answers, place, answers[bound(receipt, 0, 2)]);
        Batch memory batch = _batchOf(answers);
        _refuses(
            batch, EvidenceKind.BrokenReceipt, abi.encode(evidence), IMoneyProofs.MoneyProofs_ReceiptAgrees.selector
        );
        _refusesTurned(batch, EvidenceKind.BrokenReceipt, abi.encode(evidence), bit);
    }

    // Differences

    function testFuzz_OtherOutput(bytes memory output) public view {
        vm.assume(keccak256(output) != keccak256(_output()));
        Answer[] memory answers = _honest();
        Answer memory given = _honest()[0];
        given.output = output;
        _falls(answers, 0, given);
    }

    function testFuzz_OtherVersion(uint32 version) public view {
        vm.assume(version != 1);
        Answer memory given = _honest()[1];
        given.version = version;
        _falls(_honest(), 1, given);
    }

    /// @dev Any range that shares a wei with the answer's and is not the same.
    function testFuzz_OtherRange(uint128 from, uint128 to) public {
        Answer[] memory answers = _honest();
        Answer memory given = _honest()[1];
        (from, to) = (uint128(bound(from, 0, 4 * PRICE)), uint128(bound(to, 0, 4 * PRICE)));
        (given.from, given.to) = (from, to);
        bool overlaps = from < to && from < 2 * PRICE && to > PRICE;
        bool same = from == PRICE && to == 2 * PRICE;
        if (overlaps && !same) _falls(answers, 1, given);
        else _agrees(answers, 1, given);
    }

    function test_OtherRange_AtTheEdges() public {
        uint128[2][6] memory shares = [
            [PRICE, PRICE + 1],
            [2 * PRICE - 1, 2 * PRICE],
            [0, PRICE + 1],
            [2 * PRICE - 1, type(uint128).max],
            [0, type(uint128).max],
            [PRICE, 2 * PRICE + 1]
        ];
        Answer[] memory answers = _honest();
        Answer memory given = _honest()[1];
        for (uint256 i = 0; i < 6; ++i) {
            (given.from, given.to) = (shares[i][0], shares[i][1]);
            _falls(answers, 1, given);
        }
        uint128[2][5] memory apart = [
            [uint128(0), PRICE],
            [2 * PRICE, 3 * PRICE],
            [PRICE + 5, PRICE + 5], // Empty ones share nothing.
            [PRICE + 9, PRICE + 5],
            [type(uint128).max, 0]
        ];
        for (uint256 i = 0; i < 5; ++i) {
            (given.from, given.to) = (apart[i][0], apart[i][1]);
            _agrees(answers, 1, given);
        }
        // An answer with an empty range is a lie of its own, and shares none either.
        answers[1].to = answers[1].from;
        _agrees(answers, 1, _honest()[1]);
    }

    /// @dev A payer got one answer and paid for three prices. An operator that makes up two more, or cuts the one, has no room
    /// for them beside the receipt.
    function testFuzz_Attack_InventedAnswersOnARealPayersMoney(uint128 cut) public view {
        cut = uint128(bound(cut, 1, 3 * PRICE - 1));
        Answer memory real = _honest()[0];
        (real.from, real.to) = (0, 3 * PRICE);
        Answer[] memory answers = new Answer[](2);
        bytes memory friends = bytes.concat(STITCH, " indeed");
        answers[0] = Answer(1, payer, 0, cut, cut * 7000 / 10_000, friends, new Credit[](0));
        answers[1] = Answer(
            1, payer, cut, 3 * PRICE, 3 * PRICE * 7000 / 10_000 - cut * 7000 / 10_000, real.output, new Credit[](0)
        );
        _falls(answers, 0, real);
        _falls(answers, 1, real);
    }

    // What is no receipt

    function test_NotReceipt_OfAnotherKey() public {
        (, uint256 other) = makeAddrAndKey("other");
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        evidence.signature = _signed(other, _digest(_scope(), evidence));
        _notReceipt(answers, evidence);
        evidence.signature = _signed(payerKey, _digest(_scope(), evidence));
        _notReceipt(answers, evidence);
    }

    function test_NotReceipt_OfAnotherChain() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        vm.chainId(10);
        bytes32 digest = _digest(_scope(), evidence);
        vm.chainId(31_337);
        assertNotEq(digest, _digest(_scope(), evidence), "another domain");
        evidence.signature = _signed(receiptKeySecret, digest);
        _notReceipt(answers, evidence);
    }

    function test_NotReceipt_OfAnotherContract() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger InferenceEscrow"),
                keccak256("1"),
                block.chainid,
                address(protocol.attributionLedger)
            )
        );
        bytes32 receipt = keccak256(
            abi.encode(
                keccak256(
                    "Receipt(uint256 modelId,uint32 term,uint32 version,address payer,uint128 from,uint128 to,bytes32 outputRoot)"
                ),
                modelId,
                uint32(1),
                evidence.version,
                payer,
                evidence.from,
                evidence.to,
                evidence.outputRoot
            )
        );
        evidence.signature = _signed(receiptKeySecret, keccak256(abi.encodePacked(hex"1901", domain, receipt)));
        _notReceipt(answers, evidence);
    }

    function test_NotReceipt_OfAnotherModelTermOrPayer() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        Scope[3] memory others = [_scope(), _scope(), _scope()];
        others[0].modelId = ModelId.wrap(2);
        others[1].term = 2;
        others[2].payer = stranger;
        for (uint256 i = 0; i < 3; ++i) {
            evidence.signature = _signed(receiptKeySecret, _digest(others[i], evidence));
            _notReceipt(answers, evidence);
        }
    }

    /// @dev The receipt key signs a voucher, or the payer does: neither is a receipt.
    function test_NotReceipt_ForAnotherPurpose() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        bytes32 digest = protocol.inferenceEscrow.voucherDigest(modelId, 1, payer, evidence.to);
        evidence.signature = _signed(receiptKeySecret, digest);
        _notReceipt(answers, evidence);
        evidence.signature = _voucher(modelId, evidence.to).signature;
        _notReceipt(answers, evidence);
    }

    function test_NotReceipt_HighS() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(receiptKeySecret, _digest(_scope(), evidence));
        evidence.signature = abi.encodePacked(r, SECP256K1_ORDER - uint256(s), v == 27 ? uint8(28) : uint8(27));
        _notReceipt(answers, evidence);
        evidence.signature = abi.encodePacked(r, s, v);
        _proves(_batchOf(answers), EvidenceKind.BrokenReceipt, abi.encode(evidence));
    }

    function testFuzz_NotReceipt_MalformedSignature(bytes memory signature) public {
        vm.assume(signature.length != 65);
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        evidence.signature = signature;
        _notReceipt(answers, evidence);
    }

    /// @dev ecrecover gives the zero address, which is nobody's receipt key.
    function test_NotReceipt_ThatNobodySigned() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        evidence.signature = new bytes(65);
        _notReceipt(answers, evidence);
        evidence.signature[64] = 0x1b;
        _notReceipt(answers, evidence);
    }

    function testFuzz_NotReceipt_WithAnythingChanged(uint128 from, uint128 to, uint32 version, bytes32 root) public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        bytes32 signed = _digest(_scope(), evidence);
        (evidence.from, evidence.to, evidence.version, evidence.outputRoot) = (from, to, version, root);
        vm.assume(signed != _digest(_scope(), evidence));
        _notReceipt(answers, evidence);
    }

    // On-chain requests

    function test_Request_ItsAnswerIsAReceipt() public {
        bytes memory told = bytes.concat(FOX, " indeed");
        address asker = _answeredRequest(told);
        Answer[] memory answers = new Answer[](1);
        answers[0] = Answer(1, asker, 0, PRICE, PRICE * 7000 / 10_000, told, new Credit[](0));
        BrokenReceipt memory evidence = _evidence(answers, 0, answers[0]);
        evidence.signature = "";
        _refuses(
            _batchOf(answers),
            EvidenceKind.BrokenReceipt,
            abi.encode(evidence),
            IMoneyProofs.MoneyProofs_ReceiptAgrees.selector
        );
        // Another output in the batch than the one told on chain.
        answers[0].output = STITCH;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        _proves(_batchOf(answers), EvidenceKind.BrokenReceipt, abi.encode(evidence));
        // Half of its range to the answer, the other half to one made up.
        answers[0].output = told;
        answers[0].to = PRICE / 2;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        _proves(_batchOf(answers), EvidenceKind.BrokenReceipt, abi.encode(evidence));
        // It is the receipt of that account alone.
        answers[0].payer = payer;
        evidence.inference = BatchDraft.inferenceProof(answers, 0);
        _notReceipt(answers, evidence);
    }

    function test_Request_WithoutAnAnswerThereIsNoReceipt() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        evidence.signature = "";
        _notReceipt(answers, evidence);
    }

    // Proofs

    function test_Verify_RefusesForeignProofs() public {
        (Answer[] memory answers, BrokenReceipt memory evidence) = _broken();
        Batch memory batch = _batchOf(answers);
        evidence.inference.inference.outputRoot = bytes32(uint256(1));
        bytes memory reason = abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, 0);
        _refuses(batch, EvidenceKind.BrokenReceipt, abi.encode(evidence), reason);
        (, evidence) = _broken();
        evidence.inference.siblings[0] ^= bytes32(uint256(1));
        _refuses(batch, EvidenceKind.BrokenReceipt, abi.encode(evidence), reason);
    }

    // Helpers

    /// @dev A batch whose first answer is not the one of the receipt.
    function _broken() internal view returns (Answer[] memory answers, BrokenReceipt memory evidence) {
        answers = _honest();
        Answer memory given = _honest()[0];
        given.output = "what the payer was told";
        evidence = _evidence(answers, 0, given);
    }

    function _answeredRequest(bytes memory told) internal returns (address asker) {
        _giveFor(stranger, address(protocol.inferenceEscrow), PRICE);
        vm.prank(stranger);
        uint256 requestId = protocol.inferenceEscrow
            .requestInference(modelId, "why?", PRICE, 0, uint40(vm.getBlockTimestamp() + 1 hours));
        vm.prank(operator);
        protocol.inferenceEscrow.answerRequest(requestId, 1, told, TreeBuilder.textRoot(told));
        asker = protocol.inferenceEscrow.requestAccount(stranger);
        assertEq(protocol.inferenceEscrow.charged(modelId, 1, asker), PRICE, "charged on a line of its own");
    }

    function _scope() internal view returns (Scope memory) {
        return Scope(modelId, 1, payer);
    }

    function _digest(Scope memory scope, BrokenReceipt memory receipt) internal view returns (bytes32) {
        return protocol.inferenceEscrow
            .receiptDigest(
                scope.modelId, scope.term, receipt.version, scope.payer, receipt.from, receipt.to, receipt.outputRoot
            );
    }

    function _signed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev The signed receipt for the answer `given`, against the leaf at `place`.
    function _evidence(Answer[] memory answers, uint256 place, Answer memory given)
        internal
        view
        returns (BrokenReceipt memory evidence)
    {
        evidence.inference = BatchDraft.inferenceProof(answers, place);
        evidence.version = given.version;
        (evidence.from, evidence.to) = (given.from, given.to);
        evidence.outputRoot = TreeBuilder.textRoot(given.output);
        Scope memory scope = _scope();
        evidence.signature = _signed(receiptKeySecret, _digest(scope, evidence));
    }

    function _falls(Answer[] memory answers, uint256 place, Answer memory given) internal view {
        bytes memory evidence = abi.encode(_evidence(answers, place, given));
        _proves(_batchOf(answers), EvidenceKind.BrokenReceipt, evidence);
    }

    function _agrees(Answer[] memory answers, uint256 place, Answer memory given) internal {
        bytes memory evidence = abi.encode(_evidence(answers, place, given));
        _refuses(
            _batchOf(answers), EvidenceKind.BrokenReceipt, evidence, IMoneyProofs.MoneyProofs_ReceiptAgrees.selector
        );
    }

    function _notReceipt(Answer[] memory answers, BrokenReceipt memory evidence) internal {
        _refuses(
            _batchOf(answers),
            EvidenceKind.BrokenReceipt,
            abi.encode(evidence),
            IMoneyProofs.MoneyProofs_NotReceipt.selector
        );
    }
}
