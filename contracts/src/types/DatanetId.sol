// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Number of a datanet in `DatanetRegistry`: a counter from 1; 0 is no datanet.
type DatanetId is uint256;

using {equals as ==, differs as !=} for DatanetId global;

function equals(DatanetId a, DatanetId b) pure returns (bool) {
    return DatanetId.unwrap(a) == DatanetId.unwrap(b);
}

function differs(DatanetId a, DatanetId b) pure returns (bool) {
    return DatanetId.unwrap(a) != DatanetId.unwrap(b);
}
