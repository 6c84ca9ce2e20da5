// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Number of a batch in `AttributionLedger`: a counter from 1; 0 is no batch.
type BatchId is uint256;

using {equals as ==, differs as !=} for BatchId global;

function equals(BatchId a, BatchId b) pure returns (bool) {
    return BatchId.unwrap(a) == BatchId.unwrap(b);
}

function differs(BatchId a, BatchId b) pure returns (bool) {
    return BatchId.unwrap(a) != BatchId.unwrap(b);
}
