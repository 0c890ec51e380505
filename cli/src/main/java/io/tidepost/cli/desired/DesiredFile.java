package io.tidepost.cli.desired;

import io.tidepost.cli.Failure;
import io.tidepost.cli.yaml.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file under review, read and checked without a cluster.
final class DesiredFile {

  private static final int FAULTS_SHOWN = 50;

  private final String owner;
  private final Map<Section<?>, Map<String, ?>> sections;

  private DesiredFile(String owner, Map<Section<?>, Map<String, ?>> sections) {
    this.owner = owner;
    this.sections = sections;
  }

  /// Reads it.
  ///
  /// @throws Failure with all its faults, each with its line
  static DesiredFile read(Path path) {
    List<Item.Fault> faults = new ArrayList<>();
    Item root = Item.parse(path, faults);
    List<String> known = new ArrayList<>(List.of("owner"));
    Sections.ALL.forEach(section -> known.add(section.name()));
    Map<String, Item> fields = root.fields(known.toArray(String[]::new));
    Item owner = fields.get("owner");
    String name = owner == null ? null : owner.text();
    if (name == null || name.isBlank()) {
      root.problem("owner: say whose file it is, so that nothing of others is touched");
    }
    Map<Section<?>, Map<String, ?>> sections = new HashMap<>();
    for (Section<?> section : Sections.ALL) {
      Item item = fields.get(section.name());
      sections.put(section, item == null ? Map.of() : section.read(item));
    }
    if (!faults.isEmpty()) {
      throw new Failure(
          (faults.size() == 1 ? "" : faults.size() + " faults:\n  ")
              + String.join(
                  "\n  ",
                  faults.stream()
                      .sorted(Comparator.comparingInt(Item.Fault::line))
                      .limit(FAULTS_SHOWN)
                      .map(Item.Fault::sentence)
                      .toList()));
    }
    return new DesiredFile(String.valueOf(name), sections);
  }

  /// Whose it is.
  String owner() {
    return owner;
  }

  /// What it says of a kind of resources, by name.
  @SuppressWarnings("unchecked") // a section's entry is what that section read
  <T> Map<String, T> section(Section<T> section) {
    return (Map<String, T>) sections.getOrDefault(section, Map.of());
  }
}
