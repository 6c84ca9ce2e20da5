// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {OpenToken} from "openledger/token/OpenToken.sol";

/// @notice Authorisations of ERC-3009, signed by `payer` who has `PURSE`. Types and domain are spelt out here once more,
/// so that the token is held against the standard instead of against itself.
abstract contract AuthorisationsTest is Base {
    struct Authorisation {
        address from;
        address to;
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }

    bytes32 internal constant TRANSFER = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 internal constant RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 internal constant CANCEL = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
    /// @dev Order of secp256k1.
    uint256 internal constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    OpenToken internal token;

    function setUp() public override {
        super.setUp();
        token = protocol.openToken;
        _give(payer, PURSE);
    }

    /// @dev To bob, good for an hour from now.
    function _authorisation(uint256 value, bytes32 nonce) internal view returns (Authorisation memory) {
        return Authorisation(payer, bob, value, block.timestamp - 1, block.timestamp + 1 hours, nonce);
    }

    function _sign(bytes32 typehash, Authorisation memory a) internal view returns (uint8 v, bytes32 r, bytes32 s) {
        return vm.sign(payerKey, _digest(_domain(block.chainid, address(token)), _structHash(typehash, a)));
    }

    function _signCancel(bytes32 nonce) internal view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 structHash = keccak256(abi.encode(CANCEL, payer, nonce));
        return vm.sign(payerKey, _digest(_domain(block.chainid, address(token)), structHash));
    }

    function _structHash(bytes32 typehash, Authorisation memory a) internal pure returns (bytes32) {
        return keccak256(abi.encode(typehash, a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce));
    }

    function _domain(uint256 chainId, address verifier) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger"),
                keccak256("1"),
                chainId,
                verifier
            )
        );
    }

    function _digest(bytes32 domain, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _transfer(Authorisation memory a, uint8 v, bytes32 r, bytes32 s) internal {
        token.transferWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, v, r, s);
    }

    function _receive(Authorisation memory a, uint8 v, bytes32 r, bytes32 s) internal {
        token.receiveWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, v, r, s);
    }

    function _assertNotUsed(Authorisation memory a) internal view {
        assertFalse(token.authorizationState(a.from, a.nonce), "nonce is free");
        assertEq(_balanceOf(payer), PURSE, "payer's money");
        assertEq(_balanceOf(bob), 0, "payee's money");
    }
}
