package io.tidepost.console.cluster;

import io.tidepost.operate.Reasons;
import io.tidepost.operate.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The cluster as one person may see it. Its clients are made when they are needed first. Any
/// thread; calls block.
public final class ClusterClient implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long PAUSE_MILLIS = 100;
  private static final int NOT_FOUND = 404;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Entrance.Clients access;
  private final Map<String, Object> settings;
  private final Sight sight = new Sight(this);
  private final GroupSight groups = new GroupSight(this);
  private final Jobs jobs = new Jobs();
  private final HeldPlan plan = new HeldPlan();
  private @Nullable Admin admin;
  private boolean closed;

  /// @param access what its clients come in with
  public ClusterClient(Entrance.Clients access) {
    this.access = access;
    this.settings = new HashMap<>(access.settings());
    this.settings.put("client.id", "tidepost-console");
    this.settings.put("default.api.timeout.ms", 15_000);
    this.settings.put("request.timeout.ms", 10_000);
    // Kept while nobody looks at pages; an idle connection costs next to nothing.
    this.settings.put("connections.max.idle.ms", 300_000);
    this.settings.put("enable.metrics.push", false);
  }

  /// By which the schema registry knows the person; empty for nobody.
  public String authorization() {
    return access.authorization();
  }

  /// Where programs find a node.
  public String address(Node node) {
    Entrance.Shown shown = access.shown();
    return shown == null ? node.host() + ":" + node.port() : shown.address();
  }

  /// What programs speak there.
  public String protocol() {
    Entrance.Shown shown = access.shown();
    return shown == null
        ? String.valueOf(settings.getOrDefault("security.protocol", "PLAINTEXT"))
        : shown.protocol();
  }

  /// For questions and changes.
  public synchronized Admin admin() {
    if (closed) {
      throw new ConsoleFailure(401, "This session has ended.");
    }
    Admin known = admin;
    if (known == null) {
      known = Admin.create(settings);
      admin = known;
    }
    return known;
  }

  /// Something that several tools do to a cluster.
  @FunctionalInterface
  public interface Work<T> {
    T with(Admin admin) throws ExecutionException, InterruptedException;
  }

  /// Does it with this person's rights.
  ///
  /// @throws ConsoleFailure with what the cluster said, when it refused
  public <T> T operate(Work<T> work) {
    try {
      return work.with(admin());
    } catch (ExecutionException e) {
      throw failure(Reasons.unwrap(e));
    } catch (Refusal e) {
      String said = e.sentence();
      throw new ConsoleFailure(
          400, Character.toUpperCase(said.charAt(0)) + said.substring(1) + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsoleFailure(503, "The console is being stopped.");
    }
  }

  /// What the pages show of the whole cluster, a moment old at most.
  public Sight sight() {
    return sight;
  }

  /// Groups and where they are.
  public GroupSight groups() {
    return groups;
  }

  /// Long work that this person started.
  public Jobs jobs() {
    return jobs;
  }

  /// The plan of moves that this person looked at last.
  public HeldPlan plan() {
    return plan;
  }

  /// A consumer without a group. To be closed by the caller.
  ///
  /// @param extra settings on top
  public Consumer<byte[], byte[]> consumer(Map<String, Object> extra) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("enable.auto.commit", false);
    all.put("auto.offset.reset", "none");
    all.putAll(extra);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A producer. To be closed by the caller.
  public Producer<byte[], byte[]> producer() {
    return producer(Map.of());
  }

  /// A producer. To be closed by the caller.
  ///
  /// @param extra settings on top
  public Producer<byte[], byte[]> producer(Map<String, Object> extra) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("delivery.timeout.ms", 15_000);
    all.put("linger.ms", 0);
    all.put("max.block.ms", 15_000);
    all.putAll(extra);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Proves that the name and the password are right.
  public void greet() {
    get(admin().describeCluster().clusterId());
  }

  /// Waits for an answer.
  ///
  /// @throws ConsoleFailure with what the cluster said, when it refused
  public static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new ConsoleFailure(504, "The cluster did not answer in " + PATIENCE_SECONDS + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsoleFailure(503, "The console is being stopped.");
    }
  }

  /// Waits for the answer about one thing of those that were asked about.
  public static <K, T> T answer(Map<K, KafkaFuture<T>> answers, K key) {
    return get(of(answers, key));
  }

  /// Asks again for a moment when something is not there: what was just made may not have reached
  /// the node that answers.
  public static <T> T settled(Supplier<T> question) {
    long deadline = System.nanoTime() + SETTLED_NANOS;
    while (true) {
      try {
        return question.get();
      } catch (ConsoleFailure e) {
        if (e.status() != NOT_FOUND || System.nanoTime() > deadline) {
          throw e;
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConsoleFailure(503, "The console is being stopped.");
      }
    }
  }

  /// What went wrong, for people.
  public static ConsoleFailure failure(Throwable cause) {
    String message = cause.getMessage();
    String said =
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    return switch (cause) {
      case ConsoleFailure known -> known;
      case AuthenticationException e ->
          new ConsoleFailure(401, "The name or the password is wrong.");
      case UnknownTopicOrPartitionException e ->
          new ConsoleFailure(404, "There is no such topic here: " + said);
      case AuthorizationException e -> new ConsoleFailure(403, "Not allowed: " + said);
      case org.apache.kafka.common.errors.TimeoutException e ->
          new ConsoleFailure(504, "The cluster did not answer in time: " + said);
      default -> new ConsoleFailure(400, said.endsWith(".") ? said : said + ".");
    };
  }

  /// Like [Map#get], where something has to be there because it was asked for.
  static <K, V> V of(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException(key + " was asked for and is not answered");
    }
    return value;
  }

  /// The answer for the only thing that was asked about.
  static <V> V only(Map<?, V> map) {
    return List.copyOf(map.values()).getFirst();
  }

  @Override
  public synchronized void close() {
    closed = true;
    jobs.close();
    if (admin != null) {
      admin.close(CLOSE);
    }
    access.end().run();
  }
}
