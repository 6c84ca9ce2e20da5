// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Availability} from "./Availability.t.sol";
import {DataDemand, IDataAvailability, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract DemandLeavesTest is Availability {
    function testFuzz_DemandLeaves(uint256 first, uint256 second, uint256 more, uint64 baseFee) public {
        first = bound(first, 0, COUNT - 1);
        second = (first + bound(second, 1, COUNT - 1)) % COUNT;
        more = bound(more, 0, 1 ether);
        vm.fee(bound(baseFee, 1, 1000 gwei));
        uint256 deposit = protocol.dataAvailability.leafDeposit(COUNT, 2);
        uint256 held = address(protocol.dataAvailability).balance;
        DataDemandId expected = DataDemandId.wrap(1);
        uint40 answerBy = uint40(block.timestamp + parameters.dataResponsePeriod);
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.LeavesDemanded(
            expected, submissionId, demander, _indexes(first, second), deposit, answerBy
        );
        vm.deal(demander, 2 * deposit + more);
        vm.prank(demander);
        DataDemandId demandId =
            protocol.dataAvailability.demandLeaves{value: 2 * deposit + more}(submissionId, _indexes(first, second));

        assertTrue(demandId == expected, "first of the counter");
        assertEq(protocol.dataAvailability.demandCount(), 1, "count");
        DataDemand memory stored = protocol.dataAvailability.demand(demandId);
        assertEq(stored.demander, demander, "demander");
        assertEq(stored.answerBy, answerBy, "time to answer");
        assertFalse(stored.ofChunks, "of leaves");
        assertEq(stored.deposit, deposit, "deposit");
        assertEq(SubmissionId.unwrap(stored.submissionId), SubmissionId.unwrap(submissionId), "submission");
        _assertLeaf(first, ItemStatus.Demanded, "one");
        _assertLeaf(second, ItemStatus.Demanded, "the other");
        assertEq(_owed(demander), more, "what is above the deposits is the demander's");
        assertEq(address(protocol.dataAvailability).balance, held + 2 * deposit + more, "held");
    }

    /// @dev The price is the measured gas of the answer at the block's base fee, times governance's factor.
    function testFuzz_LeafDeposit(uint256 count, uint256 items, uint64 baseFee) public {
        (count, items) = (bound(count, 1, 2 ** 32), bound(items, 1, 64));
        vm.fee(baseFee);
        uint256 depth = 0;
        while (2 ** depth < count) ++depth;
        uint256 answerGas = protocol.dataAvailability.LEAF_ANSWER_GAS() + depth
            * protocol.dataAvailability.LEVEL_ANSWER_GAS() + (protocol.dataAvailability.ANSWER_GAS() + items - 1)
            / items;
        assertEq(protocol.dataAvailability.leafGas(count, items), answerGas, "gas");
        assertEq(
            protocol.dataAvailability.leafDeposit(count, items),
            answerGas * baseFee * parameters.demandDepositFactor,
            "deposit"
        );
    }

    function test_DemandLeaves_LeavesOutWhatWasDemanded() public {
        _demandLeaves(_indexes(1));
        uint256 deposit = protocol.dataAvailability.leafDeposit(COUNT, 1);
        uint32[] memory both = _indexes(1, 2);
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.LeavesDemanded(
            DataDemandId.wrap(2),
            submissionId,
            stranger,
            _indexes(2),
            deposit,
            block.timestamp + parameters.dataResponsePeriod
        );
        vm.prank(stranger);
        protocol.dataAvailability.demandLeaves{value: 3 * deposit}(submissionId, both);
        assertEq(_owed(stranger), 2 * deposit, "pays for one");
        // One named twice is demanded once.
        vm.prank(stranger);
        protocol.dataAvailability.demandLeaves{value: 3 * deposit}(submissionId, _indexes(3, 3));
        assertEq(_owed(stranger), 4 * deposit, "pays for one again");
    }

    function test_RevertWhen_NothingIsNew() public {
        _demandLeaves(_indexes(1));
        _refused(
            _indexes(1),
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToDemand.selector, submissionId)
        );
        // Nor what was shown: an item is demanded once.
        _answerLeaf(1);
        _refused(
            _indexes(1),
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToDemand.selector, submissionId)
        );
        // Nor what is unavailable already.
        _loseLeaves(_indexes(2));
        _refused(
            _indexes(2),
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToDemand.selector, submissionId)
        );
    }

    function testFuzz_RevertWhen_TheLeafIsBeyondTheCount(uint32 leaf) public {
        leaf = uint32(bound(leaf, COUNT, type(uint32).max));
        _refused(
            _indexes(leaf),
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NoSuchLeaf.selector, submissionId, leaf)
        );
    }

    function test_RevertWhen_TheSubmissionIsNotAccepted() public {
        submissionId = SubmissionId.wrap(9);
        _refused(
            _indexes(0),
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownSubmission.selector, submissionId)
        );
        bytes4 reason = IDataAvailability.DataAvailability_NotAccepted.selector;
        submissionId = _submit(datanetId, keccak256("pending"), COUNT);
        _refused(_indexes(0), abi.encodeWithSelector(reason, submissionId));
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(validators[i]);
            protocol.datanetRegistry.reject(submissionId);
        }
        _refused(_indexes(0), abi.encodeWithSelector(reason, submissionId));
        submissionId = _submit(datanetId, keccak256("lapsed"), COUNT);
        vm.warp(block.timestamp + parameters.submissionLife);
        _refused(_indexes(0), abi.encodeWithSelector(reason, submissionId));
    }

    function test_RevertWhen_TheNumberOfItemsIsBad() public {
        bytes4 reason = IDataAvailability.DataAvailability_BadItemCount.selector;
        _refused(new uint32[](0), abi.encodeWithSelector(reason, 0, 64));
        _refused(new uint32[](65), abi.encodeWithSelector(reason, 65, 64));
    }

    function testFuzz_RevertWhen_TheDepositIsTooSmall(uint256 missing) public {
        uint256 least = 2 * protocol.dataAvailability.leafDeposit(COUNT, 2);
        missing = bound(missing, 1, least);
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_DepositTooSmall.selector, least - missing, least)
        );
        vm.prank(demander);
        protocol.dataAvailability.demandLeaves{value: least - missing}(submissionId, _indexes(0, 1));
    }

    function test_Demand_RefusesUnknown() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_UnknownDemand.selector, DataDemandId.wrap(7))
        );
        protocol.dataAvailability.demand(DataDemandId.wrap(7));
    }

    function _refused(uint32[] memory indexes, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(demander);
        protocol.dataAvailability.demandLeaves{value: 1 ether}(submissionId, indexes);
    }
}
