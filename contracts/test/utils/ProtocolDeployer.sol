// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "../../../script/Deployer.sol";
import {Contracts, Deployment} from "../../../script/Deployment.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";

/// @notice Deploys the protocol for a test as the script does. Tests load it by its artifact: compiled into each of them,
/// the code of all contracts would make the build slow.
contract ProtocolDeployer is Deployment {
    function deploy() external returns (Contracts memory contracts, Parameters memory parameters) {
        Configuration memory configuration = readConfiguration(block.chainid);
        contracts = deployContracts(new Deployer(address(this)), configuration);
        parameters = configuration.parameters;
    }
}
