// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Availability} from "./Availability.t.sol";
import {DataAvailability} from "openledger/datanet/DataAvailability.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @dev Withdraws again while it is paid.
contract Reentrant {
    DataAvailability internal immutable AVAILABILITY;
    bytes public reason;

    constructor(DataAvailability availability) {
        AVAILABILITY = availability;
    }

    function answer(SubmissionId submissionId, IDataAvailability.LeafProof[] calldata leaves) external {
        AVAILABILITY.answerLeaves(submissionId, leaves);
        AVAILABILITY.withdraw(payable(address(this)));
    }

    receive() external payable {
        try AVAILABILITY.withdraw(payable(address(this))) {
            reason = "paid twice";
        } catch (bytes memory thrown) {
            reason = thrown;
        }
    }
}

/// @dev Takes no money.
contract Refuser {
    function withdraw(DataAvailability availability, address payable recipient) external {
        availability.withdraw(recipient);
    }
}

contract WithdrawTest is Availability {
    function testFuzz_Withdraw(address payable recipient) public {
        vm.assume(recipient.code.length == 0 && uint160(address(recipient)) > 1000);
        _demandLeaves(_indexes(0));
        uint256 earned = _answerLeaf(0);
        uint256 before = recipient.balance;
        uint256 held = address(protocol.dataAvailability).balance;
        vm.expectEmit(address(protocol.dataAvailability));
        emit IDataAvailability.Withdrawn(answerer, recipient, earned);
        vm.prank(answerer);
        assertEq(protocol.dataAvailability.withdraw(recipient), earned, "paid");
        assertEq(recipient.balance - before, earned, "received");
        assertEq(held - address(protocol.dataAvailability).balance, earned, "from here");
        vm.expectRevert(abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToWithdraw.selector, answerer));
        vm.prank(answerer);
        protocol.dataAvailability.withdraw(recipient);
    }

    function test_Withdraw_ReentranceIsPaidOnce() public {
        Reentrant reentrant = new Reentrant(protocol.dataAvailability);
        _demandLeaves(_indexes(0));
        uint256 deposit = protocol.dataAvailability.leafDeposit(COUNT, 1);
        reentrant.answer(submissionId, _leaves(0));
        assertEq(address(reentrant).balance, deposit, "once");
        assertEq(
            reentrant.reason(),
            abi.encodeWithSelector(IDataAvailability.DataAvailability_NothingToWithdraw.selector, address(reentrant)),
            "the second time refused"
        );
    }

    /// @dev Who takes no money stops nobody else, and can name another recipient.
    function test_Withdraw_ToOneThatTakesNoMoney() public {
        Refuser refuser = new Refuser();
        _demandLeaves(_indexes(0));
        uint256 deposit = protocol.dataAvailability.leafDeposit(COUNT, 1);
        IDataAvailability.LeafProof[] memory shown = _leaves(0);
        vm.prank(address(refuser));
        protocol.dataAvailability.answerLeaves(submissionId, shown);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDataAvailability.DataAvailability_TransferFailed.selector, address(refuser), deposit
            )
        );
        refuser.withdraw(protocol.dataAvailability, payable(address(refuser)));
        refuser.withdraw(protocol.dataAvailability, payable(alice));
        assertEq(alice.balance, deposit, "another recipient");
    }
}
