// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CommonBase} from "forge-std/Base.sol";
import {IOpenToken} from "openledger/interfaces/IOpenToken.sol";
import {IOpenVesting} from "openledger/interfaces/IOpenVesting.sol";
import {OpenVesting} from "openledger/token/OpenVesting.sol";

/// @title Genesis
/// @notice Reads who gets the supply from a chain's configuration, `genesis`: a list of
///
///     { "account": <address or "treasury">, "amount": <wei>, "vesting": { "start", "duration", "cliff" } }
///
/// An address is written with its checksum, so that a slip of a digit is seen. `treasury` is the timelock. `vesting`,
/// which may be left out, puts the amount into an `OpenVesting` wallet that the account owns: see `IOpenVesting.Schedule`.
/// The contracts check the rest: the token that the amounts sum to the supply, each wallet its schedule.
abstract contract Genesis is CommonBase {
    /// @param account Zero for the treasury.
    /// @param vests Whether a wallet holds the amount for the account, by `schedule`.
    struct Grant {
        address account;
        uint256 amount;
        bool vests;
        IOpenVesting.Schedule schedule;
    }

    /// @notice The configuration has a key that means nothing, perhaps a misspelt one.
    error Genesis_UnknownKey(string key);
    /// @notice The account of `genesis[index]` is neither `treasury` nor an address other than zero with its checksum.
    error Genesis_WrongAccount(uint256 index, string account);
    error Genesis_NumberTooLarge(string key, uint256 value, uint256 most);

    function readGenesis(string memory json) internal view returns (Grant[] memory grants) {
        uint256 count = 0;
        while (vm.keyExistsJson(json, _key(count, ""))) ++count;
        grants = new Grant[](count);
        for (uint256 i = 0; i < count; ++i) {
            checkKeys(json, _key(i, ""), "account,amount,vesting");
            grants[i].account = _readAccount(json, i);
            grants[i].amount = vm.parseJsonUint(json, _key(i, ".amount"));
            grants[i].vests = vm.keyExistsJson(json, _key(i, ".vesting"));
            if (grants[i].vests) grants[i].schedule = _readSchedule(json, i);
        }
    }

    /// @notice How many wallets a genesis needs.
    function walletCountOf(Grant[] memory grants) internal pure returns (uint256 count) {
        for (uint256 i = 0; i < grants.length; ++i) {
            if (grants[i].vests) ++count;
        }
    }

    /// @notice What the token mints: to the wallets, in their order, what vests.
    function allocationsOf(Grant[] memory grants, address treasury, address[] memory wallets)
        internal
        pure
        returns (IOpenToken.Allocation[] memory allocations)
    {
        allocations = new IOpenToken.Allocation[](grants.length);
        uint256 wallet = 0;
        for (uint256 i = 0; i < grants.length; ++i) {
            address account = grants[i].vests ? wallets[wallet++] : _accountOf(grants[i], treasury);
            allocations[i] = IOpenToken.Allocation({account: account, amount: grants[i].amount});
        }
    }

    /// @notice Creation code with arguments of each wallet.
    function walletInitCodesOf(Grant[] memory grants, address treasury)
        internal
        pure
        returns (bytes[] memory initCodes)
    {
        initCodes = new bytes[](walletCountOf(grants));
        uint256 wallet = 0;
        for (uint256 i = 0; i < grants.length; ++i) {
            if (!grants[i].vests) continue;
            initCodes[wallet++] = abi.encodePacked(
                type(OpenVesting).creationCode, abi.encode(_accountOf(grants[i], treasury), grants[i].schedule)
            );
        }
    }

    /// @notice Refuses an object of the configuration that has other keys than these, which commas part: a misspelt `vesting`
    /// must not make money free at once.
    function checkKeys(string memory json, string memory at, string memory known) internal pure {
        string[] memory names = vm.split(known, ",");
        string[] memory keys = vm.parseJsonKeys(json, at);
        for (uint256 i = 0; i < keys.length; ++i) {
            bool found = false;
            for (uint256 j = 0; j < names.length && !found; ++j) {
                found = same(keys[i], names[j]);
            }
            require(found, Genesis_UnknownKey(string.concat(at, ".", keys[i])));
        }
    }

    function same(string memory a, string memory b) internal pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }

    function _accountOf(Grant memory grant, address treasury) private pure returns (address) {
        return grant.account == address(0) ? treasury : grant.account;
    }

    function _readAccount(string memory json, uint256 i) private pure returns (address account) {
        string memory written = vm.parseJsonString(json, _key(i, ".account"));
        if (same(written, "treasury")) return address(0);
        account = vm.parseAddress(written);
        require(account != address(0) && same(written, vm.toString(account)), Genesis_WrongAccount(i, written));
    }

    function _readSchedule(string memory json, uint256 i) private pure returns (IOpenVesting.Schedule memory) {
        checkKeys(json, _key(i, ".vesting"), "start,duration,cliff");
        return IOpenVesting.Schedule({
            start: _seconds(json, _key(i, ".vesting.start")),
            duration: _seconds(json, _key(i, ".vesting.duration")),
            cliff: _seconds(json, _key(i, ".vesting.cliff"))
        });
    }

    function _seconds(string memory json, string memory key) private pure returns (uint64) {
        uint256 value = vm.parseJsonUint(json, key);
        require(value <= type(uint64).max, Genesis_NumberTooLarge(key, value, type(uint64).max));
        // It fits, as was just checked.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(value);
    }

    function _key(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".genesis[", vm.toString(i), "]", field);
    }
}
