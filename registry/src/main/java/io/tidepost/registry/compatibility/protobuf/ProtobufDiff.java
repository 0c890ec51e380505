package io.tidepost.registry.compatibility.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.tidepost.registry.schema.ProtobufSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds what changed from one Protobuf file to another. Types are matched by name, fields by
/// number.
final class ProtobufDiff {

  /// @param path such as `#/Order/3`
  record Found(Change change, String path) {}

  private final FileDescriptor old;
  private final FileDescriptor now;
  private final List<Found> found = new ArrayList<>();

  /// Pairs of imported messages that were or are being compared.
  private final Set<List<String>> compared = new HashSet<>();

  private ProtobufDiff(FileDescriptor old, FileDescriptor now) {
    this.old = old;
    this.now = now;
  }

  static List<Found> between(ProtobufSchema old, ProtobufSchema now) {
    var diff = new ProtobufDiff(old.descriptor(), now.descriptor());
    diff.compare();
    return diff.found;
  }

  void add(Change change, String path) {
    found.add(new Found(change, path));
  }

  private void compare() {
    if (!old.getPackage().equals(now.getPackage())) {
      add(Change.PACKAGE_CHANGED, "#/");
    }
    messages(old.getMessageTypes(), now.getMessageTypes(), "#");
    enums(old.getEnumTypes(), now.getEnumTypes(), "#");
  }

  private void messages(List<Descriptor> before, List<Descriptor> after, String path) {
    Map<String, Descriptor> named = new LinkedHashMap<>();
    after.stream().filter(each -> !isEntry(each)).forEach(each -> named.put(each.getName(), each));
    for (Descriptor message : before) {
      if (isEntry(message)) {
        continue;
      }
      String where = path + "/" + message.getName();
      Descriptor follower = named.remove(message.getName());
      if (follower == null) {
        add(Change.MESSAGE_REMOVED, where);
      } else {
        if (message.getIndex() != follower.getIndex()) {
          add(Change.MESSAGE_MOVED, where);
        }
        message(message, follower, where);
      }
    }
    named.keySet().forEach(name -> add(Change.MESSAGE_ADDED, path + "/" + name));
  }

  private static boolean isEntry(Descriptor message) {
    return message.getOptions().getMapEntry();
  }

  private void message(Descriptor before, Descriptor after, String path) {
    messages(before.getNestedTypes(), after.getNestedTypes(), path);
    enums(before.getEnumTypes(), after.getEnumTypes(), path);
    new FieldsDiff(this, before, after, path).compare();
  }

  private void enums(List<EnumDescriptor> before, List<EnumDescriptor> after, String path) {
    Map<String, EnumDescriptor> named = new LinkedHashMap<>();
    after.forEach(each -> named.put(each.getName(), each));
    for (EnumDescriptor each : before) {
      String where = path + "/" + each.getName();
      EnumDescriptor follower = named.remove(each.getName());
      if (follower == null) {
        add(Change.ENUM_REMOVED, where);
      } else {
        constants(each, follower, where);
      }
    }
    named.keySet().forEach(name -> add(Change.ENUM_ADDED, path + "/" + name));
  }

  private void constants(EnumDescriptor before, EnumDescriptor after, String path) {
    Map<Integer, String> numbered = new LinkedHashMap<>();
    for (EnumValueDescriptor value : after.getValues()) {
      numbered.putIfAbsent(value.getNumber(), value.getName());
    }
    for (EnumValueDescriptor value : before.getValues()) {
      String name = numbered.remove(value.getNumber());
      if (name == null) {
        if (after.findValueByNumber(value.getNumber()) == null) {
          add(Change.ENUM_CONST_REMOVED, path + "/" + value.getNumber());
        }
      } else if (!name.equals(value.getName())) {
        add(Change.ENUM_CONST_CHANGED, path + "/" + value.getNumber());
      }
    }
    numbered.keySet().forEach(number -> add(Change.ENUM_CONST_ADDED, path + "/" + number));
  }

  /// Whether a field's message may become another one: types of the files themselves by their name,
  /// imported ones by name and content, since the import may have changed beneath the name.
  boolean mayReplace(Descriptor before, Descriptor after) {
    if (!localName(before).equals(localName(after))) {
      return false;
    }
    boolean imported = before.getFile() != old || after.getFile() != now;
    if (!imported || before.equals(after)) {
      return true;
    }
    if (!compared.add(List.of(before.getFullName(), after.getFullName()))) {
      return true; // reported where it was compared first
    }
    int known = found.size();
    message(before, after, "#/" + localName(before).replace('.', '/'));
    return found.subList(known, found.size()).stream().noneMatch(each -> each.change().breaks);
  }

  /// A message's name without its package.
  private static String localName(Descriptor message) {
    String packageName = message.getFile().getPackage();
    return packageName.isEmpty()
        ? message.getFullName()
        : message.getFullName().substring(packageName.length() + 1);
  }
}
