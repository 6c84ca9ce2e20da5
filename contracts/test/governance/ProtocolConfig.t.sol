// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ProtocolConfig} from "openledger/governance/ProtocolConfig.sol";
import {IProtocolConfig, Parameters} from "openledger/interfaces/IProtocolConfig.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract ProtocolConfigTest is Base {
    Parameters internal least;
    Parameters internal most;

    function setUp() public override {
        super.setUp();
        (least, most) = protocol.protocolConfig.bounds();
    }

    function test_Parameters_AreTheConfigurations() public view {
        assertEq(abi.encode(protocol.protocolConfig.parameters()), abi.encode(parameters), "parameters");
    }

    function testFuzz_SetParameters_WithinBounds(Parameters memory chosen) public {
        chosen = _within(chosen);
        vm.expectEmit(address(protocol.protocolConfig));
        emit IProtocolConfig.ParametersChanged(chosen);
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        assertEq(abi.encode(protocol.protocolConfig.parameters()), abi.encode(chosen), "parameters");
    }

    function testFuzz_SetParameters_OnlyTheTimelock(address caller) public {
        vm.assume(caller != address(protocol.timelockController));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        protocol.protocolConfig.setParameters(parameters);
    }

    function test_SetParameters_RefusesEachFieldBelowItsLeast() public {
        Parameters memory p = parameters;
        p.dataFloorBps = least.dataFloorBps - 1;
        _refused(p, "dataFloorBps");
        p = parameters;
        p.bondBps = least.bondBps - 1;
        _refused(p, "bondBps");
        p = parameters;
        p.responsePeriod = least.responsePeriod - 1;
        _refused(p, "responsePeriod");
        p = parameters;
        p.responsePeriod = least.responsePeriod;
        p.demandPeriod = least.demandPeriod - 1;
        _refused(p, "demandPeriod");
        p = parameters;
        p.withdrawalDelay = least.withdrawalDelay - 1;
        _refused(p, "withdrawalDelay");
        p = parameters;
        p.submissionLife = least.submissionLife - 1;
        _refused(p, "submissionLife");
        p = parameters;
        p.minimumBond = least.minimumBond - 1;
        _refused(p, "minimumBond");
        p = parameters;
        p.validatorStake = least.validatorStake - 1;
        _refused(p, "validatorStake");
    }

    function test_SetParameters_RefusesEachFieldAboveItsMost() public {
        Parameters memory p = parameters;
        p.protocolFeeBps = most.protocolFeeBps + 1;
        _refused(p, "protocolFeeBps");
        p = parameters;
        p.dataFloorBps = most.dataFloorBps + 1;
        _refused(p, "dataFloorBps");
        p = parameters;
        p.bondBps = most.bondBps + 1;
        _refused(p, "bondBps");
        p = parameters;
        p.responsePeriod = most.responsePeriod + 1;
        _refused(p, "responsePeriod");
        p = parameters;
        p.demandPeriod = most.demandPeriod + 1;
        _refused(p, "demandPeriod");
        p = parameters;
        p.challengeTail = most.challengeTail + 1;
        _refused(p, "challengeTail");
        p = parameters;
        p.unbondingPeriod = most.unbondingPeriod + 1;
        _refused(p, "unbondingPeriod");
        p = parameters;
        p.withdrawalDelay = most.withdrawalDelay + 1;
        _refused(p, "withdrawalDelay");
        p = parameters;
        p.submissionLife = most.submissionLife + 1;
        _refused(p, "submissionLife");
        p = parameters;
        p.minimumBond = most.minimumBond + 1;
        _refused(p, "minimumBond");
        p = parameters;
        p.bondPerItem = most.bondPerItem + 1;
        _refused(p, "bondPerItem");
        p = parameters;
        p.validatorStake = most.validatorStake + 1;
        _refused(p, "validatorStake");
    }

    function testFuzz_SetParameters_RefusesPeriodsThatDoNotFitEachOther(Parameters memory chosen) public {
        chosen = _within(chosen);
        uint32 demandPeriod = chosen.demandPeriod;
        chosen.demandPeriod = uint32(bound(demandPeriod, 0, 6 * chosen.responsePeriod - 1));
        _refused(chosen, "demandPeriod");
        chosen.demandPeriod = demandPeriod;
        uint32 challengeTail = chosen.challengeTail;
        chosen.challengeTail = uint32(bound(challengeTail, 0, chosen.responsePeriod - 1));
        _refused(chosen, "challengeTail");
        chosen.challengeTail = challengeTail;
        uint32 challengePeriod = demandPeriod + chosen.responsePeriod + challengeTail;
        chosen.unbondingPeriod = uint32(bound(chosen.unbondingPeriod, 0, challengePeriod - 1));
        _refused(chosen, "unbondingPeriod");
    }

    /// @dev The sum of the greatest periods is more than 32 bits hold: a refusal, and no overflow.
    function test_SetParameters_RefusesGreatestNumbers() public {
        Parameters memory p = parameters;
        p.responsePeriod = type(uint32).max;
        _refused(p, "responsePeriod");
    }

    function test_Constructor_RefusesWhatSettersRefuse() public {
        Parameters memory p = parameters;
        p.minimumBond = 0;
        vm.expectPartialRevert(IProtocolConfig.ProtocolConfig_OutOfBounds.selector);
        new ProtocolConfig(address(this), p);
    }

    function _refused(Parameters memory chosen, string memory name) internal {
        vm.prank(address(protocol.timelockController));
        (bool done, bytes memory reason) =
            address(protocol.protocolConfig).call(abi.encodeCall(IProtocolConfig.setParameters, (chosen)));
        assertFalse(done, name);
        assertEq(bytes4(reason), IProtocolConfig.ProtocolConfig_OutOfBounds.selector, name);
        bytes memory arguments = new bytes(reason.length - 4);
        for (uint256 i = 0; i < arguments.length; ++i) {
            arguments[i] = reason[i + 4];
        }
        (string memory field,,,) = abi.decode(arguments, (string, uint256, uint256, uint256));
        assertEq(field, name, "the field at fault");
    }

    function _within(Parameters memory p) internal view returns (Parameters memory) {
        p.protocolFeeBps = uint16(bound(p.protocolFeeBps, least.protocolFeeBps, most.protocolFeeBps));
        p.dataFloorBps = uint16(bound(p.dataFloorBps, least.dataFloorBps, most.dataFloorBps));
        p.bondBps = uint16(bound(p.bondBps, least.bondBps, most.bondBps));
        p.responsePeriod = uint32(bound(p.responsePeriod, least.responsePeriod, most.responsePeriod));
        uint256 leastDemand = 6 * p.responsePeriod > least.demandPeriod ? 6 * p.responsePeriod : least.demandPeriod;
        p.demandPeriod = uint32(bound(p.demandPeriod, leastDemand, most.demandPeriod));
        p.challengeTail = uint32(bound(p.challengeTail, p.responsePeriod, most.challengeTail));
        uint256 challengePeriod = p.demandPeriod + p.responsePeriod + p.challengeTail;
        p.unbondingPeriod = uint32(bound(p.unbondingPeriod, challengePeriod, most.unbondingPeriod));
        p.withdrawalDelay = uint32(bound(p.withdrawalDelay, least.withdrawalDelay, most.withdrawalDelay));
        p.submissionLife = uint32(bound(p.submissionLife, least.submissionLife, most.submissionLife));
        p.minimumBond = uint128(bound(p.minimumBond, least.minimumBond, most.minimumBond));
        p.bondPerItem = uint128(bound(p.bondPerItem, least.bondPerItem, most.bondPerItem));
        p.validatorStake = uint128(bound(p.validatorStake, least.validatorStake, most.validatorStake));
        return p;
    }
}
