package io.tidepost.wire.compression;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The codecs of record batches, by the number in a batch's attributes. Naming one loads nothing;
/// its first use loads its library.
public enum Compression {
  NONE(0, "none", 0, 0, 0),
  GZIP(1, "gzip", 1, 9, -1),
  SNAPPY(2, "snappy", 0, 0, 0),
  LZ4(3, "lz4", 1, 17, 9),
  ZSTD(4, "zstd", -131072, 22, 3);

  private static final Compression[] BY_ID = values();

  private final int id;
  private final String codecName;
  private final int levelMin;
  private final int levelMax;
  private final int levelDefault;
  private volatile @Nullable Codec codec;

  Compression(int id, String codecName, int levelMin, int levelMax, int levelDefault) {
    this.id = id;
    this.codecName = codecName;
    this.levelMin = levelMin;
    this.levelMax = levelMax;
    this.levelDefault = levelDefault;
  }

  /// The codec with this number, null when none has it.
  public static @Nullable Compression of(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  /// The codec with this name in options (`gzip`), null when none has it.
  public static @Nullable Compression named(String name) {
    for (Compression compression : BY_ID) {
      if (compression.codecName.equals(name)) {
        return compression;
      }
    }
    return null;
  }

  public int id() {
    return id;
  }

  /// Its name in options.
  public String codecName() {
    return codecName;
  }

  /// Kafka's default level; 0 for a codec without levels.
  public int levelDefault() {
    return levelDefault;
  }

  /// Whether the codec has this level (Kafka's `compression.<codec>.level`).
  public boolean hasLevel(int level) {
    return level == levelDefault || (level >= levelMin && level <= levelMax);
  }

  /// Compresses from position to limit; the source's position does not move.
  ///
  /// @param level one that [#hasLevel] accepts
  /// @return a new buffer on the heap
  public ByteBuffer compress(ByteBuffer source, int level) {
    if (!hasLevel(level)) {
      throw new IllegalArgumentException(codecName + " has no level " + level);
    }
    ByteSink sink = new ByteSink(Integer.MAX_VALUE - 8, source.remaining() / 2);
    byte[] bytes = array(source);
    codec().compress(bytes, offset(source), source.remaining(), level, sink);
    return sink.toBuffer();
  }

  /// Decompresses from position to limit; the source's position does not move.
  ///
  /// @param limit most bytes that the result may have
  /// @return a new buffer on the heap
  /// @throws CompressionException when the bytes are damaged or the result would exceed `limit`
  public ByteBuffer decompress(ByteBuffer source, int limit) {
    ByteSink sink = new ByteSink(limit, (int) Math.min(limit, 3L * source.remaining()));
    byte[] bytes = array(source);
    codec().decompress(bytes, offset(source), source.remaining(), sink);
    return sink.toBuffer();
  }

  private static byte[] array(ByteBuffer source) {
    if (source.hasArray()) {
      return source.array();
    }
    byte[] copy = new byte[source.remaining()];
    source.get(source.position(), copy);
    return copy;
  }

  private static int offset(ByteBuffer source) {
    return source.hasArray() ? source.arrayOffset() + source.position() : 0;
  }

  private Codec codec() {
    Codec known = codec;
    if (known == null) {
      known = load();
      codec = known;
    }
    return known;
  }

  private Codec load() {
    return switch (this) {
      case NONE -> new StoredCodec();
      case GZIP -> new GzipCodec();
      case SNAPPY -> new SnappyCodec();
      case LZ4 -> new Lz4Codec();
      case ZSTD -> new ZstdCodec();
    };
  }
}
