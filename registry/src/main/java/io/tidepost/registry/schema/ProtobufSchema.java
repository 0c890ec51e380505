package io.tidepost.registry.schema;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import java.util.Base64;
import java.util.List;

/// A schema in Protobuf's language (proto2 and proto3), given as text or, as some clients send it,
/// as a serialised `FileDescriptorProto` in Base64.
public final class ProtobufSchema implements ParsedSchema {

  /// Name of the file that a schema is taken for.
  static final String FILE = "default.proto";

  private static final String HEADER = "// Proto schema formatted by Wire, do not edit.";

  private final ProtoFileElement file;
  private final FileDescriptor descriptor;

  private ProtobufSchema(ProtoFileElement file, FileDescriptor descriptor) {
    this.file = file;
    this.descriptor = descriptor;
  }

  static ProtobufSchema parse(String text, List<ResolvedReference> references)
      throws InvalidSchemaException {
    ProtoFileElement file = read(text);
    return new ProtobufSchema(file, new ProtobufLinker(references).link(file));
  }

  static ProtoFileElement read(String text) throws InvalidSchemaException {
    ProtoFileElement serialized = ProtobufFromDescriptor.readBase64(text);
    if (serialized != null) {
      return serialized;
    }
    try {
      return new ProtoParser(Location.get(FILE), text.toCharArray()).readProtoFile();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new InvalidSchemaException("Invalid PROTOBUF schema: " + e.getMessage(), e);
    }
  }

  /// The schema with everything it names found.
  public FileDescriptor descriptor() {
    return descriptor;
  }

  /// The serialised `FileDescriptorProto`, in Base64.
  public String serialized() {
    return Base64.getEncoder().encodeToString(descriptor.toProto().toByteArray());
  }

  @Override
  public SchemaType type() {
    return SchemaType.PROTOBUF;
  }

  @Override
  public String canonicalText() {
    return print(file);
  }

  @Override
  public String normalizedText() {
    return print(NormalizedProtobuf.of(file, descriptor));
  }

  private static String print(ProtoFileElement file) {
    StringBuilder result = new StringBuilder();
    file.toSchema()
        .lines()
        .filter(line -> !line.equals(HEADER) && !line.startsWith("// Source: "))
        .forEach(line -> result.append(line).append('\n'));
    return result.toString().stripLeading();
  }

  @Override
  public String name() {
    return descriptor.getMessageTypes().isEmpty()
        ? ""
        : descriptor.getMessageTypes().getFirst().getFullName();
  }
}
