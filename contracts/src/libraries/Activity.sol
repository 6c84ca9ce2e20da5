// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Activity
/// @notice When each version of a model was active, kept so that the past can be asked and never changes.
///
/// A version is active in every second in which it was switched on at any moment, and in none from the moment on at which
/// it is superseded. Two switches in one second therefore never hide an activity.
library Activity {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev A version's checkpoint, by the time of a switch, is the last second in which it is active as far as known
    /// then: `OPEN` when it was switched on, the time itself when it was switched off. A later switch in the same second
    /// replaces it, and loses nothing: a version that is switched off was on in that second.
    ///
    /// `superseded` holds, by the number of a version, the time of its activation and the trial time in force then, for
    /// every version whose number was above all that were activated before it. The first such number above n is the
    /// first activation of any number above n.
    struct Log {
        mapping(uint32 version => Checkpoints.Trace208) switches;
        Checkpoints.Trace208 superseded;
    }

    uint208 internal constant OPEN = type(uint208).max;

    /// @notice Switches a version on at the current time.
    /// @param trialTime Seconds that older versions have left if none above `version` was activated before.
    /// @return olderUntil Unix time in seconds at which they are superseded; 0 if a version above was activated before.
    function activate(Log storage log, uint32 version, uint32 trialTime) internal returns (uint40 olderUntil) {
        // A Unix time fits 40 bits for 34,000 years, and so does one with a trial time of 32 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint40 time = uint40(block.timestamp);
        log.switches[version].push(time, OPEN);
        (, uint48 newest,) = log.superseded.latestCheckpoint();
        if (version > newest) {
            olderUntil = time + trialTime;
            log.superseded.push(version, olderUntil);
        }
    }

    /// @notice Switches a version off at the current time.
    function retire(Log storage log, uint32 version) internal {
        // As above.
        // forge-lint: disable-next-line(unsafe-typecast)
        log.switches[version].push(uint48(block.timestamp), uint208(block.timestamp));
    }

    /// @notice Whether a version is switched on, superseded or not.
    function isOn(Log storage log, uint32 version) internal view returns (bool) {
        return log.switches[version].latest() == OPEN;
    }

    /// @notice Unix time in seconds from which a version cannot be active; type(uint256).max while no later one was
    /// activated.
    function supersededAt(Log storage log, uint32 version) internal view returns (uint256) {
        uint256 time = log.superseded.lowerLookup(uint48(version) + 1);
        return time == 0 ? type(uint256).max : time;
    }

    /// @notice Whether a version was active at any time of [from, to], as far as it is past.
    function wasActive(Log storage log, uint32 version, uint256 from, uint256 to) internal view returns (bool) {
        uint256 end = supersededAt(log, version); // Never 0.
        uint256 last = to < end ? to : end - 1;
        if (last > block.timestamp) last = block.timestamp;
        if (from > last) return false;
        // At most the current time, which fits.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint256 activeUntil = log.switches[version].upperLookupRecent(uint48(last));
        return activeUntil != 0 && activeUntil >= from;
    }
}
