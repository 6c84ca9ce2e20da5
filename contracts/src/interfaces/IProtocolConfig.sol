// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Every parameter of the protocol that governance may change. Defaults stand in `contracts/config/`,
/// bounds in `ProtocolConfig`.
/// @param protocolFeeBps Share of every charge that goes to the treasury, in basis points. Frozen for a model at its
/// registration.
/// @param dataFloorBps Least data share that a model may be registered with, in basis points. Frozen likewise.
/// @param bondBps Bond of a batch as a share of the money it distributes, in basis points.
/// @param demandPeriod Seconds from a batch's commit in which its leaves may be demanded (D).
/// @param responsePeriod Seconds in which a demand must be answered (R).
/// @param challengeTail Seconds of challenges after the last demand's answer (C). A batch can be challenged for D + R + C.
/// @param unbondingPeriod Seconds from the request to the withdrawal of stake.
/// @param withdrawalDelay Seconds from the request to the withdrawal of a payer's deposit.
/// @param submissionLife Seconds after which an undecided submission can no longer be decided.
/// @param dataResponsePeriod Seconds in which a demand for the data of an accepted submission must be answered.
/// @param arbiterPeriod Seconds in which the arbiter must decide on an escalation, or the batch stands.
/// @param poolTimeout Seconds of a period of a term's data pool, and from the announcement of a change of term to the
/// old term's end. Frozen for a term at its start.
/// @param trialTime Seconds that an older version may be active after a newer one was activated.
/// @param versionGrace Seconds before a batch's answers could begin in which their version may have been retired.
/// @param demandDepositFactor Deposit of a demand as a multiple of its answer's measured gas at the base fee.
/// @param minimumBond Least bond of a batch, in wei of OPEN.
/// @param bondPerItem Bond of a batch for each item of its trees, in wei of OPEN.
/// @param validatorStake Stake that a validator must hold to decide on submissions, in wei of OPEN.
/// @param escalationBond What an escalation to the arbiter puts at stake, in wei of OPEN.
/// @param arbiter Decides on escalations of batches under `influence/v1`, and on nothing else; zero for nobody.
struct Parameters {
    uint16 protocolFeeBps;
    uint16 dataFloorBps;
    uint16 bondBps;
    uint32 demandPeriod;
    uint32 responsePeriod;
    uint32 challengeTail;
    uint32 unbondingPeriod;
    uint32 withdrawalDelay;
    uint32 submissionLife;
    uint32 dataResponsePeriod;
    uint32 arbiterPeriod;
    uint32 poolTimeout;
    uint32 trialTime;
    uint32 versionGrace;
    uint8 demandDepositFactor;
    uint128 minimumBond;
    uint128 bondPerItem;
    uint128 validatorStake;
    uint128 escalationBond;
    address arbiter;
}

/// @notice The parameters that decide a batch, as in `Parameters`.
struct BatchParameters {
    uint16 bondBps;
    uint32 demandPeriod;
    uint32 responsePeriod;
    uint32 challengeTail;
    uint32 versionGrace;
    uint128 minimumBond;
    uint128 bondPerItem;
}

/// @title IProtocolConfig
/// @notice The parameters of the protocol. The timelock of governance sets them, nobody else, and no vote can hand that on. No
/// change is retroactive: batches, models and submissions keep what was in force when they were made.
interface IProtocolConfig {
    /// @notice The whole set was replaced.
    event ParametersChanged(Parameters parameters);

    /// @notice `name` is outside its bounds `[least, most]`.
    error ProtocolConfig_OutOfBounds(string name, uint256 value, uint256 least, uint256 most);
    error ProtocolConfig_NotTimelock(address caller);

    /// @notice The timelock of governance.
    function TIMELOCK() external view returns (address);

    /// @notice The parameters in force.
    function parameters() external view returns (Parameters memory);

    /// @notice Those of them that decide a batch that is committed now: they stand in one slot.
    function batchParameters() external view returns (BatchParameters memory);

    /// @notice Least and greatest value that governance may set, field by field. Three of the least depend on other
    /// fields besides: see `setParameters`.
    function bounds() external pure returns (Parameters memory least, Parameters memory most);

    /// @notice Replaces the parameters. Only the timelock; every field must be within its bounds.
    /// @dev Also `demandPeriod` ≥ 6 × `responsePeriod`, `challengeTail` ≥ `responsePeriod`, and `unbondingPeriod` ≥
    /// `demandPeriod` + `responsePeriod` + `challengeTail`.
    function setParameters(Parameters calldata newParameters) external;
}
