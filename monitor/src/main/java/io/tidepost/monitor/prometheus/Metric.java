package io.tidepost.monitor.prometheus;

import java.util.List;

/// Every metric of the node's own, as `docs/METRICS.md` lists them. The names are those that the
/// JMX exporter makes of Kafka's MBeans with Kafka's usual rules, and those of kafka_exporter; what
/// neither has begins with `tidepost_`.
public enum Metric {
  MESSAGES_IN(
      Kind.COUNTER,
      "kafka_server_brokertopicmetrics_messagesin",
      "Records that clients produced; with a topic, to that topic.",
      "topic"),
  BYTES_IN(
      Kind.COUNTER,
      "kafka_server_brokertopicmetrics_bytesin",
      "Bytes of batches that clients produced; with a topic, to that topic.",
      "topic"),
  BYTES_OUT(
      Kind.COUNTER,
      "kafka_server_brokertopicmetrics_bytesout",
      "Bytes of batches that clients fetched; with a topic, from that topic.",
      "topic"),
  REPLICATION_BYTES_IN(
      Kind.COUNTER,
      "kafka_server_brokertopicmetrics_replicationbytesin",
      "Bytes of batches that came from leaders on other brokers."),
  REPLICATION_BYTES_OUT(
      Kind.COUNTER,
      "kafka_server_brokertopicmetrics_replicationbytesout",
      "Bytes of batches that went to followers on other brokers."),
  TOTAL_PRODUCE_REQUESTS(
      Kind.COUNTER, "kafka_server_brokertopicmetrics_totalproducerequests", "Produce requests."),
  TOTAL_FETCH_REQUESTS(
      Kind.COUNTER, "kafka_server_brokertopicmetrics_totalfetchrequests", "Fetch requests."),
  FAILED_PRODUCE_REQUESTS(
      Kind.COUNTER,
      "kafka_server_brokertopicmetrics_failedproducerequests",
      "Partitions of Produce requests that were answered with an error."),
  FAILED_FETCH_REQUESTS(
      Kind.COUNTER,
      "kafka_server_brokertopicmetrics_failedfetchrequests",
      "Partitions of consumers' Fetch requests that were answered with an error."),
  REQUESTS(
      Kind.COUNTER,
      "kafka_network_requestmetrics_requests",
      "Requests that were answered, by API; fetches of consumers and of followers apart.",
      "request"),
  TOTAL_TIME(
      Kind.SUMMARY,
      "kafka_network_requestmetrics_totaltimems",
      "Milliseconds from a request's arrival until its answer left.",
      "request"),
  REQUEST_QUEUE_TIME(
      Kind.SUMMARY,
      "kafka_network_requestmetrics_requestqueuetimems",
      "Milliseconds from a request's arrival until its turn had come, behind earlier ones of its"
          + " connection.",
      "request"),
  LOCAL_TIME(
      Kind.SUMMARY,
      "kafka_network_requestmetrics_localtimems",
      "Milliseconds of work on the event loop that took the request.",
      "request"),
  REMOTE_TIME(
      Kind.SUMMARY,
      "kafka_network_requestmetrics_remotetimems",
      "Milliseconds that a request waited for disks, other nodes, or records to come.",
      "request"),
  RESPONSE_QUEUE_TIME(
      Kind.SUMMARY,
      "kafka_network_requestmetrics_responsequeuetimems",
      "Milliseconds from an answer until it left, behind those to earlier requests.",
      "request"),
  PURGATORY_SIZE(
      Kind.GAUGE,
      "kafka_server_delayedoperationpurgatory_purgatorysize",
      "Requests that have no answer yet, by API.",
      "delayedOperation"),
  CONNECTION_COUNT(
      Kind.GAUGE,
      "kafka_server_socket_server_metrics_connection_count",
      "Open connections by listener.",
      "listener"),
  CLIENT_CONNECTIONS(
      Kind.GAUGE,
      "tidepost_client_connections",
      "Open connections by what their clients say they are; at most 50 kinds.",
      "client_software_name",
      "client_software_version"),
  THROTTLED(
      Kind.COUNTER,
      "tidepost_throttled_replies",
      "Replies that told a client to pause because of a quota."),
  LEADER_COUNT(
      Kind.GAUGE,
      "kafka_server_replicamanager_leadercount",
      "Partitions that are led here and accept writes."),
  PARTITION_COUNT(
      Kind.GAUGE, "kafka_server_replicamanager_partitioncount", "Replicas here that are open."),
  OFFLINE_REPLICA_COUNT(
      Kind.GAUGE,
      "kafka_server_replicamanager_offlinereplicacount",
      "Replicas here in log directories that have failed."),
  UNDER_REPLICATED(
      Kind.GAUGE,
      "kafka_server_replicamanager_underreplicatedpartitions",
      "Partitions led here with a replica that is not in sync."),
  UNDER_MIN_ISR(
      Kind.GAUGE,
      "kafka_server_replicamanager_underminisrpartitioncount",
      "Partitions led here with fewer than min.insync.replicas in sync."),
  AT_MIN_ISR(
      Kind.GAUGE,
      "kafka_server_replicamanager_atminisrpartitioncount",
      "Partitions led here with exactly min.insync.replicas in sync."),
  REASSIGNING(
      Kind.GAUGE,
      "kafka_server_replicamanager_reassigningpartitions",
      "Partitions led here whose replicas are being changed."),
  ISR_SHRINKS(
      Kind.COUNTER,
      "kafka_server_replicamanager_isrshrinks",
      "Times that fewer replicas of a partition led here were in sync."),
  ISR_EXPANDS(
      Kind.COUNTER,
      "kafka_server_replicamanager_isrexpands",
      "Times that more replicas of a partition led here were in sync."),
  FAILED_ISR_UPDATES(
      Kind.COUNTER,
      "kafka_server_replicamanager_failedisrupdates",
      "Changes of in-sync replicas that the controller did not agree to."),
  ACTIVE_CONTROLLER(
      Kind.GAUGE,
      "kafka_controller_kafkacontroller_activecontrollercount",
      "1 on the node whose controller is active, else 0."),
  OFFLINE_PARTITIONS(
      Kind.GAUGE,
      "kafka_controller_kafkacontroller_offlinepartitionscount",
      "Partitions of the cluster without a leader."),
  GLOBAL_TOPICS(
      Kind.GAUGE, "kafka_controller_kafkacontroller_globaltopiccount", "Topics of the cluster."),
  GLOBAL_PARTITIONS(
      Kind.GAUGE,
      "kafka_controller_kafkacontroller_globalpartitioncount",
      "Partitions of the cluster."),
  PREFERRED_IMBALANCE(
      Kind.GAUGE,
      "kafka_controller_kafkacontroller_preferredreplicaimbalancecount",
      "Partitions of the cluster that are not led by their first replica."),
  ACTIVE_BROKERS(
      Kind.GAUGE,
      "kafka_controller_kafkacontroller_activebrokercount",
      "Brokers that are registered and not fenced."),
  FENCED_BROKERS(
      Kind.GAUGE,
      "kafka_controller_kafkacontroller_fencedbrokercount",
      "Brokers that are registered and fenced."),
  BROKERS(Kind.GAUGE, "kafka_brokers", "Brokers that are registered and not fenced."),
  FLUSH_TIME(
      Kind.SUMMARY,
      "kafka_log_logflushstats_logflushrateandtimems",
      "Milliseconds of the rounds in which everything that waits for a disk is synced."),
  OFFLINE_DIRECTORIES(
      Kind.GAUGE,
      "kafka_log_logmanager_offlinelogdirectorycount",
      "Log directories that have failed."),
  CLEANER_RECOPY(
      Kind.GAUGE,
      "kafka_log_logcleaner_cleaner_recopy_percent",
      "What the latest compactions kept of the bytes that they read, in percent."),
  CLEANER_BUFFER(
      Kind.GAUGE,
      "kafka_log_logcleaner_max_buffer_utilization_percent",
      "Memory for keys that the latest compactions took of what they may, in percent."),
  CLEANER_SECONDS(
      Kind.GAUGE,
      "kafka_log_logcleaner_max_clean_time_secs",
      "Seconds that the latest compactions took."),
  CLEANER_DELAY(
      Kind.GAUGE,
      "kafka_log_logcleaner_max_compaction_delay_secs",
      "Seconds that records had waited beyond max.compaction.lag.ms when they were compacted."),
  CLEANER_DIRTY(
      Kind.GAUGE,
      "kafka_log_logcleanermanager_max_dirty_percent",
      "Share of the dirtiest compacted log that is dirty, in percent."),
  CLEANER_LAST_RUN(
      Kind.GAUGE,
      "kafka_log_logcleanermanager_time_since_last_run_ms",
      "Milliseconds since compacted logs were last looked at."),
  UNCLEANABLE_PARTITIONS(
      Kind.GAUGE,
      "kafka_log_logcleanermanager_uncleanable_partitions_count",
      "Logs of a log directory that cannot be compacted.",
      "logDirectory"),
  UNCLEANABLE_BYTES(
      Kind.GAUGE,
      "kafka_log_logcleanermanager_uncleanable_bytes",
      "Bytes that are dirty in logs of a log directory that cannot be compacted.",
      "logDirectory"),
  DIRECTORY_BYTES(
      Kind.GAUGE,
      "tidepost_log_directory_bytes",
      "Bytes of the file system that a log directory is on; state is total or usable.",
      "directory",
      "state"),
  TOPIC_PARTITIONS(
      Kind.GAUGE, "kafka_topic_partitions", "Partitions of a topic with replicas here.", "topic"),
  TOPIC_BYTES(Kind.GAUGE, "tidepost_topic_bytes", "Bytes of a topic's replicas here.", "topic"),
  CURRENT_OFFSET(
      Kind.GAUGE,
      "kafka_topic_partition_current_offset",
      "High watermark of a partition that is led here.",
      "topic",
      "partition"),
  OLDEST_OFFSET(
      Kind.GAUGE,
      "kafka_topic_partition_oldest_offset",
      "First offset of a partition that is led here.",
      "topic",
      "partition"),
  REPLICAS(
      Kind.GAUGE,
      "kafka_topic_partition_replicas",
      "Replicas of a partition that is led here.",
      "topic",
      "partition"),
  IN_SYNC(
      Kind.GAUGE,
      "kafka_topic_partition_in_sync_replica",
      "In-sync replicas of a partition that is led here.",
      "topic",
      "partition"),
  UNDER_REPLICATED_PARTITION(
      Kind.GAUGE,
      "kafka_topic_partition_under_replicated_partition",
      "1 when a replica of a partition that is led here is not in sync, else 0.",
      "topic",
      "partition"),
  LOG_SIZE(Kind.GAUGE, "kafka_log_log_size", "Bytes of a replica here.", "topic", "partition"),
  LOG_START_OFFSET(
      Kind.GAUGE,
      "kafka_log_log_logstartoffset",
      "First offset of a replica here.",
      "topic",
      "partition"),
  LOG_END_OFFSET(
      Kind.GAUGE,
      "kafka_log_log_logendoffset",
      "Offset of the next record of a replica here.",
      "topic",
      "partition"),
  GROUP_OFFSET(
      Kind.GAUGE,
      "kafka_consumergroup_current_offset",
      "Offset that a group which is coordinated here has committed; a share group's start offset.",
      "consumergroup",
      "topic",
      "partition"),
  GROUP_LAG(
      Kind.GAUGE,
      "kafka_consumergroup_lag",
      "Records that a group has not processed yet.",
      "consumergroup",
      "topic",
      "partition"),
  GROUP_LAG_SECONDS(
      Kind.GAUGE,
      "kafka_consumergroup_lag_seconds",
      "How long ago the first record was stored that a group has not processed yet, by the record's"
          + " own timestamp; 0 when there is none.",
      "consumergroup",
      "topic",
      "partition"),
  GROUP_LAG_SUM(
      Kind.GAUGE,
      "kafka_consumergroup_lag_sum",
      "Records of a topic that a group has not processed yet.",
      "consumergroup",
      "topic"),
  GROUP_LAG_SECONDS_MAX(
      Kind.GAUGE,
      "kafka_consumergroup_lag_seconds_max",
      "Largest kafka_consumergroup_lag_seconds of a topic.",
      "consumergroup",
      "topic"),
  GROUP_MEMBERS(
      Kind.GAUGE,
      "kafka_consumergroup_members",
      "Members of a group; kind is classic, consumer, share or streams, state as Kafka calls it.",
      "consumergroup",
      "kind",
      "state"),
  NODE(Kind.GAUGE, "tidepost_node", "Always 1; which node this is.", "node_id", "cluster_id"),
  LEFT_OUT(
      Kind.GAUGE,
      "tidepost_metrics_left_out",
      "Things that are not told of one by one because there are more than the options allow; what"
          + " is topics, partitions, group_partitions or client_series.",
      "what"),
  SCRAPE_SECONDS(
      Kind.GAUGE, "tidepost_scrape_seconds", "How long this page took to gather, in seconds.");

  /// What a number means.
  public enum Kind {
    COUNTER,
    GAUGE,
    SUMMARY
  }

  private final Kind kind;
  private final String base;
  private final String help;
  private final List<String> labels;

  Metric(Kind kind, String base, String help, String... labels) {
    this.kind = kind;
    this.base = base;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  /// The name without what the text format adds to a counter's.
  public String base() {
    return base;
  }

  /// The name of its samples; a summary has others beside it.
  public String sample() {
    return kind == Kind.COUNTER ? base + "_total" : base;
  }

  /// What it is, one sentence.
  public String help() {
    return help;
  }

  /// Names of its labels; the last ones may be left out.
  public List<String> labels() {
    return labels;
  }
}
