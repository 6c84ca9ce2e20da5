// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {PaymentActs} from "./PaymentActs.sol";
import {Place, Sent, Text} from "./World.sol";
import {IDatanetRegistry, Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {Bounty, IDatanetReserves} from "openledger/interfaces/IDatanetReserves.sol";
import {IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {BountyId} from "openledger/types/BountyId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice What contributors, those who copy them, validators and curators do, and the books of datanets.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract DatanetActs is PaymentActs {
    struct Spent {
        uint256 at;
        uint256 amount;
    }

    /// @dev A standing that was read when a version was published on that snapshot: the past.
    struct Seen {
        SubmissionId submissionId;
        uint32 leaf;
        uint64 snapshot;
        Standing standing;
    }

    uint256 public sequence;
    mapping(DatanetId datanetId => uint256) public reserves;
    /// @dev All that ever came into a reserve, what its bounties returned included.
    mapping(DatanetId datanetId => uint256) public reserveIn;
    mapping(DatanetId datanetId => Spent[]) internal _spent;
    mapping(uint256 bountyId => uint256) public bountyLeft;
    mapping(uint256 number => mapping(uint32 leaf => uint256)) internal _leafRevokedAt;
    /// @dev By text: numbers of the sequence at which it became unavailable, and available again, in turn.
    mapping(uint256 text => uint256[]) internal _switches;
    Seen[] public seen;

    // Contributions

    /// @dev New phrases, or phrases that somebody contributed before: the same text, an extension of it, or its parts under
    /// two accounts.
    function contribute(uint256 net, uint256 kind, uint256 which, bool accepted) external {
        _contribute(net % 2, kind % 4, which, accepted);
    }

    function _contribute(uint256 net, uint256 kind, uint256 which, bool accepted) internal returns (uint256 number) {
        if (_texts.length == 0) kind = 0;
        number = _sent.length;
        Sent storage sent_ = _sent.push();
        (sent_.datanetId, sent_.firstText) = (datanets[net], _texts.length);
        if (kind == 0) {
            uint32[2] memory both = [++phrases, ++phrases];
            bytes memory content = bytes.concat(_phrase(both[0]), _filler(" u"), " ", _phrase(both[1]));
            _write(number, authors[which % 3], _amid(content), both);
        } else if (kind == 3) {
            _split(number, which % _texts.length);
        } else {
            _copy(number, which % _texts.length, kind == 2);
        }
        _send(number, accepted);
        _did(
            kind == 0
                ? bytes32("contribute")
                : kind == 1 ? bytes32("copy") : kind == 2 ? bytes32("extend") : bytes32("split")
        );
    }

    function _copy(uint256 number, uint256 which, bool extended) private {
        bytes memory content = _texts[which].content;
        _write(number, authors[3 + which % 2], extended ? _amid(content) : content, _phrasesOf[which]);
    }

    /// @dev Each phrase by itself, under two accounts.
    function _split(uint256 number, uint256 which) private {
        uint32[2] memory both = _phrasesOf[which];
        if (both[1] == 0) both[1] = both[0];
        _write(number, authors[3], _amid(_phrase(both[0])), [both[0], 0]);
        _write(number, authors[4], _amid(_phrase(both[1])), [both[1], 0]);
    }

    function _amid(bytes memory content) private view returns (bytes memory) {
        return bytes.concat(_filler("t"), " ", content, _filler(" v"));
    }

    function _filler(string memory word) private view returns (bytes memory) {
        return abi.encodePacked(word, vm.toString(_texts.length));
    }

    mapping(uint256 text => uint32[2]) internal _phrasesOf;

    function _write(uint256 number, address contributor, bytes memory content, uint32[2] memory both) private {
        uint32 leaf = uint32(_sent[number].leaves.length);
        _sent[number].leaves.push(_contributionLeaf(contributor, content));
        _holding[both[0]].push(_texts.length);
        if (both[1] != 0 && both[1] != both[0]) _holding[both[1]].push(_texts.length);
        _phrasesOf[_texts.length] = both;
        _texts.push(Text(SubmissionId.wrap(number + 1), leaf, _sent[number].datanetId, contributor, content));
    }

    /// @dev With fees for all validators, and the least bond.
    function _send(uint256 number, bool accepted) private {
        Sent storage sent_ = _sent[number];
        sent_.fee = protocol.datanetReserves.verificationFeeOf(sent_.datanetId);
        uint40 count = uint40(sent_.leaves.length);
        IDatanetRegistry.NewSubmission memory made =
            _newSubmission(sent_.datanetId, TreeBuilder.root(sent_.leaves), count);
        made.maxFees = 3 * sent_.fee;
        _giveFor(submitter, address(protocol.datanetReserves), made.maxFees);
        sent_.lapsesAt = _now() + inForce.submissionLife;
        _put(protocol.dataAvailability.bondFor(count));
        _submit(made);
        _move(Place.Accounts, Place.Votes, made.maxFees);
        if (!accepted) return;
        _cast(number, 0, true);
        _cast(number, 1, true);
    }

    /// @dev Books native currency that DataAvailability takes.
    function _put(uint256 amount) internal virtual;

    // Votes

    function setFee(uint256 net, uint256 fee) external {
        vm.prank(curator);
        protocol.datanetReserves.setVerificationFee(datanets[net % 2], fee % 100e18);
        _did("setFee");
    }

    function vote(uint256 which, uint256 validator, bool approves) external {
        if (_sent.length == 0) _contribute(0, 0, which, false);
        which = which % _sent.length;
        validator = validator % 3;
        Sent storage sent_ = _sent[which];
        bytes4 reason;
        if (sent_.acceptedAt != 0 || sent_.refused) reason = IDatanetRegistry.DatanetRegistry_NotPending.selector;
        else if (_now() >= sent_.lapsesAt) reason = IDatanetRegistry.DatanetRegistry_Lapsed.selector;
        else if (_hasVoted(sent_, validator)) reason = IDatanetRegistry.DatanetRegistry_AlreadyVoted.selector;
        if (reason == 0) {
            _cast(which, validator, approves);
            return _did(approves ? bytes32("approve") : bytes32("reject"));
        }
        _refuse(reason);
        vm.prank(validators[validator]);
        protocol.datanetRegistry.approve(SubmissionId.wrap(which + 1));
        _did("vote refused");
    }

    function _hasVoted(Sent storage sent_, uint256 validator) private view returns (bool) {
        return (sent_.approvals | sent_.rejections) >> validator & 1 == 1;
    }

    function _cast(uint256 number, uint256 validator, bool approves) private {
        Sent storage sent_ = _sent[number];
        vm.prank(validators[validator]);
        if (approves) {
            protocol.datanetRegistry.approve(SubmissionId.wrap(number + 1));
            sent_.approvals |= 2 ** validator;
            if (_count(sent_.approvals) == 2) (sent_.acceptedAt, sent_.decidedAt) = (++sequence, _now());
        } else {
            protocol.datanetRegistry.reject(SubmissionId.wrap(number + 1));
            sent_.rejections |= 2 ** validator;
            if (_count(sent_.rejections) == 2) (sent_.refused, sent_.decidedAt) = (true, _now());
        }
    }

    function _count(uint256 bits) internal pure returns (uint256 count) {
        for (; bits != 0; bits >>= 1) {
            count += bits & 1;
        }
    }

    // Fees

    function payFee(uint256 which, uint256 validator) external {
        if (_sent.length == 0) _contribute(0, 0, which, true);
        which = which % _sent.length;
        validator = validator % 3;
        Sent storage sent_ = _sent[which];
        bytes4 reason;
        if (sent_.fee == 0) reason = IDatanetReserves.DatanetReserves_NothingDue.selector;
        else if (!_hasVoted(sent_, validator)) reason = IDatanetReserves.DatanetReserves_NotVoted.selector;
        else if (sent_.paid >> validator & 1 == 1) reason = IDatanetReserves.DatanetReserves_FeeAlreadyPaid.selector;
        if (reason != 0) _refuse(reason);
        protocol.datanetReserves.payFee(SubmissionId.wrap(which + 1), validators[validator]);
        if (reason != 0) return _did("payFee refused");
        sent_.paid |= 2 ** validator;
        _move(Place.Votes, Place.Accounts, sent_.fee);
        _did("payFee");
    }

    function returnFees(uint256 which) external {
        if (_sent.length == 0) _contribute(0, 0, which, true);
        which = which % _sent.length;
        Sent storage sent_ = _sent[which];
        uint256 due = sent_.returned ? 0 : sent_.fee * (3 - _count(sent_.approvals | sent_.rejections));
        bool decided = sent_.acceptedAt != 0 || sent_.refused || _now() >= sent_.lapsesAt;
        if (!decided) _refuse(IDatanetReserves.DatanetReserves_NotDecided.selector);
        else if (due == 0) _refuse(IDatanetReserves.DatanetReserves_NothingDue.selector);
        protocol.datanetReserves.returnUnusedFees(SubmissionId.wrap(which + 1));
        if (!decided || due == 0) return _did("returnFees refused");
        sent_.returned = true;
        _move(Place.Votes, Place.Accounts, due);
        _did("returnFees");
    }

    function refundFees(uint256 which) external {
        if (_sent.length == 0) _contribute(0, 0, which, true);
        which = which % _sent.length;
        Sent storage sent_ = _sent[which];
        uint256 due = sent_.fee * _count(sent_.approvals | sent_.rejections) - sent_.refunded;
        uint256 spendable = _spendable(sent_.datanetId);
        if (due > spendable) due = spendable;
        if (sent_.acceptedAt == 0) _refuse(IDatanetReserves.DatanetReserves_NotAccepted.selector);
        else if (due == 0) _refuse(IDatanetReserves.DatanetReserves_NothingDue.selector);
        protocol.datanetReserves.refundFees(SubmissionId.wrap(which + 1));
        if (sent_.acceptedAt == 0 || due == 0) return _did("refundFees refused");
        sent_.refunded += due;
        _spend(sent_.datanetId, due, Place.Accounts);
        _did("refundFees");
    }

    // Reserves and bounties

    /// @dev Of what the reserve holds and spent in 30 days, a tenth, less what it spent.
    function _spendable(DatanetId datanetId) internal view returns (uint256) {
        uint256 recent;
        Spent[] storage spent = _spent[datanetId];
        for (uint256 i = 0; i < spent.length; ++i) {
            if (spent[i].at + 30 days > _now()) recent += spent[i].amount;
        }
        uint256 tenth = (reserves[datanetId] + recent) / 10;
        return tenth > recent ? tenth - recent : 0;
    }

    function _spend(DatanetId datanetId, uint256 amount, Place to) private {
        reserves[datanetId] -= amount;
        _spent[datanetId].push(Spent(_now(), amount));
        _move(Place.Reserves, to, amount);
    }

    function _reserved(DatanetId datanetId, uint256 amount, Place from) internal {
        reserves[datanetId] += amount;
        reserveIn[datanetId] += amount;
        _move(from, Place.Reserves, amount);
    }

    function giveReserve(uint256 net, uint256 amount) external {
        _giveReserve(datanets[net % 2], bound(amount, 1, 1000e18));
    }

    function _giveReserve(DatanetId datanetId, uint256 amount) internal {
        _giveFor(stranger, address(protocol.datanetReserves), amount);
        vm.prank(stranger);
        protocol.datanetReserves.fundReserve(datanetId, amount);
        _reserved(datanetId, amount, Place.Accounts);
        _did("giveReserve");
    }

    /// @dev Of the reserve's money, a stranger's, or the data fund's.
    function offerBounty(uint256 net, uint256 kind, uint256 total, uint256 time) external {
        DatanetId datanetId = datanets[net % 2];
        IDatanetReserves.NewBounty memory made;
        made.datanetId = datanetId;
        made.endsAt = uint40(_now() + bound(time, 1 hours, 60 days));
        kind = held[Place.Fund] < 1e18 ? kind % 2 : kind % 3;
        if (kind == 0 && _spendable(datanetId) == 0) _giveReserve(datanetId, 1000e18);
        if (kind == 0 && _spendable(datanetId) == 0) kind = 1;
        uint256 most = kind == 0 ? _spendable(datanetId) : kind == 1 ? 50e18 : held[Place.Fund];
        made.total = uint128(bound(total, 1, most));
        made.reward = made.total > 3 ? made.total / 3 : 1;
        if (kind == 0) {
            vm.prank(curator);
            protocol.datanetReserves.offerReserveBounty(made);
            _spend(datanetId, made.total, Place.Bounties);
        } else if (kind == 1) {
            _giveFor(stranger, address(protocol.datanetReserves), made.total);
            vm.prank(stranger);
            protocol.datanetReserves.offerBounty(made);
            _move(Place.Accounts, Place.Bounties, made.total);
        } else {
            vm.prank(address(protocol.timelockController));
            protocol.dataFund.offerBounty(made);
            _move(Place.Fund, Place.Bounties, made.total);
        }
        bountyLeft[protocol.datanetReserves.bountyCount()] = made.total;
        _did(kind == 0 ? bytes32("offerReserveBounty") : kind == 1 ? bytes32("offerBounty") : bytes32("grantBounty"));
    }

    /// @dev A contribution that was accepted after the offer, made for the purpose.
    function claimBounty(uint256 which) external {
        uint256 count = protocol.datanetReserves.bountyCount();
        for (uint256 i = 0; i < count; ++i) {
            BountyId bountyId = BountyId.wrap(1 + (which % count + i) % count);
            Bounty memory bounty = protocol.datanetReserves.bounty(bountyId);
            if (bounty.remaining >= bounty.reward && _now() < bounty.endsAt) return _claimBounty(bountyId, bounty);
        }
        _did("no bounty to claim");
    }

    function _claimBounty(BountyId bountyId, Bounty memory bounty) private {
        uint256 number = _contribute(bounty.datanetId == datanets[0] ? 0 : 1, 0, 0, true);
        Text memory claimed = _texts[_sent[number].firstText];
        IDatanetReserves.BountyClaim memory claim_ = IDatanetReserves.BountyClaim({
            submissionId: claimed.submissionId,
            leafIndex: claimed.leaf,
            contributor: claimed.contributor,
            textRoot: TreeBuilder.textRoot(claimed.content),
            siblings: TreeBuilder.proof(_sent[number].leaves, claimed.leaf)
        });
        protocol.datanetReserves.claimBounty(bountyId, claim_);
        bountyLeft[BountyId.unwrap(bountyId)] -= bounty.reward;
        _receive(claimed.contributor, bounty.reward);
        _move(Place.Bounties, Place.Accounts, bounty.reward);
        // Once for each text.
        _refuse(
            bountyLeft[BountyId.unwrap(bountyId)] < bounty.reward
                ? IDatanetReserves.DatanetReserves_BountyExhausted.selector
                : IDatanetReserves.DatanetReserves_AlreadyRewarded.selector
        );
        protocol.datanetReserves.claimBounty(bountyId, claim_);
        _did("claimBounty");
    }

    function closeBounty(uint256 which, bool waits) external {
        uint256 count = protocol.datanetReserves.bountyCount();
        if (count == 0) return _did("no bounty to close");
        BountyId bountyId = BountyId.wrap(1 + which % count);
        Bounty memory bounty = protocol.datanetReserves.bounty(bountyId);
        if (waits) _warpTo(bounty.endsAt);
        bool over = _now() >= bounty.endsAt;
        uint256 left = bountyLeft[which % count + 1];
        if (!over) _refuse(IDatanetReserves.DatanetReserves_BountyOpen.selector);
        else if (left == 0) _refuse(IDatanetReserves.DatanetReserves_BountyExhausted.selector);
        protocol.datanetReserves.closeBounty(bountyId);
        if (!over || left == 0) return _did("closeBounty refused");
        bountyLeft[which % count + 1] = 0;
        if (bounty.giver == address(0)) _reserved(bounty.datanetId, left, Place.Bounties);
        else _move(Place.Bounties, bounty.giver == stranger ? Place.Accounts : Place.Fund, left);
        _did("closeBounty");
    }

    // Revocation

    function revoke(uint256 which, bool whole) external {
        if (_texts.length == 0) _contribute(0, 0, which, true);
        Text memory revoked = _texts[which % _texts.length];
        uint256 number = SubmissionId.unwrap(revoked.submissionId) - 1;
        Sent storage sent_ = _sent[number];
        bool again = sent_.revokedAt != 0 || (!whole && _leafRevokedAt[number][revoked.leaf] != 0);
        bytes memory call_ = whole
            ? abi.encodeCall(IDatanetRegistry.revokeSubmission, (revoked.submissionId))
            : abi.encodeCall(
                IDatanetRegistry.revoke,
                (
                    revoked.submissionId,
                    revoked.leaf,
                    revoked.contributor,
                    TreeBuilder.textRoot(revoked.content),
                    TreeBuilder.proof(sent_.leaves, revoked.leaf)
                )
            );
        if (sent_.acceptedAt == 0) _refuse(IDatanetRegistry.DatanetRegistry_NotAccepted.selector);
        else if (again) _refuse(IDatanetRegistry.DatanetRegistry_AlreadyRevoked.selector);
        _callAs(curator, address(protocol.datanetRegistry), 0, call_);
        if (sent_.acceptedAt == 0 || again) return _did("revoke refused");
        if (whole) sent_.revokedAt = ++sequence;
        else _leafRevokedAt[number][revoked.leaf] = ++sequence;
        _did(whole ? bytes32("revokeSubmission") : bytes32("revoke"));
    }

    // Standings by the books

    /// @notice Where a text stands under a snapshot by what the books say happened, and in which order.
    function standingByBooks(uint256 number, uint256 snapshot) public view returns (Standing) {
        Text storage of_ = _texts[number];
        uint256 at = SubmissionId.unwrap(of_.submissionId) - 1;
        Sent storage sent_ = _sent[at];
        if (sent_.acceptedAt == 0 || sent_.acceptedAt > snapshot) return Standing.None;
        uint256 switches;
        while (switches < _switches[number].length && _switches[number][switches] <= snapshot) ++switches;
        if (switches % 2 == 1) return Standing.None;
        uint256 leafRevokedAt = _leafRevokedAt[at][of_.leaf];
        bool revoked =
            (sent_.revokedAt != 0 && sent_.revokedAt <= snapshot) || (leafRevokedAt != 0 && leafRevokedAt <= snapshot);
        return revoked ? Standing.Revoked : Standing.Eligible;
    }

    function spentBy(DatanetId datanetId) external view returns (uint256 all, uint256 recent) {
        Spent[] storage spent = _spent[datanetId];
        for (uint256 i = 0; i < spent.length; ++i) {
            all += spent[i].amount;
            if (spent[i].at + 30 days > _now()) recent += spent[i].amount;
        }
    }

    function seenCount() external view returns (uint256) {
        return seen.length;
    }

    // Versions

    function publish(uint256 m) external {
        _publish(m % MODELS);
        _did("publishVersion");
    }

    function retireVersion(uint256 m) external {
        ModelId modelId = models[m % MODELS];
        uint32 version = _active(modelId);
        vm.prank(modelOwner);
        protocol.modelRegistry.retireVersion(modelId, version);
        _did("retireVersion");
    }

    /// @dev On what the datanets hold now; of a derived model, on the newest version of its base.
    function _publish(uint256 m) internal returns (uint32) {
        IModelRegistry.NewVersion memory made = _newVersion(datanets[0]);
        if (m == 1) {
            made.datanets = new DatanetId[](2);
            (made.datanets[0], made.datanets[1]) = (datanets[0], datanets[1]);
            made.baseVersion = protocol.modelRegistry.model(models[0]).latestVersion;
            if (made.baseVersion == 0) made.baseVersion = _publish(0);
        }
        if (m == 2) made.windowWords = 0;
        for (uint256 i = 0; i < 2 && _texts.length != 0; ++i) {
            uint256 number = i == 0 ? _texts.length - 1 : uint256(keccak256(abi.encode(sequence))) % _texts.length;
            _see(number, made.snapshot);
        }
        vm.prank(modelOwner);
        return protocol.modelRegistry.publishVersion(models[m], made);
    }

    function _see(uint256 number, uint64 snapshot) private {
        (SubmissionId submissionId, uint32 leaf) = (_texts[number].submissionId, _texts[number].leaf);
        (Standing standing,,,) = protocol.datanetRegistry.standingOf(submissionId, leaf, snapshot);
        seen.push(Seen(submissionId, leaf, snapshot, standing));
    }

    function _active(ModelId modelId) internal override returns (uint32 version) {
        version = protocol.modelRegistry.model(modelId).latestVersion;
        if (version != 0 && protocol.modelRegistry.isActive(modelId, version)) return version;
        return _publish(ModelId.unwrap(modelId) - 1);
    }
}
