// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IOpenToken} from "../interfaces/IOpenToken.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title OpenToken
/// @notice See `IOpenToken`.
contract OpenToken is IOpenToken, ERC20, ERC20Permit, ERC20Votes, ERC3009 {
    /// @inheritdoc IOpenToken
    uint256 public constant SUPPLY = 1_000_000_000e18;

    /// @param genesis Who gets what; sums to `SUPPLY`.
    constructor(Allocation[] memory genesis) ERC20("OpenLedger", "OPEN") ERC20Permit("OpenLedger") {
        for (uint256 i = 0; i < genesis.length; ++i) {
            _mint(genesis[i].account, genesis[i].amount);
        }
        require(totalSupply() == SUPPLY, OpenToken_GenesisDoesNotSum(totalSupply(), SUPPLY));
    }

    /// @notice Votes count by timestamps (ERC-6372).
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice See `clock`.
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
