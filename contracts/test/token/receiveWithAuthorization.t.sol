// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SpendingTest} from "./Spending.t.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

contract ReceiveWithAuthorizationTest is SpendingTest {
    constructor() SpendingTest(RECEIVE) {}

    function testFuzz_ByThePayee(uint256 value, bytes32 nonce) public {
        Authorisation memory a = _authorisation(bound(value, 0, PURSE), nonce);
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, a);
        vm.expectEmit(address(token));
        emit IERC3009.AuthorizationUsed(payer, nonce);
        vm.prank(bob);
        _receive(a, v, r, s);
        assertEq(_balanceOf(payer), PURSE - a.value, "payer paid");
        assertEq(_balanceOf(bob), a.value, "payee received");
        assertTrue(token.authorizationState(payer, nonce), "used");
    }

    /// @dev Nobody can take it out of the mempool and make the money arrive without the payee's knowledge, neither as
    /// what it is nor as a transfer.
    function testFuzz_OnlyByThePayee(address sender, uint256 value) public {
        vm.assume(sender != bob);
        Authorisation memory a = _authorisation(bound(value, 0, PURSE), "front run");
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, a);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, bob));
        vm.prank(sender);
        _receive(a, v, r, s);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        vm.prank(sender);
        _transfer(a, v, r, s);
        _assertNotUsed(a);
    }
}
