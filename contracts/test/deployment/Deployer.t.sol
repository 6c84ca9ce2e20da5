// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "../../../script/Deployer.sol";
import {Test} from "forge-std/Test.sol";

/// @notice Addresses by CREATE2, through a proxy that anybody may call: here the test is the proxy.
contract DeployerTest is Test {
    /// @dev Creation code of a contract without code.
    bytes internal constant NOTHING = hex"00";

    function testFuzz_Address_IsTheSameOnEveryChain(address owner, bytes32 salt, uint64 chainId, uint64 otherId)
        public
    {
        uint256 before = vm.snapshotState();
        vm.chainId(bound(chainId, 1, type(uint64).max - 1));
        address here = address(new Deployer{salt: salt}(owner));
        vm.prank(owner);
        address first = Deployer(here).deploy(0, NOTHING);
        assertEq(here, _addressOf(owner, salt), "known beforehand");
        assertEq(first, vm.computeCreateAddress(here, 1), "the first contract too");

        vm.revertToState(before);
        vm.chainId(bound(otherId, 1, type(uint64).max - 1));
        vm.roll(block.number + 1000);
        vm.warp(block.timestamp + 1000);
        Deployer there = new Deployer{salt: salt}(owner);
        vm.prank(owner);
        assertEq(
            there.deploy(0, hex"600160005260206000f3"), first, "another chain, later, other code: the same addresses"
        );
        assertEq(address(there), here, "the deployer's own");
    }

    /// @dev Whoever is faster has created the owner's deployer for it, and can create nothing through it.
    function testFuzz_Attack_FrontRunnerTakesNoAddress(address owner, address thief, bytes32 salt) public {
        vm.assume(owner != thief);
        address wanted = _addressOf(owner, salt);
        assertNotEq(address(new Deployer{salt: salt}(thief)), wanted, "a deployer of the thief's stands elsewhere");

        Deployer deployer = new Deployer{salt: salt}(owner); // By the proxy, which the thief called.
        assertEq(address(deployer), wanted, "the very one");
        assertEq(deployer.OWNER(), owner, "the owner's, whoever paid for it");
        vm.expectRevert(abi.encodeWithSelector(Deployer.Deployer_NotOwner.selector, thief));
        vm.prank(thief);
        deployer.deploy(0, NOTHING);
        assertEq(deployer.count(), 0, "every place is free");
        vm.prank(owner);
        assertEq(deployer.deploy(0, NOTHING), vm.computeCreateAddress(address(deployer), 1), "and the owner's");
    }

    function testFuzz_Address_FollowsFromTheVersion(address owner, bytes32 salt, bytes32 otherSalt) public {
        vm.assume(salt != otherSalt);
        assertNotEq(
            address(new Deployer{salt: salt}(owner)),
            address(new Deployer{salt: otherSalt}(owner)),
            "versions stand beside each other"
        );
    }

    function _addressOf(address owner, bytes32 salt) private view returns (address) {
        bytes memory initCode = abi.encodePacked(type(Deployer).creationCode, abi.encode(owner));
        return vm.computeCreate2Address(salt, keccak256(initCode), address(this));
    }
}
