// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {DemandActs} from "./DemandActs.sol";
import {Sent, Text} from "./World.sol";
import {IDataAvailability} from "openledger/interfaces/IDataAvailability.sol";
import {DataDemandId} from "openledger/types/DataDemandId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Demands for the data of submissions, and the books of them. An item of a text is its leaf (0), its first chunk (1) or
/// a chunk that it does not have (2).
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract AvailabilityActs is DemandActs {
    enum Shown {
        Never,
        Waits,
        Gone,
        Done
    }

    struct DataDemanded {
        uint256 text;
        uint256 place;
        uint256 answerBy;
        Shown state;
    }

    uint32 internal constant ABSENT = 9;

    DataDemanded[] internal _dataDemanded;
    mapping(uint256 text => mapping(uint256 place => bool)) internal _wasDemanded;
    /// @notice Items of a text that are unavailable, by the books.
    mapping(uint256 text => uint256) public gone;
    /// @notice Native currency that DataAvailability should hold.
    uint256 public dataMoney;

    function _put(uint256 amount) internal override {
        dataMoney += amount;
    }

    // Demands

    function demandData(uint256 which, uint256 place, uint64 baseFee, uint256 more) external {
        if (_texts.length == 0) _contribute(0, 0, which, true);
        vm.fee(baseFee % 100 gwei);
        (which, place) = (which % _texts.length, place % 3);
        more = more % 1 ether;
        Text memory about = _texts[which];
        bytes4 reason;
        if (_sent[_numberOf(about)].acceptedAt == 0) reason = IDataAvailability.DataAvailability_NotAccepted.selector;
        else if (_wasDemanded[which][place]) reason = IDataAvailability.DataAvailability_NothingToDemand.selector;
        uint256 value = more
            + (place == 0
                    ? protocol.dataAvailability.leafDeposit(_sent[_numberOf(about)].leaves.length, 1)
                    : protocol.dataAvailability.chunkDeposit(1));
        bytes memory call_ = place == 0
            ? abi.encodeCall(IDataAvailability.demandLeaves, (about.submissionId, _one(about.leaf)))
            : abi.encodeCall(
                IDataAvailability.demandChunks, (about.submissionId, _leafOf(which), _one(_chunkOf(place)))
            );
        vm.deal(demander, value);
        if (reason != 0) _refuse(reason);
        _callAs(demander, address(protocol.dataAvailability), value, call_);
        if (reason != 0) return _did("demandData refused");
        dataMoney += value;
        _wasDemanded[which][place] = true;
        _dataDemanded.push(DataDemanded(which, place, _now() + inForce.dataResponsePeriod, Shown.Waits));
        _did(place == 0 ? bytes32("demandLeaves") : bytes32("demandChunks"));
    }

    // Answers

    function answerData(uint256 which, uint64 baseFee) external {
        vm.fee(baseFee % 100 gwei);
        uint256 number = _openFrom(which, true);
        if (number == NOTHING) {
            if (_texts.length == 0) _contribute(0, 0, which, true);
            IDataAvailability.LeafProof[] memory leaves = new IDataAvailability.LeafProof[](1);
            leaves[0] = _leafOf(which % _texts.length);
            SubmissionId submissionId = _texts[which % _texts.length].submissionId;
            _refuse(IDataAvailability.DataAvailability_NothingToAnswer.selector);
            protocol.dataAvailability.answerLeaves(submissionId, leaves);
            return _did("no data to answer");
        }
        DataDemanded storage demanded = _dataDemanded[number];
        _show(demanded.text, demanded.place);
        bool wasGone = demanded.state == Shown.Gone;
        demanded.state = Shown.Done;
        if (wasGone && --gone[demanded.text] == 0) _switches[demanded.text].push(++sequence);
        _did(wasGone ? bytes32("data shown late") : bytes32("data shown"));
    }

    function _show(uint256 which, uint256 place) private {
        Text memory about = _texts[which];
        uint64 length = uint64(about.content.length);
        bytes[] memory chunks = TreeBuilder.chunks(about.content);
        if (place == 0) {
            IDataAvailability.LeafProof[] memory leaves = new IDataAvailability.LeafProof[](1);
            leaves[0] = _leafOf(which);
            vm.prank(stranger);
            protocol.dataAvailability.answerLeaves(about.submissionId, leaves);
        } else if (place == 1) {
            IDataAvailability.ChunkRun[] memory runs = new IDataAvailability.ChunkRun[](1);
            (runs[0].data, runs[0].siblings) = (chunks[0], new bytes32[][](1));
            runs[0].siblings[0] = TreeBuilder.proof(chunks, 0);
            vm.prank(stranger);
            protocol.dataAvailability.answerChunks(about.submissionId, about.leaf, length, runs);
        } else {
            bytes32 root = TreeBuilder.root(chunks);
            vm.prank(stranger);
            protocol.dataAvailability.answerAbsent(about.submissionId, about.leaf, length, root, _one(ABSENT));
        }
    }

    // Silence

    function markUnavailable(uint256 which, bool waits) external {
        uint256 number = _openFrom(which, false);
        if (number == NOTHING) {
            _refuse(IDataAvailability.DataAvailability_UnknownDemand.selector);
            protocol.dataAvailability.markUnavailable(DataDemandId.wrap(_dataDemanded.length + 1), _one(0));
            return _did("no data to mark");
        }
        DataDemanded storage demanded = _dataDemanded[number];
        uint32 index = demanded.place == 0 ? _texts[demanded.text].leaf : _chunkOf(demanded.place);
        if (waits) _warpTo(demanded.answerBy);
        bool early = _now() < demanded.answerBy;
        if (early) _refuse(IDataAvailability.DataAvailability_StillAnswerable.selector);
        protocol.dataAvailability.markUnavailable(DataDemandId.wrap(number + 1), _one(index));
        if (early) return _did("data still answerable");
        demanded.state = Shown.Gone;
        if (++gone[demanded.text] == 1) _switches[demanded.text].push(++sequence);
        _did("markUnavailable");
    }

    // Bonds

    function releaseBond(uint256 which, bool waits) external {
        if (_sent.length == 0) _contribute(0, 0, which, true);
        if (waits) _skip(14 days);
        which = which % _sent.length;
        Sent storage sent_ = _sent[which];
        SubmissionId submissionId = SubmissionId.wrap(which + 1);
        bool bonded =
            sent_.acceptedAt != 0 ? _now() < sent_.decidedAt + 14 days : !sent_.refused && _now() < sent_.lapsesAt;
        bool none = protocol.dataAvailability.bondOf(submissionId).free == 0;
        if (bonded) _refuse(IDataAvailability.DataAvailability_BondLocked.selector);
        else if (none) _refuse(IDataAvailability.DataAvailability_NothingToRelease.selector);
        protocol.dataAvailability.releaseBond(submissionId);
        _did(bonded || none ? bytes32("releaseBond refused") : bytes32("releaseBond"));
    }

    function withdrawData(uint256 who) external {
        address account = who % 3 == 0 ? demander : who % 3 == 1 ? stranger : submitter;
        uint256 owed = protocol.dataAvailability.balanceOf(account);
        if (owed == 0) _refuse(IDataAvailability.DataAvailability_NothingToWithdraw.selector);
        vm.prank(account);
        protocol.dataAvailability.withdraw(payable(account));
        dataMoney -= owed;
        _did(owed == 0 ? bytes32("no data money to withdraw") : bytes32("withdraw data money"));
    }

    function dataDemandCount() external view returns (uint256) {
        return _dataDemanded.length;
    }

    function dataDemanded(uint256 number) external view returns (DataDemanded memory) {
        return _dataDemanded[number];
    }

    function _openFrom(uint256 from, bool orGone) private view returns (uint256) {
        for (uint256 i = 0; i < _dataDemanded.length; ++i) {
            uint256 number = (from % _dataDemanded.length + i) % _dataDemanded.length;
            Shown state = _dataDemanded[number].state;
            if (state == Shown.Waits || (orGone && state == Shown.Gone)) return number;
        }
        return NOTHING;
    }

    function _leafOf(uint256 which) private view returns (IDataAvailability.LeafProof memory) {
        Text memory about = _texts[which];
        bytes[] memory leaves = _sent[_numberOf(about)].leaves;
        return IDataAvailability.LeafProof({
            leafIndex: about.leaf,
            contributor: about.contributor,
            textRoot: TreeBuilder.textRoot(about.content),
            siblings: TreeBuilder.proof(leaves, about.leaf)
        });
    }

    function _numberOf(Text memory about) private pure returns (uint256) {
        return SubmissionId.unwrap(about.submissionId) - 1;
    }

    function _chunkOf(uint256 place) private pure returns (uint32) {
        return place == 1 ? 0 : ABSENT;
    }

    function _one(uint32 index) private pure returns (uint32[] memory indexes) {
        indexes = new uint32[](1);
        indexes[0] = index;
    }
}
