// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {IDatanetRegistry, Submission, SubmissionStatus} from "openledger/interfaces/IDatanetRegistry.sol";
import {IDatanetReserves, PrepaidFees} from "openledger/interfaces/IDatanetReserves.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

contract SubmitTest is Base {
    DatanetId internal datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
    }

    function testFuzz_Submit(bytes32 root, uint40 count, string memory uri) public {
        vm.assume(root != 0);
        vm.assume(bytes(uri).length != 0 && bytes(uri).length <= 2048);
        count = uint40(bound(count, 1, 2 ** 32));
        SubmissionId expected = SubmissionId.wrap(1);
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.Submitted(expected, datanetId, submitter, root, count, 1, SubmissionId.wrap(0), uri);
        IDatanetRegistry.NewSubmission memory made = _newSubmission(datanetId, root, count);
        made.uri = uri;
        SubmissionId submissionId = _submit(made);

        assertTrue(submissionId == expected, "first of the counter");
        Submission memory stored = protocol.datanetRegistry.submission(submissionId);
        assertEq(DatanetId.unwrap(stored.datanetId), DatanetId.unwrap(datanetId), "datanet");
        assertEq(stored.root, root, "root");
        assertEq(stored.count, count, "count");
        assertEq(stored.submitter, submitter, "submitter");
        assertEq(stored.submittedAt, block.timestamp, "time");
        assertEq(stored.lapsesAt, block.timestamp + parameters.submissionLife, "life");
        assertEq(uint256(stored.status), uint256(SubmissionStatus.Pending), "status");
        assertEq(stored.sequence, 0, "no number before acceptance");
        assertEq(stored.decidedAt, 0, "not decided");
    }

    function test_Submit_OneCounterForAllDatanets() public {
        DatanetId other = _createDatanet();
        _submit(datanetId, keccak256("root"), 1);
        SubmissionId second = _submit(other, keccak256("root"), 1);
        assertEq(SubmissionId.unwrap(second), 2, "one counter; a root need not be unique");
        assertEq(protocol.datanetRegistry.submissionCount(), 2, "count");
    }

    function test_Submit_NamesWhatItRefines() public {
        SubmissionId parent = _submit(datanetId, keccak256("root"), 1);
        IDatanetRegistry.NewSubmission memory made = _newSubmission(datanetId, keccak256("refined"), 1);
        made.parent = parent;
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.Submitted(SubmissionId.wrap(2), datanetId, submitter, made.root, 1, 1, parent, made.uri);
        _submit(made);

        // Not itself, nor one to come.
        made.parent = SubmissionId.wrap(3);
        _refused(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownParent.selector, made.parent));
    }

    function testFuzz_Submit_LocksABondByItsSize(uint40 count, uint64 baseFee, uint64 more) public {
        count = uint40(bound(count, 1, 2 ** 32));
        vm.fee(bound(baseFee, 1, 1000 gwei));
        uint256 least = protocol.dataAvailability.bondFor(count);
        assertGt(least, 0, "a bond");
        assertEq(least, protocol.dataAvailability.bondGas(count) * block.basefee, "its gas at the base fee");
        assertLe(least, protocol.dataAvailability.bondFor(2 ** 32), "capped");
        IDatanetRegistry.NewSubmission memory made = _newSubmission(datanetId, keccak256("root"), count);
        vm.deal(submitter, least - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IDataAvailability.DataAvailability_BondTooSmall.selector, least - 1, least)
        );
        vm.prank(submitter);
        protocol.datanetRegistry.submit{value: least - 1}(made);

        uint256 bond = least + more;
        vm.deal(submitter, bond);
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.BondLocked(SubmissionId.wrap(1), bond);
        vm.prank(submitter);
        SubmissionId submissionId = protocol.datanetRegistry.submit{value: bond}(made);
        assertEq(protocol.dataAvailability.bondOf(submissionId).free, bond, "all that was sent");
        assertEq(address(protocol.dataAvailability).balance, bond, "held by the demands");
        assertEq(address(protocol.datanetRegistry).balance, 0, "the registry holds nothing");
    }

    function testFuzz_Submit_PrepaysFeesForTheWholeSet(uint256 fee, uint256 missing) public {
        fee = bound(fee, 1, 100e18);
        vm.prank(curator);
        protocol.datanetReserves.setVerificationFee(datanetId, fee);
        IDatanetRegistry.NewSubmission memory made = _newSubmission(datanetId, keccak256("root"), 1);
        _giveFor(submitter, address(protocol.datanetReserves), 3 * fee);
        // A curator that raises its fee before the transaction gets nothing that was not agreed to.
        made.maxFees = 3 * fee - bound(missing, 1, 3 * fee);
        _refused(
            made,
            abi.encodeWithSelector(
                IDatanetReserves.DatanetReserves_FeesAboveMost.selector, datanetId, 3 * fee, made.maxFees
            )
        );
        made.maxFees = 3 * fee;
        vm.expectEmit(address(protocol.datanetReserves));
        emit IDatanetReserves.FeesPrepaid(SubmissionId.wrap(1), datanetId, submitter, fee, 3);
        SubmissionId submissionId = _submit(made);
        assertEq(_balanceOf(submitter), 0, "paid");
        assertEq(_balanceOf(address(protocol.datanetReserves)), 3 * fee, "held");
        PrepaidFees memory prepaid = protocol.datanetReserves.prepaidFees(submissionId);
        assertEq(prepaid.fee, fee, "fee");
        assertEq(prepaid.seats, 3, "seats");
    }

    function test_Submit_Refuses() public {
        DatanetId unknown = DatanetId.wrap(99);
        IDatanetRegistry.NewSubmission memory made = _newSubmission(unknown, keccak256("root"), 1);
        _refused(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, unknown));

        made.datanetId = datanetId;
        made.root = 0;
        _refused(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_ZeroRoot.selector));

        made.root = keccak256("root");
        made.count = 0;
        _refused(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadCount.selector, 0));
        made.count = 2 ** 32 + 1;
        _refused(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadCount.selector, 2 ** 32 + 1));

        made.count = 1;
        made.uri = "";
        _refused(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadText.selector, "uri", 0, 1, 2048));

        vm.prank(curator);
        made.datanetId = protocol.datanetRegistry.createDatanet(_newDatanet());
        _refused(made, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NoValidators.selector, made.datanetId));
    }

    function test_Submission_RefusesUnknown() public {
        SubmissionId unknown = SubmissionId.wrap(1);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownSubmission.selector, unknown));
        protocol.datanetRegistry.submission(unknown);
    }

    function _refused(IDatanetRegistry.NewSubmission memory made, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(submitter);
        protocol.datanetRegistry.submit(made);
    }
}
