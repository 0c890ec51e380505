package io.tidepost.registry.compatibility.json;

import java.util.ArrayList;
import java.util.List;

/// The changes found below one place.
final class Differences {

  /// @param path of the place, such as `#/properties/age`
  record Found(Change change, String path) {}

  private final boolean lenient;
  private final List<Found> found = new ArrayList<>();

  Differences(boolean lenient) {
    this.lenient = lenient;
  }

  boolean lenient() {
    return lenient;
  }

  void add(Change change, String path) {
    found.add(new Found(change, path));
  }

  void addAll(Differences others) {
    found.addAll(others.found);
  }

  boolean breaksNothing() {
    return found.stream().noneMatch(each -> each.change().breaks(lenient));
  }

  List<Found> found() {
    return found;
  }
}
