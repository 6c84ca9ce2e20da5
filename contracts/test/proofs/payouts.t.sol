// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {Corruption, Proof} from "../utils/Corruption.sol";
import {Batch, Claim, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {CreditProof, InferenceProof, PayoutProof} from "openledger/interfaces/IFraudProofs.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice No function of a finalised batch takes a proof with a fault: the same call passes without it.
contract PayoutProofsTest is Loop {
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commit(_honest());
        _finalise(batchId, batch);
    }

    function testFuzz_Claim(uint256 place, uint256 kind, uint256 seed) public {
        (Claim memory good, Claim memory bad) = _claims(place, kind, seed);
        address account = good.payout.payout.account;
        vm.startPrank(_claimantOf(account));
        vm.expectRevert(_badProof(bad));
        protocol.attributionLedger.claim(bad);
        assertEq(protocol.attributionLedger.claim(good), good.payout.amount, "what was earned");
        vm.stopPrank();
    }

    /// @dev One with a fault stops the whole call, whatever stands before and after it.
    function testFuzz_ClaimMany(uint256 place, uint256 kind, uint256 seed) public {
        (Claim memory good, Claim memory bad) = _claims(place, kind, seed);
        Claim[] memory claims = new Claim[](2);
        (claims[0], claims[1]) = seed % 3 == 0 ? (bad, good) : (good, bad);
        address claimant = _claimantOf(good.payout.payout.account);
        // The place of the good one is taken already where the bad one names it too: the proof is looked at first.
        vm.expectRevert(_badProof(bad));
        vm.prank(claimant);
        protocol.attributionLedger.claimMany(claims);
        assertFalse(protocol.attributionLedger.isClaimed(batchId, good.payout.index), "nothing was claimed");
        assertEq(_balanceOf(claimant), 0, "nor paid");
    }

    function testFuzz_CollectReserve(uint256 kind, uint256 seed) public {
        address reserve = protocol.datanetRegistry.reserveAccount(datanetId);
        Claim[] memory claims = new Claim[](1);
        uint256 place = 0;
        Claim memory good;
        do {
            (good, claims[0]) = _claims(place++, kind, seed);
        } while (good.payout.payout.account != reserve);
        vm.expectRevert(_badProof(claims[0]));
        protocol.datanetReserves.collectReserve(datanetId, claims);
        claims[0] = good;
        assertEq(protocol.datanetReserves.collectReserve(datanetId, claims), good.payout.amount, "the reserve's");
    }

    function testFuzz_VerifyCredit(uint256 place, uint256 kind, uint256 seed, bool ofCredit) public view {
        kind = bound(kind, 0, Corruption.KINDS - 1);
        Answer[] memory answers = _honest();
        InferenceProof memory inference = BatchDraft.inferenceProof(answers, 0);
        CreditProof memory credit = BatchDraft.creditProof(answers[0], bound(place, 0, 1));
        assertTrue(protocol.attributionLedger.verifyCredit(batchId, batch, inference, credit), "as it is");
        if (ofCredit) {
            Proof memory bad = Corruption.corrupt(Proof(credit.siblings, new uint128[](0), credit.index), kind, seed);
            (credit.siblings, credit.index) = (bad.siblings, bad.index);
        } else {
            Proof memory bad =
                Corruption.corrupt(Proof(inference.siblings, inference.siblingSums, inference.index), kind, seed);
            (inference.siblings, inference.siblingSums, inference.index) = (bad.siblings, bad.sums, bad.index);
        }
        assertFalse(protocol.attributionLedger.verifyCredit(batchId, batch, inference, credit), "with a fault");
    }

    function _claims(uint256 place, uint256 kind, uint256 seed)
        internal
        view
        returns (Claim memory good, Claim memory bad)
    {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        place = bound(place, 0, payouts.length - 1);
        good = _claimOf(batchId, batch, answers, place);
        bad = _claimOf(batchId, batch, answers, place);
        PayoutProof memory shown = bad.payout;
        Proof memory proof = Corruption.corrupt(
            Proof(shown.siblings, shown.siblingSums, shown.index), bound(kind, 0, Corruption.KINDS - 1), seed
        );
        (shown.siblings, shown.siblingSums, shown.index) = (proof.siblings, proof.sums, proof.index);
    }

    /// @dev The reserves claim for reserve accounts.
    function _claimantOf(address account) internal view returns (address) {
        bool isReserve = account == protocol.datanetRegistry.reserveAccount(datanetId);
        return isReserve ? address(protocol.datanetReserves) : account;
    }

    function _badProof(Claim memory bad) internal view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IAttributionLedger.AttributionLedger_BadPayoutProof.selector, batchId, bad.payout.index
            );
    }
}
