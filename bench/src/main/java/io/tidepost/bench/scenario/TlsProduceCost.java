package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.TlsConnection;
import io.tidepost.compat.certificate.Authority;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/// Broker CPU per GB of uncompressed values in records of 1 KB that come over TLS.
final class TlsProduceCost implements Scenario {

  private @Nullable Authority authority;

  @Override
  public Map<String, String> options(Path home) {
    Authority made = new Authority(home.resolve("authority"));
    authority = made;
    Map<String, String> options = new LinkedHashMap<>();
    options.put("listener.security.protocol.map", "PLAINTEXT:SSL,CONTROLLER:PLAINTEXT");
    options.put("ssl.keystore.type", "PKCS12");
    options.put("ssl.keystore.location", made.sign("server", "CN=localhost").toString());
    options.put("ssl.keystore.password", Authority.PASSWORD);
    options.put("ssl.key.password", Authority.PASSWORD);
    // Apache Kafka connects to itself when it starts.
    options.put("ssl.truststore.type", "PKCS12");
    options.put("ssl.truststore.location", made.truststore().toString());
    options.put("ssl.truststore.password", Authority.PASSWORD);
    return options;
  }

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) throws IOException {
    server.start();
    Path trusted = Objects.requireNonNull(authority).truststore();
    create(server, trusted, sizes.partitions());
    Producing producing = new Producing("none", sizes);
    try (var connection = new TlsConnection(server.port(), trusted, Authority.PASSWORD)) {
      send(connection, producing, sizes, sizes.warmMegabytes());
      double cpuBefore = Usage.cpuSeconds(server.pid());
      long begin = System.nanoTime();
      long bytes = send(connection, producing, sizes, sizes.megabytes());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = Usage.cpuSeconds(server.pid()) - cpuBefore;
      return List.of(
          Figure.cost("CPU per GB produced over TLS, s", cpuSeconds / (bytes / 1e9), 0),
          Figure.gain("produced over TLS, MB/s", bytes / 1e6 / seconds));
    }
  }

  private static void create(ServerUnderTest server, Path trusted, int partitions) {
    Map<String, Object> options =
        Map.of(
            "bootstrap.servers",
            server.bootstrap(),
            "security.protocol",
            "SSL",
            "ssl.truststore.type",
            "PKCS12",
            "ssl.truststore.location",
            trusted.toString(),
            "ssl.truststore.password",
            Authority.PASSWORD);
    try (Admin admin = Admin.create(options)) {
      NewTopic topic = new NewTopic(Producing.TOPIC, partitions, (short) 1);
      admin.createTopics(List.of(topic)).all().get();
      // What Apache Kafka's broker has not heard of yet it would refuse.
      while (leaders(admin) < partitions) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long leaders(Admin admin) throws InterruptedException, ExecutionException {
    KafkaFuture<TopicDescription> described =
        Objects.requireNonNull(
            admin.describeTopics(List.of(Producing.TOPIC)).topicNameValues().get(Producing.TOPIC));
    return described.get().partitions().stream().filter(each -> each.leader() != null).count();
  }

  private static long send(
      TlsConnection connection, Producing producing, Sizes sizes, int megabytes)
      throws IOException {
    List<ByteBuffer> requests = producing.requests();
    long payload = producing.payloadPerRequest();
    long count = (megabytes * 1_000_000L + payload - 1) / payload;
    long answered = 0;
    for (long sent = 0; sent < count; sent++) {
      if (sent - answered == sizes.inFlight()) {
        connection.produced();
        answered++;
      }
      connection.send(requests.get((int) (sent % requests.size())));
    }
    for (; answered < count; answered++) {
      connection.produced();
    }
    return count * payload;
  }
}
