package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Codecs;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Registry;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import io.tidepost.registry.form.FormField;
import io.tidepost.registry.form.SchemaForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// The form that writes a record.
public final class ProducePage implements ConsolePage {

  /// @param refusal why nothing was written; empty at first
  public record Model(
      String topic,
      String address,
      int partitions,
      String key,
      String value,
      String headers,
      String keySubject,
      String valueSubject,
      List<String> subjects,
      List<FormField> fields,
      Map<String, String> filled,
      String refusal) {

    /// What a field shows.
    public String shown(FormField field) {
      return filled.getOrDefault(field.name(), filled.isEmpty() ? field.initial() : "");
    }
  }

  /// In front of the names of fields of a schema's form.
  private static final String FIELD = "f.";

  private final Registry registry;

  public ProducePage(Registry registry) {
    this.registry = registry;
  }

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/topics/{topic}/produce", context -> show(context, pages, ""));
    routes.post(
        "/topics/{topic}/produce",
        context -> {
          try {
            produce(context);
          } catch (ConsoleFailure e) {
            context.status(e.status());
            show(context, pages, String.valueOf(e.getMessage()));
          }
        });
    routes.post("/first-event", ProducePage::firstEvent);
  }

  private void show(Context context, Pages pages, String refusal) {
    String topic = context.pathParam("topic");
    Model model =
        new Model(
            topic,
            TopicPage.address(topic),
            TopicPage.described(Doors.session(context).client(), topic).partitions().size(),
            Asked.text(context, "key"),
            raw(context, "value"),
            raw(context, "headers"),
            Asked.text(context, "keySubject"),
            Asked.text(context, "valueSubject"),
            subjects(Doors.session(context).client()),
            fields(context),
            filled(context),
            refusal);
    pages.render(context, "produce", "topics", topic + ": write a record", model);
  }

  /// Whose schemas keys and values may follow; none when the registry cannot be asked, or not by
  /// this person.
  private List<String> subjects(ClusterClient person) {
    if (!registry.there()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try {
      registry.ask(person, "GET", "/subjects", null).forEach(name -> names.add(name.asText()));
    } catch (ConsoleFailure e) {
      return List.of();
    }
    return names;
  }

  /// Of the form that was asked for; none when none was.
  private List<FormField> fields(Context context) {
    String subject = Asked.text(context, "valueSubject");
    boolean wanted = Asked.ticked(context, "form");
    return wanted && !subject.isEmpty() ? codecs(context).form(subject).fields() : List.of();
  }

  private Codecs codecs(Context context) {
    return new Codecs(registry, Doors.session(context).client());
  }

  /// What was filled in, by the names of fields.
  private static Map<String, String> filled(Context context) {
    Map<String, String> filled = new HashMap<>();
    context
        .formParamMap()
        .forEach((name, values) -> {
          if (name.startsWith(FIELD) && !values.isEmpty()) {
            filled.put(name.substring(FIELD.length()), values.getFirst());
          }
        });
    return filled;
  }

  /// The value as text: what the form makes where one was filled in.
  private String value(Context context) {
    Map<String, String> filled = filled(context);
    if (filled.isEmpty()) {
      return raw(context, "value").replace("\r\n", "\n");
    }
    try {
      return codecs(context).form(Asked.text(context, "valueSubject")).value(filled).toString();
    } catch (SchemaForm.WrongFieldException e) {
      throw new ConsoleFailure(400, e.getMessage() + ".");
    }
  }

  private static byte[] bytes(Codecs codecs, String subject, String text) {
    return subject.isEmpty() ? text.getBytes(StandardCharsets.UTF_8) : codecs.write(subject, text);
  }

  private static String raw(Context context, String name) {
    String text = context.formParam(name);
    return text == null ? "" : text;
  }

  private void produce(Context context) {
    String topic = context.pathParam("topic");
    long partition = Asked.number(context, "partition", -1, -1, Integer.MAX_VALUE);
    String key = raw(context, "key");
    boolean tombstone = Asked.ticked(context, "tombstone");
    String value = value(context);
    if (tombstone && key.isEmpty()) {
      throw new ConsoleFailure(
          400, "key: a record without a value deletes a key, so it needs one.");
    }
    Codecs codecs = codecs(context);
    RecordMetadata written =
        send(
            Doors.session(context).client(),
            new ProducerRecord<>(
                topic,
                partition < 0 ? null : (int) partition,
                key.isEmpty() ? null : bytes(codecs, Asked.text(context, "keySubject"), key),
                tombstone ? null : bytes(codecs, Asked.text(context, "valueSubject"), value),
                headers(raw(context, "headers"))));
    Pages.done(
        context,
        TopicPage.address(topic) + "/records",
        "Written to partition " + written.partition() + " at offset " + written.offset() + ".");
  }

  /// One in a line: `name=value`.
  private static List<Header> headers(String text) {
    List<Header> headers = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\r?\n")) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals <= 0) {
        throw new ConsoleFailure(
            400, "headers, line " + number + ": '" + line + "' is no pair such as name=value.");
      }
      headers.add(
          new RecordHeader(
              line.substring(0, equals).strip(),
              line.substring(equals + 1).strip().getBytes(StandardCharsets.UTF_8)));
    }
    return headers;
  }

  /// The event of the guided tour: somebody made a sandwich.
  private static void firstEvent(Context context) {
    ClusterClient client = Doors.session(context).client();
    if (client.sight().topics().topic("sandwiches") == null) {
      ClusterClient.get(
          client
              .admin()
              .createTopics(
                  List.of(
                      new org.apache.kafka.clients.admin.NewTopic(
                          "sandwiches", java.util.Optional.of(3), java.util.Optional.empty())))
              .all());
      client.sight().forget();
    }
    RecordMetadata written =
        send(
            client,
            new ProducerRecord<>(
                "sandwiches",
                null,
                "sandwich-42".getBytes(StandardCharsets.UTF_8),
                "made".getBytes(StandardCharsets.UTF_8),
                headers("bread=rye\ncook=ada")));
    Pages.done(
        context,
        "/topics/sandwiches/records",
        "Your first event is in partition "
            + written.partition()
            + " at offset "
            + written.offset()
            + ": when it happened (timestamp), the thing it happened to (key), what happened"
            + " (value), and what else is worth knowing (headers).");
  }

  private static RecordMetadata send(
      ClusterClient client, ProducerRecord<byte @Nullable [], byte @Nullable []> record) {
    try (Producer<byte[], byte[]> producer = client.producer()) {
      @SuppressWarnings({"unchecked", "rawtypes"})
      ProducerRecord<byte[], byte[]> sent = (ProducerRecord) record;
      return producer.send(sent).get();
    } catch (ExecutionException e) {
      throw ClusterClient.failure(e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw ClusterClient.failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConsoleFailure(503, "The console is being stopped.");
    }
  }
}
