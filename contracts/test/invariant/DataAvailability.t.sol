// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Availability} from "../datanet/Availability.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Test} from "forge-std/Test.sol";
import {Bond, DataDemand, IDataAvailability, Item, ItemStatus} from "openledger/interfaces/IDataAvailability.sol";
import {Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @dev Moves money and data about in whatever order, and counts what should be held.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract DataAvailabilityHandler is Availability {
    uint256 internal constant MOST_SUBMISSIONS = 4;
    uint256 public submissions;
    address[] internal actors;

    constructor() {
        setUp();
        submissions = 1;
        actors = [demander, answerer, stranger, submitter];
        for (uint256 i = 0; i < actors.length; ++i) {
            vm.deal(actors[i], 1000 ether);
        }
    }

    modifier about(uint256 pick) {
        submissionId = SubmissionId.wrap(1 + pick % submissions);
        _;
    }

    function submitMore(uint64 baseFee, bool accepted) external {
        if (submissions == MOST_SUBMISSIONS) return;
        vm.fee(baseFee % 100 gwei);
        submissionId = _submit(datanetId, TreeBuilder.root(leaves), COUNT);
        ++submissions;
        if (accepted) _approve(submissionId);
    }

    function demandSomeLeaves(uint256 pick, uint256 leaf, uint256 more, uint64 baseFee) external about(pick) {
        vm.fee(baseFee % 100 gwei);
        uint32[] memory indexes = _indexes(leaf % COUNT, (leaf >> 8) % COUNT);
        vm.prank(actors[pick % 4]);
        try protocol.dataAvailability.demandLeaves{value: 0.1 ether + more % 1 ether}(submissionId, indexes) {} catch {}
    }

    function demandSomeChunks(uint256 pick, uint256 chunk, uint256 more, uint64 baseFee) external about(pick) {
        vm.fee(baseFee % 100 gwei);
        IDataAvailability.LeafProof memory leaf = _leaf(0);
        uint32[] memory chunks = _indexes(chunk % 7, (chunk >> 8) % 7);
        vm.prank(actors[pick % 4]);
        try protocol.dataAvailability.demandChunks{value: 0.1 ether + more % 1 ether}(submissionId, leaf, chunks) {}
            catch {}
    }

    function answerSomeLeaves(uint256 pick, uint256 leaf, uint64 baseFee) external about(pick) {
        vm.fee(baseFee % 100 gwei);
        IDataAvailability.LeafProof[] memory shown = _leaves(leaf % COUNT);
        vm.prank(actors[pick % 4]);
        try protocol.dataAvailability.answerLeaves(submissionId, shown) {} catch {}
    }

    function answerSomeChunks(uint256 pick, uint256 from, uint64 baseFee) external about(pick) {
        vm.fee(baseFee % 100 gwei);
        bytes memory text = _textOf(0);
        IDataAvailability.ChunkRun[] memory runs = _run(text, from % 4, 1 + (from >> 8) % 2);
        vm.prank(actors[pick % 4]);
        try protocol.dataAvailability.answerChunks(submissionId, 0, uint64(text.length), runs) {} catch {}
    }

    function answerSomeAbsent(uint256 pick) external about(pick) {
        bytes memory text = _textOf(0);
        bytes32 treeRoot = TreeBuilder.root(TreeBuilder.chunks(text));
        vm.prank(actors[pick % 4]);
        try protocol.dataAvailability.answerAbsent(submissionId, 0, uint64(text.length), treeRoot, _indexes(5, 6)) {}
            catch {}
    }

    function mark(uint256 pick, uint256 later) external {
        uint256 count = protocol.dataAvailability.demandCount();
        if (count == 0) return;
        vm.warp(block.timestamp + later % 8 days);
        uint32[] memory all = new uint32[](7);
        for (uint32 i = 0; i < 7; ++i) {
            all[i] = i;
        }
        try protocol.dataAvailability.markUnavailable(DataDemandId.wrap(1 + pick % count), all) {} catch {}
    }

    function release(uint256 pick, uint256 later) external about(pick) {
        vm.warp(block.timestamp + later % 15 days);
        try protocol.dataAvailability.releaseBond(submissionId) {} catch {}
    }

    function withdrawAll(uint256 pick) external {
        address actor = actors[pick % 4];
        vm.prank(actor);
        try protocol.dataAvailability.withdraw(payable(actor)) {} catch {}
    }

    // What should be held

    function held() external view returns (uint256) {
        return address(protocol.dataAvailability).balance;
    }

    function owed() external view returns (uint256 sum) {
        for (uint256 i = 0; i < actors.length; ++i) {
            sum += protocol.dataAvailability.balanceOf(actors[i]);
        }
    }

    function bonds() external view returns (uint256 sum, uint256 earmarked) {
        for (uint256 i = 1; i <= submissions; ++i) {
            Bond memory bond = protocol.dataAvailability.bondOf(SubmissionId.wrap(i));
            sum += uint256(bond.free) + bond.earmarked;
            earmarked += bond.earmarked;
        }
    }

    function open() external view returns (uint256 deposits, uint256 repayments) {
        for (uint256 i = 1; i <= submissions; ++i) {
            for (uint32 j = 0; j < COUNT + 7; ++j) {
                Item memory item = _itemOf(SubmissionId.wrap(i), j);
                if (item.status != ItemStatus.Demanded) continue;
                DataDemand memory demand = protocol.dataAvailability.demand(item.demandId);
                deposits += demand.deposit;
                repayments += demand.repayment;
            }
        }
    }

    /// @dev Whether a leaf counts now exactly when none of its items is unavailable.
    function standingsAgree() external view returns (bool) {
        uint64 snapshot = protocol.datanetRegistry.sequence();
        for (uint256 i = 1; i <= submissions; ++i) {
            SubmissionId checked = SubmissionId.wrap(i);
            if (protocol.datanetRegistry.submission(checked).sequence == 0) continue;
            for (uint32 leaf = 0; leaf < COUNT; ++leaf) {
                uint256 unavailable = _itemOf(checked, leaf).status == ItemStatus.Unavailable ? 1 : 0;
                for (uint32 chunk = 0; leaf == 0 && chunk < 7; ++chunk) {
                    if (_itemOf(checked, uint32(COUNT) + chunk).status == ItemStatus.Unavailable) ++unavailable;
                }
                if (protocol.dataAvailability.unavailableItems(checked, leaf) != unavailable) return false;
                (Standing standing,,,) = protocol.datanetRegistry.standingOf(checked, leaf, snapshot);
                if ((standing == Standing.Eligible) != (unavailable == 0)) return false;
            }
        }
        return true;
    }

    /// @dev The leaves, then the chunks of the first one's text.
    function _itemOf(SubmissionId checked, uint32 place) internal view returns (Item memory) {
        return place < COUNT
            ? protocol.dataAvailability.leafItem(checked, place)
            : protocol.dataAvailability.chunkItem(checked, 0, uint32(place - COUNT));
    }
}

/// @notice See README.md.
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 40
contract DataAvailabilityInvariants is Test {
    DataAvailabilityHandler internal handler;

    function setUp() public {
        handler = new DataAvailabilityHandler();
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = DataAvailabilityHandler.submitMore.selector;
        selectors[1] = DataAvailabilityHandler.demandSomeLeaves.selector;
        selectors[2] = DataAvailabilityHandler.demandSomeChunks.selector;
        selectors[3] = DataAvailabilityHandler.answerSomeLeaves.selector;
        selectors[4] = DataAvailabilityHandler.answerSomeChunks.selector;
        selectors[5] = DataAvailabilityHandler.answerSomeAbsent.selector;
        selectors[6] = DataAvailabilityHandler.mark.selector;
        selectors[7] = DataAvailabilityHandler.release.selector;
        selectors[8] = DataAvailabilityHandler.withdrawAll.selector;
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), selectors));
    }

    function invariant_EveryWeiIsInANamedPlace() public view {
        (uint256 bonds, uint256 earmarked) = handler.bonds();
        (uint256 deposits, uint256 repayments) = handler.open();
        assertEq(handler.held(), handler.owed() + bonds + deposits, "balances, bonds and open deposits");
        assertEq(earmarked, repayments, "what is set aside is for open items");
    }

    function invariant_ALeafCountsWhenNothingOfItIsUnavailable() public view {
        assertTrue(handler.standingsAgree(), "standings");
    }
}
