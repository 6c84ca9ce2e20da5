// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IInferenceConsumer} from "openledger/interfaces/IInferenceConsumer.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice A contract that asks and keeps what it is answered.
contract Consumer is IInferenceConsumer {
    IInferenceEscrow internal immutable ESCROW;

    uint256 public calls;
    uint256 public gasAtEntry;
    bytes32 public received;

    constructor(IInferenceEscrow escrow, IERC20 token) {
        ESCROW = escrow;
        token.approve(address(escrow), type(uint256).max);
    }

    function ask(ModelId modelId, uint32 callbackGas) external returns (uint256) {
        return
            ESCROW.requestInference(modelId, "why?", type(uint128).max, callbackGas, uint40(block.timestamp + 1 hours));
    }

    function onInference(
        uint256 requestId,
        ModelId modelId,
        bytes calldata answer,
        bytes32 outputRoot,
        bytes32 receiptDigest
    ) external {
        uint256 left = gasleft();
        require(msg.sender == address(ESCROW), "not the escrow");
        _act(requestId);
        gasAtEntry = left;
        ++calls;
        received = keccak256(abi.encode(requestId, modelId, answer, outputRoot, receiptDigest));
    }

    function _act(uint256) internal virtual {}
}

/// @notice Takes all gas that it is given.
contract Burner is Consumer {
    constructor(IInferenceEscrow escrow, IERC20 token) Consumer(escrow, token) {}

    function _act(uint256) internal view override {
        assembly {
            if gas() { invalid() }
        }
    }
}

/// @notice Runs until its gas is gone.
contract Spinner is Consumer {
    constructor(IInferenceEscrow escrow, IERC20 token) Consumer(escrow, token) {}

    function _act(uint256) internal view override {
        uint256 x = 1;
        while (x != 0) x = uint256(keccak256(abi.encode(x, gasleft())));
    }
}

/// @notice Returns, or reverts with, nearly a megabyte, which is what 2,000,000 gas pay for.
contract Returner is Consumer {
    bool internal immutable REVERTS;

    constructor(IInferenceEscrow escrow, IERC20 token, bool reverts) Consumer(escrow, token) {
        REVERTS = reverts;
    }

    function _act(uint256) internal view override {
        bool reverts = REVERTS;
        assembly {
            let size := 0xe0000
            if reverts { revert(0, size) }
            if gas() { return(0, size) }
        }
    }
}

/// @notice Calls the escrow again with what it was told to.
contract Reenterer is Consumer {
    bytes[] internal _acts;
    bool[] public succeeded;

    constructor(IInferenceEscrow escrow, IERC20 token) Consumer(escrow, token) {}

    function plan(bytes calldata act) external {
        _acts.push(act);
    }

    function results() external view returns (bool[] memory) {
        return succeeded;
    }

    function _act(uint256) internal override {
        for (uint256 i = 0; i < _acts.length; ++i) {
            (bool success,) = address(ESCROW).call(_acts[i]);
            succeeded.push(success);
        }
    }
}
