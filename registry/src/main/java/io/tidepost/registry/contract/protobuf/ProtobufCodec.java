package io.tidepost.registry.contract.protobuf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.schema.ProtobufSchema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Payloads that are a Protobuf message behind the indexes that say which.
public final class ProtobufCodec implements RecordCodec {

  private static final JsonMapper JSON = new JsonMapper();

  private final FileDescriptor file;

  public ProtobufCodec(ProtobufSchema schema) {
    this.file = schema.descriptor();
  }

  @Override
  public String name(ByteBuffer payload) throws MismatchException {
    return MessageIndexes.read(file, payload.slice()).getFullName();
  }

  @Override
  public void check(ByteBuffer payload) throws MismatchException {
    ByteBuffer in = payload.slice();
    ProtobufCheck.check(MessageIndexes.read(file, in), in);
  }

  @Override
  public JsonNode toJson(ByteBuffer payload) throws MismatchException {
    ByteBuffer in = payload.slice();
    Descriptor descriptor = MessageIndexes.read(file, in);
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    try {
      var message = DynamicMessage.parseFrom(descriptor, bytes);
      return JSON.readTree(
          JsonFormat.printer()
              .usingTypeRegistry(types())
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new MismatchException(
          "", "a message " + descriptor.getFullName(), String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the library's JSON cannot be read", e);
    }
  }

  /// The first message of the file is written.
  @Override
  public byte[] toPayload(JsonNode json) throws MismatchException {
    if (file.getMessageTypes().isEmpty()) {
      throw new MismatchException("", "a schema with a message", "one without");
    }
    Descriptor descriptor = file.getMessageTypes().getFirst();
    DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
    try {
      JsonFormat.parser().usingTypeRegistry(types()).merge(json.toString(), message);
    } catch (InvalidProtocolBufferException e) {
      throw new MismatchException(
          "", "a message " + descriptor.getFullName(), String.valueOf(e.getMessage()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageIndexes.write(descriptor, out);
    out.writeBytes(message.build().toByteArray());
    return out.toByteArray();
  }

  private TypeRegistry types() {
    return TypeRegistry.newBuilder().add(file.getMessageTypes()).build();
  }
}
