// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Ids compare as the numbers that they are.
contract IdsTest is Test {
    function testFuzz_BatchId_ComparesAsItsNumber(uint256 a, uint256 b, bool same) public pure {
        if (same) b = a;
        assertEq(BatchId.wrap(a) == BatchId.wrap(b), a == b, "equal");
        assertEq(BatchId.wrap(a) != BatchId.wrap(b), a != b, "different");
    }

    function testFuzz_BountyId_ComparesAsItsNumber(uint256 a, uint256 b, bool same) public pure {
        if (same) b = a;
        assertEq(BountyId.wrap(a) == BountyId.wrap(b), a == b, "equal");
        assertEq(BountyId.wrap(a) != BountyId.wrap(b), a != b, "different");
    }

    function testFuzz_DataDemandId_ComparesAsItsNumber(uint256 a, uint256 b, bool same) public pure {
        if (same) b = a;
        assertEq(DataDemandId.wrap(a) == DataDemandId.wrap(b), a == b, "equal");
        assertEq(DataDemandId.wrap(a) != DataDemandId.wrap(b), a != b, "different");
    }

    function testFuzz_DatanetId_ComparesAsItsNumber(uint256 a, uint256 b, bool same) public pure {
        if (same) b = a;
        assertEq(DatanetId.wrap(a) == DatanetId.wrap(b), a == b, "equal");
        assertEq(DatanetId.wrap(a) != DatanetId.wrap(b), a != b, "different");
    }

    function testFuzz_ModelId_ComparesAsItsNumber(uint256 a, uint256 b, bool same) public pure {
        if (same) b = a;
        assertEq(ModelId.wrap(a) == ModelId.wrap(b), a == b, "equal");
        assertEq(ModelId.wrap(a) != ModelId.wrap(b), a != b, "different");
    }

    function testFuzz_SubmissionId_ComparesAsItsNumber(uint256 a, uint256 b, bool same) public pure {
        if (same) b = a;
        assertEq(SubmissionId.wrap(a) == SubmissionId.wrap(b), a == b, "equal");
        assertEq(SubmissionId.wrap(a) != SubmissionId.wrap(b), a != b, "different");
    }
}
