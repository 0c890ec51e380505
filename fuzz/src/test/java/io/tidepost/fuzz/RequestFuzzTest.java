package io.tidepost.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.Message;
import io.tidepost.wire.RecordData;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests of every API in every version: refused with a [WireException], or understood, and then
/// what is written is what was understood.
class RequestFuzzTest {

  private static final String MESSAGES = "io.tidepost.wire.message.";
  private static final Map<ApiKey, MethodHandle> READERS = readers();

  private static Map<ApiKey, MethodHandle> readers() {
    Map<ApiKey, MethodHandle> readers = new HashMap<>();
    try {
      for (ApiKey api : ApiKey.values()) {
        Class<?> type = Class.forName(MESSAGES + api.apiName() + "Request");
        readers.put(
            api,
            MethodHandles.lookup()
                .findStatic(
                    type, "read", MethodType.methodType(type, WireReader.class, short.class)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return readers;
  }

  private static Message read(ApiKey api, ByteBuffer body, short version) {
    try {
      WireReader in = new WireReader(body);
      Message message = (Message) Objects.requireNonNull(READERS.get(api)).invoke(in, version);
      in.checkEnd(api.apiName());
      return message;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] write(Message message, short version) {
    WireWriter out = new WireWriter();
    message.write(out, version);
    byte[] bytes = new byte[(int) out.size()];
    ByteBuffer all = ByteBuffer.wrap(bytes);
    out.drainTo(
        new WireWriter.Sink() {
          @Override
          public void bytes(ByteBuffer buffer, int from, int to) {
            all.put(all.position(), buffer, from, to - from).position(all.position() + to - from);
          }

          @Override
          public void records(RecordData records) {
            all.put(((BufferRecords) records).buffer().duplicate());
          }
        });
    return bytes;
  }

  /// Each request with nothing in it, in its oldest and its newest version.
  static Stream<byte[]> empty() {
    List<byte[]> seeds = new ArrayList<>();
    for (ApiKey api : ApiKey.values()) {
      for (short version : new short[] {api.lowestVersion(), api.highestVersion()}) {
        byte[] seed = new byte[120];
        seed[0] = (byte) api.ordinal();
        seed[1] = (byte) (version - api.lowestVersion());
        seeds.add(seed);
      }
    }
    return seeds.stream();
  }

  @MethodSource("empty")
  @FuzzTest(maxDuration = "60s")
  void requests(byte[] data) {
    if (data.length < 2) {
      return;
    }
    ApiKey[] all = ApiKey.values();
    ApiKey api = all[Byte.toUnsignedInt(data[0]) % all.length];
    int versions = api.highestVersion() - api.lowestVersion() + 1;
    short version =
        (short) (api.lowestVersion() + Byte.toUnsignedInt(data[1]) % Math.max(1, versions));
    Message understood;
    try {
      understood = read(api, ByteBuffer.wrap(data, 2, data.length - 2).slice(), version);
    } catch (WireException refused) {
      return;
    }
    byte[] written = write(understood, version);
    assertArrayEquals(written, write(read(api, ByteBuffer.wrap(written), version), version));
  }
}
