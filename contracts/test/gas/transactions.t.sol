// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Gas} from "./Gas.t.sol";
import {Batch, BatchCommitment, Claim, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice What contributions, payments, batches and claims cost.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
/// forge-config: default.isolate = true
contract TransactionsGasTest is Gas {
    uint256 internal constant CLAIMS = 8;

    // Contributions

    function test_Gas_Contributions() public {
        _submitOf("submissionOf1000", 1000);
        Cost memory cost = _submitOf("submissionOf100000", 100_000);
        // The first of 1,000 again, with the votes that accept it.
        cost = _cost(submitter, address(protocol.datanetRegistry), _submitCall(1000), _bondOf(1000));
        SubmissionId submissionId = SubmissionId.wrap(protocol.datanetRegistry.submissionCount());
        bytes memory approval = abi.encodeCall(IDatanetRegistry.approve, (submissionId));
        for (uint256 i = 0; i < 2; ++i) {
            Cost memory vote = _cost(validators[i], address(protocol.datanetRegistry), approval, 0);
            cost.gas += vote.gas;
            cost.data += vote.data;
            cost.execution += vote.execution;
            cost.floor += vote.floor;
        }
        _keep("submissionOf1000Accepted", 1000, cost);
    }

    function _submitOf(string memory name, uint40 count) internal returns (Cost memory cost) {
        cost = _cost(submitter, address(protocol.datanetRegistry), _submitCall(count), _bondOf(count));
        _keep(name, count, cost);
    }

    function _bondOf(uint40 count) internal returns (uint256 bond) {
        bond = protocol.dataAvailability.bondFor(count);
        vm.deal(submitter, 1 ether + bond);
    }

    function _submitCall(uint40 count) internal view returns (bytes memory) {
        IDatanetRegistry.NewSubmission memory submitted = _newSubmission(datanetId, keccak256("root"), count);
        submitted.uri = URI;
        return abi.encodeCall(IDatanetRegistry.submit, (submitted));
    }

    // Payments

    /// @dev Of a payer that was charged before, to a model that was paid before.
    function test_Gas_Redeem() public {
        _fund(modelId, payer, 10 * PRICE);
        Cost memory cost = _cost(operator, address(protocol.inferenceEscrow), _redeemCall(1, 4 * PRICE), 0);
        _keep("redeem", 1, cost);
    }

    function test_Gas_RedeemOf100() public {
        for (uint256 i = 0; i < 100; ++i) {
            (address account,) = makeAddrAndKey(string.concat("payer ", vm.toString(i)));
            _fund(modelId, account, 3 * PRICE);
        }
        (bool done,) = address(protocol.inferenceEscrow).call(_redeemCall(100, PRICE));
        assertTrue(done, "charged before");
        _send("redeemOf100", 100, operator, address(protocol.inferenceEscrow), _redeemCall(100, 2 * PRICE));
    }

    /// @dev One is the payer's own voucher.
    function _redeemCall(uint256 count, uint128 amount) internal returns (bytes memory) {
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](count);
        for (uint256 i = 0; i < count; ++i) {
            (address account, uint256 key) =
                count == 1 ? (payer, payerKey) : makeAddrAndKey(string.concat("payer ", vm.toString(i)));
            bytes32 digest = protocol.inferenceEscrow.voucherDigest(modelId, 1, account, amount);
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
            vouchers[i] = IInferenceEscrow.Voucher(account, amount, abi.encodePacked(r, s, v));
        }
        return abi.encodeCall(IInferenceEscrow.redeem, (modelId, 1, vouchers));
    }

    function test_Gas_Pay() public {
        _giveFor(payer, address(protocol.inferenceEscrow), 10 * PRICE);
        vm.prank(payer);
        protocol.inferenceEscrow.pay(modelId, PRICE);
        bytes memory call = abi.encodeCall(IInferenceEscrow.pay, (modelId, PRICE));
        _send("pay", 1, payer, address(protocol.inferenceEscrow), call);
    }

    // Batches

    /// @dev The first of the chain and the model, then one like it after it.
    function test_Gas_Batches() public {
        _payForMillions(3);
        BatchCommitment memory commitment = _millions();
        bytes memory call = abi.encodeCall(IAttributionLedger.commit, (commitment, URI));
        Batch memory batch = _batchOfNow(commitment, 1_800_000_000);
        _send("commitFirst", 1, operator, address(protocol.attributionLedger), call);
        vm.warp(batch.challengesUntil);
        call = abi.encodeCall(IAttributionLedger.finalise, (BatchId.wrap(1), batch));
        _send("finaliseFirst", 1, stranger, address(protocol.attributionLedger), call);

        commitment.bundleHash = keccak256("another bundle");
        call = abi.encodeCall(IAttributionLedger.commit, (commitment, URI));
        Batch memory next = _batchOfNow(commitment, batch.committedAt);
        _send("commit", 1, operator, address(protocol.attributionLedger), call);
        vm.warp(next.challengesUntil);
        call = abi.encodeCall(IAttributionLedger.finalise, (BatchId.wrap(2), next));
        _send("finalise", 1, stranger, address(protocol.attributionLedger), call);
    }

    // Claims

    function test_Gas_Claim() public {
        Claim[] memory claims = _claims(1);
        bytes memory call = abi.encodeCall(IAttributionLedger.claim, (claims[0]));
        address account = claims[0].payout.payout.account;
        _send("claimFresh", 1, account, address(protocol.attributionLedger), call);
    }

    function test_Gas_ClaimByHolder() public {
        Claim[] memory claims = _claims(1);
        bytes memory call = abi.encodeCall(IAttributionLedger.claim, (claims[0]));
        address account = claims[0].payout.payout.account;
        _give(account, 1e18);
        _send("claimHolder", 1, account, address(protocol.attributionLedger), call);
    }

    /// @dev One account's payouts of several batches.
    function test_Gas_ClaimMany() public {
        (Claim[] memory few, Claim[] memory many) = (new Claim[](1), _claims(CLAIMS));
        few[0] = many[0];
        address account = few[0].payout.payout.account;
        _give(account, 1e18);
        uint256 state = vm.snapshotState();
        bytes memory call = abi.encodeCall(IAttributionLedger.claimMany, (few));
        Cost memory smaller = _cost(account, address(protocol.attributionLedger), call, 0);
        vm.revertToState(state);
        call = abi.encodeCall(IAttributionLedger.claimMany, (many));
        Cost memory larger = _cost(account, address(protocol.attributionLedger), call, 0);
        _keepDifference("claimFurther", CLAIMS - 1, larger, smaller);
    }

    /// @dev The payouts of one account in `count` finalised batches with a million accounts each.
    function _claims(uint256 count) internal returns (Claim[] memory claims) {
        _payForMillions(uint128(count));
        claims = new Claim[](count);
        PayoutDraft[] memory payouts = _payouts(_honest());
        uint256 since = 1_800_000_000;
        for (uint256 i = 0; i < count; ++i) {
            BatchCommitment memory commitment = _millions();
            commitment.bundleHash = keccak256(abi.encode("bundle", i));
            claims[i].payout = BatchDraft.payoutProof(payouts, 0);
            claims[i].payout.siblings = new bytes32[](0);
            claims[i].payout.siblingSums = new uint128[](0);
            claims[i].payout.payout.firstEntry = 3_000_000;
            claims[i].payout.payout.entriesRoot = keccak256(abi.encode("entries", i));
            _deepen(commitment, claims[i].payout);
            (claims[i].batchId, claims[i].batch) = _commitAs(commitment, since);
            since = claims[i].batch.committedAt;
            _finalise(claims[i].batchId, claims[i].batch);
        }
    }
}
