// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Trees} from "../Trees.t.sol";
import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {EvidenceKind} from "openledger/interfaces/IAttributionLedger.sol";
import {IFraudProofs, Inference, TextProof} from "openledger/interfaces/IFraudProofs.sol";
import {AttributionRule, IModelRegistry} from "openledger/interfaces/IModelRegistry.sol";
import {ITextProofs, NotCanonical, NotCanonicalReason} from "openledger/interfaces/ITextProofs.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";
import {ModelId} from "openledger/types/ModelId.sol";

/// @notice Outputs that are no canonical text, proven at a byte that shows it, and canonical ones, refused at every byte.
/// What is right is judged here by the definitions over the whole text, read from its beginning.
// The numbers that are cast are bounded or small.
// forge-lint: disable-next-item(unsafe-typecast)
contract NotCanonicalTest is Trees {
    uint256 internal constant REASONS = uint256(NotCanonicalReason.Script) + 1;

    DatanetId internal datanetId;
    ModelId internal modelId;
    bytes[] internal canonical;
    uint256[] internal lonely;

    function setUp() public override {
        super.setUp();
        datanetId = _createDatanet();
        modelId = _registerModel(datanetId);
        string memory json = vm.readFile("contracts/test/vectors/canonical.json");
        canonical = vm.parseJsonBytesArray(json, ".texts");
        lonely = vm.parseJsonUintArray(json, ".lonely");
    }

    // Canonical texts

    /// @dev Texts of all scripts that the TypeScript library made: no reason, at no byte.
    function test_Honest_CanonicalTextsAtEveryByte() public {
        // Some ten thousand calls; what they cost is of no interest here.
        vm.pauseGasMetering();
        assertGt(canonical.length, 80, "texts");
        for (uint256 i = 0; i < canonical.length; ++i) {
            this.checkHonest(canonical[i]);
        }
    }

    function checkHonest(bytes calldata text) external view {
        (Planted memory planted, NotCanonical memory evidence) = _evidence(text);
        for (uint256 reason = 0; reason < REASONS; ++reason) {
            for (uint64 position = 0; position < text.length; ++position) {
                (evidence.reason, evidence.position) = (NotCanonicalReason(reason), position);
                assertFalse(_isProven(planted, evidence), vm.toString(position));
            }
        }
    }

    function testFuzz_Honest_TheReasonIsThatItIsCanonical(uint256 i, uint256 reason, uint256 position) public {
        bytes memory text = canonical[i % canonical.length];
        NotCanonicalReason chosen = NotCanonicalReason(reason % REASONS);
        (Planted memory planted, NotCanonical memory evidence) = _evidence(text);
        // From this byte on there are 65.
        if (chosen == NotCanonicalReason.LongWord) vm.assume(text.length > 64);
        uint256 places = chosen == NotCanonicalReason.LongWord ? text.length - 64 : text.length;
        (evidence.reason, evidence.position) = (chosen, uint64(position % places));
        vm.expectRevert(abi.encodeWithSelector(ITextProofs.TextProofs_Canonical.selector, chosen, evidence.position));
        protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
    }

    function test_Challenge_ByTheLedgersVerifier() public {
        (Planted memory planted, NotCanonical memory evidence) = _evidence("a  b");
        (evidence.reason, evidence.position) = (NotCanonicalReason.Spacing, 1);
        protocol.fraudProofs.verify(planted.batch, EvidenceKind.NotCanonical, abi.encode(evidence));
        evidence.position = 0;
        vm.expectRevert(
            abi.encodeWithSelector(ITextProofs.TextProofs_Canonical.selector, NotCanonicalReason.Spacing, 0)
        );
        protocol.fraudProofs.verify(planted.batch, EvidenceKind.NotCanonical, abi.encode(evidence));
    }

    // Any bytes

    /// @dev Changes of a canonical text: a reason can be shown at some byte exactly where the whole text breaks its rule.
    function testFuzz_ChangedTexts(uint256 seed) public {
        vm.pauseGasMetering();
        bytes memory text = canonical[seed % canonical.length];
        if (text.length > 256) text = TreeBuilder.cut(text, 0, 256);
        uint256 changes = 1 + (seed >> 16) % 3;
        for (uint256 i = 0; i < changes; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 place = (random >> 8) % text.length;
            if (random % 4 == 0) text[place] = 0x20;
            else if (random % 4 == 1) text[place] = bytes1(uint8(random >> 64));
            else if (random % 4 == 2) text[place] ^= bytes1(uint8(2 ** ((random >> 64) % 8)));
            else if (text.length > 1) text = bytes.concat(_head(text, place), _tail(text, place + 1)); // One byte less.
        }
        this.check(text);
    }

    /// @dev Bytes that often are nearly UTF-8.
    function testFuzz_AnyBytes(uint256 seed, uint256 length) public {
        vm.pauseGasMetering();
        bytes memory likely = hex"808f909fa0bfc0c1c2dfe0e4edeff0f3f4f5ff2061b880bf20e382a2";
        bytes memory text = new bytes(bound(length, 1, 24));
        for (uint256 i = 0; i < text.length; ++i) {
            text[i] = likely[uint256(keccak256(abi.encode(seed, i))) % likely.length];
        }
        this.check(text);
    }

    /// @dev Every leading byte with each second one at which a range of RFC 3629 begins or ends, of the length that the
    /// leading byte says, one short of it, and one beyond.
    function test_Encoding_EveryPairOfBytes() public {
        vm.pauseGasMetering();
        bytes memory second = hex"7f808f909fa0bfc0";
        for (uint256 lead = 0x7f; lead < 0x100; ++lead) {
            for (uint256 i = 0; i < second.length; ++i) {
                bytes memory pair = abi.encodePacked(uint8(lead), second[i]);
                uint256 more = lead < 0xe0 ? 0 : lead < 0xf0 ? 1 : 2;
                this.checkEncoding(bytes.concat("a ", pair, _repeat(0x80, more), " b"));
                if (more != 0) this.checkEncoding(bytes.concat(pair, _repeat(0xbf, more - 1)));
                this.checkEncoding(bytes.concat(pair, _repeat(0xbf, more + 1)));
            }
        }
    }

    /// @dev Compares what can be shown with what is wrong, reason by reason.
    function check(bytes calldata text) external view {
        bool isUtf8 = _isUtf8(text);
        assertEq(_isShown(text, NotCanonicalReason.Encoding), !isUtf8, string.concat("encoding ", vm.toString(text)));
        assertEq(
            _isShown(text, NotCanonicalReason.Character),
            _hasForeign(text),
            string.concat("character ", vm.toString(text))
        );
        assertEq(
            _isShown(text, NotCanonicalReason.Spacing),
            _hasNeedlessSpace(text),
            string.concat("spacing ", vm.toString(text))
        );
        assertEq(
            _isShown(text, NotCanonicalReason.LongWord), _longest(text) > 64, string.concat("word ", vm.toString(text))
        );
        // Of other bytes it is enough that they are no UTF-8.
        if (!isUtf8) return;
        assertEq(
            _isShown(text, NotCanonicalReason.Script), _hasCompany(text), string.concat("script ", vm.toString(text))
        );
    }

    function checkEncoding(bytes calldata text) external view {
        assertEq(_isShown(text, NotCanonicalReason.Encoding), !_isUtf8(text), vm.toString(text));
    }

    // Each reason

    function test_Character_EveryAsciiByte() public view {
        for (uint256 value = 0; value < 256; ++value) {
            bool isAllowed = (value >= 97 && value <= 122) || (value >= 48 && value <= 57) || value == 32;
            bytes memory text = abi.encodePacked("a", uint8(value), "b");
            _expect(text, NotCanonicalReason.Character, 1, value < 128 && !isAllowed);
        }
    }

    function test_Spacing() public view {
        _expect(" a", NotCanonicalReason.Spacing, 0, true);
        _expect(" a", NotCanonicalReason.Spacing, 1, false);
        _expect("a ", NotCanonicalReason.Spacing, 1, true);
        _expect("a  b", NotCanonicalReason.Spacing, 1, true);
        _expect("a  b", NotCanonicalReason.Spacing, 2, false); // The first of the two shows it.
        _expect("a b", NotCanonicalReason.Spacing, 1, false);
        _expect(" ", NotCanonicalReason.Spacing, 0, true);
    }

    /// @dev Two spaces of which the second begins a chunk: it takes both chunks.
    function test_Spacing_AcrossChunks() public {
        bytes memory text = bytes.concat(_repeat("a", 255), "  b");
        _expect(text, NotCanonicalReason.Spacing, 255, true);
        (Planted memory planted, NotCanonical memory evidence) = _evidence(text);
        evidence.text = TreeBuilder.textProof(text, 255, 256);
        (evidence.reason, evidence.position) = (NotCanonicalReason.Spacing, 255);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_TextNotShown.selector, 256));
        protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
    }

    function test_LongWord() public view {
        bytes memory text = bytes.concat("ab ", _repeat("x", 65), " c");
        _expect(text, NotCanonicalReason.LongWord, 3, true);
        _expect(text, NotCanonicalReason.LongWord, 2, false);
        _expect(text, NotCanonicalReason.LongWord, 4, false);
        _expect(bytes.concat("ab ", _repeat("x", 64), " c"), NotCanonicalReason.LongWord, 3, false);
        _expect(_repeat(0xff, 65), NotCanonicalReason.LongWord, 0, true); // Whatever the bytes mean.
        _expect(_repeat("x", 64), NotCanonicalReason.LongWord, 0, false);
    }

    /// @dev A word of 60 kB is shown by 65 bytes of it, anywhere, for what those cost.
    /// forge-config: default.fuzz.runs = 8
    function testFuzz_WordsOf60Kilobytes(uint256 position) public view {
        bytes memory text = _repeat("x", 60_000);
        position = bound(position, 0, text.length - 65);
        (Planted memory planted, NotCanonical memory evidence) = _evidence(text, position, position + 65);
        (evidence.reason, evidence.position) = (NotCanonicalReason.LongWord, uint64(position));
        assertLe(evidence.text.siblings.length, 2, "chunks");
        uint256 gasBefore = gasleft();
        protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
        assertLt(gasBefore - gasleft(), 500_000, "gas");
    }

    function test_Encoding() public view {
        _expect(unicode"é", NotCanonicalReason.Encoding, 0, false);
        _expect(unicode"é", NotCanonicalReason.Encoding, 1, false);
        _expect(hex"c3", NotCanonicalReason.Encoding, 0, true); // Not completed before the end.
        _expect(hex"c320", NotCanonicalReason.Encoding, 0, true);
        _expect(hex"a9", NotCanonicalReason.Encoding, 0, true); // No leading byte.
        _expect(hex"61a9", NotCanonicalReason.Encoding, 1, true);
        _expect(hex"c3a9a9", NotCanonicalReason.Encoding, 2, true); // One that does not reach it.
        _expect(hex"c0af", NotCanonicalReason.Encoding, 0, true); // Overlong.
        _expect(hex"e08080", NotCanonicalReason.Encoding, 0, true);
        _expect(hex"e08080", NotCanonicalReason.Encoding, 2, false); // The leading byte shows it.
        _expect(hex"eda080", NotCanonicalReason.Encoding, 0, true); // A surrogate.
        _expect(hex"f4908080", NotCanonicalReason.Encoding, 0, true); // Above U+10FFFF.
        _expect(hex"f48fbfbf", NotCanonicalReason.Encoding, 0, false);
        _expect(hex"f0908080", NotCanonicalReason.Encoding, 3, false);
        _expect(hex"f090808080", NotCanonicalReason.Encoding, 4, true); // A fourth continuation.
        _expect(hex"8080808080", NotCanonicalReason.Encoding, 4, true);
        _expect(hex"ff", NotCanonicalReason.Encoding, 0, true);
    }

    /// @dev Whether a continuation byte is reached is seen by the bytes before it; hiding them shows nothing.
    function test_Encoding_CodePointAcrossChunks() public {
        for (uint256 before = 253; before < 256; ++before) {
            bytes memory text = bytes.concat(_repeat("a", before), hex"f0908080", "b");
            (Planted memory planted, NotCanonical memory evidence) = _evidence(text);
            for (uint64 position = uint64(before); position < text.length; ++position) {
                (evidence.reason, evidence.position) = (NotCanonicalReason.Encoding, position);
                assertFalse(_isProven(planted, evidence), "well encoded");
            }
            evidence.text = TreeBuilder.textProof(text, 256, 257);
            evidence.position = 256;
            vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_TextNotShown.selector, 255));
            protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
            evidence.text = TreeBuilder.textProof(text, 0, 256);
            evidence.position = uint64(before);
            vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_TextNotShown.selector, before));
            protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
        }
    }

    function test_Script() public view {
        _expect(unicode"東京", NotCanonicalReason.Script, 0, true);
        _expect(unicode"東京", NotCanonicalReason.Script, 3, true);
        _expect(unicode"東 京", NotCanonicalReason.Script, 0, false);
        _expect(unicode"東 京", NotCanonicalReason.Script, 4, false);
        _expect(unicode"a東", NotCanonicalReason.Script, 1, true);
        _expect(unicode"東a", NotCanonicalReason.Script, 0, true);
        _expect(unicode"東", NotCanonicalReason.Script, 0, false);
        _expect(unicode"東a", NotCanonicalReason.Script, 1, false); // Not inside a code point,
        _expect(unicode"東a", NotCanonicalReason.Script, 3, false); // nor of another script.
        _expect(unicode"한국", NotCanonicalReason.Script, 0, false);
        _expect(unicode"𠮷野", NotCanonicalReason.Script, 0, true);
        _expect(unicode"ทย", NotCanonicalReason.Script, 0, true);
        _expect(unicode"ລາ", NotCanonicalReason.Script, 0, true);
        _expect(unicode"មែ", NotCanonicalReason.Script, 0, true);
        _expect(unicode"မြ", NotCanonicalReason.Script, 0, true);
        _expect(unicode"あア", NotCanonicalReason.Script, 0, true);
        _expect(hex"e69d", NotCanonicalReason.Script, 0, false); // Not completed: `Encoding` shows it.
        _expect(hex"e69d20", NotCanonicalReason.Script, 0, false);
    }

    // Evidence that is none

    function test_Refuses_PositionsBeyondTheEnd() public {
        (Planted memory planted, NotCanonical memory evidence) = _evidence("A");
        for (uint256 reason = 0; reason < REASONS; ++reason) {
            uint64[3] memory positions = [uint64(1), 256, type(uint64).max];
            for (uint256 i = 0; i < positions.length; ++i) {
                (evidence.reason, evidence.position) = (NotCanonicalReason(reason), positions[i]);
                vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_TextNotShown.selector, positions[i]));
                protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
            }
        }
    }

    function testFuzz_Refuses_OtherTexts(uint256 bit) public {
        bytes memory text = "plain words of a text";
        (Planted memory planted, NotCanonical memory evidence) = _evidence(text);
        bit = bound(bit, 0, text.length * 8 - 1);
        evidence.text.data[bit / 8] ^= bytes1(uint8(2 ** (bit % 8)));
        bytes4 selector = IFraudProofs.FraudProofs_BadTextProof.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, TreeBuilder.textRoot(text)));
        protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
    }

    function test_Refuses_EmptyOutputs() public {
        Planted memory planted;
        _setInference(planted, Inference(1, payer, 0, 1, 0, 0, 0, 0), 1);
        planted.batch.commitment.modelId = modelId;
        NotCanonical memory evidence;
        evidence.inference = planted.inference;
        evidence.text = TreeBuilder.textProof(" ", 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadTextProof.selector, bytes32(0)));
        protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
    }

    function test_Refuses_AnswersOfNoBatch() public {
        (Planted memory planted, NotCanonical memory evidence) = _evidence(" ");
        evidence.inference.index = 2;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadInferenceProof.selector, 2));
        protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
    }

    /// @dev Nothing of a text that says it has more than 2^40 bytes can be shown, so an answer that says so answers no demand
    /// either.
    function test_Refuses_TextsBeyondWhatEvidenceCanName() public {
        NotCanonical memory evidence;
        uint64[3] memory lengths = [uint64(2 ** 40 + 1), 2 ** 63, type(uint64).max];
        for (uint256 i = 0; i < lengths.length; ++i) {
            (Planted memory planted, TextProof memory text) = _uniform(lengths[i]);
            (evidence.inference, evidence.text) = (planted.inference, text);
            bytes32 root = planted.inference.inference.outputRoot;
            vm.expectRevert(abi.encodeWithSelector(IFraudProofs.FraudProofs_BadTextProof.selector, root));
            protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
        }
        // The greatest that can be shown: its last chunk.
        (Planted memory greatest, TextProof memory last) = _uniform(2 ** 40);
        (evidence.inference, evidence.text) = (greatest.inference, last);
        last.firstChunk = type(uint32).max;
        evidence.position = 2 ** 40 - 1;
        protocol.textProofs.verifyNotCanonical(greatest.batch, evidence);
    }

    function test_Refuses_ModelsOfAnotherRule() public {
        (Planted memory planted, NotCanonical memory evidence) = _evidence("A");
        assertTrue(_isProven(planted, evidence), "under this rule");
        IModelRegistry.NewModel memory newModel = _newModel(datanetId);
        newModel.rule = AttributionRule.InfluenceV1;
        vm.prank(modelOwner);
        planted.batch.commitment.modelId = protocol.modelRegistry.register(newModel);
        vm.expectRevert(ITextProofs.TextProofs_OtherRule.selector);
        protocol.textProofs.verifyNotCanonical(planted.batch, evidence);
    }

    // What is right, by the definitions

    /// @dev Code point by code point from the beginning: the number, and the fewest bytes it could have.
    function _isUtf8(bytes calldata text) internal pure returns (bool) {
        uint256 at = 0;
        while (at < text.length) {
            (uint256 number, uint256 size) = _pointAt(text, at);
            if (size == 0) return false;
            uint256 least = number < 0x80 ? 1 : number < 0x800 ? 2 : number < 0x10000 ? 3 : 4;
            if (size != least || number > 0x10ffff || number / 0x800 == 0x1b) return false;
            at += size;
        }
        return true;
    }

    /// @dev Size 0 where the bytes have not the bits of a code point.
    function _pointAt(bytes calldata text, uint256 at) internal pure returns (uint256 number, uint256 size) {
        uint256 lead = uint8(text[at]);
        if (lead / 128 == 0) return (lead, 1);
        if (lead / 32 == 6) (number, size) = (lead % 32, 2);
        else if (lead / 16 == 14) (number, size) = (lead % 16, 3);
        else if (lead / 8 == 30) (number, size) = (lead % 8, 4);
        else return (0, 0);
        if (at + size > text.length) return (0, 0);
        for (uint256 i = 1; i < size; ++i) {
            uint256 value = uint8(text[at + i]);
            if (value / 64 != 2) return (0, 0);
            number = number * 64 + value % 64;
        }
    }

    function _hasForeign(bytes calldata text) internal pure returns (bool) {
        bytes memory allowed = "abcdefghijklmnopqrstuvwxyz0123456789 ";
        for (uint256 i = 0; i < text.length; ++i) {
            bool isAllowed = uint8(text[i]) >= 128;
            for (uint256 j = 0; j < allowed.length; ++j) {
                if (text[i] == allowed[j]) isAllowed = true;
            }
            if (!isAllowed) return true;
        }
        return false;
    }

    function _hasNeedlessSpace(bytes calldata text) internal pure returns (bool) {
        bytes1 previous = " ";
        for (uint256 i = 0; i < text.length; ++i) {
            if (previous == " " && text[i] == " ") return true;
            previous = text[i];
        }
        return previous == " ";
    }

    /// @dev Bytes of the longest word.
    function _longest(bytes calldata text) internal pure returns (uint256 longest) {
        uint256 length = 0;
        for (uint256 i = 0; i < text.length; ++i) {
            length = text[i] == " " ? 0 : length + 1;
            if (length > longest) longest = length;
        }
    }

    /// @dev Whether a word of more than one code point has one of the scripts that stand alone.
    function _hasCompany(bytes calldata text) internal view returns (bool) {
        uint256 points = 0;
        bool isAnyLonely = false;
        for (uint256 at = 0; at < text.length;) {
            (uint256 number, uint256 size) = _pointAt(text, at);
            if (number == 0x20) (points, isAnyLonely) = (0, false);
            else ++points;
            for (uint256 i = 0; i < lonely.length; i += 2) {
                if (number >= lonely[i] && number <= lonely[i + 1]) isAnyLonely = true;
            }
            if (isAnyLonely && points > 1) return true;
            at += size;
        }
        return false;
    }

    // Steps

    /// @dev Whether a reason can be shown at some byte.
    function _isShown(bytes calldata text, NotCanonicalReason reason) internal view returns (bool) {
        (Planted memory planted, NotCanonical memory evidence) = _evidence(text);
        evidence.reason = reason;
        for (uint64 position = 0; position < text.length; ++position) {
            evidence.position = position;
            if (_isProven(planted, evidence)) return true;
        }
        return false;
    }

    function _expect(bytes memory text, NotCanonicalReason reason, uint64 position, bool expected) internal view {
        (Planted memory planted, NotCanonical memory evidence) = _evidence(text);
        (evidence.reason, evidence.position) = (reason, position);
        assertEq(_isProven(planted, evidence), expected, vm.toString(text));
    }

    function _isProven(Planted memory planted, NotCanonical memory evidence) internal view returns (bool proven) {
        try protocol.textProofs.verifyNotCanonical(planted.batch, evidence) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev A batch with this output, and the whole of it shown.
    function _evidence(bytes memory text) internal view returns (Planted memory, NotCanonical memory) {
        return _evidence(text, 0, text.length);
    }

    function _evidence(bytes memory text, uint256 from, uint256 to)
        internal
        view
        returns (Planted memory planted, NotCanonical memory evidence)
    {
        _setInference(planted, Inference(1, payer, 0, 1, TreeBuilder.textRoot(text), 0, 0, 0), 1);
        planted.batch.commitment.modelId = modelId;
        evidence.inference = planted.inference;
        evidence.text = TreeBuilder.textProof(text, from, to);
    }

    /// @dev A batch whose output says it is this long, made of one chunk of forbidden letters again and again, and its first
    /// chunk.
    function _uniform(uint64 length) internal view returns (Planted memory planted, TextProof memory text) {
        text.length = length;
        text.data = _repeat("A", 256);
        bytes32 node = keccak256(abi.encodePacked(hex"00", text.data));
        text.siblings = new bytes32[][](1);
        uint256 depth = 0;
        while (uint256(256) << depth < length) ++depth;
        text.siblings[0] = new bytes32[](depth);
        for (uint256 level = 0; level < depth; ++level) {
            text.siblings[0][level] = node;
            node = keccak256(abi.encodePacked(hex"01", node, node));
        }
        bytes32 root = keccak256(abi.encodePacked(hex"02", length, node));
        _setInference(planted, Inference(1, payer, 0, 1, root, 0, 0, 0), 1);
        planted.batch.commitment.modelId = modelId;
    }

    function _repeat(bytes1 value, uint256 count) internal pure returns (bytes memory text) {
        text = new bytes(count);
        for (uint256 i = 0; i < count; ++i) {
            text[i] = value;
        }
    }

    function _head(bytes memory text, uint256 length) internal pure returns (bytes memory) {
        return TreeBuilder.cut(text, 0, length);
    }

    function _tail(bytes memory text, uint256 from) internal pure returns (bytes memory) {
        return TreeBuilder.cut(text, from, text.length);
    }
}
