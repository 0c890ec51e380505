package io.tidepost.compat.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/// Does to the log directory of a server that does not run what crashes and bad disks do: torn
/// tails, and flipped bits, garbage and older content in files that are derived from the records.
final class Vandal {

  private static final List<String> DERIVED =
      List.of(
          ".index",
          ".timeindex",
          ".snapshot",
          "leader-epoch-checkpoint",
          "tidepost-segments",
          "recovery-point-offset-checkpoint",
          "log-start-offset-checkpoint",
          "replication-offset-checkpoint",
          "tidepost-checkpoints");

  private final Path data;
  private final Random random;

  Vandal(Path data, Random random) {
    this.data = data;
    this.random = random;
  }

  /// Damages some files.
  ///
  /// @return what was done, a line each
  List<String> damage(int times) throws IOException {
    List<Path> derived = files(name -> DERIVED.stream().anyMatch(name::endsWith));
    List<Path> segments = files(name -> name.endsWith(".log"));
    String[] done = new String[times];
    for (int i = 0; i < times; i++) {
      boolean tail = random.nextInt(4) == 0 && !segments.isEmpty();
      done[i] =
          tail
              ? tear(newestOf(segments, segments.get(random.nextInt(segments.size()))))
              : derive(derived.get(random.nextInt(derived.size())));
    }
    return Arrays.asList(done);
  }

  private interface Name {
    boolean matches(String name);
  }

  private List<Path> files(Name wanted) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("__cluster_metadata"))
          .filter(file -> wanted.matches(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /// Only the newest segment can have a torn tail.
  private static Path newestOf(List<Path> segments, Path any) {
    return segments.stream()
        .filter(segment -> Objects.equals(segment.getParent(), any.getParent()))
        .max(Path::compareTo)
        .orElse(any);
  }

  /// What a write leaves that the crash cut short: the beginning of a batch, or zeros.
  private String tear(Path segment) throws IOException {
    byte[] content = Files.readAllBytes(segment);
    int length = 1 + random.nextInt(60);
    byte[] torn = random.nextBoolean() ? Arrays.copyOf(content, length) : new byte[length];
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(torn), content.length);
    }
    return "a torn tail of " + length + " bytes behind " + segment;
  }

  private String derive(Path file) throws IOException {
    if (!Files.exists(file)) {
      return file + " is gone already";
    }
    byte[] content = Files.readAllBytes(file);
    switch (random.nextInt(content.length == 0 ? 2 : 4)) {
      case 0 -> {
        Files.write(file, garbage());
        return "garbage in " + file;
      }
      case 1 -> {
        // Without its checksums a checkpoint is as good as any: Apache Kafka's have none.
        if (!file.endsWith("tidepost-checkpoints")) {
          Files.delete(file);
        }
        return file + " deleted";
      }
      case 2 -> {
        Files.write(file, Arrays.copyOf(content, random.nextInt(content.length)));
        return file + " cut";
      }
      default -> {
        content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, content);
        return "a bit flipped in " + file;
      }
    }
  }

  private byte[] garbage() {
    byte[] garbage = new byte[random.nextInt(300)];
    random.nextBytes(garbage);
    return garbage;
  }
}
