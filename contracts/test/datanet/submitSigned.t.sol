// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IDatanetRegistry, Submission} from "openledger/interfaces/IDatanetRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @dev An account that knows one digest, whatever the signature.
contract Wallet is IERC1271 {
    bytes32 internal known;

    function sign(bytes32 digest) external {
        known = digest;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return digest == known ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}

/// @dev Code that burns all gas and knows nothing.
contract Burner {
    fallback() external {
        while (true) {}
    }
}

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract SubmitSignedTest is Base {
    DatanetId internal datanetId;
    uint40 internal deadline;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
        deadline = uint40(block.timestamp + 1 days);
    }

    function _signer(uint256 i) internal returns (address signer, uint256 key) {
        (signer, key) = makeAddrAndKey(string.concat("contributor ", vm.toString(i)));
    }

    function _signed(uint256 count) internal returns (IDatanetRegistry.SignedContribution[] memory contributions) {
        contributions = new IDatanetRegistry.SignedContribution[](count);
        for (uint256 i = 0; i < count; ++i) {
            (address signer, uint256 key) = _signer(i);
            bytes32 leafHash = keccak256(abi.encodePacked(hex"00", _leafOf(i, signer)));
            contributions[i] = IDatanetRegistry.SignedContribution(
                signer, leafHash, deadline, _sign(key, datanetId, signer, leafHash, deadline)
            );
        }
    }

    function _sign(uint256 key, DatanetId signedFor, address signer, bytes32 leafHash, uint40 until)
        internal
        view
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, protocol.datanetRegistry.contributionDigest(signedFor, signer, leafHash, until));
        return abi.encodePacked(r, s, v);
    }

    function _signDigest(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev By the definition of EIP-712, from nothing that the contract says.
    function _digestUnder(address verifier, address signer, bytes32 leafHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger DatanetRegistry"),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        bytes32 typehash =
            keccak256("Contribution(uint256 datanetId,address contributor,bytes32 leafHash,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typehash, datanetId, signer, leafHash, uint256(deadline)));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _leafOf(uint256 i, address signer) internal pure returns (bytes memory) {
        return _contributionLeaf(signer, abi.encodePacked("text ", vm.toString(i)));
    }

    function _newSigned(uint256 count) internal returns (IDatanetRegistry.NewSubmission memory) {
        bytes[] memory leaves = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            (address signer,) = _signer(i);
            leaves[i] = _leafOf(i, signer);
        }
        return _newSubmission(datanetId, TreeBuilder.root(leaves), uint40(count));
    }

    function testFuzz_SubmitSigned(uint256 count) public {
        count = bound(count, 1, 50);
        IDatanetRegistry.SignedContribution[] memory contributions = _signed(count);
        IDatanetRegistry.NewSubmission memory made = _newSigned(count);
        address[] memory contributors = new address[](count);
        bytes32[] memory leafHashes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            (contributors[i], leafHashes[i]) = (contributions[i].contributor, contributions[i].leafHash);
        }
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.Submitted(
            SubmissionId.wrap(1), datanetId, submitter, made.root, made.count, 1, made.parent, made.uri
        );
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ContributionsSigned(SubmissionId.wrap(1), contributors, leafHashes);
        vm.prank(submitter);
        SubmissionId submissionId = protocol.datanetRegistry.submitSigned(made, contributions);
        Submission memory stored = protocol.datanetRegistry.submission(submissionId);
        assertEq(stored.root, made.root, "root");
        assertEq(stored.count, count, "count");
        assertEq(stored.submitter, submitter, "the relayer");
    }

    /// @dev By the definition of EIP-712, from nothing that the contract says.
    function testFuzz_ContributionDigest(uint256 number, address contributor, bytes32 leafHash, uint40 until)
        public
        view
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("OpenLedger DatanetRegistry"),
                keccak256("1"),
                block.chainid,
                address(protocol.datanetRegistry)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Contribution(uint256 datanetId,address contributor,bytes32 leafHash,uint256 deadline)"),
                number,
                contributor,
                leafHash,
                uint256(until)
            )
        );
        assertEq(
            protocol.datanetRegistry.contributionDigest(DatanetId.wrap(number), contributor, leafHash, until),
            keccak256(abi.encodePacked(hex"1901", domain, structHash)),
            "digest"
        );
    }

    function test_SubmitSigned_ByContractsAndByKeysOfAccountsWithCode() public {
        IDatanetRegistry.SignedContribution[] memory contributions = _signed(2);
        IDatanetRegistry.NewSubmission memory made = _newSigned(2);
        // The first account has code that knows no signature, and still its key (EIP-7702).
        vm.etch(contributions[0].contributor, type(Burner).runtimeCode);
        // The second one is a contract.
        Wallet wallet = new Wallet();
        bytes[] memory leaves = new bytes[](2);
        leaves[0] = _leafOf(0, contributions[0].contributor);
        leaves[1] = _leafOf(1, address(wallet));
        made.root = TreeBuilder.root(leaves);
        bytes32 leafHash = keccak256(abi.encodePacked(hex"00", leaves[1]));
        contributions[1] = IDatanetRegistry.SignedContribution(address(wallet), leafHash, deadline, "known");
        _refused(made, contributions, _badSignature(1, address(wallet)));
        wallet.sign(protocol.datanetRegistry.contributionDigest(datanetId, address(wallet), leafHash, deadline));
        protocol.datanetRegistry.submitSigned(made, contributions);
    }

    /// @dev A signature used again gives the signer a later place for the same words and nobody anything else.
    function test_SubmitSigned_MayBeRepeatedAndBlocksNobody() public {
        IDatanetRegistry.SignedContribution[] memory contributions = _signed(2);
        IDatanetRegistry.NewSubmission memory made = _newSigned(2);
        vm.prank(stranger);
        protocol.datanetRegistry.submitSigned(made, contributions);
        SubmissionId again = protocol.datanetRegistry.submitSigned(made, contributions);
        assertEq(SubmissionId.unwrap(again), 2, "a copy from the mempool stops no relayer");
    }

    function test_RevertWhen_TheNumberIsBad() public {
        bytes4 reason = IDatanetRegistry.DatanetRegistry_BadSignatureCount.selector;
        IDatanetRegistry.NewSubmission memory made = _newSigned(51);
        _refused(made, new IDatanetRegistry.SignedContribution[](0), abi.encodeWithSelector(reason, 0, 50));
        _refused(made, _signed(51), abi.encodeWithSelector(reason, 51, 50));
    }

    function testFuzz_RevertWhen_ADeadlineIsOver(uint256 late) public {
        IDatanetRegistry.SignedContribution[] memory contributions = _signed(2);
        IDatanetRegistry.NewSubmission memory made = _newSigned(2);
        vm.warp(deadline + bound(late, 1, 1000 days));
        _refused(
            made,
            contributions,
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_SignatureExpired.selector, 0, deadline)
        );
        vm.warp(deadline);
        protocol.datanetRegistry.submitSigned(made, contributions);
    }

    function testFuzz_RevertWhen_ASignatureIsForAnotherPurpose(uint256 place) public {
        place = bound(place, 0, 10);
        IDatanetRegistry.SignedContribution[] memory contributions = _signed(2);
        IDatanetRegistry.NewSubmission memory made = _newSigned(2);
        (address signer, uint256 key) = _signer(1);
        IDatanetRegistry.SignedContribution memory other = contributions[1];
        if (place == 0) {
            other.signature = _sign(key, DatanetId.wrap(2), signer, other.leafHash, deadline);
        } else if (place == 1) {
            other.signature = _sign(key, datanetId, alice, other.leafHash, deadline);
        } else if (place == 2) {
            other.signature = _sign(key, datanetId, signer, contributions[0].leafHash, deadline);
        } else if (place == 3) {
            other.signature = _sign(key, datanetId, signer, other.leafHash, deadline + 1);
        } else if (place == 4) {
            // Another account's key, on its own.
            (, key) = _signer(0);
            other.signature = _sign(key, datanetId, signer, other.leafHash, deadline);
        } else if (place == 5) {
            uint256 here = block.chainid;
            vm.chainId(here + 1);
            other.signature = _sign(key, datanetId, signer, other.leafHash, deadline);
            vm.chainId(here);
        } else if (place == 6) {
            other.signature = "";
        } else if (place == 7) {
            // The same words under another contract's domain.
            other.signature = _signDigest(key, _digestUnder(address(protocol.inferenceEscrow), signer, other.leafHash));
        } else if (place == 8) {
            // A voucher.
            bytes32 digest = protocol.inferenceEscrow.voucherDigest(ModelId.wrap(1), 1, signer, type(uint128).max);
            other.signature = _signDigest(key, digest);
        } else if (place == 9) {
            // The other signature of the same digest, of the higher s.
            bytes32 digest = protocol.datanetRegistry.contributionDigest(datanetId, signer, other.leafHash, deadline);
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
            uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
            other.signature = abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27));
        } else {
            // `ecrecover` says zero for what is no signature.
            other.contributor = address(0);
            other.signature = new bytes(65);
        }
        _refused(made, contributions, _badSignature(1, other.contributor));
    }

    function testFuzz_RevertWhen_TheRootIsNotOfTheseLeaves(bytes32 root, uint40 count) public {
        IDatanetRegistry.SignedContribution[] memory contributions = _signed(3);
        IDatanetRegistry.NewSubmission memory made = _newSigned(3);
        bytes memory reason =
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_OtherLeaves.selector, made.root, 3);
        (bytes32 right, uint40 three) = (made.root, made.count);
        vm.assume(root != right && count != three);
        made.root = root;
        _refused(made, contributions, reason);
        (made.root, made.count) = (right, count);
        _refused(made, contributions, reason);
    }

    function _badSignature(uint256 place, address contributor) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadSignature.selector, place, contributor);
    }

    function _refused(
        IDatanetRegistry.NewSubmission memory made,
        IDatanetRegistry.SignedContribution[] memory contributions,
        bytes memory reason
    ) internal {
        vm.expectRevert(reason);
        protocol.datanetRegistry.submitSigned(made, contributions);
    }
}
