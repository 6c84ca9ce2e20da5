// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDatanetRegistry, Submission, SubmissionStatus} from "openledger/interfaces/IDatanetRegistry.sol";
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
        emit IDatanetRegistry.Submitted(expected, datanetId, submitter, root, count, 1, uri);
        vm.prank(submitter);
        SubmissionId submissionId = protocol.datanetRegistry.submit(datanetId, root, count, uri);

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
    }

    function test_Submit_OneCounterForAllDatanets() public {
        DatanetId other = _createDatanet();
        _submit(datanetId, keccak256("root"), 1);
        SubmissionId second = _submit(other, keccak256("root"), 1);
        assertEq(SubmissionId.unwrap(second), 2, "one counter; a root need not be unique");
        assertEq(protocol.datanetRegistry.submissionCount(), 2, "count");
    }

    function test_Submit_Refuses() public {
        bytes32 root = keccak256("root");
        DatanetId unknown = DatanetId.wrap(99);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, unknown));
        protocol.datanetRegistry.submit(unknown, root, 1, "uri");

        vm.expectRevert(IDatanetRegistry.DatanetRegistry_ZeroRoot.selector);
        protocol.datanetRegistry.submit(datanetId, 0, 1, "uri");

        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadCount.selector, 0));
        protocol.datanetRegistry.submit(datanetId, root, 0, "uri");

        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadCount.selector, 2 ** 32 + 1));
        protocol.datanetRegistry.submit(datanetId, root, 2 ** 32 + 1, "uri");

        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadText.selector, "uri", 0, 1, 2048));
        protocol.datanetRegistry.submit(datanetId, root, 1, "");

        vm.prank(curator);
        DatanetId unattended = protocol.datanetRegistry.createDatanet(_newDatanet());
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NoValidators.selector, unattended));
        protocol.datanetRegistry.submit(unattended, root, 1, "uri");
    }

    function test_Submission_RefusesUnknown() public {
        SubmissionId unknown = SubmissionId.wrap(1);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownSubmission.selector, unknown));
        protocol.datanetRegistry.submission(unknown);
    }
}
