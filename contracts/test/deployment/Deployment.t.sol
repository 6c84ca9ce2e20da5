// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "../../../script/Deployer.sol";
import {Contracts, Deployment} from "../../../script/Deployment.sol";
import {Genesis} from "../../../script/Genesis.sol";
import {Base} from "../Base.t.sol";

contract DeploymentTest is Base, Deployment {
    /// @dev Creation code of a contract without code.
    bytes internal constant NOTHING = hex"00";

    function test_Powers_AreTheTimelocks() public view {
        address timelock = address(protocol.timelockController);
        assertEq(protocol.protocolConfig.TIMELOCK(), timelock, "parameters");
        assertEq(protocol.dataFund.TIMELOCK(), timelock, "data fund");
        assertEq(protocol.openGovernor.timelock(), timelock, "governor acts through the timelock");
        assertEq(protocol.inferenceEscrow.TREASURY(), timelock, "treasury");
    }

    function test_Timelock_ObeysTheGovernorAlone() public view {
        bytes32 admin = protocol.timelockController.DEFAULT_ADMIN_ROLE();
        bytes32 proposer = protocol.timelockController.PROPOSER_ROLE();
        bytes32 canceller = protocol.timelockController.CANCELLER_ROLE();
        bytes32 executor = protocol.timelockController.EXECUTOR_ROLE();
        address governor = address(protocol.openGovernor);
        assertTrue(protocol.timelockController.hasRole(admin, address(protocol.timelockController)), "its own admin");
        assertTrue(protocol.timelockController.hasRole(proposer, governor), "governor proposes");
        assertTrue(protocol.timelockController.hasRole(canceller, governor), "governor cancels");
        assertTrue(protocol.timelockController.hasRole(executor, address(0)), "anybody executes");
    }

    function testFuzz_Timelock_NobodyKeepsARole(address account) public view {
        vm.assume(account != address(protocol.timelockController) && account != address(protocol.openGovernor));
        vm.assume(account != address(0));
        _assertNoRole(account);
    }

    function test_Timelock_DeployerKeepsNoRole() public view {
        _assertNoRole(address(this));
        _assertNoRole(FAUCET);
    }

    function test_Parts_OfDatanetsNameEachOther() public view {
        address registry = address(protocol.datanetRegistry);
        address config = address(protocol.protocolConfig);
        assertEq(address(protocol.datanetRegistry.CONFIG()), config, "registry's parameters");
        assertEq(address(protocol.datanetRegistry.STAKE_VAULT()), address(protocol.stakeVault), "registry's vault");
        address reserves = address(protocol.datanetReserves);
        assertEq(address(protocol.datanetRegistry.DATANET_RESERVES()), reserves, "registry's reserves");
        address availability = address(protocol.dataAvailability);
        assertEq(address(protocol.datanetRegistry.DATA_AVAILABILITY()), availability, "registry's demands");
        assertEq(address(protocol.dataFund.DATANET_RESERVES()), reserves, "fund's reserves");
        assertEq(address(protocol.datanetReserves.TOKEN()), address(protocol.openToken), "reserves' token");
        assertEq(address(protocol.datanetReserves.DATANET_REGISTRY()), registry, "reserves' registry");
        address ledger = address(protocol.attributionLedger);
        assertEq(address(protocol.datanetReserves.ATTRIBUTION_LEDGER()), ledger, "reserves' ledger");
        address directory = address(protocol.payoutDirectory);
        assertEq(address(protocol.datanetReserves.PAYOUT_DIRECTORY()), directory, "reserves' directory");
        assertEq(address(protocol.dataAvailability.CONFIG()), config, "demands' parameters");
        assertEq(address(protocol.dataAvailability.DATANET_REGISTRY()), registry, "demands' registry");
    }

    function test_Parts_NameEachOther() public view {
        address token = address(protocol.openToken);
        address config = address(protocol.protocolConfig);
        address registry = address(protocol.datanetRegistry);
        address reserves = address(protocol.datanetReserves);
        address ledger = address(protocol.attributionLedger);
        assertEq(address(protocol.openGovernor.token()), token, "governor's token");
        assertEq(address(protocol.dataFund.TOKEN()), token, "fund's token");
        assertEq(address(protocol.stakeVault.TOKEN()), token, "vault's token");
        assertEq(address(protocol.stakeVault.CONFIG()), config, "vault's parameters");
        assertEq(protocol.stakeVault.DATANET_REGISTRY(), registry, "vault's registry");
        assertEq(protocol.stakeVault.ATTRIBUTION_LEDGER(), ledger, "vault's ledger");
        assertEq(protocol.stakeVault.DATA_FUND(), address(protocol.dataFund), "vault's fund");
        assertEq(address(protocol.stakeVault.DEMAND_REGISTRY()), address(protocol.demandRegistry), "vault's demands");
        assertEq(address(protocol.modelRegistry.CONFIG()), config, "models' parameters");
        assertEq(address(protocol.modelRegistry.DATANET_REGISTRY()), registry, "models' registry");
        assertEq(address(protocol.inferenceEscrow.TOKEN()), token, "escrow's token");
        assertEq(address(protocol.inferenceEscrow.CONFIG()), config, "escrow's parameters");
        assertEq(address(protocol.inferenceEscrow.MODEL_REGISTRY()), address(protocol.modelRegistry), "escrow's models");
        assertEq(protocol.inferenceEscrow.ATTRIBUTION_LEDGER(), ledger, "escrow's ledger");
        assertEq(address(protocol.attributionLedger.CONFIG()), config, "ledger's parameters");
        assertEq(address(protocol.attributionLedger.STAKE_VAULT()), address(protocol.stakeVault), "ledger's vault");
        assertEq(
            address(protocol.attributionLedger.MODEL_REGISTRY()), address(protocol.modelRegistry), "ledger's models"
        );
        assertEq(
            address(protocol.attributionLedger.INFERENCE_ESCROW()), address(protocol.inferenceEscrow), "ledger's escrow"
        );
        assertEq(address(protocol.attributionLedger.FRAUD_PROOFS()), address(protocol.fraudProofs), "ledger's verifier");
        assertEq(protocol.attributionLedger.DATANET_RESERVES(), reserves, "ledger's reserves");
        assertEq(protocol.attributionLedger.DATA_FUND(), address(protocol.dataFund), "ledger's fund");
        assertEq(address(protocol.creditProofs.DATANET_REGISTRY()), registry, "verifier's registry");
        assertEq(address(protocol.creditProofs.MODEL_REGISTRY()), address(protocol.modelRegistry), "verifier's models");
    }

    function test_Deploy_IsCompletedAfterABreak() public {
        Configuration memory configuration = readConfiguration(block.chainid);
        Deployer deployer = new Deployer(address(this));
        Contracts memory expected = contractsOf(deployer);
        bytes[] memory initCodes = initCodesOf(configuration, expected, vestingWalletsOf(deployer, configuration));
        for (uint256 place = 0; place < 5; ++place) {
            deployer.deploy(place, initCodes[place]);
        }
        Contracts memory deployed = deployContracts(deployer, configuration);
        assertEq(abi.encode(deployed), abi.encode(expected), "addresses known beforehand");
        assertEq(deployer.count(), CONTRACT_COUNT + 1, "all created, and the wallet");
        assertEq(
            address(deployed.creditProofs.MODEL_REGISTRY()), address(expected.modelRegistry), "the last one is there"
        );
        // Once complete nothing is left to do.
        deployContracts(deployer, configuration);
    }

    function test_Deploy_AddressesDoNotDependOnCode() public {
        Deployer deployer = new Deployer(address(this));
        assertEq(deployer.deploy(0, NOTHING), address(contractsOf(deployer).openToken), "known beforehand");
    }

    function testFuzz_Deploy_OnlyTheOwner(address caller) public {
        vm.assume(caller != address(this));
        Deployer deployer = new Deployer(address(this));
        vm.expectRevert(abi.encodeWithSelector(Deployer.Deployer_NotOwner.selector, caller));
        vm.prank(caller);
        deployer.deploy(0, NOTHING);
    }

    function testFuzz_Deploy_OnlyInOrder(uint256 place) public {
        vm.assume(place != 0);
        Deployer deployer = new Deployer(address(this));
        vm.expectRevert(abi.encodeWithSelector(Deployer.Deployer_OutOfOrder.selector, place, 0));
        deployer.deploy(place, NOTHING);
    }

    function test_Deploy_RefusesCodeThatReverts() public {
        Deployer deployer = new Deployer(address(this));
        vm.expectRevert(abi.encodeWithSelector(Deployer.Deployer_CreationFailed.selector, 0));
        deployer.deploy(0, hex"5f5ffd");
        assertEq(deployer.count(), 0, "the place is still free");
    }

    function test_Configuration_MustBeThere() public {
        vm.expectRevert(
            abi.encodeWithSelector(Deployment.Deployment_NoConfiguration.selector, "contracts/config/4242.json", 4242)
        );
        this.read(4242);
    }

    function testFuzz_Configuration_IsOfOneChain(uint64 chainId) public {
        vm.assume(chainId != block.chainid);
        string memory json = vm.readFile("contracts/config/31337.json");
        this.parse(json, block.chainid);
        vm.expectRevert(
            abi.encodeWithSelector(Deployment.Deployment_WrongChain.selector, block.chainid, uint256(chainId))
        );
        this.parse(json, chainId);
    }

    function test_Configuration_RefusesUnknownKeys() public {
        _assertUnknown("bondBps", ".parameters.bondBp");
        _assertUnknown("quorumPercent", ".governance.quorumPercen");
        _assertUnknown("genesis", "$.genesi");
        _assertUnknown("chainId", "$.chainI");
    }

    function test_Configuration_RefusesAnArbiterWithoutChecksum() public {
        string memory right = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
        assertEq(this.parse(_withArbiter(right), block.chainid).parameters.arbiter, vm.parseAddress(right), "right");
        string memory wrong = vm.toLowercase(right);
        vm.expectRevert(abi.encodeWithSelector(Deployment.Deployment_WrongArbiter.selector, wrong));
        this.parse(_withArbiter(wrong), block.chainid);
    }

    function read(uint256 chainId) external view {
        readConfiguration(chainId);
    }

    function parse(string memory json, uint256 chainId) external view returns (Configuration memory) {
        return parseConfiguration(json, chainId);
    }

    /// @dev A key without its last letter, which is `named` in the error.
    function _assertUnknown(string memory key, string memory named) internal {
        string memory cut = vm.split(named, ".")[vm.split(named, ".").length - 1];
        string memory json = vm.readFile("contracts/config/31337.json");
        json = vm.replace(json, string.concat('"', key, '":'), string.concat('"', cut, '":'));
        vm.expectRevert(abi.encodeWithSelector(Genesis.Genesis_UnknownKey.selector, named));
        this.parse(json, block.chainid);
    }

    function _withArbiter(string memory arbiter) internal view returns (string memory) {
        return vm.replace(vm.readFile("contracts/config/31337.json"), vm.toString(address(0)), arbiter);
    }

    function _assertNoRole(address account) internal view {
        assertFalse(
            protocol.timelockController.hasRole(protocol.timelockController.DEFAULT_ADMIN_ROLE(), account), "admin"
        );
        assertFalse(
            protocol.timelockController.hasRole(protocol.timelockController.PROPOSER_ROLE(), account), "proposer"
        );
        assertFalse(
            protocol.timelockController.hasRole(protocol.timelockController.CANCELLER_ROLE(), account), "canceller"
        );
        assertFalse(
            protocol.timelockController.hasRole(protocol.timelockController.EXECUTOR_ROLE(), account), "executor"
        );
    }
}
