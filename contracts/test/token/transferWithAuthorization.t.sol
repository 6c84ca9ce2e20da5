// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SpendingTest} from "./Spending.t.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";

contract TransferWithAuthorizationTest is SpendingTest {
    constructor() SpendingTest(TRANSFER) {}

    function testFuzz_WhoeverSendsIt(address sender, uint256 value, bytes32 nonce) public {
        Authorisation memory a = _authorisation(bound(value, 0, PURSE), nonce);
        (uint8 v, bytes32 r, bytes32 s) = _sign(TRANSFER, a);
        _assertNotUsed(a);
        vm.expectEmit(address(token));
        emit IERC3009.AuthorizationUsed(payer, nonce);
        vm.prank(sender);
        _transfer(a, v, r, s);
        assertEq(_balanceOf(payer), PURSE - a.value, "payer paid");
        assertEq(_balanceOf(bob), a.value, "payee received");
        assertTrue(token.authorizationState(payer, nonce), "used");
        assertFalse(token.authorizationState(bob, nonce), "for the payer only");
        assertEq(token.nonces(payer), 0, "apart from the nonces of permits");
    }
}
