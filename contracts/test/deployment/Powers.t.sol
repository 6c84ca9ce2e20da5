// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "../../../script/Deployer.sol";
import {Base} from "../Base.t.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Vm} from "forge-std/Vm.sol";
import {OpenVesting} from "openledger/token/OpenVesting.sol";

/// @notice Who has power over what after a deployment, read off the chain: what the contracts say, what they logged from
/// their first block on, what is in their code and in their storage.
contract PowersTest is Base {
    /// @dev More than any contract uses before its mappings, whose values lie elsewhere.
    uint256 internal constant SLOTS = 64;
    /// @dev Most bytes of a contract's code (EIP-170), and how many of them every contract leaves.
    uint256 internal constant MAX_CODE = 24_576;
    uint256 internal constant CODE_ROOM = 1000;

    Deployer internal deployer;
    /// @dev Whatever the deployment created, in its order.
    address[] internal created;
    Vm.Log[] internal history;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        Vm.Log[] memory recorded = vm.getRecordedLogs();
        for (uint256 i = 0; i < recorded.length; ++i) {
            history.push(recorded[i]);
            if (recorded[i].topics[0] != Deployer.Deployed.selector) continue;
            deployer = Deployer(recorded[i].emitter);
            created.push(address(uint160(uint256(recorded[i].topics[2]))));
        }
    }

    function test_Contracts_AreAllThatWasCreated() public view {
        bytes memory named = abi.encode(protocol);
        // And the vesting wallets.
        assertEq(created.length, named.length / 32 + 1, "contracts and one wallet");
        assertEq(deployer.count(), created.length, "by one deployer");
        for (uint256 i = 0; i < created.length; ++i) {
            assertGt(created[i].code.length, 0, _at("code", i));
            if (i < named.length / 32) assertEq(_word(named, i), created[i], _at("in its place", i));
        }
    }

    /// @dev EIP-170, with room.
    function test_Contracts_HaveRoomOptimised() public view {
        for (uint256 i = 0; i < created.length; ++i) {
            assertLe(created[i].code.length, MAX_CODE - CODE_ROOM, _at("size", i));
        }
    }

    /// @dev The timelock is in the code of what obeys it, so that no vote can hand its power on.
    function test_Owners_AreNone() public {
        address timelock = address(protocol.timelockController);
        assertEq(protocol.protocolConfig.TIMELOCK(), timelock, "parameters");
        assertEq(protocol.dataFund.TIMELOCK(), timelock, "data fund");
        for (uint256 i = 0; i < created.length - 1; ++i) {
            (bool answers, bytes memory answer) = created[i].call(abi.encodeCall(Ownable.owner, ()));
            assertFalse(answers && answer.length == 32, _at("owner", i));
            if (created[i] == timelock) continue; // Whoever calls itself: nothing is there either.
            vm.startPrank(timelock);
            (bool transfers,) = created[i].call(abi.encodeCall(Ownable.transferOwnership, (address(this))));
            assertFalse(transfers, _at("handed on", i));
            (bool renounces,) = created[i].call(abi.encodeCall(Ownable.renounceOwnership, ()));
            assertFalse(renounces, _at("renounced", i));
            vm.stopPrank();
        }
        address wallet = created[created.length - 1];
        assertEq(OpenVesting(payable(wallet)).owner(), 0x70997970C51812dc3A010C7d01b50e0d17dc79C8, "its account's");
    }

    /// @dev The wallet's account is the only owner that there ever was, not even while the deployment ran.
    function test_Owners_NeverWereOthers() public view {
        uint256 seen = 0;
        for (uint256 i = 0; i < history.length; ++i) {
            if (history[i].topics[0] != Ownable.OwnershipTransferred.selector) continue;
            ++seen;
            assertEq(history[i].emitter, created[created.length - 1], "the wallet");
        }
        assertEq(seen, 1, "once");
    }

    /// @dev All roles that there are, since each is logged where it is granted.
    function test_Roles_AreTheTimelocksAndTheGovernors() public view {
        address timelock = address(protocol.timelockController);
        address governor = address(protocol.openGovernor);
        bytes32[4] memory roles = [
            protocol.timelockController.DEFAULT_ADMIN_ROLE(),
            protocol.timelockController.PROPOSER_ROLE(),
            protocol.timelockController.CANCELLER_ROLE(),
            protocol.timelockController.EXECUTOR_ROLE()
        ];
        address[4] memory members = [timelock, governor, governor, address(0)];
        uint256 granted = 0;
        for (uint256 i = 0; i < history.length; ++i) {
            assertTrue(history[i].topics[0] != IAccessControl.RoleRevoked.selector, "nothing had to be taken back");
            assertTrue(history[i].topics[0] != IAccessControl.RoleAdminChanged.selector, "one administers all");
            if (history[i].topics[0] != IAccessControl.RoleGranted.selector) continue;
            assertEq(history[i].emitter, timelock, "roles are the timelock's");
            assertEq(history[i].topics[1], roles[granted], "role");
            assertEq(address(uint160(uint256(history[i].topics[2]))), members[granted], "member");
            assertTrue(protocol.timelockController.hasRole(roles[granted], members[granted]), "and still is");
            ++granted;
        }
        assertEq(granted, 4, "no other");
    }

    /// @dev Neither the deployer nor its owner is named by any contract: they cannot be let in by a check of the caller.
    function test_Deployer_IsNamedNowhere() public {
        address owner = deployer.OWNER();
        for (uint256 i = 0; i < created.length; ++i) {
            assertFalse(_names(created[i], address(deployer)), _at("names the deployer", i));
            assertFalse(_names(created[i], owner), _at("names the deployer's owner", i));
        }
        // The search finds what is there: an immutable, and an owner in storage.
        assertTrue(_names(address(protocol.stakeVault), address(protocol.openToken)), "found in code");
        address timelock = address(protocol.timelockController);
        assertFalse(vm.contains(vm.toString(address(protocol.openGovernor).code), _hex(timelock)), "not in code");
        assertTrue(_names(address(protocol.openGovernor), timelock), "found in storage");
    }

    /// @dev What a deployer creates after a deployment is at an address that nothing names.
    function test_Deployer_HasNoPowerLeft() public {
        for (uint256 next = 1; next <= 8; ++next) {
            address later = vm.computeCreateAddress(address(deployer), created.length + next);
            for (uint256 i = 0; i < created.length; ++i) {
                assertFalse(_names(created[i], later), _at("names what is not there", i));
            }
        }
    }

    function test_Money_OfTheDeployerIsNone() public view {
        assertEq(_balanceOf(address(deployer)), 0, "deployer");
        assertEq(_balanceOf(deployer.OWNER()), 0, "its owner");
    }

    function _names(address where, address what) internal returns (bool) {
        for (uint256 slot = 0; slot < SLOTS; ++slot) {
            // The address's own bits, wherever in the slot a packed field may begin.
            uint256 word = uint256(vm.load(where, bytes32(slot)));
            for (; word >= uint160(what); word >>= 8) {
                // The lowest 160 bits are meant.
                // forge-lint: disable-next-line(unsafe-typecast)
                if (uint160(word) == uint160(what)) return true;
            }
        }
        return vm.contains(vm.toString(where.code), _hex(what));
    }

    /// @dev An address as it stands in code: lower case, without 0x.
    function _hex(address account) internal pure returns (string memory) {
        return vm.replace(vm.toString(abi.encodePacked(account)), "0x", "");
    }

    function _word(bytes memory encoded, uint256 i) internal pure returns (address word) {
        // Within `encoded`, whose words follow its length.
        assembly ("memory-safe") {
            word := mload(add(encoded, mul(add(i, 1), 32)))
        }
    }

    function _at(string memory what, uint256 i) internal pure returns (string memory) {
        return string.concat(what, ", place ", vm.toString(i));
    }
}
