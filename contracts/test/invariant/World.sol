// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Contracts} from "../../../script/Deployment.sol";
import {Base} from "../Base.t.sol";
import {Consumer} from "../utils/Consumers.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Batch, BatchStatus, EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {AttributionRule, IModelRegistry, RevenueTerms} from "openledger/interfaces/IModelRegistry.sol";
import {Parameters} from "openledger/interfaces/IProtocolConfig.sol";
import {BatchId} from "openledger/types/BatchId.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";
import {SubmissionId} from "openledger/types/SubmissionId.sol";

/// @notice Where OPEN can stand. Every action books what it moves by the manuals, from one place to another.
enum Place {
    Accounts,
    Deposits,
    Requests,
    Refunds,
    Pools,
    Batches,
    Earned,
    Owners,
    Royalties,
    Fees,
    Active,
    Unbonding,
    Reserves,
    Bounties,
    Votes,
    Escalations,
    Fund,
    Treasury,
    Strays
}

/// @notice The shares of a payment.
struct Due {
    uint256 data;
    uint256 fee;
    uint256 base;
    uint256 owner;
}

/// @notice What a batch lies about; each has evidence.
enum Lie {
    None,
    Contributor,
    Copy,
    Uncredited,
    Empty,
    Version,
    Receipt,
    Fee,
    NoRange,
    Amount,
    NoEntry,
    Order,
    Count,
    Sum,
    Twice,
    Letter,
    Leaf
}

/// @notice A contribution: one or two phrases among filler that stands nowhere else.
struct Text {
    SubmissionId submissionId;
    uint32 leaf;
    DatanetId datanetId;
    address contributor;
    bytes content;
}

/// @notice A submission, as the books have it. Votes are bits by validator.
struct Sent {
    bytes[] leaves;
    DatanetId datanetId;
    uint256 firstText;
    uint256 lapsesAt;
    uint256 acceptedAt; // By the sequence; 0 while it is not.
    uint256 decidedAt;
    uint256 revokedAt; // By the sequence.
    bool refused;
    uint256 approvals;
    uint256 rejections;
    uint256 fee;
    uint256 paid;
    bool returned;
    uint256 refunded;
}

/// @notice A paid answer that quotes phrases; numbers of phrases begin at 1, and 0 is none.
struct Served {
    ModelId modelId;
    uint32 term;
    uint32 version;
    address payer;
    uint128 from;
    uint128 to;
    uint128 dataFee;
    uint32 one;
    uint32 other;
    bool cut; // The operator cuts each credit in two.
    bool asked; // On chain.
    uint256 record; // The batch that holds it; 0 for none.
}

/// @notice A batch as the operator and the books have it.
struct Record {
    BatchId batchId;
    Batch batch;
    Lie lie;
    EvidenceKind kind; // Of the evidence against it.
    bytes evidence;
    BatchStatus status;
    bytes draft; // Numbers of what was served, answers, payouts.
    uint256 target; // The answer that the evidence is about, and what its first credit is of.
    uint32 phrase;
    uint256 source;
    uint256 payouts;
    uint256 taken; // Bits of the payouts claimed.
    uint128 claimed;
    uint256 decideBy; // Of the escalation that holds it.
    uint256 escalationBond;
    address arbiter;
    bool silenced; // Void although nobody proved it wrong.
}

/// @notice The whole protocol, those who use it, and the books of what they did: what each place should hold by the manuals
/// alone. The actions are in the contracts that inherit this.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
abstract contract World is Base {
    uint256 internal constant MODELS = 3;
    uint256 internal constant NOTHING = type(uint256).max;

    // Who

    address[] public payers;
    /// @dev Where an account's payouts go, by its own word.
    mapping(address account => address) public recipients;
    mapping(address recipient => uint256) public received;
    mapping(address account => uint256) internal _keys;
    /// @dev Who can claim: three authors, two who copy them.
    address[5] public authors;
    address[2] public operators;
    address[2] public arbiters;
    uint256 internal _receiptSecret;
    address internal _sessionKey;
    uint256 internal _sessionSecret;
    address internal demander = makeAddr("demander");
    Consumer public consumer;

    // What

    DatanetId[2] public datanets;
    ModelId[3] public models;
    Text[] internal _texts;
    Sent[] internal _sent;
    Served[] internal _served;
    Record[] internal _records;
    uint32 public phrases;
    /// @dev Texts that hold a phrase, in the order of prior art.
    mapping(uint32 phrase => uint256[] texts) internal _holding;

    // Books

    mapping(Place place => uint256 amount) public held;
    mapping(address account => uint256 amount) public strays;
    /// @dev Data money that no batch took in time: released, or left at the end of a term.
    uint256 public leftOver;
    /// @dev All that data ever received by charges, and what of it is in batches that are not void.
    uint256 public dataIn;
    uint256 public batched;
    /// @dev By model: what finalised batches allocated, and what claims took out of the escrow.
    uint256[3] public allocated;
    uint256[3] public claimedFrom;
    /// @dev Lines of charges: the payers', then those of their requests.
    address[] public lines;
    Parameters internal inForce;
    /// @dev How often each action did what it is for, or was refused by the name that it expects.
    mapping(bytes32 name => uint256) public done;
    bytes32[] public names;
    /// @dev How many things were done: the oracle looks at another part of what rests each time.
    uint256 public turn;
    /// @dev Everybody has left, and the oracle looks at everything.
    bool public ended;
    bytes32[] public damages;

    function setUp() public virtual override {
        super.setUp();
        vm.fee(10 gwei);
        inForce = parameters;
        for (uint256 i = 0; i < 3; ++i) {
            (address account, uint256 key) = makeAddrAndKey(string.concat("payer ", vm.toString(i)));
            payers.push(account);
            _keys[account] = key;
        }
        (_sessionKey, _sessionSecret) = makeAddrAndKey("session key");
        (receiptKey, _receiptSecret) = makeAddrAndKey("receipt key");
        authors = [alice, bob, makeAddr("carol"), makeAddr("copier"), makeAddr("copier's other account")];
        operators = [operator, makeAddr("another operator")];
        arbiters = [makeAddr("arbiter"), makeAddr("next arbiter")];
        held[Place.Active] = 3 * uint256(parameters.validatorStake);
        held[Place.Treasury] = _balanceOf(address(protocol.timelockController));
        held[Place.Accounts] = protocol.openToken.totalSupply() - held[Place.Active] - held[Place.Treasury];
        IDatanetRegistry.NewDatanet memory made = _newDatanet();
        datanets[0] = _createDatanet(made);
        made.reserveBps = 0;
        datanets[1] = _createDatanet(made);
        _registerModels();
        consumer = new Consumer(protocol.inferenceEscrow, protocol.openToken);
        payers.push(address(consumer));
        for (uint256 i = 0; i < 8; ++i) {
            lines.push(i < 4 ? payers[i] : protocol.inferenceEscrow.requestAccount(payers[i - 4]));
        }
        _records.push(); // Number 0 is none.
    }

    /// @dev Two under `window/v1`, one derived from the other, and one under `influence/v1`.
    function _registerModels() private {
        IModelRegistry.NewModel memory made = _newModel(datanets[0]);
        for (uint256 i = 0; i < MODELS; ++i) {
            if (i == 1) {
                made.datanets = new DatanetId[](2);
                (made.datanets[0], made.datanets[1]) = (datanets[0], datanets[1]);
                (made.ownerBps, made.baseBps, made.baseModelId) = (1389, 1111, models[0]);
            }
            if (i == 2) made = _newModel(datanets[0]);
            made.operator = operators[i / 2];
            if (i == 2) made.rule = AttributionRule.InfluenceV1;
            vm.prank(modelOwner);
            models[i] = protocol.modelRegistry.register(made);
        }
    }

    // Books

    function _move(Place from, Place to, uint256 amount) internal {
        held[from] -= amount;
        held[to] += amount;
    }

    /// @dev Notes that an action did what it is for.
    function _did(bytes32 name) internal {
        ++turn;
        if (++done[name] == 1) names.push(name);
    }

    /// @dev Notes what should never be, for the invariant that says so.
    function _damage(bytes32 name) internal {
        damages.push(name);
    }

    /// @dev Books what an account is paid, where it wants it.
    function _receive(address account, uint256 amount) internal {
        received[recipients[account] == address(0) ? account : recipients[account]] += amount;
    }

    function _refuse(bytes4 reason) internal {
        vm.expectPartialRevert(reason);
    }

    /// @dev The shares of `total`, each of what those before it left, as the manual of the escrow states them.
    function shares(ModelId modelId, uint256 total) public view returns (Due memory due) {
        RevenueTerms memory terms = protocol.modelRegistry.model(modelId).revenue;
        (uint256 dataBps, uint256 feeBps) = (terms.dataBps, terms.protocolBps);
        due.data = total * dataBps / 10_000;
        uint256 rest = total - due.data;
        if (dataBps < 10_000) due.fee = rest * feeBps / (10_000 - dataBps);
        rest -= due.fee;
        if (dataBps + feeBps < 10_000) due.base = rest * terms.baseBps / (10_000 - dataBps - feeBps);
        due.owner = rest - due.base;
    }

    // Texts

    /// @dev Five words that stand in no other phrase.
    function _phrase(uint32 phrase) internal pure returns (bytes memory) {
        string memory n = vm.toString(phrase);
        return abi.encodePacked("pa", n, " pb", n, " pc", n, " pd", n, " pe", n);
    }

    /// @dev Where words begin in a text; they are there.
    function _find(bytes memory text, bytes memory part) internal pure returns (uint64) {
        for (uint256 i = 0; i + part.length <= text.length; ++i) {
            uint256 same = 0;
            while (same < part.length && text[i + same] == part[same]) ++same;
            if (same == part.length) return uint64(i);
        }
        revert("no such part");
    }

    function _output(uint256 number) internal view returns (bytes memory output) {
        Served storage served = _served[number];
        string memory n = vm.toString(number);
        output = abi.encodePacked("xa", n);
        if (served.one != 0) output = abi.encodePacked(output, " ", _phrase(served.one), " xb", n);
        if (served.other != 0) output = abi.encodePacked(output, " ", _phrase(served.other), " xc", n);
    }

    // Views for the oracle

    function contracts() external view returns (Contracts memory) {
        return protocol;
    }

    function payerCount() external view returns (uint256) {
        return payers.length;
    }

    function batchOf(uint256 number) external view returns (BatchId, Batch memory, BatchStatus) {
        return (_records[number].batchId, _records[number].batch, _records[number].status);
    }

    function claimedOf(uint256 number) external view returns (uint256) {
        return _records[number].claimed;
    }

    function takenOf(uint256 number) external view returns (uint256) {
        return _records[number].taken;
    }

    function placeOf(uint256 number) external view returns (SubmissionId, uint32) {
        return (_texts[number].submissionId, _texts[number].leaf);
    }

    function recordCount() external view returns (uint256) {
        return _records.length;
    }

    function record(uint256 number) external view returns (Record memory) {
        return _records[number];
    }

    function sentCount() external view returns (uint256) {
        return _sent.length;
    }

    function sent(uint256 number) external view returns (Sent memory) {
        return _sent[number];
    }

    function textCount() external view returns (uint256) {
        return _texts.length;
    }

    function damageCount() external view returns (uint256) {
        return damages.length;
    }

    function nameCount() external view returns (uint256) {
        return names.length;
    }

    /// @dev Calls with what was encoded before, and fails as the call does.
    function _callAs(address by, address to, uint256 value, bytes memory call_) internal {
        vm.prank(by);
        (bool success, bytes memory result) = to.call{value: value}(call_);
        // What was returned is passed on as it is.
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }

    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    function _skip(uint256 time) internal {
        vm.warp(_now() + time);
        vm.roll(vm.getBlockNumber() + 1);
    }

    function _warpTo(uint256 time) internal {
        if (time > _now()) _skip(time - _now());
    }
}
