package io.tidepost.metadata;

import org.jspecify.annotations.Nullable;

/// What a set of configurations belongs to.
///
/// @param type kind of the resource
/// @param name its name; the empty name of a broker means the default of all brokers
public record ConfigResource(Type type, String name) {

  /// The default of all brokers.
  public static final ConfigResource BROKER_DEFAULT = new ConfigResource(Type.BROKER, "");

  /// Kinds of resources with the numbers of the protocol and of `ConfigRecord`.
  public enum Type {
    TOPIC(2),
    BROKER(4),
    BROKER_LOGGER(8),
    CLIENT_METRICS(16),
    GROUP(32);

    private static final Type[] ALL = values();

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }

    public byte code() {
      return code;
    }

    /// The kind with this number, or `null` when there is none.
    public static @Nullable Type of(byte code) {
      for (Type type : ALL) {
        if (type.code == code) {
          return type;
        }
      }
      return null;
    }
  }

  /// The resource of a topic.
  public static ConfigResource topic(String name) {
    return new ConfigResource(Type.TOPIC, name);
  }

  /// The resource of one broker.
  public static ConfigResource broker(int id) {
    return new ConfigResource(Type.BROKER, Integer.toString(id));
  }

  // Written out: what the compiler puts here is linked at its first call, and every start pays.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfigResource resource
        && type == resource.type
        && name.equals(resource.name);
  }

  @Override
  public int hashCode() {
    return 31 * type.code + name.hashCode();
  }

  @Override
  public String toString() {
    return type + "(" + (name.isEmpty() ? "default" : name) + ")";
  }
}
