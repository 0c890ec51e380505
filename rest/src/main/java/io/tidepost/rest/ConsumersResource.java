package io.tidepost.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpResource;
import io.tidepost.http.HttpService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// `/consumers/{group}`: consumers that live between requests.
final class ConsumersResource implements HttpResource {

  private static final String INSTANCE = "/consumers/{group}/instances/{instance}";
  private static final long TIMEOUT_MILLIS = 1000;
  private static final long TIMEOUT_MILLIS_MAX = 60_000;
  private static final long BYTES_MAX = 64L << 20;

  private final ConsumerInstances instances;

  ConsumersResource(ConsumerInstances instances) {
    this.instances = instances;
  }

  @Override
  public void mount(RoutesConfig routes) {
    routes.post("/consumers/{group}", this::create);
    routes.delete(INSTANCE, this::delete);
    routes.post(INSTANCE + "/offsets", this::commit);
    routes.get(INSTANCE + "/offsets", this::committed);
    routes.post(INSTANCE + "/subscription", this::subscribe);
    routes.get(INSTANCE + "/subscription", this::subscription);
    routes.delete(INSTANCE + "/subscription", this::unsubscribe);
    routes.post(INSTANCE + "/assignments", this::assign);
    routes.get(INSTANCE + "/assignments", this::assignment);
    routes.post(INSTANCE + "/positions", this::seek);
    routes.post(INSTANCE + "/positions/beginning", context -> seek(context, true));
    routes.post(INSTANCE + "/positions/end", context -> seek(context, false));
    routes.get(INSTANCE + "/records", this::records);
  }

  private ConsumerInstance instance(Context context) {
    return instances.get(
        HttpService.caller(context), context.pathParam("group"), context.pathParam("instance"));
  }

  private void create(Context context) {
    String group = context.pathParam("group");
    String name = instances.create(HttpService.caller(context), group, Bodies.read(context));
    String base = context.scheme() + "://" + context.host() + context.path();
    Bodies.answer(
        context,
        Bodies.JSON
            .createObjectNode()
            .put("instance_id", name)
            .put(
                "base_uri",
                (base.endsWith("/") ? base : base + "/")
                    + "instances/"
                    + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)));
  }

  private void delete(Context context) {
    instances.delete(
        HttpService.caller(context), context.pathParam("group"), context.pathParam("instance"));
    context.status(204);
  }

  private void commit(Context context) {
    ObjectNode body = Bodies.read(context);
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (JsonNode each : body.path("offsets")) {
      // The offset of the last record that was dealt with.
      offsets.put(
          Bodies.partition(each),
          new OffsetAndMetadata(Bodies.offset(each) + 1, each.path("metadata").asText("")));
    }
    instance(context).commit(offsets);
    context.status(204);
  }

  private void committed(Context context) {
    List<TopicPartition> asked = partitions(Bodies.read(context));
    ObjectNode answer = Bodies.JSON.createObjectNode();
    ArrayNode offsets = answer.putArray("offsets");
    Map<TopicPartition, OffsetAndMetadata> known =
        instance(context).committed(new HashSet<>(asked));
    for (TopicPartition partition : asked) {
      OffsetAndMetadata committed = known.get(partition);
      if (committed != null) {
        offsets
            .addObject()
            .put("topic", partition.topic())
            .put("partition", partition.partition())
            .put("offset", committed.offset())
            .put("metadata", committed.metadata());
      }
    }
    Bodies.answer(context, answer);
  }

  private static List<TopicPartition> partitions(ObjectNode body) {
    List<TopicPartition> partitions = new ArrayList<>();
    Bodies.array(body, "partitions").forEach(each -> partitions.add(Bodies.partition(each)));
    return partitions;
  }

  private void subscribe(Context context) {
    ObjectNode body = Bodies.read(context);
    ConsumerInstance instance = instance(context);
    JsonNode pattern = body.path("topic_pattern");
    if (pattern.isTextual()) {
      try {
        instance.subscribe(Pattern.compile(pattern.textValue()));
      } catch (PatternSyntaxException e) {
        throw new HttpFailure(422, 42204, "topic_pattern: " + e.getDescription());
      }
    } else {
      List<String> topics = new ArrayList<>();
      Bodies.array(body, "topics").forEach(topic -> topics.add(topic.asText()));
      instance.subscribe(topics);
    }
    context.status(204);
  }

  private void subscription(Context context) {
    ObjectNode answer = Bodies.JSON.createObjectNode();
    ArrayNode topics = answer.putArray("topics");
    instance(context).subscription().stream().sorted().forEach(topics::add);
    Bodies.answer(context, answer);
  }

  private void unsubscribe(Context context) {
    instance(context).unsubscribe();
    context.status(204);
  }

  private void assign(Context context) {
    instance(context).assign(partitions(Bodies.read(context)));
    context.status(204);
  }

  private void assignment(Context context) {
    ObjectNode answer = Bodies.JSON.createObjectNode();
    ArrayNode partitions = answer.putArray("partitions");
    for (TopicPartition partition : instance(context).assignment()) {
      partitions
          .addObject()
          .put("topic", partition.topic())
          .put("partition", partition.partition());
    }
    Bodies.answer(context, answer);
  }

  private void seek(Context context) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (JsonNode each : Bodies.array(Bodies.read(context), "offsets")) {
      offsets.put(Bodies.partition(each), Bodies.offset(each));
    }
    instance(context).seek(offsets);
    context.status(204);
  }

  private void seek(Context context, boolean beginning) {
    instance(context).seek(partitions(Bodies.read(context)), beginning);
    context.status(204);
  }

  private void records(Context context) {
    ConsumerInstance instance = instance(context);
    Format accepted = Format.ofContentType(context.header("Accept"));
    if (accepted != null && accepted != instance.format()) {
      throw new HttpFailure(
          406,
          40601,
          "The requested embedded data format does not match the deserializer for this consumer"
              + " instance");
    }
    long timeout = Math.min(number(context, "timeout", TIMEOUT_MILLIS), TIMEOUT_MILLIS_MAX);
    long bytes = number(context, "max_bytes", BYTES_MAX);
    ArrayNode records = instance.records(timeout, Math.min(bytes, BYTES_MAX));
    context.contentType(instance.format().contentType()).result(records.toString());
  }

  private static long number(Context context, String name, long otherwise) {
    String text = context.queryParam(name);
    try {
      return text == null ? otherwise : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new HttpFailure(400, 400, name + " has to be a number");
    }
  }
}
