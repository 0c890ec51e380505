package io.tidepost.console.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// What is changed in each record on its way. Values that are no text stay as they are, unless they
/// are replaced wholly.
///
/// @param value instead of what was there; empty to keep it
/// @param find text in the value; empty for none
/// @param replace what stands there instead
/// @param set headers to have, instead of those of the same name
/// @param drop names of headers to leave out
public record RecordEdit(
    String value, String find, String replace, Map<String, String> set, List<String> drop) {

  /// Leaves everything.
  public static final RecordEdit NONE = new RecordEdit("", "", "", Map.of(), List.of());

  /// Reads headers as people write them, one a line: `name=value` sets one, `-name` leaves it out.
  ///
  /// @throws ConsoleFailure that names the line
  public static RecordEdit of(String value, String find, String replace, String headers) {
    Map<String, String> set = new LinkedHashMap<>();
    List<String> drop = new ArrayList<>();
    int number = 0;
    for (String line : headers.split("\r?\n")) {
      number++;
      String text = line.strip();
      int equals = text.indexOf('=');
      if (text.startsWith("-") && equals < 0 && text.length() > 1) {
        drop.add(text.substring(1).strip());
      } else if (equals > 0) {
        set.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      } else if (!text.isEmpty()) {
        throw new ConsoleFailure(
            400, "headers, line " + number + ": '" + text + "' is neither name=value nor -name.");
      }
    }
    return new RecordEdit(value, find, replace, set, drop);
  }

  /// The value as it is to be written.
  public byte @Nullable [] value(byte @Nullable [] before) {
    if (!value.isEmpty()) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
    if (find.isEmpty() || before == null) {
      return before;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(before)).toString();
      return text.replace(find, replace).getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return before;
    }
  }

  /// The headers as they are to be written.
  public List<Header> headers(Iterable<Header> before) {
    List<Header> after = new ArrayList<>();
    for (Header header : before) {
      if (!set.containsKey(header.key()) && !drop.contains(header.key())) {
        after.add(header);
      }
    }
    set.forEach(
        (name, text) -> after.add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
    return after;
  }
}
