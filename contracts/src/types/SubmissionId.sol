// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Number of a submission, one registry-wide counter from 1: the order of prior art; 0 is no submission.
type SubmissionId is uint256;

using {equals as ==, differs as !=} for SubmissionId global;

function equals(SubmissionId a, SubmissionId b) pure returns (bool) {
    return SubmissionId.unwrap(a) == SubmissionId.unwrap(b);
}

function differs(SubmissionId a, SubmissionId b) pure returns (bool) {
    return SubmissionId.unwrap(a) != SubmissionId.unwrap(b);
}
