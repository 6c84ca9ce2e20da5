// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract NameValidatorsTest is Base {
    DatanetId internal datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
    }

    function _accounts(uint256 count) internal pure returns (address[] memory accounts) {
        accounts = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            accounts[i] = address(uint160(1000 + i));
        }
    }

    function testFuzz_NameValidators(uint256 count) public {
        address[] memory accounts = _accounts(bound(count, 1, 32));
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.ValidatorsNamed(datanetId, 2, accounts);
        vm.prank(curator);
        protocol.datanetRegistry.nameValidators(datanetId, accounts);
        assertEq(protocol.datanetRegistry.datanet(datanetId).validatorSet, 2, "the set in force");
        assertEq(protocol.datanetRegistry.validatorsOf(2), accounts, "its members");
        assertEq(protocol.datanetRegistry.validatorsOf(1), validators, "the former set stays");
    }

    function test_NameValidators_PendingSubmissionsKeepTheirSet() public {
        SubmissionId submissionId = _submit(datanetId, keccak256("root"), 1);
        vm.prank(curator);
        protocol.datanetRegistry.nameValidators(datanetId, _accounts(1));
        vm.expectRevert(
            abi.encodeWithSelector(
                IDatanetRegistry.DatanetRegistry_NotValidator.selector, submissionId, address(uint160(1000))
            )
        );
        vm.prank(address(uint160(1000)));
        protocol.datanetRegistry.approve(submissionId);
        _approve(submissionId);
        assertEq(protocol.datanetRegistry.submission(submissionId).sequence, 1, "accepted by the former set");
    }

    function testFuzz_NameValidators_OnlyTheCurator(address caller) public {
        vm.assume(caller != curator);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_NotCurator.selector, datanetId, caller));
        vm.prank(caller);
        protocol.datanetRegistry.nameValidators(datanetId, validators);
    }

    function testFuzz_NameValidators_RefusesBadCounts(uint256 count) public {
        count = bound(count, 33, 60);
        vm.startPrank(curator);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadValidatorCount.selector, count, 32));
        protocol.datanetRegistry.nameValidators(datanetId, _accounts(count));
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadValidatorCount.selector, 0, 32));
        protocol.datanetRegistry.nameValidators(datanetId, new address[](0));
    }

    function testFuzz_NameValidators_RefusesDuplicatesAndZero(uint256 count, uint256 i, uint256 j) public {
        address[] memory accounts = _accounts(bound(count, 2, 32));
        i = bound(i, 0, accounts.length - 2);
        j = bound(j, i + 1, accounts.length - 1);
        accounts[j] = accounts[i];
        vm.startPrank(curator);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadValidator.selector, accounts[i]));
        protocol.datanetRegistry.nameValidators(datanetId, accounts);
        accounts[j] = address(0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadValidator.selector, address(0)));
        protocol.datanetRegistry.nameValidators(datanetId, accounts);
    }

    function test_NameValidators_RefusesUnknownDatanet() public {
        DatanetId unknown = DatanetId.wrap(99);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_UnknownDatanet.selector, unknown));
        protocol.datanetRegistry.nameValidators(unknown, validators);
    }
}
