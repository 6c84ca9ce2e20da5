// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title MoneyModel
/// @notice The amounts that `MoneyProofs` holds a batch to, written down once more in checked arithmetic, since the solver
/// does not follow its calls of other contracts. contracts/test/proofs/models.t.sol binds the deployed contract to it.
library MoneyModel {
    uint256 internal constant WHOLE_BPS = 10_000;
    /// @dev The weight under `influence/v1` that is a whole answer's.
    uint256 internal constant WHOLE_WEIGHT = 2 ** 32;

    /// @notice f: what data has received of a payer that was charged `total`.
    function dataDue(uint256 total, uint256 dataBps) internal pure returns (uint256) {
        return total * dataBps / WHOLE_BPS;
    }

    /// @notice Gross of a credit under `window/v1`.
    /// @param length Bytes of the output that are credited.
    /// @param bytesOfOutput All bytes of the output.
    function gross(uint256 fee, uint256 length, uint256 bytesOfOutput) internal pure returns (uint256) {
        return fee * (length + 1) / (bytesOfOutput + 1);
    }

    /// @notice Gross of a credit under `influence/v1`.
    function grossByWeight(uint256 fee, uint256 weight) internal pure returns (uint256) {
        return fee * weight / WHOLE_WEIGHT;
    }

    /// @notice What the datanet's reserve keeps of a gross. The rest is the contributor's.
    function kept(uint256 grossAmount, uint256 reserveBps) internal pure returns (uint256) {
        return grossAmount * reserveBps / WHOLE_BPS;
    }
}
