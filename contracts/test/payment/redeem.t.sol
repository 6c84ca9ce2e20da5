// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract RedeemTest is Base {
    ModelId internal modelId;

    function setUp() public override {
        super.setUp();
        modelId = _registerModel(_createDatanet());
    }

    function _one(IInferenceEscrow.Voucher memory voucher)
        internal
        pure
        returns (IInferenceEscrow.Voucher[] memory vouchers)
    {
        vouchers = new IInferenceEscrow.Voucher[](1);
        vouchers[0] = voucher;
    }

    function testFuzz_Redeem_DividesToTheWei(uint128 amount, uint16 dataBps) public {
        amount = uint128(bound(amount, 1, PURSE));
        modelId = _modelWith(dataBps);
        uint256 dataShare = protocol.modelRegistry.model(modelId).revenue.dataBps;
        _fund(modelId, payer, amount);
        uint256 data = uint256(amount) * dataShare / 10_000;
        uint256 protocolFee = dataShare == 9500 ? amount - data : (amount - data) * 500 / (10_000 - dataShare);
        vm.expectEmit(address(protocol.inferenceEscrow));
        emit IInferenceEscrow.VoucherRedeemed(
            modelId, 1, payer, amount, amount, data, protocolFee, 0, amount - data - protocolFee
        );
        assertEq(_redeem(modelId, amount), amount, "taken");
        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), data, "data pool");
        assertEq(protocol.inferenceEscrow.protocolFees(), protocolFee, "protocol");
        assertEq(protocol.inferenceEscrow.ownerRevenueOf(modelId), amount - data - protocolFee, "owner");
        assertEq(protocol.inferenceEscrow.charged(modelId, 1, payer), amount, "charged");
        assertEq(protocol.inferenceEscrow.depositOf(modelId, payer).balance, 0, "deposit");
    }

    function testFuzz_Redeem_ComesToTheSameHoweverItIsCut(uint128 total, uint128[6] memory cuts, uint16 dataBps)
        public
    {
        total = uint128(bound(total, 1, PURSE));
        ModelId whole = _modelWith(dataBps);
        modelId = _modelWith(dataBps);
        _fund(whole, payer, total);
        _redeem(whole, total);
        uint256 feesOfWhole = protocol.inferenceEscrow.protocolFees();

        _fund(modelId, payer, total);
        uint128 charged = 0;
        for (uint256 i = 0; i < cuts.length; ++i) {
            // Cuts of a few wei too, where each share is rounded.
            uint128 most = i % 2 == 0 ? total - charged : total - charged < 5 ? total - charged : 5;
            if (most == 0) continue;
            charged += uint128(bound(cuts[i], 1, most));
            _redeem(modelId, charged);
        }
        if (charged < total) _redeem(modelId, total);

        assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), protocol.inferenceEscrow.poolOf(whole, 1), "data");
        assertEq(
            protocol.inferenceEscrow.ownerRevenueOf(modelId), protocol.inferenceEscrow.ownerRevenueOf(whole), "owner"
        );
        assertEq(protocol.inferenceEscrow.protocolFees(), 2 * feesOfWhole, "protocol");
    }

    function test_Redeem_WeiByWei() public {
        _fund(modelId, payer, 40);
        for (uint128 i = 1; i <= 40; ++i) {
            _redeem(modelId, i);
            assertEq(protocol.inferenceEscrow.poolOf(modelId, 1), uint256(i) * 7000 / 10_000, "data of the total");
        }
    }

    function test_Redeem_SkipsVouchersThatPromiseNothingNew() public {
        (address other, uint256 otherKey) = makeAddrAndKey("other payer");
        _fund(modelId, payer, 10e18);
        _fund(modelId, other, 10e18);
        bytes32 digest = protocol.inferenceEscrow.voucherDigest(modelId, 1, other, 3e18);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(otherKey, digest);
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](3);
        vouchers[0] = _voucher(modelId, 4e18);
        vouchers[1] = IInferenceEscrow.Voucher(other, 3e18, abi.encodePacked(r, s, v));
        vouchers[2] = _voucher(modelId, 2e18); // An earlier one.
        // Somebody redeems the first before: the others still count.
        vm.prank(stranger);
        protocol.inferenceEscrow.redeem(modelId, 1, _one(vouchers[0]));
        assertEq(protocol.inferenceEscrow.redeem(modelId, 1, vouchers), 3e18, "the other payer's");
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingToRedeem.selector, modelId, 1));
        protocol.inferenceEscrow.redeem(modelId, 1, vouchers);
    }

    function testFuzz_RevertWhen_TheDepositIsTooSmall(uint128 deposit, uint128 promised) public {
        deposit = uint128(bound(deposit, 1, PURSE));
        promised = uint128(bound(promised, deposit + 1, type(uint128).max));
        _fund(modelId, payer, deposit);
        _refused(
            _voucher(modelId, promised),
            1,
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_DepositTooSmall.selector, payer, promised, deposit)
        );
    }

    function test_RevertWhen_TheDepositIsForAnotherModel() public {
        ModelId other = _modelWith(7000);
        _fund(other, payer, 10e18);
        _refused(
            _voucher(modelId, 1e18),
            1,
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_DepositTooSmall.selector, payer, 1e18, 0)
        );
    }

    function testFuzz_RevertWhen_TheTermIsUnknown(uint32 term) public {
        vm.assume(term != 1);
        _fund(modelId, payer, 10e18);
        _refused(
            _voucher(modelId, 1e18),
            term,
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_UnknownTerm.selector, modelId, term)
        );
    }

    function test_RevertWhen_SignedForSomethingElse() public {
        _fund(modelId, payer, 10e18);
        ModelId other = _modelWith(7000);
        bytes memory reason = abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, payer);
        // Another model.
        _refused(_voucher(other, 1e18), 1, reason);
        // Another amount.
        IInferenceEscrow.Voucher memory voucher = _voucher(modelId, 1e18);
        voucher.cumulativeAmount = 2e18;
        _refused(voucher, 1, reason);
        // Another term.
        voucher = _signed(payerKey, protocol.inferenceEscrow.voucherDigest(modelId, 2, payer, 1e18));
        _refused(voucher, 1, reason);
        // Another purpose.
        voucher = _signed(payerKey, protocol.inferenceEscrow.receiptDigest(modelId, 1, 1, payer, 0, 1e18, 0));
        _refused(voucher, 1, reason);
        // Another payer.
        (, uint256 otherKey) = makeAddrAndKey("other payer");
        voucher = _signed(otherKey, protocol.inferenceEscrow.voucherDigest(modelId, 1, payer, 1e18));
        _refused(voucher, 1, reason);
        // Another chain.
        voucher = _voucher(modelId, 1e18);
        vm.chainId(1);
        _refused(voucher, 1, reason);
    }

    function test_RevertWhen_TheSignatureIsMalformed() public {
        _fund(modelId, payer, 10e18);
        bytes memory reason = abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, payer);
        IInferenceEscrow.Voucher memory voucher = _voucher(modelId, 1e18);
        // The other signature of the same digest, of the higher s.
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(payerKey, protocol.inferenceEscrow.voucherDigest(modelId, 1, payer, 1e18));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        voucher.signature = abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27));
        _refused(voucher, 1, reason);
        voucher.signature = abi.encodePacked(r, s);
        _refused(voucher, 1, reason);
        voucher.signature = "";
        _refused(voucher, 1, reason);
        // Nobody signs for the zero address.
        voucher.payer = address(0);
        voucher.signature = new bytes(65);
        _refused(voucher, 1, abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, address(0)));
    }

    function test_Digests_AreEip712() public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger InferenceEscrow"),
                keccak256("1"),
                block.chainid,
                address(protocol.inferenceEscrow)
            )
        );
        bytes32 typehash = keccak256("Voucher(address payer,uint256 modelId,uint32 term,uint128 cumulativeAmount)");
        bytes32 structHash = keccak256(abi.encode(typehash, payer, modelId, 1, 5e18));
        assertEq(
            protocol.inferenceEscrow.voucherDigest(modelId, 1, payer, 5e18),
            keccak256(abi.encodePacked(hex"1901", domain, structHash)),
            "voucher"
        );
        typehash = keccak256(
            "Receipt(uint256 modelId,uint32 term,uint32 version,address payer,uint128 from,uint128 to,bytes32 outputRoot)"
        );
        structHash = keccak256(abi.encode(typehash, modelId, 1, 2, payer, 3, 4, bytes32(uint256(5))));
        assertEq(
            protocol.inferenceEscrow.receiptDigest(modelId, 1, 2, payer, 3, 4, bytes32(uint256(5))),
            keccak256(abi.encodePacked(hex"1901", domain, structHash)),
            "receipt"
        );
    }

    function _modelWith(uint16 dataBps) internal returns (ModelId) {
        IModelRegistry.NewModel memory made = _newModel(DatanetId.wrap(1));
        made.dataBps = uint16(bound(dataBps, 2500, 9500));
        made.ownerBps = 9500 - made.dataBps;
        vm.prank(modelOwner);
        return protocol.modelRegistry.register(made);
    }

    function _signed(uint256 key, bytes32 digest) internal view returns (IInferenceEscrow.Voucher memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return IInferenceEscrow.Voucher(payer, 1e18, abi.encodePacked(r, s, v));
    }

    function _refused(IInferenceEscrow.Voucher memory voucher, uint32 term, bytes memory reason) internal {
        vm.expectRevert(reason);
        protocol.inferenceEscrow.redeem(modelId, term, _one(voucher));
    }
}
