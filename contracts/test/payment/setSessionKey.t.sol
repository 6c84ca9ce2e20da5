// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract SetSessionKeyTest is Payment {
    address internal oldKey;
    address internal newKey;
    uint256 internal oldSecret;
    uint256 internal newSecret;

    function setUp() public override {
        super.setUp();
        (oldKey, oldSecret) = makeAddrAndKey("old session key");
        (newKey, newSecret) = makeAddrAndKey("new session key");
        _fund(modelId, payer, 1000e18);
    }

    function test_RevertWhen_TheModelIsUnknown() public {
        ModelId unknown = ModelId.wrap(99);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownModel.selector, unknown));
        escrow.setSessionKey(unknown, oldKey);
    }

    function testFuzz_SetSessionKey_TheFirstAtOnce(address account, address key) public {
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.SessionKeySet(modelId, account, key, block.timestamp);
        vm.prank(account);
        escrow.setSessionKey(modelId, key);
        assertEq(escrow.sessionKeyOf(modelId, account).key, key, "in force");
        assertEq(escrow.sessionKeyOf(modelId, account).nextFrom, 0, "no change asked for");
    }

    function testFuzz_SetSessionKey_AnotherAfterTheDelay(address next, uint256 early) public {
        vm.assume(next != payer);
        _set(oldKey);
        uint256 from = block.timestamp + parameters.withdrawalDelay;
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.SessionKeySet(modelId, payer, next, from);
        _set(next);
        vm.warp(bound(early, block.timestamp, from - 1));
        IInferenceEscrow.SessionKey memory sessionKey = escrow.sessionKeyOf(modelId, payer);
        assertEq(sessionKey.key, oldKey, "the former until then");
        assertEq(sessionKey.nextFrom, from, "when it changes");
        assertEq(sessionKey.next, next, "what it changes to");
        _redeemBy(oldSecret, 1e18);
        vm.warp(from - 1);
        assertEq(escrow.sessionKeyOf(modelId, payer).key, oldKey, "the former to the last second");
        vm.warp(from);
        sessionKey = escrow.sessionKeyOf(modelId, payer);
        assertEq(sessionKey.key, next, "then the new one");
        assertEq(sessionKey.nextFrom, 0, "the change is made");
        if (next != oldKey) _refused(oldSecret, 2e18);
        // The payer's own key signs always.
        _redeemBy(payerKey, 3e18);
    }

    /// @dev The operator served on the former key: no change takes that from it without notice, however it is asked.
    function testFuzz_SetSessionKey_NeverShortensTheFormersTime(address[4] memory keys, uint256[4] memory waits)
        public
    {
        _set(oldKey);
        uint256 asked = 0;
        for (uint256 i = 0; i < keys.length; ++i) {
            vm.assume(keys[i] != oldKey);
            asked = vm.getBlockTimestamp();
            _set(keys[i]);
            assertEq(escrow.sessionKeyOf(modelId, payer).key, oldKey, "the former");
            vm.warp(asked + bound(waits[i], 0, parameters.withdrawalDelay - 1));
            _redeemBy(oldSecret, uint128((i + 1) * 1e18));
        }
        vm.warp(asked + parameters.withdrawalDelay);
        assertEq(escrow.sessionKeyOf(modelId, payer).key, keys[3], "the last that was asked for");
        _refused(oldSecret, 9e18);
    }

    function test_SetSessionKey_OnceRemovedTheNextIsTheFirst() public {
        _set(oldKey);
        _set(address(0));
        _redeemBy(oldSecret, 1e18);
        vm.warp(block.timestamp + parameters.withdrawalDelay);
        _refused(oldSecret, 2e18);
        _set(newKey);
        assertEq(escrow.sessionKeyOf(modelId, payer).key, newKey, "at once");
        _redeemBy(newSecret, 2e18);
        _refused(oldSecret, 3e18);
    }

    function test_SetSessionKey_AChangeNotYetMadeSignsNothing() public {
        _set(oldKey);
        _set(newKey);
        _refused(newSecret, 1e18);
    }

    function test_SetSessionKey_KeepsTheDelayOfItsAsking() public {
        _set(oldKey);
        _set(newKey);
        uint256 from = block.timestamp + parameters.withdrawalDelay;
        Parameters memory chosen = parameters;
        chosen.withdrawalDelay = 7 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(from);
        assertEq(escrow.sessionKeyOf(modelId, payer).key, newKey, "as asked");
    }

    /// @dev Of one payer and one model.
    function test_SetSessionKey_ForNobodyElse() public {
        ModelId other = _registerModel(datanetId);
        _fund(other, payer, 10e18);
        _fund(modelId, alice, 10e18);
        _set(oldKey);
        bytes32 digest = escrow.voucherDigest(other, 1, payer, 1e18);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, payer));
        escrow.redeem(other, 1, _one(_voucherBy(oldSecret, digest, payer, 1e18)));
        digest = escrow.voucherDigest(modelId, 1, alice, 1e18);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, alice));
        escrow.redeem(modelId, 1, _one(_voucherBy(oldSecret, digest, alice, 1e18)));
    }

    /// @dev A contract signs nothing itself: it always works through a key.
    function test_SetSessionKey_ByAContract() public {
        address account = address(new Wallet());
        _fund(modelId, account, 10e18);
        bytes32 digest = escrow.voucherDigest(modelId, 1, account, 1e18);
        IInferenceEscrow.Voucher[] memory vouchers = _one(_voucherBy(oldSecret, digest, account, 1e18));
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, account));
        escrow.redeem(modelId, 1, vouchers);
        vm.prank(account);
        escrow.setSessionKey(modelId, oldKey);
        assertEq(escrow.redeem(modelId, 1, vouchers), 1e18, "signed by its key");
    }

    function _set(address key) internal {
        vm.prank(payer);
        escrow.setSessionKey(modelId, key);
    }

    function _redeemBy(uint256 key, uint128 amount) internal {
        bytes32 digest = escrow.voucherDigest(modelId, 1, payer, amount);
        escrow.redeem(modelId, 1, _one(_voucherBy(key, digest, payer, amount)));
        assertEq(escrow.charged(modelId, 1, payer), amount, "redeemed");
    }

    function _refused(uint256 key, uint128 amount) internal {
        bytes32 digest = escrow.voucherDigest(modelId, 1, payer, amount);
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, payer));
        escrow.redeem(modelId, 1, _one(_voucherBy(key, digest, payer, amount)));
    }
}

/// @dev A wallet that says yes to every signature, by ERC-1271.
contract Wallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return this.isValidSignature.selector;
    }
}
