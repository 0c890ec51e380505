package io.tidepost.broker.telemetry;

import java.util.List;
import java.util.SortedMap;

/// What one push carried.
///
/// @param labels that hold for all of it
public record Pushed(SortedMap<String, String> labels, List<Sample> samples) {}
