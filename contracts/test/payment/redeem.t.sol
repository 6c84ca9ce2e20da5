// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payment} from "./Payment.t.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {ModelId} from "openledger/types/ModelId.sol";

contract RedeemTest is Payment {
    function testFuzz_Redeem_DividesToTheWei(uint128 amount, uint256 dataBps, uint256 baseBps) public {
        amount = uint128(bound(amount, 1, PURSE));
        ModelId base = modelId;
        modelId = _modelWith(dataBps, baseBps);
        _fund(modelId, payer, amount);
        (uint256 data, uint256 fee, uint256 royalty, uint256 owner) = _shares(modelId, amount);
        vm.expectEmit(address(escrow));
        emit IInferenceEscrow.VoucherRedeemed(modelId, 1, payer, amount, amount, data, fee, royalty, owner);
        assertEq(_redeem(modelId, amount), amount, "taken");
        assertEq(escrow.poolOf(modelId, 1), data, "data pool");
        assertEq(escrow.protocolFees(), fee, "protocol");
        assertEq(escrow.ownerRevenueOf(modelId), owner, "owner");
        (uint128 received, uint128 passed) = escrow.royaltiesOf(base);
        assertEq(received, royalty, "base");
        assertEq(passed, 0, "not passed on yet");
        assertEq(escrow.charged(modelId, 1, payer), amount, "charged");
        assertEq(escrow.depositOf(modelId, payer).balance, 0, "deposit");
        assertEq(data + fee + royalty + owner, amount, "all of it");
    }

    /// @dev Redemptions cut in pieces.
    function testFuzz_Redeem_ComesToTheSameHoweverItIsCut(
        uint128 total,
        uint128[6] memory cuts,
        uint256 dataBps,
        uint256 baseBps
    ) public {
        total = uint128(bound(total, 1, PURSE));
        ModelId base = modelId;
        ModelId whole = _modelWith(dataBps, baseBps);
        modelId = _modelWithSharesOf(whole, base);
        _fund(whole, payer, total);
        _redeem(whole, total);
        uint256 feesOfWhole = escrow.protocolFees();
        (uint256 royaltiesOfWhole,) = escrow.royaltiesOf(base);

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

        assertEq(escrow.poolOf(modelId, 1), escrow.poolOf(whole, 1), "data");
        assertEq(escrow.ownerRevenueOf(modelId), escrow.ownerRevenueOf(whole), "owner");
        assertEq(escrow.protocolFees(), 2 * feesOfWhole, "protocol");
        (uint256 royalties,) = escrow.royaltiesOf(base);
        assertEq(royalties, 2 * royaltiesOfWhole, "base");
    }

    /// @dev The same by many small payers in one call and one by one: each has its own line.
    function testFuzz_Redeem_ManyPayersAtOnceOrOneByOne(uint128[4] memory amounts, uint256 dataBps) public {
        ModelId base = modelId;
        ModelId together = _modelWith(dataBps, 100);
        ModelId apart = _modelWithSharesOf(together, base);
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](amounts.length);
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint128 amount = uint128(bound(amounts[i], 1, 30_000));
            (address account, uint256 key) = makeAddrAndKey(vm.toString(i));
            _fund(together, account, amount);
            _fund(apart, account, amount);
            vouchers[i] = _voucherBy(key, escrow.voucherDigest(together, 1, account, amount), account, amount);
            bytes32 digest = escrow.voucherDigest(apart, 1, account, amount);
            escrow.redeem(apart, 1, _one(_voucherBy(key, digest, account, amount)));
        }
        escrow.redeem(together, 1, vouchers);
        assertEq(escrow.poolOf(together, 1), escrow.poolOf(apart, 1), "data");
        assertEq(escrow.ownerRevenueOf(together), escrow.ownerRevenueOf(apart), "owner");
    }

    function test_Redeem_WeiByWei() public {
        // Base and owner have the same share: rounded down apart from each other, one would grow at the other's cost.
        modelId = _modelWith(7000, 1250, modelId);
        _fund(modelId, payer, 40);
        for (uint128 i = 1; i <= 40; ++i) {
            _redeem(modelId, i);
            (uint256 data, uint256 fee,, uint256 owner) = _shares(modelId, i);
            assertEq(escrow.poolOf(modelId, 1), uint256(i) * 7000 / 10_000, "data of the total");
            assertEq(escrow.poolOf(modelId, 1), data, "data");
            assertEq(escrow.protocolFees(), fee, "protocol");
            assertEq(escrow.ownerRevenueOf(modelId), owner, "owner");
        }
    }

    function test_Redeem_SkipsVouchersThatPromiseNothingNew() public {
        (address other, uint256 otherKey) = makeAddrAndKey("other payer");
        _fund(modelId, payer, 10e18);
        _fund(modelId, other, 10e18);
        bytes32 digest = escrow.voucherDigest(modelId, 1, other, 3e18);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(otherKey, digest);
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](3);
        vouchers[0] = _voucher(modelId, 4e18);
        vouchers[1] = IInferenceEscrow.Voucher(other, 3e18, abi.encodePacked(r, s, v));
        vouchers[2] = _voucher(modelId, 2e18); // An earlier one.
        // Somebody redeems the first before: the others still count.
        vm.prank(stranger);
        escrow.redeem(modelId, 1, _one(vouchers[0]));
        assertEq(escrow.redeem(modelId, 1, vouchers), 3e18, "the other payer's");
        vm.expectRevert(abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_NothingToRedeem.selector, modelId, 1));
        escrow.redeem(modelId, 1, vouchers);
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

    /// @dev One deposit promised to ten models.
    function test_RevertWhen_TheDepositIsForAnotherModel() public {
        ModelId other = _registerModel(datanetId);
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
        ModelId other = _registerModel(datanetId);
        bytes memory reason = abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, payer);
        // Another model.
        _refused(_voucher(other, 1e18), 1, reason);
        // Another amount.
        IInferenceEscrow.Voucher memory voucher = _voucher(modelId, 1e18);
        voucher.cumulativeAmount = 2e18;
        _refused(voucher, 1, reason);
        // Another term.
        voucher = _signed(payerKey, escrow.voucherDigest(modelId, 2, payer, 1e18));
        _refused(voucher, 1, reason);
        // Another purpose.
        voucher = _signed(payerKey, escrow.receiptDigest(modelId, 1, 1, payer, 0, 1e18, 0));
        _refused(voucher, 1, reason);
        voucher = _signed(payerKey, _permitDigest(1e18));
        _refused(voucher, 1, reason);
        // Another contract: the same words under another's domain.
        voucher = _signed(payerKey, _digestUnder(address(protocol.attributionLedger), 1e18));
        _refused(voucher, 1, reason);
        assertEq(
            _digestUnder(address(escrow), 1e18), escrow.voucherDigest(modelId, 1, payer, 1e18), "but for the contract"
        );
        // Another payer.
        (, uint256 otherKey) = makeAddrAndKey("other payer");
        voucher = _signed(otherKey, escrow.voucherDigest(modelId, 1, payer, 1e18));
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
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, escrow.voucherDigest(modelId, 1, payer, 1e18));
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
                address(escrow)
            )
        );
        bytes32 typehash = keccak256("Voucher(address payer,uint256 modelId,uint32 term,uint128 cumulativeAmount)");
        bytes32 structHash = keccak256(abi.encode(typehash, payer, modelId, 1, 5e18));
        assertEq(
            escrow.voucherDigest(modelId, 1, payer, 5e18),
            keccak256(abi.encodePacked(hex"1901", domain, structHash)),
            "voucher"
        );
        typehash = keccak256(
            "Receipt(uint256 modelId,uint32 term,uint32 version,address payer,uint128 from,uint128 to,bytes32 outputRoot)"
        );
        structHash = keccak256(abi.encode(typehash, modelId, 1, 2, payer, 3, 4, bytes32(uint256(5))));
        assertEq(
            escrow.receiptDigest(modelId, 1, 2, payer, 3, 4, bytes32(uint256(5))),
            keccak256(abi.encodePacked(hex"1901", domain, structHash)),
            "receipt"
        );
    }

    // Terms

    function testFuzz_RevertWhen_TheTermHasEnded(uint256 late) public {
        _fund(modelId, payer, 10e18);
        IInferenceEscrow.Voucher memory voucher = _voucher(modelId, 2e18);
        uint256 endsAt = _announceTerm(modelId);
        vm.warp(endsAt - 1);
        _redeem(modelId, 1e18);
        bytes memory reason =
            abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_TermEnded.selector, modelId, 1, endsAt);
        vm.warp(endsAt);
        _refused(voucher, 1, reason);
        vm.warp(bound(late, endsAt, endsAt + 365 days));
        _refused(voucher, 1, reason);
        // And for good, once the next has begun.
        protocol.modelRegistry.startTerm(modelId);
        _refused(voucher, 1, abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_UnknownTerm.selector, modelId, 1));
        // What was signed for the former term is nothing in the next.
        _refused(voucher, 2, abi.encodeWithSelector(IInferenceEscrow.InferenceEscrow_BadSignature.selector, payer));
    }

    function test_Redeem_TotalsBeginAnewWithATerm() public {
        _fund(modelId, payer, 10e18);
        _redeem(modelId, 3e18);
        _changeTerm(modelId);
        bytes32 digest = escrow.voucherDigest(modelId, 2, payer, 1e18);
        assertEq(escrow.redeem(modelId, 2, _one(_voucherBy(payerKey, digest, payer, 1e18))), 1e18, "from zero");
        assertEq(escrow.charged(modelId, 1, payer), 3e18, "of the first term");
        assertEq(escrow.charged(modelId, 2, payer), 1e18, "of the second");
        assertEq(escrow.poolOf(modelId, 2), 0.7e18, "its own pool");
    }

    function test_Redeem_ForARetiredModel() public {
        _fund(modelId, payer, 10e18);
        _retire(modelId);
        assertEq(_redeem(modelId, 3e18), 3e18, "what was promised is paid");
    }

    function _digestUnder(address verifier, uint128 amount) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger InferenceEscrow"),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        bytes32 typehash = keccak256("Voucher(address payer,uint256 modelId,uint32 term,uint128 cumulativeAmount)");
        bytes32 structHash = keccak256(abi.encode(typehash, payer, modelId, 1, amount));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _permitDigest(uint128 amount) internal view returns (bytes32) {
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typehash, payer, address(escrow), amount, 0, type(uint256).max));
        return keccak256(abi.encodePacked(hex"1901", protocol.openToken.DOMAIN_SEPARATOR(), structHash));
    }

    function _signed(uint256 key, bytes32 digest) internal view returns (IInferenceEscrow.Voucher memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return IInferenceEscrow.Voucher(payer, 1e18, abi.encodePacked(r, s, v));
    }

    function _refused(IInferenceEscrow.Voucher memory voucher, uint32 term, bytes memory reason) internal {
        vm.expectRevert(reason);
        escrow.redeem(modelId, term, _one(voucher));
    }
}
