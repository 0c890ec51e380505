package io.tidepost.registry.schema;

import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Links a Protobuf file with what it imports: the references, and the files that every compiler
/// knows. Finds names that stand for nothing, numbers used twice and the like.
final class ProtobufLinker {

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, FileDescriptor> linked = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();

  ProtobufLinker(List<ResolvedReference> references) {
    references.forEach(reference -> texts.put(reference.name(), reference.text()));
  }

  FileDescriptor link(ProtoFileElement file) throws InvalidSchemaException {
    return link(ProtobufSchema.FILE, file);
  }

  private FileDescriptor link(String name, ProtoFileElement file) throws InvalidSchemaException {
    if (!underWay.add(name)) {
      throw new InvalidSchemaException("Invalid PROTOBUF schema: '" + name + "' imports itself");
    }
    List<FileDescriptor> dependencies = new ArrayList<>();
    for (String imported : file.getImports()) {
      dependencies.add(imported(imported));
    }
    for (String imported : file.getPublicImports()) {
      dependencies.add(imported(imported));
    }
    try {
      return FileDescriptor.buildFrom(
          ProtobufToDescriptor.convert(name, file),
          dependencies.toArray(FileDescriptor[]::new),
          false);
    } catch (DescriptorValidationException e) {
      throw new InvalidSchemaException("Invalid PROTOBUF schema: " + e.getMessage(), e);
    } finally {
      underWay.remove(name);
    }
  }

  private FileDescriptor imported(String name) throws InvalidSchemaException {
    FileDescriptor known = linked.get(name);
    if (known == null) {
      known = find(name);
      if (known == null) {
        throw new InvalidSchemaException(
            "Invalid PROTOBUF schema: import '" + name + "' is not among the references");
      }
      linked.put(name, known);
    }
    return known;
  }

  private @Nullable FileDescriptor find(String name) throws InvalidSchemaException {
    String text = texts.get(name);
    if (text != null) {
      return link(name, ProtobufSchema.read(text));
    }
    FileDescriptor builtIn = WellKnownProtobuf.find(name);
    if (builtIn != null) {
      return builtIn;
    }
    String own = WellKnownProtobuf.text(name);
    return own == null ? null : link(name, ProtobufSchema.read(own));
  }
}
