package io.tidepost.sim.controller;

import io.tidepost.metadata.MetadataRecord;
import java.util.List;

/// Records that were appended together.
///
/// @param lastOffset offset of the last of them
/// @param leaderEpoch under which they were appended
record Unit(List<MetadataRecord> records, long lastOffset, int leaderEpoch, long appendMillis) {}
