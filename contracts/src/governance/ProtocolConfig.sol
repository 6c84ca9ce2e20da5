// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IProtocolConfig, Parameters} from "../interfaces/IProtocolConfig.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title ProtocolConfig
/// @notice See `IProtocolConfig`.
contract ProtocolConfig is IProtocolConfig, Ownable {
    Parameters internal _parameters;

    /// @param owner The timelock of governance.
    /// @param initialParameters Within the bounds like any later ones.
    constructor(address owner, Parameters memory initialParameters) Ownable(owner) {
        _setParameters(initialParameters);
    }

    /// @inheritdoc IProtocolConfig
    function setParameters(Parameters calldata newParameters) external onlyOwner {
        _setParameters(newParameters);
    }

    /// @inheritdoc IProtocolConfig
    function parameters() external view returns (Parameters memory) {
        return _parameters;
    }

    /// @inheritdoc IProtocolConfig
    function bounds() public pure returns (Parameters memory least, Parameters memory most) {
        least = Parameters({
            protocolFeeBps: 0,
            dataFloorBps: 1000,
            bondBps: 500,
            demandPeriod: 24 hours,
            responsePeriod: 1 hours,
            challengeTail: 1 hours,
            unbondingPeriod: 26 hours,
            withdrawalDelay: 1 hours,
            submissionLife: 7 days,
            minimumBond: 100e18,
            bondPerItem: 0,
            validatorStake: 100e18
        });
        most = Parameters({
            protocolFeeBps: 1000,
            dataFloorBps: 5000,
            bondBps: 10_000,
            demandPeriod: 7 days,
            responsePeriod: 24 hours,
            challengeTail: 48 hours,
            unbondingPeriod: 60 days,
            withdrawalDelay: 7 days,
            submissionLife: 90 days,
            minimumBond: 1_000_000e18,
            bondPerItem: 1e18,
            validatorStake: 100_000e18
        });
    }

    function _setParameters(Parameters memory chosen) internal {
        _checkBounds(chosen);
        _parameters = chosen;
        emit ParametersChanged(chosen);
    }

    function _checkBounds(Parameters memory chosen) internal pure {
        (Parameters memory least, Parameters memory most) = bounds();
        _check("protocolFeeBps", chosen.protocolFeeBps, least.protocolFeeBps, most.protocolFeeBps);
        _check("dataFloorBps", chosen.dataFloorBps, least.dataFloorBps, most.dataFloorBps);
        _check("bondBps", chosen.bondBps, least.bondBps, most.bondBps);
        _check("responsePeriod", chosen.responsePeriod, least.responsePeriod, most.responsePeriod);
        uint256 sixResponses = 6 * uint256(chosen.responsePeriod);
        _check("demandPeriod", chosen.demandPeriod, _max(least.demandPeriod, sixResponses), most.demandPeriod);
        _check("challengeTail", chosen.challengeTail, chosen.responsePeriod, most.challengeTail);
        // Stake that backed a batch must still be there when its challenge period ends.
        uint256 challengePeriod = uint256(chosen.demandPeriod) + chosen.responsePeriod + chosen.challengeTail;
        _check("unbondingPeriod", chosen.unbondingPeriod, challengePeriod, most.unbondingPeriod);
        _check("withdrawalDelay", chosen.withdrawalDelay, least.withdrawalDelay, most.withdrawalDelay);
        _check("submissionLife", chosen.submissionLife, least.submissionLife, most.submissionLife);
        _check("minimumBond", chosen.minimumBond, least.minimumBond, most.minimumBond);
        _check("bondPerItem", chosen.bondPerItem, least.bondPerItem, most.bondPerItem);
        _check("validatorStake", chosen.validatorStake, least.validatorStake, most.validatorStake);
    }

    function _check(string memory name, uint256 value, uint256 least, uint256 most) internal pure {
        require(value >= least && value <= most, ProtocolConfig_OutOfBounds(name, value, least, most));
    }

    function _max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }
}
