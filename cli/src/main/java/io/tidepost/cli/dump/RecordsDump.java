package io.tidepost.cli.dump;

import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordHeader;
import io.tidepost.wire.records.RecordIterator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The records of one batch.
final class RecordsDump {

  private static final int DECOMPRESSED_MAX = 1 << 30;

  private final Lines lines;
  private final RecordIterator iterator = new RecordIterator();

  RecordsDump(Lines lines) {
    this.lines = lines;
  }

  /// @return whether all of them could be read
  boolean print(ByteBuffer batch) {
    boolean control = BatchHeader.isControl(batch, 0);
    try {
      iterator.start(batch, 0, DECOMPRESSED_MAX);
      while (iterator.next()) {
        lines.print(fields(control));
      }
      return true;
    } catch (DamagedBatchException e) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("kind", "damaged");
      fields.put("firstOffset", BatchHeader.baseOffset(batch, 0));
      fields.put("problem", e.getMessage());
      lines.print(fields);
      return false;
    }
  }

  private Map<String, @Nullable Object> fields(boolean control) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", "record");
    fields.put("offset", iterator.offset());
    fields.put("timestamp", iterator.timestamp());
    if (control) {
      fields.put("controlType", controlType(ControlRecords.type(iterator.key())));
      return fields;
    }
    put(fields, "key", iterator.key());
    put(fields, "value", iterator.value());
    if (iterator.headerCount() > 0) {
      List<Map<String, @Nullable Object>> headers = new ArrayList<>();
      for (RecordHeader header : iterator.headers()) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("name", header.name());
        put(one, "value", header.value());
        headers.add(one);
      }
      fields.put("headers", headers);
    }
    return fields;
  }

  private static String controlType(short type) {
    return switch (type) {
      case ControlRecords.ABORT -> "abort";
      case ControlRecords.COMMIT -> "commit";
      case ControlRecords.LEADER_CHANGE -> "leaderChange";
      case ControlRecords.SNAPSHOT_HEADER -> "snapshotHeader";
      case ControlRecords.SNAPSHOT_FOOTER -> "snapshotFooter";
      case ControlRecords.KRAFT_VERSION -> "kraftVersion";
      case ControlRecords.KRAFT_VOTERS -> "kraftVoters";
      default -> "type " + type;
    };
  }

  /// As text, or as Base64 under another name when it is none.
  private static void put(
      Map<String, @Nullable Object> fields, String name, @Nullable ByteBuffer bytes) {
    if (bytes == null) {
      fields.put(name, null);
      return;
    }
    try {
      fields.put(name, StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString());
    } catch (CharacterCodingException e) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      fields.put(name + "Base64", Base64.getEncoder().encodeToString(copy));
    }
  }
}
