// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice A datanet with money in its reserve, and submissions of three contributions for bounties.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Bounties is Base {
    uint128 internal constant REWARD = 5e18;
    uint256 internal constant RESERVE = 1000e18;

    DatanetId internal datanetId;
    bytes[] internal leaves;

    function setUp() public virtual override {
        super.setUp();
        datanetId = _createDatanet();
        for (uint256 i = 0; i < 3; ++i) {
            leaves.push(abi.encode(_contributorOf(i), _textRootOf(i)));
        }
        _fundReserve(RESERVE);
    }

    function _contributorOf(uint256 leaf) internal view returns (address) {
        return leaf == 1 ? bob : alice;
    }

    function _textRootOf(uint256 leaf) internal pure returns (bytes32) {
        return TreeBuilder.textRoot(abi.encodePacked("text ", vm.toString(leaf)));
    }

    function _fundReserve(uint256 amount) internal {
        _giveFor(stranger, address(protocol.datanetReserves), amount);
        vm.prank(stranger);
        protocol.datanetReserves.fundReserve(datanetId, amount);
    }

    function _submitLeaves() internal returns (SubmissionId) {
        return _submit(datanetId, TreeBuilder.root(leaves), uint40(leaves.length));
    }

    function _submitLeavesAccepted() internal returns (SubmissionId submissionId) {
        submissionId = _submitLeaves();
        _approve(submissionId);
    }

    function _newBounty(uint256 total) internal view returns (IDatanetReserves.NewBounty memory) {
        return IDatanetReserves.NewBounty(datanetId, REWARD, uint128(total), uint40(block.timestamp + 60 days));
    }

    /// @dev Of a stranger's money.
    function _offer(uint256 total) internal returns (BountyId) {
        _giveFor(stranger, address(protocol.datanetReserves), total);
        IDatanetReserves.NewBounty memory offered = _newBounty(total);
        vm.prank(stranger);
        return protocol.datanetReserves.offerBounty(offered);
    }

    function _claimOf(SubmissionId submissionId, uint256 leaf)
        internal
        view
        returns (IDatanetReserves.BountyClaim memory)
    {
        return IDatanetReserves.BountyClaim({
            submissionId: submissionId,
            leafIndex: uint32(leaf),
            contributor: _contributorOf(leaf),
            textRoot: _textRootOf(leaf),
            siblings: TreeBuilder.proof(leaves, leaf)
        });
    }

    function _setFee(uint256 fee) internal {
        vm.prank(curator);
        protocol.datanetReserves.setVerificationFee(datanetId, fee);
    }

    /// @dev Submits with the fees prepaid.
    function _submitPaying(uint256 fee) internal returns (SubmissionId) {
        _setFee(fee);
        _giveFor(submitter, address(protocol.datanetReserves), 3 * fee);
        IDatanetRegistry.NewSubmission memory made =
            _newSubmission(datanetId, TreeBuilder.root(leaves), uint40(leaves.length));
        made.maxFees = 3 * fee;
        return _submit(made);
    }

    function _vote(uint256 validator, SubmissionId submissionId, bool approves) internal {
        vm.prank(validators[validator]);
        if (approves) protocol.datanetRegistry.approve(submissionId);
        else protocol.datanetRegistry.reject(submissionId);
    }
}
