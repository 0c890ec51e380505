package io.tidepost.wire.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// One definition with everything in it, and the source that comes of it, side by side.
final class GoldenMessageTest {

  private static String resource(String name) throws IOException {
    try (InputStream in = GoldenMessageTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyKindOfFieldBecomesTheExpectedSource() throws IOException {
    Message message = DefinitionParser.parse(resource("SampleRequest.json"));
    assertEquals(
        resource("SampleRequest.java.golden"), new MessageEmitter(message, "example").emit());
  }
}
