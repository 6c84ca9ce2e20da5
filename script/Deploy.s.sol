// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "./Deployer.sol";
import {Contracts, Deployment} from "./Deployment.sol";
import {Script} from "forge-std/Script.sol";
import {VmSafe} from "forge-std/Vm.sol";

/// @title Deploy
/// @notice Deploys the protocol to any chain that has a configuration, `contracts/config/<chainId>.json`, and writes the
/// addresses to `<chainId>.json` in the folder `DEPLOYMENTS_DIR` (`contracts/deployments` by default):
///
///     forge script script/Deploy.s.sol --rpc-url $URL --private-key $KEY --broadcast
///
/// Without `--broadcast` it only tries, and writes nothing. Addresses follow from the deploying account and the version
/// in package.json. A deployment that broke off is completed when the same command runs again; one that is complete is
/// left as it is, and its file is written again.
/// @dev Needs the deterministic deployment proxy 0x4e59b44847b379578588920cA78FbF26c0B4956C, which most chains have.
contract Deploy is Script, Deployment {
    function run() external returns (Contracts memory contracts) {
        Configuration memory configuration = readConfiguration(block.chainid);
        string memory version = vm.parseJsonString(vm.readFile("package.json"), ".version");

        vm.startBroadcast();
        (, address sender,) = vm.readCallers();
        Deployer deployer = _deployer(sender, version);
        contracts = deployContracts(deployer, configuration);
        vm.stopBroadcast();

        if (vm.isContext(VmSafe.ForgeContext.ScriptBroadcast)) {
            _write(contracts, vestingWalletsOf(deployer, configuration), version, deployer.START_BLOCK());
        }
    }

    function _deployer(address owner, string memory version) private returns (Deployer) {
        bytes32 salt = keccak256(bytes(string.concat("openledger ", version)));
        bytes32 initCodeHash = keccak256(abi.encodePacked(type(Deployer).creationCode, abi.encode(owner)));
        address expected = vm.computeCreate2Address(salt, initCodeHash);
        return expected.code.length == 0 ? new Deployer{salt: salt}(owner) : Deployer(expected);
    }

    function _write(
        Contracts memory contracts,
        address[] memory vestingWallets,
        string memory version,
        uint256 startBlock
    ) private {
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
        string memory written = vm.serializeAddress(addresses, "MoneyProofs", address(contracts.moneyProofs));

        string memory file = "deployment";
        vm.serializeUint(file, "chainId", block.chainid);
        vm.serializeString(file, "version", version);
        vm.serializeUint(file, "startBlock", startBlock);
        vm.serializeAddress(file, "vestingWallets", vestingWallets);
        string memory json = vm.serializeString(file, "contracts", written);
        string memory folder = vm.envOr("DEPLOYMENTS_DIR", string("contracts/deployments"));
        vm.createDir(folder, true);
        vm.writeJson(json, string.concat(folder, "/", vm.toString(block.chainid), ".json"));
    }
}
