// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Answer, BatchDraft, PayoutDraft} from "../utils/BatchDraft.sol";
import {DatanetActs} from "./DatanetActs.sol";
import {Lie, Served, Text} from "./World.sol";
import {BatchCommitment} from "openledger/interfaces/IAttributionLedger.sol";
import {Standing} from "openledger/interfaces/IDatanetRegistry.sol";
import {Credit} from "openledger/interfaces/IFraudProofs.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice A batch on its way to the chain.
/// @param target The answer that a lie, or evidence, is about; its first credit is of `phrase` and `source`.
struct Draft {
    ModelId modelId;
    uint32 term;
    Lie lie;
    uint256[] served;
    Answer[] answers;
    PayoutDraft[] payouts;
    BatchCommitment commitment;
    uint256 target;
    uint32 phrase;
    uint256 source;
    uint256 copy;
    uint256 twiceIn;
}

/// @notice Honest batches as an operator builds them.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract Drafts is DatanetActs {
    // Owners

    function _includes(ModelId modelId, DatanetId datanetId) internal view returns (bool) {
        return modelId == models[1] || datanetId == datanets[0];
    }

    /// @dev The earliest text that holds a phrase and counts for a version; NOTHING if none does.
    function _ownerOf(uint32 phrase, ModelId modelId, uint32 version)
        internal
        view
        returns (uint256 number, bool revoked)
    {
        uint64 snapshot = protocol.modelRegistry.version(modelId, version).snapshot;
        uint256[] storage holding = _holding[phrase];
        for (uint256 i = 0; i < holding.length; ++i) {
            Text storage found = _texts[holding[i]];
            if (!_includes(modelId, found.datanetId)) continue;
            (Standing standing,,,) = protocol.datanetRegistry.standingOf(found.submissionId, found.leaf, snapshot);
            if (standing != Standing.None) return (holding[i], standing == Standing.Revoked);
        }
        return (NOTHING, false);
    }

    /// @notice The same by the books alone.
    function ownerByBooks(uint32 phrase, ModelId modelId, uint32 version) public view returns (uint256, Standing) {
        uint64 snapshot = protocol.modelRegistry.version(modelId, version).snapshot;
        uint256[] storage holding = _holding[phrase];
        for (uint256 i = 0; i < holding.length; ++i) {
            if (!_includes(modelId, _texts[holding[i]].datanetId)) continue;
            Standing standing = standingByBooks(holding[i], snapshot);
            if (standing != Standing.None) return (holding[i], standing);
        }
        return (NOTHING, Standing.None);
    }

    // Answers

    function _draft(ModelId modelId, uint256[] memory served) internal view returns (Answer[] memory answers) {
        answers = new Answer[](served.length);
        for (uint256 i = 0; i < served.length; ++i) {
            Served memory s = _served[served[i]];
            bytes memory output = _output(served[i]);
            answers[i] = Answer(s.version, s.payer, s.from, s.to, s.dataFee, output, new Credit[](0));
            if (modelId == models[2]) {
                _weigh(answers[i], modelId, s.one, s.other);
                continue;
            }
            if (s.one != 0) _quote(answers[i], modelId, s.one, s.cut);
            if (s.other != 0) _quote(answers[i], modelId, s.other, s.cut);
        }
    }

    /// @dev Credits the owner of a phrase, in one piece or cut after the second word.
    function _quote(Answer memory answer, ModelId modelId, uint32 phrase, bool cut) private view {
        (uint256 owner, bool revoked) = _ownerOf(phrase, modelId, answer.version);
        if (owner == NOTHING) return;
        bytes memory words = _phrase(phrase);
        uint64 start = _find(answer.output, words);
        Text memory source = _texts[owner];
        Credit memory credit = Credit({
            start: start,
            length: uint64(words.length),
            matchStart: start,
            matchLength: uint64(words.length),
            submissionId: source.submissionId,
            leafIndex: source.leaf,
            offset: _find(source.content, words),
            contributor: revoked ? address(0) : source.contributor
        });
        if (cut) {
            credit.length = _find(words, " pc");
            _add(answer, credit);
            credit = abi.decode(abi.encode(credit), (Credit));
            (credit.start, credit.length) = (start + credit.length + 1, uint64(words.length) - credit.length - 1);
        }
        _add(answer, credit);
    }

    /// @dev Credits the owners of phrases by weight, in the order of their sources.
    function _weigh(Answer memory answer, ModelId modelId, uint32 one, uint32 other) private view {
        (uint256 a, bool aRevoked) = one == 0 ? (NOTHING, true) : _ownerOf(one, modelId, answer.version);
        (uint256 b, bool bRevoked) = other == 0 ? (NOTHING, true) : _ownerOf(other, modelId, answer.version);
        if (aRevoked) a = NOTHING;
        if (bRevoked || b == a) b = NOTHING;
        if (b < a) (a, b) = (b, a);
        if (a != NOTHING) _add(answer, _weight(a, 0, 2 ** 30));
        if (b != NOTHING) _add(answer, _weight(b, 2 ** 30, 2 ** 31));
    }

    function _weight(uint256 number, uint64 start, uint64 weight) private view returns (Credit memory) {
        Text storage source = _texts[number];
        return Credit(start, weight, 0, 0, source.submissionId, source.leaf, 0, source.contributor);
    }

    function _add(Answer memory answer, Credit memory credit) private pure {
        Credit[] memory credits = new Credit[](answer.credits.length + 1);
        for (uint256 i = 0; i < answer.credits.length; ++i) {
            credits[i] = answer.credits[i];
        }
        credits[answer.credits.length] = credit;
        answer.credits = credits;
    }

    // Payouts

    function _payoutsOf(ModelId modelId, Answer[] memory answers) internal view returns (PayoutDraft[] memory payouts) {
        for (uint32 i = 0; i < answers.length; ++i) {
            for (uint32 j = 0; j < answers[i].credits.length; ++j) {
                Credit memory credit = answers[i].credits[j];
                if (credit.contributor == address(0)) continue;
                uint256 gross = modelId == models[2]
                    ? uint256(answers[i].dataFee) * credit.length / 2 ** 32
                    : uint256(answers[i].dataFee) * (credit.length + 1) / (answers[i].output.length + 1);
                (address reserve, uint16 bps) = protocol.datanetRegistry.reserveOf(credit.submissionId);
                uint128 kept = uint128(gross * bps / 10_000);
                payouts = BatchDraft.enter(payouts, credit.contributor, abi.encode(i, j), uint128(gross) - kept);
                if (bps != 0) payouts = BatchDraft.enter(payouts, reserve, abi.encode(i, j), kept);
            }
        }
    }
}
