// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract RequestInferenceTest is Payment {
    function testFuzz_Request_HoldsThePrice(
        address requester,
        uint128 price,
        uint32 callbackGas,
        uint256 time,
        bytes calldata prompt
    ) public {
        vm.assume(requester != address(0) && requester != address(escrow) && requester != FAUCET && prompt.length != 0);
        price = uint128(bound(price, 1, PURSE));
        callbackGas = uint32(bound(callbackGas, 0, 2_000_000));
        uint40 deadline = uint40(block.timestamp + bound(time, 1 minutes, 7 days));
        _setPrice(price);
        uint256 before = _balanceOf(requester);
        _giveFor(requester, address(escrow), price);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.InferenceRequested(1, modelId, requester, 1, price, callbackGas, deadline, prompt);
        vm.prank(requester);
        assertEq(escrow.requestInference(modelId, prompt, price, callbackGas, deadline), 1, "id");
        IInferenceEscrow.Request memory request = escrow.requestOf(1);
        assertTrue(request.modelId == modelId, "model");
        assertEq(request.requester, requester, "requester");
        assertEq(request.term, 1, "term");
        assertEq(request.callbackGas, callbackGas, "gas");
        assertEq(request.deadline, deadline, "deadline");
        assertEq(request.price, price, "price");
        assertEq(escrow.requestCount(), 1, "count");
        assertEq(_balanceOf(requester), before, "taken");
        assertEq(_balanceOf(address(escrow)), price, "held");
        assertEq(escrow.poolOf(modelId, 1), 0, "nobody's yet");
    }

    /// @dev Vouchers may have promised the deposit.
    function test_Request_LeavesTheDepositAlone() public {
        _fund(modelId, payer, 10e18);
        vm.prank(payer);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(escrow), 0, 1e18)
        );
        escrow.requestInference(modelId, "why?", 1e18, 0, _soon());
        assertEq(escrow.depositOf(modelId, payer).balance, 10e18, "for vouchers");
    }

    function test_RevertWhen_ThePromptIsEmptyOrTooLong() public {
        vm.expectRevert(_badLength(0));
        escrow.requestInference(modelId, "", 1e18, 0, _soon());
        vm.expectRevert(_badLength(8193));
        escrow.requestInference(modelId, new bytes(8193), 1e18, 0, _soon());
        _giveFor(payer, address(escrow), 1e18);
        vm.prank(payer);
        escrow.requestInference(modelId, new bytes(8192), 1e18, 0, _soon());
    }

    function testFuzz_RevertWhen_TooMuchGasIsAskedFor(uint32 callbackGas) public {
        callbackGas = uint32(bound(callbackGas, 2_000_001, type(uint32).max));
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_CallbackGasTooHigh.selector, callbackGas, 2_000_000)
        );
        escrow.requestInference(modelId, "why?", 1e18, callbackGas, _soon());
    }

    function testFuzz_RevertWhen_TheDeadlineIsOutOfBounds(uint40 deadline) public {
        uint256 least = block.timestamp + 1 minutes;
        uint256 most = block.timestamp + 7 days;
        vm.assume(deadline < least || deadline > most);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadDeadline.selector, deadline, least, most)
        );
        escrow.requestInference(modelId, "why?", 1e18, 0, deadline);
    }

    /// @dev The owner cannot raise the price over what the requester saw.
    function testFuzz_RevertWhen_ThePriceIsTooHigh(uint128 price, uint128 maxPrice) public {
        price = uint128(bound(price, 1, type(uint128).max));
        maxPrice = uint128(bound(maxPrice, 0, price - 1));
        _setPrice(price);
        vm.expectRevert(
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_PriceTooHigh.selector, modelId, price, maxPrice)
        );
        escrow.requestInference(modelId, "why?", maxPrice, 0, _soon());
    }

    function test_RevertWhen_TheModelTakesNoMoney() public {
        ModelId free = _notCommercial();
        vm.expectRevert(_notCommercialError(free));
        escrow.requestInference(free, "why?", 1e18, 0, _soon());
        ModelId unknown = ModelId.wrap(99);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown));
        escrow.requestInference(unknown, "why?", 1e18, 0, _soon());
        _setPrice(0);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NoPrice.selector, modelId));
        escrow.requestInference(modelId, "why?", 1e18, 0, _soon());
        _retire(modelId);
        vm.expectRevert(_retiredError(modelId));
        escrow.requestInference(modelId, "why?", 1e18, 0, _soon());
    }

    function test_RevertWhen_TheTermHasEnded() public {
        uint256 endsAt = _announceTerm(modelId);
        vm.warp(endsAt);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_TermEnded.selector, modelId, 1, endsAt));
        escrow.requestInference(modelId, "why?", 1e18, 0, _soon());
    }

    function testFuzz_RequestAccount_IsAHashOfAll(address requester) public view {
        bytes32 hash = keccak256(abi.encode(keccak256("openledger.request"), block.chainid, address(escrow), requester));
        assertEq(escrow.requestAccount(requester), address(uint160(uint256(hash))), "last 20 bytes");
    }

    function _setPrice(uint128 price) internal {
        vm.prank(modelOwner);
        protocol.modelRegistry.setPrice(modelId, price);
    }

    function _soon() internal view returns (uint40) {
        return uint40(vm.getBlockTimestamp() + 1 hours);
    }

    function _badLength(uint256 length) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadLength.selector, "prompt", length, 1, 8192);
    }
}
