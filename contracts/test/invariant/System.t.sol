// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Oracle} from "./Oracle.sol";
import {SystemHandler} from "./SystemHandler.sol";
import {Test} from "forge-std/Test.sol";

/// @notice See README.md. Runs and depth stand in foundry.toml; the long rung is `npm run test:long -- --part invariants`.
contract SystemInvariants is Test {
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
        for (uint256 round = 0; round < vm.envOr("ROUNDS", uint256(24)); ++round) {
            emit log_named_uint("round", round);
            for (uint256 i = 0; i < actions.length; ++i) {
                if (vm.envOr("DEBUG", false)) {
                    try this.act(actions[i], uint256(keccak256(abi.encode(round, i)))) {}
                    catch (bytes memory why) {
                        emit log_named_bytes32("FAILED", actions[i]);
                        emit log_named_bytes("why", why);
                    }
                    try oracle.check() {}
                    catch (bytes memory why) {
                        emit log_named_bytes32("BROKEN", actions[i]);
                        emit log_named_bytes("why", why);
                        return;
                    }
                    continue;
                }
                _act(actions[i], uint256(keccak256(abi.encode(round, i))));
            }
            oracle.check();
        }
        emit log_string(_tally());
        emit log_string(_tally());
        string[] memory expected = _outcomes();
        for (uint256 i = 0; i < expected.length; ++i) {
            assertGt(handler.done(bytes32(bytes(expected[i]))), 0, expected[i]);
        }
        assertEq(handler.nameCount(), expected.length, "and nothing besides");
        oracle.invariant_20_EveryFinalisedBatchStaysClaimableFromItsOwnMoney();
        oracle.check();
    }

    function act(bytes4 action, uint256 seed) external {
        _act(action, seed);
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
            uint256 length = 0;
            while (length < 32 && name[length] != 0) ++length;
            bytes memory word = bytes.concat(name);
            assembly ("memory-safe") {
                mstore(word, length)
            }
            line = string.concat(line, string(word), "=", vm.toString(handler.done(name)), ";");
        }
    }

    /// @dev All that actions count.
    function _outcomes() private pure returns (string[] memory) {
        string memory all = "x";
        return vm.split(all, ";");
    }
}
