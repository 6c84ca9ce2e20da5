// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Number of a model in `ModelRegistry`: a counter from 1; 0 is no model.
type ModelId is uint256;

using {equals as ==, differs as !=} for ModelId global;

function equals(ModelId a, ModelId b) pure returns (bool) {
    return ModelId.unwrap(a) == ModelId.unwrap(b);
}

function differs(ModelId a, ModelId b) pure returns (bool) {
    return ModelId.unwrap(a) != ModelId.unwrap(b);
}
