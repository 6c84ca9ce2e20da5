// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice What bases receive and pass on, and the collection of all revenue.
contract RoyaltiesTest is Payment {
    uint256 internal constant DEPTH = 9; // The first model and eight derived, each from the one before.

    function testFuzz_PassOn_UpEightLevels(uint128 amount, uint256[9] memory baseBps) public {
        amount = uint128(bound(amount, 1, PURSE));
        ModelId[] memory chain = _chain(baseBps);
        ModelId last = chain[DEPTH - 1];
        _fund(last, payer, amount);
        _redeem(last, amount);
        (,, uint256 royalty, uint256 owner) = _shares(last, amount);
        assertEq(escrow.ownerRevenueOf(last), owner, "the derived model's owner");

        vm.prank(stranger);
        escrow.passOn(chain[DEPTH - 2]);
        uint256 received = royalty;
        for (uint256 i = DEPTH - 1; i > 0; --i) {
            ModelId base = chain[i - 1];
            uint256 onwards = received * protocol.modelRegistry.model(base).revenue.baseBps / 10_000;
            (uint128 got, uint128 passed) = escrow.royaltiesOf(base);
            assertEq(got, received, "received");
            assertEq(passed, received, "divided");
            assertEq(escrow.ownerRevenueOf(base), received - onwards, "kept");
            received = onwards;
        }
        assertEq(received, 0, "the first passes on nothing");
    }

    /// @dev Whenever it is passed on, and in however many redemptions it came.
    function testFuzz_PassOn_ComesToTheSameHoweverItIsCut(uint128[6] memory parts, uint256 calls, uint256 middle)
        public
    {
        ModelId base = _modelWith(7000, bound(middle, 0, 2500), modelId);
        ModelId derived = _modelWith(5000, 4000, base);
        uint128 total = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            uint128 part = uint128(bound(parts[i], 1, i % 2 == 0 ? PURSE : 20));
            total += part;
            _fund(derived, payer, part);
            _redeem(derived, total);
            if (calls >> i & 1 == 1) escrow.passOn(base);
        }
        escrow.passOn(base);
        (,, uint256 royalty,) = _shares(derived, total);
        uint256 onwards = royalty * protocol.modelRegistry.model(base).revenue.baseBps / 10_000;
        assertEq(escrow.ownerRevenueOf(base), royalty - onwards, "kept of all that was received");
        assertEq(escrow.ownerRevenueOf(modelId), onwards, "passed on of all that was received");
        (uint128 received, uint128 passed) = escrow.royaltiesOf(modelId);
        assertEq(received, onwards, "received above");
        assertEq(passed, onwards, "divided above");
    }

    function test_PassOn_Emits() public {
        ModelId base = _modelWith(7000, 1000, modelId);
        ModelId derived = _modelWith(5000, 4000, base);
        _fund(derived, payer, 10e18);
        _redeem(derived, 10e18);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.RoyaltiesPassedOn(base, modelId, 0.4e18, 3.6e18);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.RoyaltiesPassedOn(modelId, NONE, 0, 0.4e18);
        escrow.passOn(base);
    }

    function test_PassOn_NothingIsNoFailure() public {
        escrow.passOn(modelId);
        escrow.passOn(ModelId.wrap(99));
        assertEq(escrow.ownerRevenueOf(modelId), 0, "nothing");
    }

    function testFuzz_Collect_ByAnyoneForTheOwner(uint128 amount) public {
        amount = uint128(bound(amount, 10_000, PURSE));
        ModelId derived = _modelWith(7000, 1000, modelId);
        _fund(derived, payer, amount);
        _redeem(derived, amount);
        (uint256 data, uint256 fee, uint256 royalty, uint256 owner) = _shares(derived, amount);
        uint256 treasury = _balanceOf(address(protocol.timelockController));
        vm.startPrank(stranger);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.OwnerRevenueCollected(derived, modelOwner, owner);
        assertEq(escrow.collectOwnerRevenue(derived), owner, "owner's");
        // The base's collection divides what it received by itself.
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.RoyaltiesPassedOn(modelId, NONE, 0, royalty);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.OwnerRevenueCollected(modelId, modelOwner, royalty);
        assertEq(escrow.collectOwnerRevenue(modelId), royalty, "base's");
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.ProtocolFeesCollected(address(protocol.timelockController), fee);
        assertEq(escrow.collectProtocolFees(), fee, "treasury's");
        assertEq(_balanceOf(modelOwner), owner + royalty, "owner paid");
        assertEq(_balanceOf(address(protocol.timelockController)) - treasury, fee, "treasury paid");
        assertEq(_balanceOf(address(escrow)), data, "what is left is the data pool");
        assertEq(escrow.poolOf(derived, 1), data, "of this term");
        assertEq(escrow.collectOwnerRevenue(derived), 0, "nothing more");
        assertEq(escrow.collectProtocolFees(), 0, "nothing more");
    }

    /// @dev Whoever owns the model when it is collected is paid.
    function test_Collect_ForTheOwnerOfNow() public {
        _pay(modelId, 10e18);
        vm.prank(modelOwner);
        protocol.modelRegistry.offerOwnership(modelId, alice);
        vm.prank(alice);
        protocol.modelRegistry.acceptOwnership(modelId);
        uint256 revenue = escrow.ownerRevenueOf(modelId);
        escrow.collectOwnerRevenue(modelId);
        assertEq(_balanceOf(alice), revenue, "the new owner");
        assertEq(_balanceOf(modelOwner), 0, "not the former");
    }

    function _chain(uint256[9] memory baseBps) internal returns (ModelId[] memory chain) {
        chain = new ModelId[](DEPTH);
        chain[0] = modelId;
        for (uint256 i = 1; i < DEPTH; ++i) {
            chain[i] = _modelWith(2500, bound(baseBps[i], 0, 7000), chain[i - 1]);
        }
    }
}
