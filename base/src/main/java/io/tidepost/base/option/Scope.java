package io.tidepost.base.option;

/// Where an option is set, and whether it can change while the node runs (Kafka's update modes).
public enum Scope {
  /// A broker's option, read at start.
  READ_ONLY("read-only"),
  /// A broker's option that can be changed for one broker while it runs.
  PER_BROKER("per-broker"),
  /// A broker's option that can be changed while the cluster runs, for one broker or as the default
  /// of all.
  CLUSTER_WIDE("cluster-wide"),
  /// An option of one topic.
  TOPIC("topic"),
  /// An option of one consumer, share or streams group.
  GROUP("group"),
  /// An option of one subscription to client metrics.
  CLIENT_METRICS("client-metrics");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /// Kafka's word for it.
  public String text() {
    return text;
  }

  /// Whether the option can be changed while the node runs.
  public boolean dynamic() {
    return this != READ_ONLY;
  }
}
