// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BatchParameters, IProtocolConfig, Parameters} from "../interfaces/IProtocolConfig.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title ProtocolConfig
/// @notice See `IProtocolConfig`.
contract ProtocolConfig is IProtocolConfig {
    using SafeCast for uint256;

    /// @inheritdoc IProtocolConfig
    address public immutable TIMELOCK;

    /// @dev `Parameters` in four slots: those of a batch in the first, periods in 24 bits, amounts in 64 or 80. All are within
    /// their bounds, which are less.
    struct StoredParameters {
        uint16 bondBps;
        uint24 demandPeriod;
        uint24 responsePeriod;
        uint24 challengeTail;
        uint24 versionGrace;
        uint80 minimumBond;
        uint64 bondPerItem;
        uint16 protocolFeeBps;
        uint16 dataFloorBps;
        uint24 unbondingPeriod;
        uint24 withdrawalDelay;
        uint24 submissionLife;
        uint24 dataResponsePeriod;
        uint24 arbiterPeriod;
        uint24 poolTimeout;
        uint24 trialTime;
        uint8 demandDepositFactor;
        address arbiter;
        uint80 validatorStake;
        uint80 escalationBond;
    }

    StoredParameters internal _parameters;

    /// @param initialParameters Within the bounds like any later ones.
    constructor(address timelock, Parameters memory initialParameters) {
        TIMELOCK = timelock;
        _setParameters(initialParameters);
    }

    /// @inheritdoc IProtocolConfig
    function setParameters(Parameters calldata newParameters) external {
        require(msg.sender == TIMELOCK, ProtocolConfig_NotTimelock(msg.sender));
        _setParameters(newParameters);
    }

    /// @inheritdoc IProtocolConfig
    function parameters() external view returns (Parameters memory) {
        StoredParameters storage stored = _parameters;
        Parameters memory inForce;
        inForce.protocolFeeBps = stored.protocolFeeBps;
        inForce.dataFloorBps = stored.dataFloorBps;
        inForce.bondBps = stored.bondBps;
        inForce.demandPeriod = stored.demandPeriod;
        inForce.responsePeriod = stored.responsePeriod;
        inForce.challengeTail = stored.challengeTail;
        inForce.unbondingPeriod = stored.unbondingPeriod;
        inForce.withdrawalDelay = stored.withdrawalDelay;
        inForce.submissionLife = stored.submissionLife;
        inForce.dataResponsePeriod = stored.dataResponsePeriod;
        inForce.arbiterPeriod = stored.arbiterPeriod;
        inForce.poolTimeout = stored.poolTimeout;
        inForce.trialTime = stored.trialTime;
        inForce.versionGrace = stored.versionGrace;
        inForce.demandDepositFactor = stored.demandDepositFactor;
        inForce.minimumBond = stored.minimumBond;
        inForce.bondPerItem = stored.bondPerItem;
        inForce.validatorStake = stored.validatorStake;
        inForce.escalationBond = stored.escalationBond;
        inForce.arbiter = stored.arbiter;
        return inForce;
    }

    /// @inheritdoc IProtocolConfig
    function batchParameters() external view returns (BatchParameters memory) {
        StoredParameters storage stored = _parameters;
        BatchParameters memory inForce;
        inForce.bondBps = stored.bondBps;
        inForce.demandPeriod = stored.demandPeriod;
        inForce.responsePeriod = stored.responsePeriod;
        inForce.challengeTail = stored.challengeTail;
        inForce.versionGrace = stored.versionGrace;
        inForce.minimumBond = stored.minimumBond;
        inForce.bondPerItem = stored.bondPerItem;
        return inForce;
    }

    /// @inheritdoc IProtocolConfig
    function bounds() public pure returns (Parameters memory least, Parameters memory most) {
        // Field by field: one expression with all of them is too deep for the stack.
        least.dataFloorBps = 1000;
        least.bondBps = 500;
        least.demandPeriod = 24 hours;
        least.responsePeriod = 1 hours;
        least.challengeTail = 1 hours;
        least.unbondingPeriod = 26 hours;
        least.withdrawalDelay = 1 hours;
        least.submissionLife = 7 days;
        least.dataResponsePeriod = 3 days;
        least.arbiterPeriod = 1 days;
        least.poolTimeout = 7 days;
        least.trialTime = 1 days;
        least.versionGrace = 1 hours;
        least.demandDepositFactor = 1;
        least.minimumBond = 100e18;
        least.validatorStake = 100e18;
        least.escalationBond = 100e18;
        most.protocolFeeBps = 1000;
        most.dataFloorBps = 5000;
        most.bondBps = 10_000;
        most.demandPeriod = 7 days;
        most.responsePeriod = 24 hours;
        most.challengeTail = 48 hours;
        most.unbondingPeriod = 60 days;
        most.withdrawalDelay = 7 days;
        most.submissionLife = 90 days;
        most.dataResponsePeriod = 30 days;
        most.arbiterPeriod = 30 days;
        most.poolTimeout = 90 days;
        most.trialTime = 90 days;
        most.versionGrace = 7 days;
        most.demandDepositFactor = 5;
        most.minimumBond = 1_000_000e18;
        most.bondPerItem = 1e18;
        most.validatorStake = 100_000e18;
        most.escalationBond = 100_000e18;
        most.arbiter = address(type(uint160).max);
    }

    function _setParameters(Parameters memory chosen) internal {
        _checkBounds(chosen);
        _store(chosen);
        emit ParametersChanged(chosen);
    }

    function _store(Parameters memory chosen) internal {
        StoredParameters memory stored;
        stored.protocolFeeBps = chosen.protocolFeeBps;
        stored.dataFloorBps = chosen.dataFloorBps;
        stored.bondBps = chosen.bondBps;
        stored.demandPeriod = _period(chosen.demandPeriod);
        stored.responsePeriod = _period(chosen.responsePeriod);
        stored.challengeTail = _period(chosen.challengeTail);
        stored.unbondingPeriod = _period(chosen.unbondingPeriod);
        stored.withdrawalDelay = _period(chosen.withdrawalDelay);
        stored.submissionLife = _period(chosen.submissionLife);
        stored.dataResponsePeriod = _period(chosen.dataResponsePeriod);
        stored.arbiterPeriod = _period(chosen.arbiterPeriod);
        stored.poolTimeout = _period(chosen.poolTimeout);
        stored.trialTime = _period(chosen.trialTime);
        stored.versionGrace = _period(chosen.versionGrace);
        stored.demandDepositFactor = chosen.demandDepositFactor;
        stored.minimumBond = uint256(chosen.minimumBond).toUint80();
        stored.bondPerItem = uint256(chosen.bondPerItem).toUint64();
        stored.validatorStake = uint256(chosen.validatorStake).toUint80();
        stored.escalationBond = uint256(chosen.escalationBond).toUint80();
        stored.arbiter = chosen.arbiter;
        _parameters = stored;
    }

    function _period(uint32 length) internal pure returns (uint24) {
        return uint256(length).toUint24();
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
        _check("dataResponsePeriod", chosen.dataResponsePeriod, least.dataResponsePeriod, most.dataResponsePeriod);
        _check("arbiterPeriod", chosen.arbiterPeriod, least.arbiterPeriod, most.arbiterPeriod);
        // An operator whose batch is judged when its term's end is announced can still commit another.
        uint256 leastTimeout = _max(least.poolTimeout, challengePeriod + 1 days);
        _check("poolTimeout", chosen.poolTimeout, leastTimeout, most.poolTimeout);
        _check("trialTime", chosen.trialTime, least.trialTime, most.trialTime);
        _check("versionGrace", chosen.versionGrace, least.versionGrace, most.versionGrace);
        _check("demandDepositFactor", chosen.demandDepositFactor, least.demandDepositFactor, most.demandDepositFactor);
        _check("minimumBond", chosen.minimumBond, least.minimumBond, most.minimumBond);
        _check("bondPerItem", chosen.bondPerItem, least.bondPerItem, most.bondPerItem);
        _check("validatorStake", chosen.validatorStake, least.validatorStake, most.validatorStake);
        _check("escalationBond", chosen.escalationBond, least.escalationBond, most.escalationBond);
    }

    function _check(string memory name, uint256 value, uint256 least, uint256 most) internal pure {
        require(value >= least && value <= most, ProtocolConfig_OutOfBounds(name, value, least, most));
    }

    function _max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }
}
