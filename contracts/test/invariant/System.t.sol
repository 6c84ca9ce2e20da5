// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Oracle} from "./Oracle.sol";
import {SystemHandler} from "./SystemHandler.sol";
import {Test} from "forge-std/Test.sol";

/// @notice See README.md. Runs and depth stand in foundry.toml; the long rung is `npm run test:long -- --part invariants`.
contract SystemInvariants is Test {
    /// @dev All that actions count: what they did, and refusals that they met by name.
    string internal constant OUTCOMES = "fund;requestWithdrawal;withdrawDeposit;nameSessionKey;serve;overcharge refused;give;ask;answerRequest;"
        "refundRequest;no request to settle;collectRefunds;no refund to collect;collectOwnerRevenue;collectProtocolFees;"
        "passOn;releasePool;no pool to release;announceTerm;cancelTermChange;startTerm;term with an open batch;"
        "changeParameters;grant;nothing to grant;stray;wait;contribute;copy;extend;split;setFee;approve;reject;"
        "vote refused;payFee;payFee refused;returnFees;returnFees refused;refundFees;refundFees refused;giveReserve;"
        "offerReserveBounty;offerBounty;grantBounty;claimBounty;no bounty to claim;closeBounty;closeBounty refused;"
        "no bounty to close;revoke;revokeSubmission;revoke refused;publishVersion;retireVersion;demandLeaves;"
        "demandChunks;demandData refused;data shown;data shown late;no data to answer;markUnavailable;"
        "data still answerable;no data to mark;releaseBond;releaseBond refused;withdraw data money;"
        "no data money to withdraw;commit;commit a lie;FalseCredit;EarlierSource;MalformedList;NotCanonical;"
        "MalformedLeaf;WrongSum;WrongCount;Unsorted;WrongVersion;BrokenReceipt;Unbacked;WrongEntry;MissingEntry;"
        "false evidence refused;finalise;finalise a lie;claim;collectReserve;claim refused;nothing to refuse a claim of;"
        "setRecipient;demand;second demand refused;answer;no demand to answer;voidUnanswered;close;withdraw deposits;"
        "payout shown in time;payout withheld;payouts shown late;payout demanded before;escalate;uphold;"
        "reject the escalation;stake;requestUnbonding;nothing to unbond;withdraw stake";

    SystemHandler internal handler;
    Oracle internal oracle;
    bytes4[] internal actions;
    /// @dev By action: bit i is set where word i of its input is less than a whole word.
    mapping(bytes4 action => uint256) internal small;

    function setUp() public {
        handler = new SystemHandler();
        oracle = new Oracle(handler);
        _addPayments();
        _addDatanets();
        _addBatches();
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), actions));
    }

    function _addPayments() private {
        _add(handler.fund.selector, 0);
        _add(handler.withdrawDeposit.selector, 8);
        _add(handler.nameSessionKey.selector, 4);
        _add(handler.serve.selector, 24);
        _add(handler.overcharge.selector, 0);
        _add(handler.give.selector, 8);
        _add(handler.ask.selector, 0);
        _add(handler.settleRequest.selector, 6);
        _add(handler.collectRefunds.selector, 0);
        _add(handler.collectRevenue.selector, 2);
        _add(handler.passOn.selector, 0);
        _add(handler.releasePool.selector, 2);
        _add(handler.changeTerm.selector, 4);
        _add(handler.changeParameters.selector, 0);
        _add(handler.grant.selector, 0);
        _add(handler.stray.selector, 0);
        _add(handler.wait.selector, 0);
    }

    function _addDatanets() private {
        _add(handler.contribute.selector, 8);
        _add(handler.setFee.selector, 0);
        _add(handler.vote.selector, 4);
        _add(handler.payFee.selector, 0);
        _add(handler.returnFees.selector, 0);
        _add(handler.refundFees.selector, 0);
        _add(handler.giveReserve.selector, 0);
        _add(handler.offerBounty.selector, 0);
        _add(handler.claimBounty.selector, 0);
        _add(handler.closeBounty.selector, 2);
        _add(handler.revoke.selector, 2);
        _add(handler.publish.selector, 0);
        _add(handler.retireVersion.selector, 0);
        _add(handler.demandData.selector, 4);
        _add(handler.answerData.selector, 2);
        _add(handler.markUnavailable.selector, 2);
        _add(handler.releaseBond.selector, 2);
        _add(handler.withdrawData.selector, 0);
    }

    function _addBatches() private {
        _add(handler.commitHonest.selector, 0);
        _add(handler.commitLie.selector, 0);
        _add(handler.challenge.selector, 8);
        _add(handler.challengeHonest.selector, 0);
        _add(handler.finalise.selector, 4);
        _add(handler.claim.selector, 0);
        _add(handler.claimTooMuch.selector, 0);
        _add(handler.setRecipient.selector, 0);
        _add(handler.demand.selector, 0);
        _add(handler.answerDemands.selector, 0);
        _add(handler.stayUnanswered.selector, 4);
        _add(handler.closeDemands.selector, 1);
        _add(handler.withholdPayout.selector, 4);
        _add(handler.escalate.selector, 0);
        _add(handler.decide.selector, 2);
        _add(handler.stakeMore.selector, 0);
        _add(handler.unbond.selector, 4);
    }

    function _add(bytes4 action, uint256 smallWords) private {
        actions.push(action);
        small[action] = smallWords;
    }

    /// @dev One campaign for all sentences: each would repeat the same calls.
    function invariant_AllSentences() public view {
        oracle.check();
    }

    /// @dev Everybody leaves, and what was done is counted where the long rung wants it.
    function afterInvariant() public {
        string memory tally = vm.envOr("INVARIANT_TALLY", string(""));
        if (bytes(tally).length != 0) vm.writeLine(tally, _tally());
        oracle.invariant_20_EveryFinalisedBatchStaysClaimableFromItsOwnMoney();
        oracle.check();
    }

    /// @dev An invariant of nothing would hold: every action does what it is for, and every refusal is met.
    function test_EveryActionIsDone() public {
        vm.pauseGasMetering();
        _beforeAnything();
        for (uint256 round = 0; round < 2; ++round) {
            for (uint256 i = 0; i < actions.length; ++i) {
                _act(actions[i], uint256(keccak256(abi.encode(round, i))));
            }
            oracle.check();
        }
        _allKinds();
        string[] memory expected = vm.split(OUTCOMES, ";");
        string memory never = "";
        for (uint256 i = 0; i < expected.length; ++i) {
            if (handler.done(bytes32(bytes(expected[i]))) == 0) never = string.concat(never, expected[i], ";");
        }
        assertEq(never, "", "never done");
        for (uint256 i = 0; i < handler.nameCount(); ++i) {
            string memory name = _nameOf(handler.names(i));
            assertTrue(vm.contains(string.concat(";", OUTCOMES, ";"), string.concat(";", name, ";")), name);
        }
        oracle.invariant_20_EveryFinalisedBatchStaysClaimableFromItsOwnMoney();
        oracle.check();
    }

    function _beforeAnything() private {
        handler.grant(0, 1);
        handler.claimTooMuch(0);
        handler.claimBounty(0);
        handler.closeBounty(0, false);
        handler.settleRequest(0, 0, 0);
        handler.markUnavailable(0, false);
        handler.answerData(0, 1);
        handler.answerDemands(0);
        handler.closeDemands(true);
        handler.collectRefunds(0);
        handler.releasePool(0, false);
        handler.withdrawData(0);
    }

    function _allKinds() private {
        for (uint256 lie = 0; lie < 16; ++lie) {
            handler.challenge(lie % 2, lie, lie, lie % 2 == 0);
            handler.challengeHonest(lie % 3, lie, lie);
        }
        handler.setFee(0, 5e18);
        handler.giveReserve(0, 1000e18);
        for (uint256 kind = 0; kind < 4; ++kind) {
            handler.contribute(0, kind, 0, kind > 1);
            if (kind < 2) handler.vote(handler.sentCount() - 1, 2, kind == 0);
            handler.vote(handler.sentCount() - 1, 2, true);
        }
        for (uint256 i = 0; i < 2; ++i) {
            handler.payFee(handler.sentCount() - 1, 0);
            handler.returnFees(handler.sentCount() - 1);
            handler.refundFees(handler.sentCount() - 1);
        }
        for (uint256 i = 0; i < 4; ++i) {
            handler.demand(0, 0, 0);
            handler.demand(0, 0, 0);
            handler.claim(i, 0, 1);
            handler.claim(i, 1, 2);
            handler.offerBounty(0, i, 1e18, 1);
            handler.changeTerm(0, 1, false);
            handler.unbond(0, 1e27, true);
            handler.finalise(0, i, true);
        }
        handler.withholdPayout(0, 0, false);
        handler.withholdPayout(0, 0, false);
        for (uint256 m = 0; m < 3; ++m) {
            handler.commitHonest(m, 0);
        }
        handler.decide(0, true);
        handler.decide(0, false);
        handler.demandData(handler.textCount() - 1, 1, 1, 1);
        for (uint256 i = 0; i < handler.sentCount(); ++i) {
            handler.releaseBond(i, i == 0);
        }
        handler.finalise(0, 0, true);
        handler.commitLie(0, 8, 3);
        handler.finalise(0, 0, true);
        handler.revoke(handler.textCount() - 1, false);
        handler.revoke(handler.textCount() - 1, false);
        handler.revoke(handler.textCount() - 1, true);
        handler.commitHonest(1, 5);
        handler.changeTerm(1, 0, true);
        handler.finalise(0, 0, true);
        handler.answerDemands(0);
        handler.ask(0, 0, 1, 1);
        handler.wait(5 days);
        handler.settleRequest(0, 0, 0);
        handler.collectRefunds(0);
        handler.collectRevenue(0, true);
        handler.releasePool(0, true);
        handler.closeBounty(0, true);
        for (uint256 text = 0; text < 6; ++text) {
            handler.demandData(text, 0, 1, 1);
            handler.markUnavailable(0, false);
        }
        handler.markUnavailable(0, true);
        handler.answerData(0, 1);
        handler.answerData(0, 1);
        handler.withdrawData(0);
    }

    function _act(bytes4 action, uint256 seed) private {
        uint256[6] memory words;
        for (uint256 i = 0; i < 6; ++i) {
            words[i] = uint256(keccak256(abi.encode(seed, i)));
            if (small[action] >> i & 1 == 1) words[i] %= 2;
        }
        (bool success, bytes memory result) = address(handler).call(abi.encodePacked(action, words));
        if (success) return;
        // The reason is passed on as it is.
        assembly ("memory-safe") {
            revert(add(result, 0x20), mload(result))
        }
    }

    function _tally() private view returns (string memory line) {
        for (uint256 i = 0; i < handler.nameCount(); ++i) {
            bytes32 name = handler.names(i);
            line = string.concat(line, _nameOf(name), "=", vm.toString(handler.done(name)), ";");
        }
    }

    function _nameOf(bytes32 name) private pure returns (string memory) {
        bytes memory word = bytes.concat(name);
        uint256 length = 0;
        while (length < 32 && name[length] != 0) ++length;
        // The word's length becomes that of the name within it.
        assembly ("memory-safe") {
            mstore(word, length)
        }
        return string(word);
    }
}
