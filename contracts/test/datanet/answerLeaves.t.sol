// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Availability} from "./Availability.t.sol";
import {Bond, IDataAvailability, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {IDatanetRegistry, Standing} from "openledger/interfaces/IDatanetRegistry.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract AnswerLeavesTest is Availability {
    function testFuzz_AnswerLeaves_EarnsTheDeposit(uint256 leaf, uint64 later) public {
        leaf = bound(leaf, 0, COUNT - 1);
        uint256 deposit = protocol.dataAvailability.leafDeposit(COUNT, 1);
        _demandLeaves(_indexes(leaf));
        // In the same block, at the last moment, and after it as long as nobody has marked it.
        vm.warp(block.timestamp + later % (2 * uint256(parameters.dataResponsePeriod)));
        IDataAvailability.LeafProof[] memory shown = _leaves(leaf);
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.LeafAnswered(
            submissionId, uint32(leaf), answerer, shown[0].contributor, shown[0].textRoot, deposit
        );
        assertEq(_answerLeaf(leaf), deposit, "earned");
        assertEq(_owed(answerer), deposit, "to withdraw");
        _assertLeaf(leaf, ItemStatus.Answered, "answered");
        _assertStanding(leaf, protocol.datanetRegistry.sequence(), Standing.Eligible, "nothing happened to it");
        assertEq(protocol.datanetRegistry.sequence(), 1, "no number is taken");
    }

    /// @dev Half of a deposit at factor 2, never more than what an answer burns now or burnt at the demand.
    function testFuzz_AnswerLeaves_TheBondRepaysTheDemander(uint64 demandFee, uint64 answerFee) public {
        demandFee = uint64(bound(demandFee, 1, BASE_FEE));
        answerFee = uint64(bound(answerFee, 1, 10 * BASE_FEE));
        uint256 bond = _bond().free;
        vm.fee(demandFee);
        _demandLeaves(_indexes(0, 1));
        uint256 answerGas =
            protocol.dataAvailability.LEAF_ANSWER_GAS() + 3 * protocol.dataAvailability.LEVEL_ANSWER_GAS();
        assertEq(_bond().earmarked, 2 * answerGas * demandFee, "set aside");
        vm.fee(answerFee);
        uint256 repaid = answerGas * (answerFee < demandFee ? answerFee : demandFee);
        _answerLeaf(0);
        assertEq(_owed(demander), repaid, "repaid");
        Bond memory left = _bond();
        assertEq(left.earmarked, answerGas * demandFee, "for the other");
        assertEq(left.free + left.earmarked, bond - repaid, "nothing is lost");
    }

    function test_AnswerLeaves_UndoesUnavailability() public {
        _loseLeaves(_indexes(0, 1));
        assertEq(protocol.datanetRegistry.sequence(), 2, "lost with one number");
        _answerLeafUndoing(0, 3);
        _answerLeafUndoing(1, 4);
        for (uint64 snapshot = 0; snapshot < 6; ++snapshot) {
            bool isThere = snapshot == 1 || snapshot > 2;
            _assertStanding(0, snapshot, isThere ? Standing.Eligible : Standing.None, "leaf 0");
            isThere = snapshot == 1 || snapshot > 3;
            _assertStanding(1, snapshot, isThere ? Standing.Eligible : Standing.None, "leaf 1");
            _assertStanding(2, snapshot, snapshot == 0 ? Standing.None : Standing.Eligible, "leaf 2");
        }
    }

    /// @dev What others answered first stops no answer of the rest.
    function test_AnswerLeaves_LeavesOutWhatIsNotOpen() public {
        _demandLeaves(_indexes(0, 1));
        uint256 deposit = protocol.dataAvailability.leafDeposit(COUNT, 2);
        vm.prank(stranger);
        protocol.dataAvailability.answerLeaves(submissionId, _leaves(0));
        IDataAvailability.LeafProof[] memory shown = new IDataAvailability.LeafProof[](4);
        (shown[0], shown[1], shown[2], shown[3]) = (_leaf(0), _leaf(1), _leaf(2), _leaf(1));
        vm.prank(answerer);
        assertEq(protocol.dataAvailability.answerLeaves(submissionId, shown), deposit, "for one");
        assertEq(_owed(stranger), deposit, "and the other's");
    }

    function test_RevertWhen_NothingIsOpen() public {
        bytes memory reason =
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToAnswer.selector, submissionId);
        IDataAvailability.LeafProof[] memory shown = _leaves(0);
        vm.expectRevert(reason);
        protocol.dataAvailability.answerLeaves(submissionId, shown);
        _demandLeaves(_indexes(0));
        _answerLeaf(0);
        vm.expectRevert(reason);
        protocol.dataAvailability.answerLeaves(submissionId, shown);
    }

    function testFuzz_RevertWhen_TheLeafIsNotShown(uint256 place, uint256 bit) public {
        uint32[] memory all = new uint32[](COUNT);
        for (uint32 i = 0; i < COUNT; ++i) {
            all[i] = i;
        }
        _demandLeaves(all);
        place = bound(place, 0, 4);
        bytes32 flip = bytes32(2 ** bound(bit, 0, 159));
        IDataAvailability.LeafProof[] memory shown = _leaves(1);
        if (place == 0) shown[0].leafIndex = uint32((1 + bound(bit, 1, 4)) % COUNT);
        else if (place == 1) shown[0].contributor = address(uint160(bob) ^ uint160(uint256(flip)));
        else if (place == 2) shown[0].textRoot ^= flip;
        else if (place == 3) shown[0].siblings[uint256(flip) % shown[0].siblings.length] ^= flip;
        else shown[0].siblings = new bytes32[](2);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDataAvailability.DataAvailability_NotContribution.selector, submissionId, shown[0].leafIndex
            )
        );
        protocol.dataAvailability.answerLeaves(submissionId, shown);
    }

    function _answerLeafUndoing(uint256 leaf, uint64 number) internal {
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ContributionsAvailable(submissionId, _indexes(leaf), number);
        assertEq(_answerLeaf(leaf), 0, "a late answer earns nothing");
        _assertLeaf(leaf, ItemStatus.Answered, "shown for ever");
        assertEq(protocol.datanetRegistry.sequence(), number, "the next number");
    }
}
