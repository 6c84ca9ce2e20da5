// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Contracts} from "../../script/Deployment.sol";
import {IProtocolDeployer} from "./utils/IProtocolDeployer.sol";
import {TreeBuilder} from "./utils/TreeBuilder.sol";
import {Test} from "forge-std/Test.sol";
import {Batch} from "openledger/interfaces/IAttributionLedger.sol";
import {DatanetTerms, IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {IInferenceEscrow} from "openledger/interfaces/IInferenceEscrow.sol";
import {AttributionRule, IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice The protocol as the deploy script leaves it, its actors, and the steps that many tests begin with.
abstract contract Base is Test {
    /// @dev Of the local chain's genesis file.
    address internal constant FAUCET = 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266;
    uint256 internal constant PURSE = 1_000_000e18;

    Contracts internal protocol;
    Parameters internal parameters;

    address internal curator = makeAddr("curator");
    address internal submitter = makeAddr("submitter");
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal modelOwner = makeAddr("model owner");
    address internal operator = makeAddr("operator");
    address internal receiptKey = makeAddr("receipt key");
    address internal watcher = makeAddr("watcher");
    address internal stranger = makeAddr("stranger");
    address[] internal validators;
    address internal payer;
    uint256 internal payerKey;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        IProtocolDeployer deployer = IProtocolDeployer(deployCode("ProtocolDeployer.sol"));
        (protocol, parameters) = deployer.deploy();
        (payer, payerKey) = makeAddrAndKey("payer");
        for (uint256 i = 0; i < 3; ++i) {
            validators.push(makeAddr(string.concat("validator ", vm.toString(i))));
            _stake(validators[i], parameters.validatorStake);
        }
    }

    /// @dev Draws either end of a range one time in eight: a fuzzer that draws evenly meets the second in which a period ends
    /// hardly ever, and that is where faults are.
    function bound(uint256 x, uint256 min, uint256 max) internal pure override returns (uint256) {
        uint256 draw = uint256(keccak256(abi.encode(x))) % 16;
        if (draw == 0) return min;
        return draw == 1 ? max : super.bound(x, min, max);
    }

    // Money

    function _give(address account, uint256 amount) internal {
        vm.prank(FAUCET);
        protocol.openToken.transfer(account, amount);
    }

    /// @dev Gives `amount` to `account`, which lets `spender` take it.
    function _giveFor(address account, address spender, uint256 amount) internal {
        _give(account, amount);
        vm.prank(account);
        protocol.openToken.approve(spender, amount);
    }

    function _stake(address account, uint256 amount) internal {
        _giveFor(account, address(protocol.stakeVault), amount);
        vm.prank(account);
        protocol.stakeVault.stake(account, amount);
    }

    function _balanceOf(address account) internal view returns (uint256) {
        return protocol.openToken.balanceOf(account);
    }

    // Datanets

    function _newDatanet() internal pure returns (IDatanetRegistry.NewDatanet memory) {
        return IDatanetRegistry.NewDatanet({
            name: "docs",
            metadataUri: "ipfs://metadata",
            schemaUri: "ipfs://schema",
            licence: "MIT",
            terms: DatanetTerms({commercialUse: true, derivatives: true, shareAlike: false}),
            reserveBps: 1000
        });
    }

    function _createDatanet(IDatanetRegistry.NewDatanet memory newDatanet) internal returns (DatanetId datanetId) {
        vm.startPrank(curator);
        datanetId = protocol.datanetRegistry.createDatanet(newDatanet);
        protocol.datanetRegistry.nameValidators(datanetId, validators);
        vm.stopPrank();
    }

    function _createDatanet() internal returns (DatanetId) {
        return _createDatanet(_newDatanet());
    }

    function _newSubmission(DatanetId datanetId, bytes32 root, uint40 count)
        internal
        pure
        returns (IDatanetRegistry.NewSubmission memory)
    {
        return IDatanetRegistry.NewSubmission({
            datanetId: datanetId,
            root: root,
            count: count,
            parent: SubmissionId.wrap(0),
            maxFees: 0,
            uri: "openledger:leaves"
        });
    }

    /// @dev With the least bond.
    function _submit(IDatanetRegistry.NewSubmission memory newSubmission) internal returns (SubmissionId) {
        uint256 bond = protocol.dataAvailability.bondFor(newSubmission.count);
        vm.deal(submitter, submitter.balance + bond);
        vm.prank(submitter);
        return protocol.datanetRegistry.submit{value: bond}(newSubmission);
    }

    function _submit(DatanetId datanetId, bytes32 root, uint40 count) internal returns (SubmissionId) {
        return _submit(_newSubmission(datanetId, root, count));
    }

    function _approve(SubmissionId submissionId) internal {
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(validators[i]);
            protocol.datanetRegistry.approve(submissionId);
        }
    }

    function _submitAccepted(DatanetId datanetId, bytes32 root, uint40 count)
        internal
        returns (SubmissionId submissionId)
    {
        submissionId = _submit(datanetId, root, count);
        _approve(submissionId);
    }

    function _contributionLeaf(address contributor, bytes memory text) internal pure returns (bytes memory) {
        return abi.encode(contributor, TreeBuilder.textRoot(text));
    }

    // Models

    function _newModel(DatanetId datanetId) internal view returns (IModelRegistry.NewModel memory newModel) {
        DatanetId[] memory datanets = new DatanetId[](1);
        datanets[0] = datanetId;
        newModel = IModelRegistry.NewModel({
            name: "answers",
            metadataUri: "ipfs://model",
            datanets: datanets,
            operator: operator,
            receiptKey: receiptKey,
            price: 1e18,
            ownerBps: 2500,
            baseBps: 0,
            dataBps: 7000,
            rule: AttributionRule.WindowV1,
            shareAlike: false,
            commercial: true,
            baseModelId: ModelId.wrap(0)
        });
    }

    function _registerModel(DatanetId datanetId) internal returns (ModelId) {
        vm.prank(modelOwner);
        return protocol.modelRegistry.register(_newModel(datanetId));
    }

    function _newVersion(DatanetId datanetId) internal view returns (IModelRegistry.NewVersion memory) {
        DatanetId[] memory datanets = new DatanetId[](1);
        datanets[0] = datanetId;
        return IModelRegistry.NewVersion({
            artifactHash: keccak256("artifact"),
            uri: "openledger:blobs",
            snapshot: protocol.datanetRegistry.sequence(),
            datanets: datanets,
            windowWords: 4,
            baseVersion: 0,
            active: true
        });
    }

    function _publishVersion(ModelId modelId, DatanetId datanetId) internal returns (uint32) {
        IModelRegistry.NewVersion memory newVersion = _newVersion(datanetId);
        vm.prank(modelOwner);
        return protocol.modelRegistry.publishVersion(modelId, newVersion);
    }

    // Payments

    function _fund(ModelId modelId, address account, uint256 amount) internal {
        _giveFor(account, address(protocol.inferenceEscrow), amount);
        vm.prank(account);
        protocol.inferenceEscrow.fund(modelId, account, amount);
    }

    function _voucher(ModelId modelId, uint128 cumulativeAmount)
        internal
        view
        returns (IInferenceEscrow.Voucher memory)
    {
        bytes32 digest = protocol.inferenceEscrow.voucherDigest(modelId, 1, payer, cumulativeAmount);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, digest);
        return IInferenceEscrow.Voucher(payer, cumulativeAmount, abi.encodePacked(r, s, v));
    }

    function _redeem(ModelId modelId, uint128 cumulativeAmount) internal returns (uint256) {
        IInferenceEscrow.Voucher[] memory vouchers = new IInferenceEscrow.Voucher[](1);
        vouchers[0] = _voucher(modelId, cumulativeAmount);
        return protocol.inferenceEscrow.redeem(modelId, 1, vouchers);
    }

    /// @dev Lets the payer deposit and spend `amount` on a model.
    function _pay(ModelId modelId, uint128 amount) internal {
        _fund(modelId, payer, amount);
        _redeem(modelId, protocol.inferenceEscrow.charged(modelId, 1, payer) + amount);
    }
}
