// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Loop} from "../Loop.t.sol";
import {Answer, PayoutDraft} from "../utils/BatchDraft.sol";
import {Batch, Claim, IAttributionLedger} from "openledger/interfaces/IAttributionLedger.sol";
import {IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {BatchId} from "openledger/types/BatchId.sol";

/// @notice Who may claim what, and where it goes.
contract ClaimForTest is Loop {
    address internal claimer = makeAddr("claimer");
    address internal recipient = makeAddr("recipient");
    BatchId internal batchId;
    Batch internal batch;

    function setUp() public override {
        super.setUp();
        (batchId, batch) = _commit(_honest());
        _finalise(batchId, batch);
    }

    function _of(address account) internal view returns (Claim memory claimed) {
        Answer[] memory answers = _honest();
        PayoutDraft[] memory payouts = _payouts(answers);
        for (uint256 i = 0; i < payouts.length; ++i) {
            if (payouts[i].account == account) claimed = _claimOf(batchId, batch, answers, i);
        }
        assertEq(claimed.payout.payout.account, account, "it earned");
    }

    function test_Claim_ByTheAccountToItself() public {
        Claim memory claimed = _of(alice);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.Claimed(batchId, alice, alice, claimed.payout.amount);
        vm.prank(alice);
        assertEq(protocol.attributionLedger.claim(claimed), claimed.payout.amount, "amount");
        assertEq(_balanceOf(alice), claimed.payout.amount, "paid");
        assertTrue(protocol.attributionLedger.isClaimed(batchId, claimed.payout.index), "marked");
    }

    function test_Claim_ToItsRecipientWhoeverClaims() public {
        vm.startPrank(alice);
        protocol.payoutDirectory.setRecipient(recipient);
        protocol.payoutDirectory.setClaimer(claimer, true);
        vm.stopPrank();
        Claim memory claimed = _of(alice);
        vm.expectEmit(address(protocol.attributionLedger));
        emit IAttributionLedger.Claimed(batchId, alice, recipient, claimed.payout.amount);
        vm.prank(claimer);
        protocol.attributionLedger.claim(claimed);
        assertEq(_balanceOf(recipient), claimed.payout.amount, "the recipient");
        assertEq(_balanceOf(claimer) + _balanceOf(alice), 0, "nobody else");
    }

    /// @dev One call for several accounts that allow the caller; as a whole or not at all.
    function test_ClaimMany_OverAccounts() public {
        Claim[] memory claims = new Claim[](2);
        (claims[0], claims[1]) = (_of(alice), _of(bob));
        vm.prank(alice);
        protocol.payoutDirectory.setClaimer(claimer, true);
        vm.expectRevert(abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotClaimant.selector, bob, claimer));
        vm.prank(claimer);
        protocol.attributionLedger.claimMany(claims);
        assertEq(_balanceOf(alice), 0, "nothing by halves");
        vm.prank(bob);
        protocol.payoutDirectory.setClaimer(claimer, true);
        vm.prank(claimer);
        uint256 paid = protocol.attributionLedger.claimMany(claims);
        assertEq(paid, uint256(claims[0].payout.amount) + claims[1].payout.amount, "both");
        assertEq(_balanceOf(alice) + _balanceOf(bob), paid, "each its own");
    }

    /// @dev What is paid at once is one account's: those of others come between, and each has a recipient.
    function test_ClaimMany_AccountsInTurn() public {
        Claim[] memory claims = new Claim[](5);
        (claims[0], claims[1]) = (_of(alice), _of(bob));
        uint40 since = batch.committedAt - parameters.versionGrace;
        _pay(modelId, 3 * PRICE);
        (batchId, batch) = _commit(_honest());
        batch.versionsSince = since;
        _finalise(batchId, batch);
        (claims[2], claims[3]) = (_of(alice), _of(bob));
        since = batch.committedAt - parameters.versionGrace;
        _pay(modelId, 3 * PRICE);
        (batchId, batch) = _commit(_honest());
        batch.versionsSince = since;
        _finalise(batchId, batch);
        claims[4] = _of(bob);
        vm.startPrank(alice);
        protocol.payoutDirectory.setRecipient(recipient);
        protocol.payoutDirectory.setClaimer(claimer, true);
        vm.stopPrank();
        vm.prank(bob);
        protocol.payoutDirectory.setClaimer(claimer, true);
        for (uint256 i = 0; i < 5; ++i) {
            address account = claims[i].payout.payout.account;
            vm.expectEmit(address(protocol.attributionLedger));
            emit IAttributionLedger.Claimed(
                claims[i].batchId, account, account == alice ? recipient : bob, claims[i].payout.amount
            );
        }
        vm.prank(claimer);
        uint256 paid = protocol.attributionLedger.claimMany(claims);
        assertEq(_balanceOf(recipient), 2 * uint256(claims[0].payout.amount), "alice's recipient");
        assertEq(_balanceOf(bob), 3 * uint256(claims[1].payout.amount), "bob");
        assertEq(paid, _balanceOf(recipient) + _balanceOf(bob), "all of it");
        assertEq(_balanceOf(claimer) + _balanceOf(alice), 0, "nobody else");
    }

    function test_RevertWhen_TheClaimerIsNoLongerAllowed() public {
        vm.startPrank(alice);
        protocol.payoutDirectory.setClaimer(claimer, true);
        protocol.payoutDirectory.setClaimer(claimer, false);
        vm.stopPrank();
        Claim memory claimed = _of(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotClaimant.selector, alice, claimer)
        );
        vm.prank(claimer);
        protocol.attributionLedger.claim(claimed);
    }

    function testFuzz_RevertWhen_NobodyAllowedTheCaller(address caller) public {
        vm.assume(caller != alice && caller != address(protocol.datanetReserves));
        Claim memory claimed = _of(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotClaimant.selector, alice, caller)
        );
        vm.prank(caller);
        protocol.attributionLedger.claim(claimed);
    }

    /// @dev The reserves may claim for every account, by the ledger. They do only for a datanet's own reserve account: no
    /// contributor's money comes into a reserve.
    function test_Claim_TheReservesClaimForReserveAccountsOnly() public {
        Claim[] memory claims = new Claim[](1);
        claims[0] = _of(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetReserves.DatanetReserves_NotReserveClaim.selector, datanetId, alice)
        );
        protocol.datanetReserves.collectReserve(datanetId, claims);
        address reserve = protocol.datanetRegistry.reserveAccount(datanetId);
        claims[0] = _of(reserve);
        // Nor does anybody else claim for it.
        vm.expectRevert(
            abi.encodeWithSelector(IAttributionLedger.AttributionLedger_NotClaimant.selector, reserve, curator)
        );
        vm.prank(curator);
        protocol.attributionLedger.claimMany(claims);
        uint256 held = _balanceOf(address(protocol.datanetReserves));
        protocol.datanetReserves.collectReserve(datanetId, claims);
        assertEq(_balanceOf(address(protocol.datanetReserves)) - held, claims[0].payout.amount, "into the reserves");
    }
}
