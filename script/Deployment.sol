// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deployer} from "./Deployer.sol";
import {Genesis} from "./Genesis.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {AttributionLedger} from "openledger/attribution/AttributionLedger.sol";
import {DemandRegistry} from "openledger/attribution/DemandRegistry.sol";
import {FraudProofs} from "openledger/attribution/FraudProofs.sol";
import {PayoutDirectory} from "openledger/attribution/PayoutDirectory.sol";
import {StakeVault} from "openledger/attribution/StakeVault.sol";
import {CreditProofs} from "openledger/attribution/proofs/CreditProofs.sol";
import {MoneyProofs} from "openledger/attribution/proofs/MoneyProofs.sol";
import {TextProofs} from "openledger/attribution/proofs/TextProofs.sol";
import {TreeProofs} from "openledger/attribution/proofs/TreeProofs.sol";
import {DataAvailability} from "openledger/datanet/DataAvailability.sol";
import {DataFund} from "openledger/datanet/DataFund.sol";
import {DatanetRegistry} from "openledger/datanet/DatanetRegistry.sol";
import {DatanetReserves} from "openledger/datanet/DatanetReserves.sol";
import {OpenGovernor} from "openledger/governance/OpenGovernor.sol";
import {OpenTimelock} from "openledger/governance/OpenTimelock.sol";
import {ProtocolConfig} from "openledger/governance/ProtocolConfig.sol";
import {IOpenGovernor} from "openledger/interfaces/IOpenGovernor.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {ModelRegistry} from "openledger/model/ModelRegistry.sol";
import {InferenceEscrow} from "openledger/payment/InferenceEscrow.sol";
import {OpenToken} from "openledger/token/OpenToken.sol";

/// @notice The contracts of a deployment, in the order in which they are created.
struct Contracts {
    OpenToken openToken;
    OpenTimelock timelockController;
    OpenGovernor openGovernor;
    ProtocolConfig protocolConfig;
    DataFund dataFund;
    StakeVault stakeVault;
    DatanetRegistry datanetRegistry;
    ModelRegistry modelRegistry;
    InferenceEscrow inferenceEscrow;
    AttributionLedger attributionLedger;
    FraudProofs fraudProofs;
    DatanetReserves datanetReserves;
    DataAvailability dataAvailability;
    DemandRegistry demandRegistry;
    PayoutDirectory payoutDirectory;
    CreditProofs creditProofs;
    TextProofs textProofs;
    TreeProofs treeProofs;
    MoneyProofs moneyProofs;
}

/// @title Deployment
/// @notice Reads a chain's configuration and creates the protocol by it. The deploy script and the tests share it.
abstract contract Deployment is Genesis {
    struct Configuration {
        Parameters parameters;
        IOpenGovernor.Settings governance;
        uint256 timelockDelay;
        Grant[] genesis;
    }

    uint256 internal constant CONTRACT_COUNT = 19;

    error Deployment_NoConfiguration(string path, uint256 chainId);
    error Deployment_NumberTooLarge(string key, uint256 value, uint256 most);
    /// @notice The configuration is that of another chain.
    error Deployment_WrongChain(uint256 written, uint256 chainId);
    /// @notice The arbiter is not an address with its checksum.
    error Deployment_WrongArbiter(string written);

    /// @notice Reads `contracts/config/<chainId>.json`.
    function readConfiguration(uint256 chainId) internal view returns (Configuration memory) {
        string memory path = string.concat("contracts/config/", vm.toString(chainId), ".json");
        require(vm.isFile(path), Deployment_NoConfiguration(path, chainId));
        return parseConfiguration(vm.readFile(path), chainId);
    }

    /// @notice Reads the configuration of a chain.
    function parseConfiguration(string memory json, uint256 chainId)
        internal
        view
        returns (Configuration memory configuration)
    {
        checkKeys(json, "$", "chainId,parameters,governance,genesis");
        uint256 written = _number(json, ".chainId", type(uint64).max);
        require(written == chainId, Deployment_WrongChain(written, chainId));
        configuration.parameters = _readParameters(json);
        checkKeys(json, ".governance", "votingDelay,votingPeriod,proposalThreshold,quorumPercent,timelockDelay");
        configuration.governance = IOpenGovernor.Settings({
            votingDelay: uint48(_number(json, ".governance.votingDelay", type(uint48).max)),
            votingPeriod: uint32(_number(json, ".governance.votingPeriod", type(uint32).max)),
            proposalThreshold: _number(json, ".governance.proposalThreshold", type(uint256).max),
            quorumPercent: _number(json, ".governance.quorumPercent", 100)
        });
        configuration.timelockDelay = _number(json, ".governance.timelockDelay", type(uint32).max);
        configuration.genesis = readGenesis(json);
    }

    /// @notice The addresses of the contracts that a deployer creates, those to come included.
    function contractsOf(Deployer deployer) internal pure returns (Contracts memory c) {
        // Field by field: one expression with all of them is too deep for the stack.
        c.openToken = OpenToken(_at(deployer, 0));
        c.timelockController = OpenTimelock(payable(_at(deployer, 1)));
        c.openGovernor = OpenGovernor(payable(_at(deployer, 2)));
        c.protocolConfig = ProtocolConfig(_at(deployer, 3));
        c.dataFund = DataFund(_at(deployer, 4));
        c.stakeVault = StakeVault(_at(deployer, 5));
        c.datanetRegistry = DatanetRegistry(_at(deployer, 6));
        c.modelRegistry = ModelRegistry(_at(deployer, 7));
        c.inferenceEscrow = InferenceEscrow(_at(deployer, 8));
        c.attributionLedger = AttributionLedger(_at(deployer, 9));
        c.fraudProofs = FraudProofs(_at(deployer, 10));
        c.datanetReserves = DatanetReserves(_at(deployer, 11));
        c.dataAvailability = DataAvailability(_at(deployer, 12));
        c.demandRegistry = DemandRegistry(_at(deployer, 13));
        c.payoutDirectory = PayoutDirectory(_at(deployer, 14));
        c.creditProofs = CreditProofs(_at(deployer, 15));
        c.textProofs = TextProofs(_at(deployer, 16));
        c.treeProofs = TreeProofs(_at(deployer, 17));
        c.moneyProofs = MoneyProofs(_at(deployer, 18));
    }

    /// @notice The addresses of the wallets of a genesis, which are created after the contracts.
    function vestingWalletsOf(Deployer deployer, Configuration memory configuration)
        internal
        pure
        returns (address[] memory wallets)
    {
        wallets = new address[](walletCountOf(configuration.genesis));
        for (uint256 i = 0; i < wallets.length; ++i) {
            wallets[i] = _at(deployer, CONTRACT_COUNT + i);
        }
    }

    /// @notice Creates what a deployer has not yet created. The caller must be its owner.
    function deployContracts(Deployer deployer, Configuration memory configuration)
        internal
        returns (Contracts memory contracts)
    {
        contracts = contractsOf(deployer);
        address[] memory wallets = vestingWalletsOf(deployer, configuration);
        bytes[] memory initCodes = initCodesOf(configuration, contracts, wallets);
        bytes[] memory walletInitCodes = walletInitCodesOf(configuration.genesis, address(contracts.timelockController));
        uint256 count = CONTRACT_COUNT + walletInitCodes.length;
        for (uint256 place = deployer.count(); place < count; ++place) {
            deployer.deploy(place, place < CONTRACT_COUNT ? initCodes[place] : walletInitCodes[place - CONTRACT_COUNT]);
        }
    }

    /// @notice Creation code with arguments of every contract, in order.
    function initCodesOf(Configuration memory configuration, Contracts memory c, address[] memory wallets)
        internal
        pure
        returns (bytes[] memory initCodes)
    {
        IERC20 token = IERC20(address(c.openToken));
        address timelock = address(c.timelockController);
        initCodes = new bytes[](CONTRACT_COUNT);
        initCodes[0] = abi.encodePacked(
            type(OpenToken).creationCode, abi.encode(allocationsOf(configuration.genesis, timelock, wallets))
        );
        initCodes[1] = abi.encodePacked(type(OpenTimelock).creationCode, _timelockArguments(configuration, c));
        initCodes[2] = abi.encodePacked(
            type(OpenGovernor).creationCode, abi.encode(c.openToken, c.timelockController, configuration.governance)
        );
        initCodes[3] =
            abi.encodePacked(type(ProtocolConfig).creationCode, abi.encode(timelock, configuration.parameters));
        initCodes[4] = abi.encodePacked(type(DataFund).creationCode, abi.encode(timelock, token, c.datanetReserves));
        initCodes[5] = abi.encodePacked(
            type(StakeVault).creationCode,
            abi.encode(token, c.protocolConfig, c.datanetRegistry, c.attributionLedger, c.dataFund, c.demandRegistry)
        );
        initCodes[6] = abi.encodePacked(
            type(DatanetRegistry).creationCode,
            abi.encode(c.protocolConfig, c.stakeVault, c.datanetReserves, c.dataAvailability)
        );
        initCodes[7] = abi.encodePacked(
            type(ModelRegistry).creationCode,
            abi.encode(c.protocolConfig, c.datanetRegistry, c.inferenceEscrow, c.attributionLedger)
        );
        initCodes[8] = abi.encodePacked(
            type(InferenceEscrow).creationCode,
            abi.encode(token, c.protocolConfig, c.modelRegistry, c.attributionLedger, timelock, c.dataFund)
        );
        initCodes[9] = abi.encodePacked(type(AttributionLedger).creationCode, abi.encode(_parts(c)));
        initCodes[10] = abi.encodePacked(
            type(FraudProofs).creationCode, abi.encode(c.creditProofs, c.textProofs, c.treeProofs, c.moneyProofs)
        );
        initCodes[11] = abi.encodePacked(
            type(DatanetReserves).creationCode,
            abi.encode(token, c.datanetRegistry, c.attributionLedger, c.payoutDirectory)
        );
        initCodes[12] =
            abi.encodePacked(type(DataAvailability).creationCode, abi.encode(c.protocolConfig, c.datanetRegistry));
        initCodes[13] = abi.encodePacked(
            type(DemandRegistry).creationCode, abi.encode(c.attributionLedger, c.datanetRegistry, c.protocolConfig)
        );
        initCodes[14] = type(PayoutDirectory).creationCode;
        initCodes[15] =
            abi.encodePacked(type(CreditProofs).creationCode, abi.encode(c.datanetRegistry, c.modelRegistry));
        initCodes[16] = abi.encodePacked(type(TextProofs).creationCode, abi.encode(c.modelRegistry));
        initCodes[17] = type(TreeProofs).creationCode;
        initCodes[18] = abi.encodePacked(
            type(MoneyProofs).creationCode,
            abi.encode(c.datanetRegistry, c.modelRegistry, c.inferenceEscrow, c.attributionLedger)
        );
    }

    /// @dev The governor proposes and cancels, anybody executes, and the timelock administers itself.
    function _timelockArguments(Configuration memory configuration, Contracts memory c)
        private
        pure
        returns (bytes memory)
    {
        address[] memory proposers = new address[](1);
        proposers[0] = address(c.openGovernor);
        address[] memory executors = new address[](1);
        return abi.encode(configuration.timelockDelay, proposers, executors);
    }

    function _parts(Contracts memory c) private pure returns (AttributionLedger.Parts memory) {
        return AttributionLedger.Parts({
            config: c.protocolConfig,
            stakeVault: c.stakeVault,
            modelRegistry: c.modelRegistry,
            escrow: c.inferenceEscrow,
            fraudProofs: c.fraudProofs,
            demandRegistry: c.demandRegistry,
            payoutDirectory: c.payoutDirectory,
            token: IERC20(address(c.openToken)),
            datanetReserves: address(c.datanetReserves),
            dataFund: address(c.dataFund)
        });
    }

    function _readParameters(string memory json) private pure returns (Parameters memory read) {
        checkKeys(
            json,
            ".parameters",
            "protocolFeeBps,dataFloorBps,bondBps,demandPeriod,responsePeriod,challengeTail,unbondingPeriod,withdrawalDelay,submissionLife,dataResponsePeriod,arbiterPeriod,poolTimeout,trialTime,versionGrace,demandDepositFactor,minimumBond,bondPerItem,validatorStake,escalationBond,arbiter"
        );
        read.protocolFeeBps = uint16(_number(json, ".parameters.protocolFeeBps", type(uint16).max));
        read.dataFloorBps = uint16(_number(json, ".parameters.dataFloorBps", type(uint16).max));
        read.bondBps = uint16(_number(json, ".parameters.bondBps", type(uint16).max));
        read.demandPeriod = uint32(_number(json, ".parameters.demandPeriod", type(uint32).max));
        read.responsePeriod = uint32(_number(json, ".parameters.responsePeriod", type(uint32).max));
        read.challengeTail = uint32(_number(json, ".parameters.challengeTail", type(uint32).max));
        read.unbondingPeriod = uint32(_number(json, ".parameters.unbondingPeriod", type(uint32).max));
        read.withdrawalDelay = uint32(_number(json, ".parameters.withdrawalDelay", type(uint32).max));
        read.submissionLife = uint32(_number(json, ".parameters.submissionLife", type(uint32).max));
        read.dataResponsePeriod = uint32(_number(json, ".parameters.dataResponsePeriod", type(uint32).max));
        read.arbiterPeriod = uint32(_number(json, ".parameters.arbiterPeriod", type(uint32).max));
        read.poolTimeout = uint32(_number(json, ".parameters.poolTimeout", type(uint32).max));
        read.trialTime = uint32(_number(json, ".parameters.trialTime", type(uint32).max));
        read.versionGrace = uint32(_number(json, ".parameters.versionGrace", type(uint32).max));
        read.demandDepositFactor = uint8(_number(json, ".parameters.demandDepositFactor", type(uint8).max));
        read.minimumBond = uint128(_number(json, ".parameters.minimumBond", type(uint128).max));
        read.bondPerItem = uint128(_number(json, ".parameters.bondPerItem", type(uint128).max));
        read.validatorStake = uint128(_number(json, ".parameters.validatorStake", type(uint128).max));
        read.escalationBond = uint128(_number(json, ".parameters.escalationBond", type(uint128).max));
        string memory arbiter = vm.parseJsonString(json, ".parameters.arbiter");
        read.arbiter = vm.parseAddress(arbiter);
        require(same(arbiter, vm.toString(read.arbiter)), Deployment_WrongArbiter(arbiter));
    }

    /// @dev A number of the configuration that is to fit a type.
    function _number(string memory json, string memory key, uint256 most) private pure returns (uint256 value) {
        value = vm.parseJsonUint(json, key);
        require(value <= most, Deployment_NumberTooLarge(key, value, most));
    }

    function _at(Deployer deployer, uint256 place) private pure returns (address) {
        return vm.computeCreateAddress(address(deployer), place + 1);
    }
}
