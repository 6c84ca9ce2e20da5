// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Number of a demand for data, one counter from 1; 0 is no demand.
type DataDemandId is uint256;

using {equals as ==, differs as !=} for DataDemandId global;

function equals(DataDemandId a, DataDemandId b) pure returns (bool) {
    return DataDemandId.unwrap(a) == DataDemandId.unwrap(b);
}

function differs(DataDemandId a, DataDemandId b) pure returns (bool) {
    return DataDemandId.unwrap(a) != DataDemandId.unwrap(b);
}
