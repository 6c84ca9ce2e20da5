// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Models} from "./Models.t.sol";
import {IModelRegistry, Term} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {ModelId} from "openledger/types/ModelId.sol";

// The numbers that are cast are bounded.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnnounceTermTest is Models {
    function testFuzz_AnnounceTerm(address nextOperator, address nextReceiptKey, uint256 served) public {
        vm.assume(nextOperator != address(0) && nextReceiptKey != address(0));
        assertEq(registry.term(modelId, 1).endsAt, type(uint40).max, "no end yet");
        vm.warp(_now() + bound(served, 0, 1000 days));
        uint40 endsAt = uint40(_now() + parameters.poolTimeout);
        vm.expectEmit(address(registry));
        emit IModelRegistry.TermAnnounced(modelId, 1, nextOperator, nextReceiptKey, endsAt);
        _announce(nextOperator, nextReceiptKey);
        Term memory term = registry.term(modelId, 1);
        assertEq(term.endsAt, endsAt, "end");
        assertEq(term.operator, operator, "the operator of now");
        assertEq(term.receiptKey, receiptKey, "its key");
        assertEq(registry.model(modelId).term, 1, "the term of now");
        (address announcedOperator, address announcedKey) = registry.announcedTerm(modelId);
        assertEq(announcedOperator, nextOperator, "announced operator");
        assertEq(announcedKey, nextReceiptKey, "announced key");
        assertEq(registry.term(modelId, 2).operator, address(0), "no second term yet");
    }

    /// @dev Terms changed in mid-period: whatever governance and owner do, an operator has the time that its term began
    /// with.
    function testFuzz_Attack_NobodyShortensTheTimeToSettle(uint256 chosen) public {
        Parameters memory changed = parameters;
        changed.poolTimeout = uint32(bound(chosen, 7 days, 90 days));
        _govern(changed);
        _announce(stranger, stranger);
        assertEq(registry.term(modelId, 1).endsAt, _now() + parameters.poolTimeout, "what was in force at its start");
        vm.warp(_now() + parameters.poolTimeout);
        registry.startTerm(modelId);
        assertEq(registry.term(modelId, 2).poolTimeout, changed.poolTimeout, "what is in force now");
    }

    function testFuzz_RevertWhen_AChangeIsAnnounced(uint256 later) public {
        uint256 endsAt = _now() + parameters.poolTimeout;
        _announce(stranger, stranger);
        vm.warp(_now() + bound(later, 0, 1000 days));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_TermEnding.selector, modelId, 1, endsAt));
        _announce(bob, bob);
    }

    function test_RevertWhen_AnAddressIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_ZeroAddress.selector, "operator"));
        _announce(address(0), bob);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_ZeroAddress.selector, "receiptKey"));
        _announce(bob, address(0));
    }

    function testFuzz_RevertWhen_NotTheOwner(address caller) public {
        vm.assume(caller != modelOwner);
        vm.startPrank(caller);
        vm.expectRevert(_notOwner(caller));
        registry.announceTerm(modelId, caller, caller);
        vm.expectRevert(_unknown(ModelId.wrap(9)));
        registry.announceTerm(ModelId.wrap(9), caller, caller);
    }
}
