package io.tidepost.cli.record;

import io.tidepost.cli.Failure;
import io.tidepost.cli.schema.RegistryAddress;
import io.tidepost.cli.schema.RegistryClient;
import io.tidepost.cli.schema.SchemaCodecs;
import io.tidepost.registry.contract.MismatchException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Finds the schemas that keys and values name, and makes JSON of them. Asks a registry only when
/// something looks as if it named one.
final class Decoding {

  /// What happens to a key or value that looks as if it named a schema.
  enum Mode {
    /// It is decoded; when that is not possible, it is shown as it is, and said so once per schema.
    auto,
    /// It is decoded; when that is not possible, the command ends.
    strict,
    /// It is shown as it is.
    off
  }

  /// A part of a record, decoded.
  ///
  /// @param schema the id that it named
  record Decoded(int schema, byte[] json) {}

  private final Mode mode;
  private final RegistryAddress address;
  private final PrintStream complaints;
  private final Set<Integer> complained = new HashSet<>();
  private @Nullable SchemaCodecs codecs;
  private boolean away;

  Decoding(Mode mode, RegistryAddress address, PrintStream complaints) {
    this.mode = mode;
    this.address = address;
    this.complaints = complaints;
  }

  /// @return `null` when the part is to be shown as it is
  @Nullable Decoded decode(
      ConsumerRecord<byte[], byte[]> record, String what, byte @Nullable [] part) {
    Integer id = mode == Mode.off || away ? null : SchemaCodecs.idOf(part);
    if (id == null || part == null) {
      return null;
    }
    SchemaCodecs known = codecs;
    if (known == null) {
      known = new SchemaCodecs(address.client());
      codecs = known;
    }
    try {
      return new Decoded(id, known.decode(part));
    } catch (MismatchException e) {
      complain(record, what, id, "does not keep to schema " + id + ": " + e.getMessage());
    } catch (RegistryClient.RefusedException e) {
      complain(record, what, id, "names schema " + id + ": " + e.getMessage());
    } catch (Failure e) {
      if (mode == Mode.strict) {
        throw e;
      }
      away = true;
      complaints.println("tidepost: keys and values are shown as they are: " + e.sentence());
    }
    return null;
  }

  private void complain(
      ConsumerRecord<byte[], byte[]> record, String what, int id, String complaint) {
    String sentence =
        "the %s of %s-%d offset %d %s"
            .formatted(what, record.topic(), record.partition(), record.offset(), complaint);
    if (mode == Mode.strict) {
      throw new Failure(sentence);
    }
    if (complained.add(id)) {
      complaints.println("tidepost: " + sentence);
    }
  }
}
