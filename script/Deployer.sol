// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Deployer
/// @notice Creates the contracts of one deployment in a fixed order, so that the address of each is known before any is
/// there and they can name each other in their constructors. Its own address follows from its owner and the salt, that
/// of a contract from its place in the order, and neither from the code that is created.
/// @dev It has no power over what it creates.
contract Deployer {
    address public immutable OWNER;
    /// @notice Block in which the deployment began.
    uint256 public immutable START_BLOCK;
    /// @notice Number of contracts that were created.
    uint256 public count;

    event Deployed(uint256 indexed place, address indexed deployed);

    error Deployer_NotOwner(address caller);
    error Deployer_OutOfOrder(uint256 place, uint256 expected);
    /// @notice The constructor failed and gave no reason.
    error Deployer_CreationFailed(uint256 place);

    constructor(address owner) {
        OWNER = owner;
        START_BLOCK = block.number;
    }

    /// @notice Creates the contract of a place. Only the owner, place after place from 0 on.
    /// @param place Its place in the order.
    /// @param initCode Its creation code with the constructor's arguments. Where the constructor fails, it fails with that
    /// one's error, so that a wrong configuration is named.
    function deploy(uint256 place, bytes memory initCode) external returns (address deployed) {
        require(msg.sender == OWNER, Deployer_NotOwner(msg.sender));
        require(place == count, Deployer_OutOfOrder(place, count));
        count = place + 1;
        // The nonce of a new contract is 1, so the contract of place i is created with nonce i + 1.
        assembly ("memory-safe") {
            deployed := create(0, add(initCode, 0x20), mload(initCode))
            if iszero(deployed) {
                // Nothing is read from memory afterwards, so the reason may overwrite all of it.
                if returndatasize() {
                    returndatacopy(0, 0, returndatasize())
                    revert(0, returndatasize())
                }
            }
        }
        require(deployed != address(0), Deployer_CreationFailed(place));
        emit Deployed(place, deployed);
    }
}
