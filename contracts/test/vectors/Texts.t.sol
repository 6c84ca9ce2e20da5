// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TreeBuilder} from "../utils/TreeBuilder.sol";
import {Test} from "forge-std/Test.sol";
import {TextRoot} from "openledger/libraries/TextRoot.sol";

/// @dev Text roots and proofs that the TypeScript library made.
contract TextVectorsTest is Test {
    function test_TextRoot() public view {
        string memory json = vm.readFile("contracts/test/vectors/texts.json");
        uint256[] memory lengths = vm.parseJsonUintArray(json, ".lengths");
        uint256 proofs;
        for (uint256 i = 0; i < lengths.length; ++i) {
            string memory at = string.concat(".texts[", vm.toString(i), "]");
            bytes32 root = vm.parseJsonBytes32(json, string.concat(at, ".root"));
            bytes memory data = vm.parseJsonBytes(json, string.concat(at, ".data"));
            assertEq(data.length, lengths[i], at);
            assertEq(TreeBuilder.textRoot(data), root, at);

            uint256[] memory firstChunks = vm.parseJsonUintArray(json, string.concat(at, ".firstChunks"));
            for (uint256 p = 0; p < firstChunks.length; ++p) {
                bytes memory shown = vm.parseJsonBytes(json, string.concat(at, ".shown[", vm.toString(p), "]"));
                bytes32[][] memory siblings = new bytes32[][]((shown.length + 255) / 256);
                for (uint256 chunk = 0; chunk < siblings.length; ++chunk) {
                    string memory place = string.concat(at, ".siblings[", vm.toString(p), "][", vm.toString(chunk), "]");
                    siblings[chunk] = vm.parseJsonBytes32Array(json, place);
                }
                assertTrue(TextRoot.verify(root, uint64(data.length), firstChunks[p], shown, siblings), at);
                ++proofs;
            }
        }
        assertGt(proofs, 10, "proofs");
    }
}
