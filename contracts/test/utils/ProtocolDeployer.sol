// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "../../../script/Deployer.sol";
import {Contracts, Deployment} from "../../../script/Deployment.sol";
import {IProtocolDeployer} from "./IProtocolDeployer.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";

/// @notice See `IProtocolDeployer`. No test may import this file.
contract ProtocolDeployer is IProtocolDeployer, Deployment {
    /// @inheritdoc IProtocolDeployer
    function deploy() external returns (Contracts memory contracts, Parameters memory parameters) {
        Configuration memory configuration = readConfiguration(block.chainid);
        contracts = deployContracts(new Deployer(address(this)), configuration);
        parameters = configuration.parameters;
    }
}
