package io.tidepost.bench.registry;

import io.tidepost.bench.Usage;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.TidepostProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// The program behind `bench/registry`: registers schemas, each under a subject of its own, looks
/// them up by id and by subject, and prints how many a second and processor time for each. Then a
/// fresh server takes over a topic `_schemas` with as many schemas as another registry left there;
/// prints how long the first answer takes, and memory.
///
/// Arguments: how many schemas to register (2,000), and how many to take over (100,000).
public final class Registrations {

  private static final int CLIENTS = 8;
  private static final String JSON = "application/vnd.schemaregistry.v1+json";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI registry;
  private final TidepostProcess server;
  private final int schemas;

  private Registrations(URI registry, TidepostProcess server, int schemas) {
    this.registry = registry;
    this.server = server;
    this.schemas = schemas;
  }

  public static void main(String[] arguments) throws Exception {
    int registered = arguments.length == 0 ? 2_000 : Integer.parseInt(arguments[0]);
    int takenOver = arguments.length < 2 ? 100_000 : Integer.parseInt(arguments[1]);
    with(registered, Registrations::register);
    with(takenOver, Registrations::takeOver);
  }

  private interface Run {
    void of(Registrations registrations) throws Exception;
  }

  private static void with(int schemas, Run run) throws Exception {
    Path home = Files.createTempDirectory("registry-");
    URI registry = URI.create("http://127.0.0.1:" + Ports.free());
    try (TidepostProcess server =
        new TidepostProcess(home, Map.of("tidepost.registry.listeners", registry.toString()))) {
      server.start();
      run.of(new Registrations(registry, server, schemas));
    } finally {
      delete(home);
    }
  }

  private void register() throws Exception {
    send(1, "GET", "/subjects", "");
    System.out.println("| | a second | CPU, microseconds each |\n|---|---|---|");
    measure("register", 0, this::registerOne);
    measure("register what is there", 0, this::registerOne);
    measure("look up by id", 1, i -> send(i, "GET", "/schemas/ids/" + i, ""));
    measure(
        "latest of a subject", 0, i -> send(i, "GET", "/subjects/s-" + i + "/versions/latest", ""));
  }

  private void takeOver() throws Exception {
    fillTopic();
    double idle = Usage.residentMb(server.pid());
    double cpu = Usage.cpuSeconds(server.pid());
    long began = System.nanoTime();
    send(schemas, "GET", "/schemas/ids/" + schemas, "");
    System.out.printf(
        "%n%,d schemas of another registry: first answer in %.2f s (%.2f s of CPU), memory %.0f MB"
            + " before and %.0f MB after%n",
        schemas,
        (System.nanoTime() - began) / 1e9,
        Usage.cpuSeconds(server.pid()) - cpu,
        idle,
        Usage.residentMb(server.pid()));
  }

  private void fillTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("_schemas", 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    }
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.bootstrap(), "linger.ms", "20"),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 1; i <= schemas; i++) {
        String subject = "s-" + i;
        producer.send(
            new ProducerRecord<>(
                "_schemas",
                "{\"keytype\":\"SCHEMA\",\"subject\":\"%s\",\"version\":1,\"magic\":1}"
                    .formatted(subject),
                "{\"subject\":\"%s\",\"version\":1,\"id\":%d,\"schema\":\"%s\",\"deleted\":false}"
                    .formatted(subject, i, schema(i))));
      }
    }
  }

  private interface Step {
    void run(int number) throws Exception;
  }

  private void measure(String name, int first, Step step) throws Exception {
    double cpu = Usage.cpuSeconds(server.pid());
    long began = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int from = client;
        all.add(
            clients.submit(() -> {
              for (int i = from; i < schemas; i += CLIENTS) {
                step.run(first + i);
              }
              return null;
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "| %s | %.0f | %.0f |%n",
        name, schemas / seconds, (Usage.cpuSeconds(server.pid()) - cpu) * 1e6 / schemas);
  }

  private void registerOne(int number) throws IOException, InterruptedException {
    send(
        number,
        "POST",
        "/subjects/s-" + number + "/versions",
        "{\"schema\": \"" + schema(number) + "\"}");
  }

  /// A schema of its own for each number, as part of a JSON text.
  private static String schema(int number) {
    return ("{\"type\":\"record\",\"name\":\"Order%d\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
                + "{\"name\":\"customer\",\"type\":\"string\"},"
                + "{\"name\":\"total\",\"type\":[\"null\",\"double\"],\"default\":null}]}")
        .formatted(number)
        .replace("\"", "\\\"");
  }

  private void send(int number, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(registry.resolve(path))
                .header("Content-Type", JSON)
                .method(
                    method,
                    body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          method + " " + path + " (" + number + "): " + answer.statusCode() + " " + answer.body());
    }
  }

  private static void delete(Path home) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(home)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
