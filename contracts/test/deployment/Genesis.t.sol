// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "../../../script/Deployer.sol";
import {Deployment} from "../../../script/Deployment.sol";
import {Genesis} from "../../../script/Genesis.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
import {Test} from "forge-std/Test.sol";
import {IOpenToken} from "openledger/interfaces/IOpenToken.sol";
import {IOpenVesting} from "openledger/interfaces/IOpenVesting.sol";
import {IProtocolConfig} from "openledger/interfaces/IProtocolConfig.sol";
import {OpenVesting} from "openledger/token/OpenVesting.sol";

/// @notice What a genesis file may say, and that a wrong one is refused with the reason.
contract GenesisTest is Test, Deployment {
    string internal constant ALICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    uint256 internal constant SUPPLY = 1_000_000_000e18;

    function setUp() public {
        vm.warp(1_800_000_000);
    }

    function testFuzz_Genesis_IsMintedAsTheFileSays(uint256 a, uint256 b, uint64 duration, uint64 cliff) public {
        a = bound(a, 0, SUPPLY);
        b = bound(b, 0, SUPPLY - a);
        duration = uint64(bound(duration, 1, 3650 days));
        cliff = uint64(bound(cliff, 0, duration));
        Configuration memory configuration = readConfiguration(31337);
        configuration.genesis = readGenesis(
            _file(
                _entry(ALICE, a, _vesting(0, duration, cliff)),
                _entry("treasury", b, _vesting(1_800_000_000 + 5, duration, cliff)),
                _entry(ALICE, SUPPLY - a - b, "")
            )
        );
        Deployer deployer = new Deployer(address(this));
        address[] memory wallets = vestingWalletsOf(deployer, configuration);
        address timelock = address(contractsOf(deployer).timelockController);
        IOpenToken.Allocation[] memory allocations = allocationsOf(configuration.genesis, timelock, wallets);
        assertEq(wallets.length, 2, "wallets");
        assertEq(allocations.length, 3, "allocations");
        assertEq(allocations[0].account, wallets[0], "the first is in a wallet");
        assertEq(allocations[1].account, wallets[1], "and the second");
        assertEq(allocations[2].account, vm.parseAddress(ALICE), "the third is free");
        assertEq(allocations[0].amount, a, "first amount");
        assertEq(allocations[1].amount, b, "second amount");

        bytes[] memory initCodes = walletInitCodesOf(configuration.genesis, timelock);
        OpenVesting first = OpenVesting(payable(deployer.deploy(0, initCodes[0])));
        OpenVesting second = OpenVesting(payable(deployer.deploy(1, initCodes[1])));
        assertEq(first.owner(), vm.parseAddress(ALICE), "owner");
        assertEq(first.start(), block.timestamp, "from the block of its creation");
        assertEq(first.duration(), duration, "duration");
        assertEq(first.cliff(), block.timestamp + cliff, "cliff");
        assertEq(second.owner(), timelock, "of the treasury");
        assertEq(second.start(), 1_800_000_005, "from the time named");
    }

    function test_Genesis_WalletsAreWhereTheTokenMinted() public {
        Configuration memory configuration = readConfiguration(31337);
        Deployer deployer = new Deployer(address(this));
        address[] memory wallets = vestingWalletsOf(deployer, configuration);
        assertEq(wallets.length, 1, "the local chain's");
        assertEq(wallets[0].code.length, 0, "not there before");
        deployContracts(deployer, configuration);
        assertEq(OpenVesting(payable(wallets[0])).owner(), vm.parseAddress(ALICE), "owner");
        assertEq(contractsOf(deployer).openToken.balanceOf(wallets[0]), 100_000_000e18, "amount");
    }

    function testFuzz_Genesis_RefusesASumThatIsNotTheSupply(uint256 amount) public {
        amount = bound(amount, 0, 2 * SUPPLY);
        vm.assume(amount != SUPPLY);
        vm.expectRevert(abi.encodeWithSelector(IOpenToken.OpenToken_GenesisDoesNotSum.selector, amount, SUPPLY));
        this.deployWith(_file(_entry(ALICE, amount, "")));
    }

    function test_Genesis_RefusesUnknownKeys() public {
        string memory misspelt = '{ "account": "treasury", "amount": "1", "vestng": { "start": 0 } }';
        vm.expectRevert(abi.encodeWithSelector(Genesis.Genesis_UnknownKey.selector, ".genesis[0].vestng"));
        this.read(_file(misspelt));
        string memory inside = _entry(ALICE, 1, ', "vesting": { "start": 0, "duration": 1, "cliff": 0, "clif": 5 }');
        vm.expectRevert(abi.encodeWithSelector(Genesis.Genesis_UnknownKey.selector, ".genesis[1].vesting.clif"));
        this.read(_file(_entry("treasury", 1, ""), inside));
    }

    function test_Genesis_RefusesHalfASchedule() public {
        vm.expectRevert();
        this.read(_file(_entry(ALICE, 1, ', "vesting": { "start": 0, "duration": 1 }')));
        vm.expectRevert();
        this.read(_file(_entry(ALICE, 1, ', "vesting": {}')));
        vm.expectRevert();
        this.read(_file('{ "account": "treasury" }'));
    }

    function test_Genesis_RefusesWrongAccounts() public {
        _refusedAccount("0x70997970C51812dc3A010C7d01b50e0d17dc79c8");
        _refusedAccount("0x70997970c51812dc3a010c7d01b50e0d17dc79c8");
        _refusedAccount("0x0000000000000000000000000000000000000000");
        vm.expectRevert();
        this.read(_file(_entry("Treasury", 1, "")));
        vm.expectRevert();
        this.read(_file(_entry("0x70997970C51812dc3A010C7d01b50e0d17dc79", 1, "")));
    }

    function test_Genesis_RefusesNumbersThatDoNotFit() public {
        uint256 large = uint256(type(uint64).max) + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                Genesis.Genesis_NumberTooLarge.selector, ".genesis[0].vesting.duration", large, type(uint64).max
            )
        );
        this.read(_file(_entry(ALICE, 1, _vesting(0, large, 0))));
    }

    function test_Genesis_RefusesWrongSchedules() public {
        vm.expectRevert(abi.encodeWithSelector(IOpenVesting.OpenVesting_WrongSchedule.selector, 0, 0, 0));
        this.deployWith(_file(_entry(ALICE, SUPPLY, _vesting(0, 0, 0))));
        vm.expectRevert(abi.encodeWithSelector(VestingWalletCliff.InvalidCliffDuration.selector, 2, 1));
        this.deployWith(_file(_entry(ALICE, SUPPLY, _vesting(0, 1, 2))));
    }

    /// @dev Other parts of a wrong configuration are named as well.
    function test_Deploy_GivesTheReasonOfAConstructor() public {
        Configuration memory configuration = readConfiguration(31337);
        configuration.parameters.bondBps = 1;
        vm.expectRevert(
            abi.encodeWithSelector(IProtocolConfig.ProtocolConfig_OutOfBounds.selector, "bondBps", 1, 500, 10_000)
        );
        this.deploy(configuration);
    }

    function read(string calldata json) external view {
        readGenesis(json);
    }

    function deployWith(string calldata json) external {
        Configuration memory configuration = readConfiguration(31337);
        configuration.genesis = readGenesis(json);
        deployContracts(new Deployer(address(this)), configuration);
    }

    function deploy(Configuration calldata configuration) external {
        deployContracts(new Deployer(address(this)), configuration);
    }

    function _refusedAccount(string memory account) internal {
        vm.expectRevert(abi.encodeWithSelector(Genesis.Genesis_WrongAccount.selector, 0, account));
        this.read(_file(_entry(account, 1, "")));
    }

    function _file(string memory a) internal pure returns (string memory) {
        return string.concat('{ "genesis": [', a, "] }");
    }

    function _file(string memory a, string memory b) internal pure returns (string memory) {
        return _file(string.concat(a, ", ", b));
    }

    function _file(string memory a, string memory b, string memory c) internal pure returns (string memory) {
        return _file(a, string.concat(b, ", ", c));
    }

    function _entry(string memory account, uint256 amount, string memory vesting)
        internal
        pure
        returns (string memory)
    {
        return string.concat('{ "account": "', account, '", "amount": "', vm.toString(amount), '"', vesting, " }");
    }

    function _vesting(uint256 start, uint256 duration, uint256 cliff) internal pure returns (string memory) {
        return string.concat(
            ', "vesting": { "start": ',
            vm.toString(start),
            ', "duration": "',
            vm.toString(duration),
            '", "cliff": ',
            vm.toString(cliff),
            " }"
        );
    }
}
