package io.tidepost.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.http.Caller;
import io.tidepost.http.HttpFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// The consumers that live here between requests; one that nobody has used for a while goes. Any
/// thread; blocks.
final class ConsumerInstances implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int INSTANCES_MAX = 1000;

  /// @param principal whose it is: others do not see it
  private record Name(String principal, String group, String instance) {}

  private final CallerWay way;
  private final Schemas schemas;
  private final Map<Name, ConsumerInstance> instances = new ConcurrentHashMap<>();
  private final Duration idleMax;
  private @Nullable Thread looking;
  private volatile boolean closed;

  /// @param idleMax how long one may go without a request
  ConsumerInstances(CallerWay way, Schemas schemas, Duration idleMax) {
    this.way = way;
    this.schemas = schemas;
    this.idleMax = idleMax;
  }

  /// @return the new one's name
  String create(Caller caller, String group, ObjectNode body) {
    String name = body.path("name").asText("");
    Format format = Format.named(body.path("format").asText("binary"));
    if (format == null) {
      throw new HttpFailure(
          422, 42204, "Invalid consumer configuration: format " + body.path("format").asText());
    }
    if (instances.size() >= INSTANCES_MAX) {
      throw new HttpFailure(503, 50302, "there are " + INSTANCES_MAX + " consumers already");
    }
    Name key =
        new Name(caller.principal(), group, name.isEmpty() ? UUID.randomUUID().toString() : name);
    JsonNode commits = body.path("auto.commit.enable");
    boolean commit = commits.isMissingNode() || commits.asText().equals("true");
    instances.compute(
        key,
        (k, known) -> {
          if (known != null) {
            throw new HttpFailure(
                409, 40902, "Consumer with specified consumer ID already exists in the group.");
          }
          return instance(caller, group, body, format, commit);
        });
    look();
    return key.instance();
  }

  private ConsumerInstance instance(
      Caller caller, String group, ObjectNode body, Format format, boolean commit) {
    CallerWay.Clients clients = TopicsOfCallers.clients(way, caller);
    try {
      return new ConsumerInstance(
          caller,
          clients.end(),
          consumer(clients.settings(), group, body),
          format,
          schemas,
          commit);
    } catch (RuntimeException e) {
      clients.end().run();
      throw e;
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(
      Map<String, Object> settings, String group, ObjectNode body) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("client.id", "tidepost-rest-consumer");
    all.put("group.id", group);
    all.put("enable.auto.commit", "false");
    all.put("allow.auto.create.topics", "false");
    all.put("default.api.timeout.ms", "20000");
    // Between requests nothing is polled.
    all.put("max.poll.interval.ms", String.valueOf(idleMax.plusMinutes(1).toMillis()));
    put(body, "auto.offset.reset", all, "auto.offset.reset", "latest");
    put(body, "fetch.min.bytes", all, "fetch.min.bytes", "1");
    put(body, "isolation.level", all, "isolation.level", "read_committed");
    try {
      return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (ConfigException e) {
      throw new HttpFailure(422, 42204, "Invalid consumer configuration: " + e.getMessage());
    }
  }

  private static void put(
      ObjectNode body, String name, Map<String, Object> all, String as, String otherwise) {
    String value = body.path(name).asText("");
    all.put(as, value.isEmpty() ? otherwise : value);
  }

  /// @throws HttpFailure 404 when there is none of that name
  ConsumerInstance get(Caller caller, String group, String instance) {
    ConsumerInstance known = instances.get(new Name(caller.principal(), group, instance));
    if (known == null) {
      throw new HttpFailure(404, 40403, "Consumer instance not found.");
    }
    return known;
  }

  void delete(Caller caller, String group, String instance) {
    get(caller, group, instance).close();
    instances.remove(new Name(caller.principal(), group, instance));
  }

  private synchronized void look() {
    if (looking == null && !closed) {
      looking = Thread.ofVirtual().name("tidepost-rest-consumers").start(this::closeIdle);
    }
  }

  private void closeIdle() {
    try {
      while (!closed) {
        Thread.sleep(LOOK);
        instances.values().removeIf(instance -> instance.closeIfIdle(idleMax.toNanos()));
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (looking != null) {
      looking.interrupt();
    }
    instances.values().forEach(ConsumerInstance::close);
  }
}
