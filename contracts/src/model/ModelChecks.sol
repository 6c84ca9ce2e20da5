// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AttributionRule, IModelRegistry, RevenueTerms} from "../interfaces/IModelRegistry.sol";
import {Parameters} from "../interfaces/IProtocolConfig.sol";
import {ModelId} from "../types/ModelId.sol";

/// @title ModelChecks
/// @notice What `ModelRegistry` asks of what it is given, as far as that can be seen without its storage.
library ModelChecks {
    uint256 internal constant WHOLE_BPS = 10_000;

    /// @notice The shares of a new model: the protocol fee in force, and what its owner chose.
    function revenueTerms(IModelRegistry.NewModel calldata chosen, Parameters memory parameters)
        internal
        pure
        returns (RevenueTerms memory)
    {
        uint256 protocolBps = parameters.protocolFeeBps;
        (uint16 ownerBps, uint16 baseBps, uint16 dataBps) = (chosen.ownerBps, chosen.baseBps, chosen.dataBps);
        require(
            protocolBps + ownerBps + baseBps + dataBps == WHOLE_BPS,
            IModelRegistry.ModelRegistry_SharesDoNotSum(protocolBps, ownerBps, baseBps, dataBps)
        );
        require(
            baseBps == 0 || chosen.baseModelId != ModelId.wrap(0),
            IModelRegistry.ModelRegistry_BaseShareWithoutBase(baseBps)
        );
        require(
            dataBps >= parameters.dataFloorBps,
            IModelRegistry.ModelRegistry_DataBelowFloor(dataBps, parameters.dataFloorBps)
        );
        return RevenueTerms(parameters.protocolFeeBps, ownerBps, baseBps, dataBps);
    }

    /// @notice K of `window/v1`; 0 under `influence/v1`, which has no windows.
    function windowWords(AttributionRule rule, uint8 words) internal pure {
        bool allowed = rule == AttributionRule.InfluenceV1
            ? words == 0
            : words == 4 || words == 6 || words == 8 || words == 12 || words == 16 || words == 24 || words == 32;
        require(allowed, IModelRegistry.ModelRegistry_BadWindowWords(words));
    }

    /// @notice Who runs a term.
    function runners(address operator, address receiptKey) internal pure {
        require(operator != address(0), IModelRegistry.ModelRegistry_ZeroAddress("operator"));
        require(receiptKey != address(0), IModelRegistry.ModelRegistry_ZeroAddress("receiptKey"));
    }

    /// @notice A text's length in bytes.
    function text(string memory field, string calldata given, uint256 least, uint256 most) internal pure {
        uint256 length = bytes(given).length;
        require(length >= least && length <= most, IModelRegistry.ModelRegistry_BadText(field, length, least, most));
    }
}
