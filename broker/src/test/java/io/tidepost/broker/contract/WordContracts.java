package io.tidepost.broker.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Contracts that can be seen through: values that begin with `bad` break them, and what begins
/// with `new` is unknown until the test has let it be learnt.
final class WordContracts implements RecordContracts {

  /// Who waits to be told.
  final BlockingQueue<Consumer<@Nullable String>> learning = new LinkedBlockingQueue<>();

  /// Where records were to be copied to, call by call.
  final BlockingQueue<String> copying = new LinkedBlockingQueue<>();

  final List<Copy> copied = new ArrayList<>();
  volatile @Nullable String copyFails;

  private static String text(@Nullable ByteBuffer buffer) {
    return buffer == null ? "" : StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
  }

  @Override
  public @Nullable Finding check(
      String topic, boolean key, Contract.Terms terms, ByteBuffer payload, boolean learnt) {
    String text = text(payload);
    if (text.startsWith("new") && !learnt) {
      return new Finding.Unknown(7);
    }
    return text.startsWith("bad") ? new Finding.Fault("found " + text) : null;
  }

  @Override
  public void learn(Set<Integer> schemas, Consumer<@Nullable String> told) {
    learning.add(told);
  }

  @Override
  public void copy(String topic, List<Copy> records, Consumer<@Nullable String> told) {
    copying.add(topic);
    Thread.ofVirtual()
        .start(() -> {
          synchronized (copied) {
            if (copyFails == null) {
              copied.addAll(records);
            }
          }
          told.accept(copyFails);
        });
  }

  /// Values and headers of what was copied.
  List<String> copies() {
    synchronized (copied) {
      return copied.stream()
          .map(copy -> {
            StringBuilder all = new StringBuilder(text(copy.value()));
            copy.headers()
                .forEach(h -> all.append(' ').append(h.name()).append('=').append(text(h.value())));
            return all.toString();
          })
          .toList();
    }
  }
}
