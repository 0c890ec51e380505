package io.tidepost.broker.security.audit;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.option.Options;
import io.tidepost.broker.Log;
import io.tidepost.broker.api.InternalTopics;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.coordinator.ClusterAppend;
import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.option.AuditOptions;
import io.tidepost.broker.option.TopicDefaultOptions;
import io.tidepost.broker.security.Login;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.wire.records.BatchBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Writes what was allowed and denied to the topic `__tidepost_audit`, one batch per second at
/// most. Never holds up a request: events are put into a bounded buffer, and a timer that runs only
/// while there are some writes them. Any thread.
public final class AuditLog {

  private static final Log LOG = Log.of(AuditLog.class);
  private static final TopicPartition PARTITION = new TopicPartition(InternalTopics.AUDIT, 0);
  private static final long INTERVAL_MILLIS = 1000;

  /// Pause before it is tried again to make or to write the topic.
  private static final long RETRY_MILLIS = 10_000;

  /// What changes the cluster; everything else is traffic.
  private static final Set<AclOperation> MANAGEMENT =
      EnumSet.of(
          AclOperation.CREATE,
          AclOperation.DELETE,
          AclOperation.ALTER,
          AclOperation.ALTER_CONFIGS,
          AclOperation.CREATE_TOKENS);

  private final BrokerContext context;
  private final AuditBuffer buffer = new AuditBuffer();
  private final InternalTopic topic;
  private final boolean traffic;
  private final int recordsPerSecond;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean failing;

  public AuditLog(BrokerContext context, Options options) {
    this.context = context;
    this.traffic = options.get(AuditOptions.TIDEPOST_AUDIT_TRAFFIC);
    this.recordsPerSecond = options.get(AuditOptions.TIDEPOST_AUDIT_RECORDS_PER_SECOND);
    this.topic =
        new InternalTopic(
            context,
            InternalTopics.AUDIT,
            () ->
                new InternalTopic.Settings(
                    1,
                    context.options().get(TopicDefaultOptions.DEFAULT_REPLICATION_FACTOR),
                    0,
                    Map.of("cleanup.policy", "delete")));
  }

  /// Notes a decision about what somebody tried to do.
  public void note(
      RequestContext caller,
      AclOperation operation,
      ResourceType type,
      String name,
      boolean allowed) {
    if (allowed && !traffic && !MANAGEMENT.contains(operation)) {
      return;
    }
    boolean own = type == ResourceType.TOPIC && name.equals(InternalTopics.AUDIT);
    if (allowed && operation == AclOperation.WRITE && own) {
      return; // other brokers' events: noting them would make new ones for ever
    }
    add(AuditEvent.of(caller, operation, type.name(), name, allowed));
  }

  /// Notes a change to something that access control knows no name for: a user's password, an
  /// entry, a quota, a token.
  ///
  /// @param kind what it is, in capitals
  /// @param name its name; never a secret
  public void change(RequestContext caller, AclOperation operation, String kind, String name) {
    add(AuditEvent.of(caller, operation, kind, name, true));
  }

  /// Notes that somebody was believed to be who they say they are, or not.
  public void login(Login login) {
    add(AuditEvent.of(login));
  }

  private void add(AuditEvent event) {
    buffer.add(event, context.clock().wallMillis());
    schedule(INTERVAL_MILLIS);
  }

  private void schedule(long delayMillis) {
    if (!buffer.isEmpty() && scheduled.compareAndSet(false, true)) {
      context.loops().get(0).schedule(delayMillis, this::write);
    }
  }

  private void write() {
    topic.create(failure -> {
      if (failure == null) {
        flush(() -> {});
      }
      scheduled.set(false);
      schedule(failure != null || failing ? RETRY_MILLIS : INTERVAL_MILLIS);
    });
  }

  /// Writes what waits before the node stops. Blocks shortly.
  public void close() {
    if (topic.find() == null || buffer.isEmpty()) {
      return;
    }
    var written = new CountDownLatch(1);
    flush(written::countDown);
    try {
      if (!written.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the newest events were not written to {}", InternalTopics.AUDIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void flush(Runnable done) {
    long now = context.clock().wallMillis();
    List<String> texts = buffer.drain(recordsPerSecond, now);
    if (texts.isEmpty()) {
      done.run();
      return;
    }
    var batch = new BatchBuilder();
    for (String text : texts) {
      batch.append(now, null, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    ByteBuffer bytes = batch.build();
    ClusterAppend.append(
        context,
        PARTITION,
        bytes,
        PartitionLeader.ACKS_LEADER,
        complaint -> {
          written(complaint, texts.size());
          done.run();
        });
  }

  private void written(@Nullable String complaint, int events) {
    if (complaint == null) {
      failing = false;
      return;
    }
    if (!failing) {
      failing = true;
      LOG.warn("{} cannot be written, events are lost: {}", InternalTopics.AUDIT, complaint);
    }
    buffer.lose(events);
    schedule(RETRY_MILLIS);
  }
}
