// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "./Deployer.sol";
import {Contracts, Deployment} from "./Deployment.sol";
import {Script} from "forge-std/Script.sol";

/// @title Deploy
/// @notice Deploys the protocol by the configuration that stands in the environment's `CONFIGURATION`, and returns what
/// the deployment consists of. `npm run deploy` runs it, see docs/deploying.md. Addresses follow from the deploying account
/// and the version in package.json. A deployment that broke off is completed when the same command runs again; one that is
/// complete is left as it is.
/// @dev Needs the deterministic deployment proxy 0x4e59b44847b379578588920cA78FbF26c0B4956C, which most chains have. It writes
/// no file, since it ends before any transaction is sent: what it says is true once all of them are mined.
contract Deploy is Script, Deployment {
    /// @notice Nothing says who deploys, and so at which addresses: give a key, or for a trial `--sender`.
    error Deploy_NoSender();

    function run() external returns (string memory deployment) {
        Configuration memory configuration = parseConfiguration(vm.envString("CONFIGURATION"), block.chainid);
        string memory version = vm.parseJsonString(vm.readFile("package.json"), ".version");

        vm.startBroadcast();
        (, address sender,) = vm.readCallers();
        require(sender != DEFAULT_SENDER, Deploy_NoSender());
        Deployer deployer = _deployer(sender, version);
        Contracts memory contracts = deployContracts(deployer, configuration);
        vm.stopBroadcast();

        string memory json = "deployment";
        vm.serializeUint(json, "chainId", block.chainid);
        vm.serializeString(json, "version", version);
        vm.serializeAddress(json, "deployer", address(deployer));
        vm.serializeAddress(json, "vestingWallets", vestingWalletsOf(deployer, configuration));
        deployment = vm.serializeString(json, "contracts", _addresses(contracts));
    }

    function _deployer(address owner, string memory version) private returns (Deployer) {
        bytes32 salt = keccak256(bytes(string.concat("openledger ", version)));
        bytes32 initCodeHash = keccak256(abi.encodePacked(type(Deployer).creationCode, abi.encode(owner)));
        address expected = vm.computeCreate2Address(salt, initCodeHash);
        return expected.code.length == 0 ? new Deployer{salt: salt}(owner) : Deployer(expected);
    }

    function _addresses(Contracts memory contracts) private returns (string memory) {
        string memory addresses = "contracts";
        vm.serializeAddress(addresses, "OpenToken", address(contracts.openToken));
        vm.serializeAddress(addresses, "TimelockController", address(contracts.timelockController));
        vm.serializeAddress(addresses, "OpenGovernor", address(contracts.openGovernor));
        vm.serializeAddress(addresses, "ProtocolConfig", address(contracts.protocolConfig));
        vm.serializeAddress(addresses, "DataFund", address(contracts.dataFund));
        vm.serializeAddress(addresses, "StakeVault", address(contracts.stakeVault));
        vm.serializeAddress(addresses, "DatanetRegistry", address(contracts.datanetRegistry));
        vm.serializeAddress(addresses, "ModelRegistry", address(contracts.modelRegistry));
        vm.serializeAddress(addresses, "InferenceEscrow", address(contracts.inferenceEscrow));
        vm.serializeAddress(addresses, "AttributionLedger", address(contracts.attributionLedger));
        vm.serializeAddress(addresses, "FraudProofs", address(contracts.fraudProofs));
        vm.serializeAddress(addresses, "DatanetReserves", address(contracts.datanetReserves));
        vm.serializeAddress(addresses, "DataAvailability", address(contracts.dataAvailability));
        vm.serializeAddress(addresses, "DemandRegistry", address(contracts.demandRegistry));
        vm.serializeAddress(addresses, "PayoutDirectory", address(contracts.payoutDirectory));
        vm.serializeAddress(addresses, "CreditProofs", address(contracts.creditProofs));
        vm.serializeAddress(addresses, "TextProofs", address(contracts.textProofs));
        vm.serializeAddress(addresses, "TreeProofs", address(contracts.treeProofs));
        return vm.serializeAddress(addresses, "MoneyProofs", address(contracts.moneyProofs));
    }
}
