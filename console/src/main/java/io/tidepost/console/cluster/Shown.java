package io.tidepost.console.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Bytes as text, by what they look like: nothing, JSON, text, or else hexadecimal.
///
/// @param kind `null`, `by schema`, `json`, `text` or `hex`
/// @param text to be shown; of hexadecimal, and of what is very long, only the beginning
/// @param json the value, when it is one
/// @param schema id that stands in front, as serializers of a schema registry write it; -1 when
///   none does
/// @param whole whether `text` is all of it
/// @param note why it is not shown as its schema has it; empty when there is nothing to say
public record Shown(
    String kind, String text, @Nullable JsonNode json, int schema, boolean whole, String note) {

  /// What one field shows at most; a page has some hundreds.
  private static final int BYTES_SHOWN = 16 << 10;

  private static final int HEX_SHOWN = 512;
  private static final int LINE_SHOWN = 200;
  private static final byte MAGIC = 0;
  private static final int PREFIX = 5;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /// The beginning in one line.
  public String line() {
    String all = json == null ? text : json.toString();
    return all.substring(0, Math.min(all.length(), LINE_SHOWN));
  }

  /// Looks at bytes.
  public static Shown of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Shown("null", "", null, -1, true, "");
    }
    if (bytes.length > PREFIX && bytes[0] == MAGIC) {
      int id = ByteBuffer.wrap(bytes).getInt(1);
      Shown rest = of(ByteBuffer.wrap(bytes, PREFIX, bytes.length - PREFIX).slice(), id);
      if (id > 0) {
        return rest;
      }
    }
    return of(ByteBuffer.wrap(bytes), -1);
  }

  private static Shown of(ByteBuffer bytes, int schema) {
    String text = text(bytes);
    if (text == null) {
      int length = Math.min(bytes.remaining(), HEX_SHOWN);
      byte[] first = new byte[length];
      bytes.get(bytes.position(), first);
      return new Shown(
          "hex",
          HexFormat.ofDelimiter(" ").formatHex(first),
          null,
          schema,
          length == bytes.remaining(),
          "");
    }
    JsonNode json = json(text);
    return json == null ? of("text", text, null, schema) : of("json", text, json, schema);
  }

  private static Shown of(String kind, String text, @Nullable JsonNode json, int schema) {
    boolean whole = text.length() <= BYTES_SHOWN;
    String shown = json != null && whole && json.isContainerNode() ? json.toPrettyString() : text;
    return new Shown(kind, whole ? shown : text.substring(0, BYTES_SHOWN), json, schema, whole, "");
  }

  /// What was read by a schema.
  public static Shown decoded(JsonNode json, int schema) {
    return of("by schema", json.isTextual() ? json.asText() : json.toString(), json, schema);
  }

  /// The same, with a word about it.
  public Shown withNote(String words) {
    return new Shown(kind, text, json, schema, whole, words);
  }

  /// `null` when the bytes are no text.
  private static @Nullable String text(ByteBuffer bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    boolean controls = text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    return controls ? null : text;
  }

  private static @Nullable JsonNode json(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty() || "{[".indexOf(stripped.charAt(0)) < 0) {
      return null;
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
