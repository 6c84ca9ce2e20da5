// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelId} from "../types/ModelId.sol";

/// @title IInferenceConsumer
/// @notice What a contract implements that asks models on chain by `IInferenceEscrow.requestInference`.
/// @dev Check that the caller is the escrow, and that `requestId` is one that this contract made. The call carries exactly the
/// gas that was asked for; whatever it does or returns, the answer stands and is paid. A contract that asked for no gas is
/// not called, and reads the answer in the event `InferenceAnswered`.
interface IInferenceConsumer {
    /// @notice An answer to a request of this contract.
    /// @param requestId What `requestInference` returned.
    /// @param modelId The model that was asked.
    /// @param answer The answer's bytes as the operator gave them.
    /// @param outputRoot Text root of the answer's canonical text, by which its attribution is committed. The operator states
    /// it; whether it is that of `answer` is checked off chain.
    /// @param receiptDigest `IInferenceEscrow.receiptDigest` of the answer: names model, term, version, payer, range of
    /// charges and `outputRoot`. Whoever is shown an inference leaf of a batch recomputes it to see that the leaf is this answer.
    function onInference(
        uint256 requestId,
        ModelId modelId,
        bytes calldata answer,
        bytes32 outputRoot,
        bytes32 receiptDigest
    ) external;
}
