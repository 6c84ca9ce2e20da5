// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDatanetRegistry, Submission, SubmissionStatus} from "openledger/interfaces/IDatanetRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract VoteTest is Base {
    DatanetId internal datanetId;
    SubmissionId internal submissionId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
        submissionId = _submit(datanetId, keccak256("root"), 1);
    }

    function test_RevertWhen_TheSubmissionDoesNotExist() public {
        SubmissionId unknown = SubmissionId.wrap(9);
        bytes memory reason =
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownSubmission.selector, unknown);
        vm.startPrank(validators[0]);
        vm.expectRevert(reason);
        protocol.datanetRegistry.approve(unknown);
        vm.expectRevert(reason);
        protocol.datanetRegistry.reject(unknown);
    }

    function test_RevertWhen_TheSubmissionIsDecided() public {
        _approve(submissionId);
        _refused(
            validators[2],
            abi.encodeWithSelector(
                IDatanetRegistry.DatanetRegistry_NotPending.selector, submissionId, SubmissionStatus.Accepted
            )
        );
    }

    function testFuzz_RevertWhen_TheLifeIsOver(uint256 later) public {
        uint256 lapsesAt = block.timestamp + parameters.submissionLife;
        // A longer life for later submissions revives none.
        Parameters memory chosen = parameters;
        chosen.submissionLife = 90 days;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        vm.warp(bound(later, lapsesAt, lapsesAt + 365 days));
        _refused(
            validators[0],
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_Lapsed.selector, submissionId, lapsesAt)
        );
    }

    function test_Vote_CountsToTheLastSecond() public {
        vm.warp(block.timestamp + parameters.submissionLife - 1);
        _approve(submissionId);
        assertEq(protocol.datanetRegistry.sequence(), 1, "accepted");
    }

    function testFuzz_RevertWhen_TheCallerIsNotOfTheSet(address caller) public {
        vm.assume(caller != validators[0] && caller != validators[1] && caller != validators[2]);
        _refused(
            caller, abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NotValidator.selector, submissionId, caller)
        );
    }

    function testFuzz_RevertWhen_TheStakeIsTooSmall(uint256 missing) public {
        missing = bound(missing, 1, parameters.validatorStake);
        vm.prank(validators[0]);
        protocol.stakeVault.requestUnbonding(missing);
        _refused(
            validators[0],
            abi.encodeWithSelector(
                IDatanetRegistry.DatanetRegistry_StakeTooSmall.selector,
                validators[0],
                parameters.validatorStake - missing,
                parameters.validatorStake
            )
        );
    }

    function test_RevertWhen_TheCallerHasVoted() public {
        vm.prank(validators[0]);
        protocol.datanetRegistry.reject(submissionId);
        _refused(
            validators[0],
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_AlreadyVoted.selector, submissionId, validators[0])
        );
    }

    function testFuzz_Vote_MajorityDecides(uint256 size, uint256 votes) public {
        size = bound(size, 1, 32);
        address[] memory set = new address[](size);
        for (uint256 i = 0; i < size; ++i) {
            set[i] = address(uint160(5000 + i));
            _stake(set[i], parameters.validatorStake);
        }
        vm.prank(curator);
        protocol.datanetRegistry.nameValidators(datanetId, set);
        submissionId = _submit(datanetId, keccak256("other root"), 7);

        (uint256 approvals, uint256 rejections) = (0, 0);
        Submission memory stored;
        for (uint256 i = 0; i < size; ++i) {
            bool approves = (votes >> i) & 1 == 0;
            if (approves) ++approvals;
            else ++rejections;
            vm.expectEmit(address(protocol.datanetRegistry));
            if (approves) emit IDatanetRegistry.SubmissionApproved(submissionId, set[i], uint8(approvals));
            else emit IDatanetRegistry.SubmissionRejected(submissionId, set[i], uint8(rejections));
            vm.prank(set[i]);
            if (approves) protocol.datanetRegistry.approve(submissionId);
            else protocol.datanetRegistry.reject(submissionId);

            stored = protocol.datanetRegistry.submission(submissionId);
            if (approvals > size / 2) {
                assertEq(uint256(stored.status), uint256(SubmissionStatus.Accepted), "more than half");
                assertEq(stored.sequence, 1, "the next number");
                break;
            }
            // Rejected as soon as those left cannot make a majority.
            bool hopeless = size - rejections <= size / 2;
            SubmissionStatus expected = hopeless ? SubmissionStatus.Rejected : SubmissionStatus.Pending;
            assertEq(uint256(stored.status), uint256(expected), "undecided or hopeless");
            assertEq(stored.sequence, 0, "no number");
            if (hopeless) break;
        }
        assertTrue(stored.status != SubmissionStatus.Pending, "all votes decide");
    }

    function test_Approve_NumbersInOrderOfAcceptance() public {
        SubmissionId second = _submit(datanetId, keccak256("second"), 1);
        _approve(second);
        vm.prank(validators[0]);
        protocol.datanetRegistry.approve(submissionId);
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.SubmissionApproved(submissionId, validators[1], 2);
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.SubmissionAccepted(submissionId, datanetId, 2);
        vm.prank(validators[1]);
        protocol.datanetRegistry.approve(submissionId);
        assertEq(protocol.datanetRegistry.submission(second).sequence, 1, "accepted first");
        assertEq(protocol.datanetRegistry.submission(submissionId).sequence, 2, "accepted second");
        assertEq(protocol.datanetRegistry.sequence(), 2, "sequence");
    }

    /// @dev Neither vote passes.
    function _refused(address caller, bytes memory reason) internal {
        vm.startPrank(caller);
        vm.expectRevert(reason);
        protocol.datanetRegistry.approve(submissionId);
        vm.expectRevert(reason);
        protocol.datanetRegistry.reject(submissionId);
        vm.stopPrank();
    }
}
