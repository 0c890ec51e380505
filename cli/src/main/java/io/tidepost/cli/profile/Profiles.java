package io.tidepost.cli.profile;

import io.tidepost.cli.Failure;
import io.tidepost.cli.Nearest;
import io.tidepost.cli.YamlText;
import io.tidepost.cli.yaml.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The user's profiles: `tidepost/config.yaml` in `XDG_CONFIG_HOME`, or in `~/.config`.
///
/// Not safe for several threads. Two commands that write at the same time leave what one of them
/// wrote.
public final class Profiles {

  private static final String NAME = "[A-Za-z0-9._-]{1,100}";

  private final Path file;
  private final Map<String, Profile> profiles = new TreeMap<>();
  private @Nullable String current;

  private Profiles(Path file) {
    this.file = file;
  }

  /// Where they are kept.
  public static Path place(Map<String, String> environment) {
    String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder =
        base.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
            : Path.of(base);
    return folder.resolve("tidepost").resolve("config.yaml");
  }

  /// Reads them; there are none when there is no file.
  ///
  /// @throws Failure that names all that is wrong with the file, each with its line
  public static Profiles read(Map<String, String> environment) {
    Path file = place(environment);
    var read = new Profiles(file);
    if (Files.exists(file)) {
      List<Item.Fault> faults = new ArrayList<>();
      read.take(Item.parse(file, faults));
      if (!faults.isEmpty()) {
        faults.sort(Comparator.comparingInt(Item.Fault::line));
        throw new Failure(String.join("\n  ", faults.stream().map(Item.Fault::sentence).toList()));
      }
    }
    return read;
  }

  private void take(Item root) {
    Map<String, Item> fields = root.fields("current", "profiles");
    Item all = fields.get("profiles");
    if (all != null) {
      all.fields()
          .forEach((name, item) -> {
            if (!name.matches(NAME)) {
              item.problem("a profile's name has letters, digits, '.', '_' and '-'");
            }
            profiles.put(name, ProfileReader.read(item));
          });
    }
    Item named = fields.get("current");
    if (named != null && !named.empty()) {
      current = named.text();
      if (current != null && !profiles.containsKey(current)) {
        named.problem(
            "there is no profile '" + current + "'" + Nearest.hint(current, profiles.keySet()));
      }
    }
  }

  /// The file.
  public Path file() {
    return file;
  }

  /// By name, sorted.
  Map<String, Profile> all() {
    return profiles;
  }

  /// Their names, sorted.
  public List<String> names() {
    return List.copyOf(profiles.keySet());
  }

  /// The name of the one that is used when none is asked for.
  @Nullable String current() {
    return current;
  }

  /// One of them; fails with the nearest name when it is not there.
  public Profile get(String name) {
    Profile found = profiles.get(name);
    if (found == null) {
      throw new Failure(
          "there is no profile '"
              + name
              + "'"
              + Nearest.hint(name, profiles.keySet())
              + "; 'tidepost profile list' shows those there are");
    }
    return found;
  }

  /// The one that counts: the one asked for, else the environment's `TIDEPOST_PROFILE`, else the
  /// current one.
  public Optional<Profile> chosen(@Nullable String asked, Map<String, String> environment) {
    String name = asked == null ? environment.get("TIDEPOST_PROFILE") : asked;
    if (name == null || name.isEmpty()) {
      name = current;
    }
    return name == null ? Optional.empty() : Optional.of(get(name));
  }

  /// Keeps a profile under a name; the first one becomes the current one.
  void put(String name, Profile profile) {
    if (!name.matches(NAME)) {
      throw new Failure(
          "a profile's name has letters, digits, '.', '_' and '-', not '" + name + "'");
    }
    profiles.put(name, profile);
    if (current == null) {
      current = name;
    }
  }

  /// Uses this one from now on.
  void use(String name) {
    get(name);
    current = name;
  }

  /// Forgets one.
  void remove(String name) {
    get(name);
    profiles.remove(name);
    if (name.equals(current)) {
      current = null;
    }
  }

  /// Writes the file anew, for the user's eyes only (mode 0600); at no moment is it half written.
  void write() {
    Map<String, Object> all = new LinkedHashMap<>();
    profiles.forEach((name, profile) -> all.put(name, profile.tree()));
    Map<String, Object> tree = new LinkedHashMap<>();
    if (current != null) {
      tree.put("current", current);
    }
    tree.put("profiles", all);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new IOException(file + " has no folder");
      }
      Files.createDirectories(folder);
      boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
      Path fresh =
          posix
              ? Files.createTempFile(
                  folder,
                  ".config",
                  ".new",
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")))
              : Files.createTempFile(folder, ".config", ".new");
      Files.writeString(fresh, YamlText.text(tree));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
