// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Base} from "../Base.t.sol";
import {Datanet, IDatanetRegistry} from "openledger/interfaces/IDatanetRegistry.sol";
import {DatanetId} from "openledger/types/DatanetId.sol";

contract CreateDatanetTest is Base {
    function testFuzz_CreateDatanet(bool commercialUse, bool derivatives, bool shareAlike, uint16 reserveBps) public {
        IDatanetRegistry.NewDatanet memory created = _newDatanet();
        created.reserveBps = uint16(bound(reserveBps, 0, 2000));
        created.terms.commercialUse = commercialUse;
        created.terms.derivatives = derivatives;
        created.terms.shareAlike = shareAlike;
        address reserveAccount = protocol.datanetRegistry.reserveAccount(DatanetId.wrap(1));
        vm.expectEmit(address(protocol.datanetRegistry));
        emit IDatanetRegistry.DatanetCreated(
            DatanetId.wrap(1),
            curator,
            created.name,
            created.metadataUri,
            created.schemaUri,
            created.licence,
            commercialUse,
            derivatives,
            shareAlike,
            created.reserveBps,
            reserveAccount
        );
        vm.prank(curator);
        DatanetId datanetId = protocol.datanetRegistry.createDatanet(created);

        Datanet memory stored = protocol.datanetRegistry.datanet(datanetId);
        assertEq(stored.curator, curator, "curator");
        assertEq(stored.reserveBps, created.reserveBps, "reserve's share");
        assertEq(abi.encode(stored.terms), abi.encode(created.terms), "terms");
        assertEq(stored.validatorSet, 0, "no validators yet");
        assertEq(protocol.datanetRegistry.datanetCount(), 1, "count");
        assertEq(protocol.datanetRegistry.reserveBpsOf(datanetId), created.reserveBps, "reserve's share alone");
    }

    function test_CreateDatanet_ReserveAccountBelongsToChainRegistryAndDatanet() public {
        DatanetId one = DatanetId.wrap(1);
        bytes memory preimage =
            abi.encode(keccak256("openledger.reserve"), block.chainid, address(protocol.datanetRegistry), uint256(1));
        address account = protocol.datanetRegistry.reserveAccount(one);
        assertEq(account, address(uint160(uint256(keccak256(preimage)))), "as the interface says");
        assertNotEq(account, protocol.datanetRegistry.reserveAccount(DatanetId.wrap(2)), "one for each");
        vm.chainId(1);
        assertNotEq(account, protocol.datanetRegistry.reserveAccount(one), "another on each chain");
    }

    function testFuzz_CreateDatanet_RefusesReserveAboveItsMost(uint16 reserveBps) public {
        IDatanetRegistry.NewDatanet memory created = _newDatanet();
        created.reserveBps = uint16(bound(reserveBps, 2001, type(uint16).max));
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_ReserveTooLarge.selector, created.reserveBps, 2000)
        );
        protocol.datanetRegistry.createDatanet(created);
    }

    function test_CreateDatanet_RefusesBadTexts() public {
        IDatanetRegistry.NewDatanet memory created = _newDatanet();
        created.name = "";
        _refused(created, "name", 0, 1, 64);
        created.name = string(new bytes(65));
        _refused(created, "name", 65, 1, 64);
        created = _newDatanet();
        created.licence = "";
        _refused(created, "licence", 0, 1, 64);
        created = _newDatanet();
        created.metadataUri = string(new bytes(2049));
        _refused(created, "metadataUri", 2049, 0, 2048);
        created = _newDatanet();
        created.schemaUri = string(new bytes(2049));
        _refused(created, "schemaUri", 2049, 0, 2048);
    }

    function _refused(
        IDatanetRegistry.NewDatanet memory created,
        string memory field,
        uint256 length,
        uint256 least,
        uint256 most
    ) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IDatanetRegistry.DatanetRegistry_BadText.selector, field, length, least, most)
        );
        protocol.datanetRegistry.createDatanet(created);
    }
}
