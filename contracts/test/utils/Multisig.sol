// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MultiSignerERC7913} from "@openzeppelin/contracts/utils/cryptography/signers/MultiSignerERC7913.sol";

/// @title Multisig
/// @notice Calls what k of its n signers sign, once. A council for the rehearsal of a deployment: OpenZeppelin's multi-signer with
/// nothing but a call.
contract Multisig is MultiSignerERC7913, EIP712 {
    bytes32 internal constant CALL_TYPEHASH = keccak256("Call(address target,bytes data,uint256 nonce)");

    /// @notice Number of calls so far: what the next is signed with.
    uint256 public nonce;

    error Multisig_NotSigned(uint256 nonce);

    constructor(bytes[] memory signers, uint64 threshold)
        MultiSignerERC7913(signers, threshold)
        EIP712("Multisig", "1")
    {}

    /// @param signature ABI encoding of the signers, ordered by their hashes, and of their signatures.
    function execute(address target, bytes calldata data, bytes calldata signature) external returns (bytes memory) {
        uint256 current = nonce++;
        bytes32 hash = _hashTypedDataV4(keccak256(abi.encode(CALL_TYPEHASH, target, keccak256(data), current)));
        require(_rawSignatureValidation(hash, signature), Multisig_NotSigned(current));
        return Address.functionCall(target, data);
    }
}
