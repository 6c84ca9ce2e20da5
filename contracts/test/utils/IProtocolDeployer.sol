// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Contracts} from "../../../script/Deployment.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";

/// @notice Deploys the protocol for a test as the script does. Tests know it by this interface and load its artifact:
/// compiled into each of them, the code of all contracts would make the build slow, and would not be optimised as what is
/// deployed is.
interface IProtocolDeployer {
    function deploy() external returns (Contracts memory contracts, Parameters memory parameters);
}
