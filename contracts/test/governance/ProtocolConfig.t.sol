// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {ProtocolConfig} from "openledger/governance/ProtocolConfig.sol";
import {BatchParameters, IProtocolConfig, Parameters} from "openledger/interfaces/IProtocolConfig.sol";

// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract ProtocolConfigTest is Base {
    uint256 internal constant FIELDS = 20;
    uint256 internal constant ARBITER = 19;

    Parameters internal least;
    Parameters internal most;

    function setUp() public override {
        super.setUp();
        (least, most) = protocol.protocolConfig.bounds();
    }

    function test_Parameters_AreTheConfigurations() public view {
        assertEq(abi.encode(protocol.protocolConfig.parameters()), abi.encode(parameters), "parameters");
    }

    function testFuzz_SetParameters_WithinBounds(uint256[FIELDS] memory numbers) public {
        Parameters memory chosen = _within(numbers);
        vm.expectEmit(address(protocol.protocolConfig));
        emit IProtocolConfig.ParametersChanged(chosen);
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        assertEq(abi.encode(protocol.protocolConfig.parameters()), abi.encode(chosen), "parameters");
        BatchParameters memory ofBatches = BatchParameters(
            chosen.bondBps,
            chosen.demandPeriod,
            chosen.responsePeriod,
            chosen.challengeTail,
            chosen.versionGrace,
            chosen.minimumBond,
            chosen.bondPerItem
        );
        assertEq(abi.encode(protocol.protocolConfig.batchParameters()), abi.encode(ofBatches), "a batch's");
    }

    function testFuzz_SetParameters_OnlyTheTimelock(address caller) public {
        vm.assume(caller != address(protocol.timelockController));
        vm.expectRevert(abi.encodeWithSelector(IProtocolConfig.ProtocolConfig_NotTimelock.selector, caller));
        vm.prank(caller);
        protocol.protocolConfig.setParameters(parameters);
    }

    function test_Bounds_AreTheSpecified() public view {
        // Field by field in their order, so that a change of a bound is a change of this table.
        // forgefmt: disable-start
        uint256[FIELDS] memory lowest = [
            uint256(0), 1000, 500,
            24 hours, 1 hours, 1 hours, 26 hours, 1 hours, 7 days, 3 days, 1 days, 7 days, 1 days, 1 hours, 1,
            100e18, 0, 100e18, 100e18, 0
        ];
        uint256[FIELDS] memory highest = [
            uint256(1000), 5000, 10_000,
            7 days, 24 hours, 48 hours, 60 days, 7 days, 90 days, 30 days, 30 days, 90 days, 90 days, 7 days, 5,
            1_000_000e18, 1e18, 100_000e18, 100_000e18, type(uint160).max
        ];
        // forgefmt: disable-end
        assertEq(abi.encode(least), abi.encode(lowest), "least");
        assertEq(abi.encode(most), abi.encode(highest), "most");
    }

    function test_SetParameters_TakesLeastAndMostOfAll() public {
        vm.startPrank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(least);
        assertEq(abi.encode(protocol.protocolConfig.parameters()), abi.encode(least), "least");
        protocol.protocolConfig.setParameters(most);
        assertEq(abi.encode(protocol.protocolConfig.parameters()), abi.encode(most), "most");
    }

    function testFuzz_SetParameters_RefusesEachFieldBelowItsLeast(uint256 below) public {
        string[FIELDS] memory names = _names();
        for (uint256 i = 0; i < FIELDS; ++i) {
            uint256 limit = _field(least, i);
            if (limit == 0) continue;
            // The others are at their least, so that none of them is at fault.
            uint256 value = bound(below, 0, limit - 1);
            (string memory name, uint256 refused, uint256 lowest, uint256 highest) = _refusal(_with(least, i, value));
            assertEq(name, names[i], "the field at fault");
            assertEq(refused, value, names[i]);
            assertEq(lowest, limit, names[i]);
            assertEq(highest, _field(most, i), names[i]);
        }
    }

    function testFuzz_SetParameters_RefusesEachFieldAboveItsMost(uint256 above) public {
        string[FIELDS] memory names = _names();
        uint256[FIELDS] memory greatest = _greatest();
        // Any arbiter will do.
        for (uint256 i = 0; i < ARBITER; ++i) {
            uint256 limit = _field(most, i);
            uint256 value = bound(above, limit + 1, greatest[i]);
            (string memory name, uint256 refused,, uint256 highest) = _refusal(_with(most, i, value));
            assertEq(name, names[i], "the field at fault");
            assertEq(refused, value, names[i]);
            assertEq(highest, limit, names[i]);
        }
    }

    function testFuzz_SetParameters_TakesAnyArbiter(address arbiter) public {
        Parameters memory chosen = parameters;
        chosen.arbiter = arbiter;
        vm.prank(address(protocol.timelockController));
        protocol.protocolConfig.setParameters(chosen);
        assertEq(protocol.protocolConfig.parameters().arbiter, arbiter, "arbiter");
    }

    function testFuzz_SetParameters_RefusesPeriodsThatDoNotFitEachOther(uint256[FIELDS] memory numbers) public {
        Parameters memory chosen = _within(numbers);
        uint32 demandPeriod = chosen.demandPeriod;
        chosen.demandPeriod = uint32(bound(demandPeriod, 0, 6 * chosen.responsePeriod - 1));
        _refused(chosen, "demandPeriod");
        chosen.demandPeriod = demandPeriod;
        uint32 challengeTail = chosen.challengeTail;
        chosen.challengeTail = uint32(bound(challengeTail, 0, chosen.responsePeriod - 1));
        _refused(chosen, "challengeTail");
        chosen.challengeTail = challengeTail;
        uint32 challengePeriod = demandPeriod + chosen.responsePeriod + challengeTail;
        uint32 unbondingPeriod = chosen.unbondingPeriod;
        chosen.unbondingPeriod = uint32(bound(unbondingPeriod, 0, challengePeriod - 1));
        _refused(chosen, "unbondingPeriod");
        chosen.unbondingPeriod = unbondingPeriod;
        chosen.poolTimeout = uint32(bound(chosen.poolTimeout, 0, _leastTimeout(challengePeriod) - 1));
        _refused(chosen, "poolTimeout");
    }

    function _leastTimeout(uint256 challengePeriod) internal view returns (uint256) {
        return challengePeriod + 1 days > least.poolTimeout ? challengePeriod + 1 days : least.poolTimeout;
    }

    function test_Constructor_RefusesWhatSettersRefuse() public {
        Parameters memory p = parameters;
        p.minimumBond = 0;
        vm.expectPartialRevert(IProtocolConfig.ProtocolConfig_OutOfBounds.selector);
        new ProtocolConfig(address(this), p);
    }

    function _refused(Parameters memory chosen, string memory name) internal {
        (string memory field,,,) = _refusal(chosen);
        assertEq(field, name, "the field at fault");
    }

    /// @dev What the error says.
    function _refusal(Parameters memory chosen) internal returns (string memory, uint256, uint256, uint256) {
        vm.prank(address(protocol.timelockController));
        (bool done, bytes memory reason) =
            address(protocol.protocolConfig).call(abi.encodeCall(IProtocolConfig.setParameters, (chosen)));
        assertFalse(done, "refused");
        assertEq(bytes4(reason), IProtocolConfig.ProtocolConfig_OutOfBounds.selector, "for its bounds");
        bytes memory arguments = new bytes(reason.length - 4);
        for (uint256 i = 0; i < arguments.length; ++i) {
            arguments[i] = reason[i + 4];
        }
        return abi.decode(arguments, (string, uint256, uint256, uint256));
    }

    /// @dev All fields take one word each.
    function _field(Parameters memory from, uint256 i) internal pure returns (uint256) {
        return abi.decode(abi.encode(from), (uint256[20]))[i];
    }

    function _with(Parameters memory from, uint256 i, uint256 value) internal pure returns (Parameters memory) {
        uint256[FIELDS] memory fields = abi.decode(abi.encode(from), (uint256[20]));
        fields[i] = value;
        return abi.decode(abi.encode(fields), (Parameters));
    }

    function _within(uint256[FIELDS] memory numbers) internal view returns (Parameters memory p) {
        for (uint256 i = 0; i < FIELDS; ++i) {
            numbers[i] = bound(numbers[i], _field(least, i), _field(most, i));
        }
        p = abi.decode(abi.encode(numbers), (Parameters));
        uint256 leastDemand = 6 * p.responsePeriod > least.demandPeriod ? 6 * p.responsePeriod : least.demandPeriod;
        p.demandPeriod = uint32(bound(p.demandPeriod, leastDemand, most.demandPeriod));
        p.challengeTail = uint32(bound(p.challengeTail, p.responsePeriod, most.challengeTail));
        uint256 challengePeriod = p.demandPeriod + p.responsePeriod + p.challengeTail;
        p.unbondingPeriod = uint32(bound(p.unbondingPeriod, challengePeriod, most.unbondingPeriod));
        p.poolTimeout = uint32(bound(p.poolTimeout, _leastTimeout(challengePeriod), most.poolTimeout));
    }

    function _names() internal pure returns (string[FIELDS] memory names) {
        names[0] = "protocolFeeBps";
        names[1] = "dataFloorBps";
        names[2] = "bondBps";
        names[3] = "demandPeriod";
        names[4] = "responsePeriod";
        names[5] = "challengeTail";
        names[6] = "unbondingPeriod";
        names[7] = "withdrawalDelay";
        names[8] = "submissionLife";
        names[9] = "dataResponsePeriod";
        names[10] = "arbiterPeriod";
        names[11] = "poolTimeout";
        names[12] = "trialTime";
        names[13] = "versionGrace";
        names[14] = "demandDepositFactor";
        names[15] = "minimumBond";
        names[16] = "bondPerItem";
        names[17] = "validatorStake";
        names[18] = "escalationBond";
        names[ARBITER] = "arbiter";
    }

    /// @dev What the fields' types hold.
    function _greatest() internal pure returns (uint256[FIELDS] memory greatest) {
        for (uint256 i = 0; i < ARBITER; ++i) {
            greatest[i] = i < 3 ? type(uint16).max : i < 14 ? type(uint32).max : type(uint128).max;
        }
        greatest[14] = type(uint8).max;
    }
}
