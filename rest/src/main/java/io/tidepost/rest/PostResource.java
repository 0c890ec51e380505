package io.tidepost.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// `POST /records/{topic}`: what is posted is a record's value, as it is. So a web form or a
/// webhook reaches a topic and has to know nothing of it; `?key=` gives the key.
final class PostResource implements HttpResource {

  private final TopicsOfCallers callers;

  PostResource(TopicsOfCallers callers) {
    this.callers = callers;
  }

  @Override
  public void mount(RoutesConfig routes) {
    routes.post(
        "/records/{topic}", context -> callers.with(context, topics -> post(context, topics)));
  }

  private static void post(Context context, Topics topics) {
    String topic = context.pathParam("topic");
    String key = context.queryParam("key");
    byte[] value = value(context);
    topics.describe(topic);
    RecordMetadata stored =
        Topics.await(
            topics.send(
                new ProducerRecord<>(
                    topic,
                    null,
                    key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                    value)));
    Bodies.answer(
        context,
        Bodies.JSON
            .createObjectNode()
            .put("topic", topic)
            .put("partition", stored.partition())
            .put("offset", stored.offset()));
  }

  private static byte[] value(Context context) {
    String type = bare(context.contentType());
    if (type.equals("application/x-www-form-urlencoded")) {
      return form(context.formParamMap()).toString().getBytes(StandardCharsets.UTF_8);
    }
    byte[] body = context.bodyAsBytes();
    if (type.equals("application/json") || type.endsWith("+json")) {
      try {
        Bodies.JSON.readTree(new String(body, StandardCharsets.UTF_8));
      } catch (JsonProcessingException e) {
        throw new HttpFailure(400, 400, "the body is no JSON: " + e.getOriginalMessage());
      }
    }
    return body;
  }

  private static String bare(@Nullable String type) {
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /// Fields with one value as texts, others as arrays.
  private static ObjectNode form(Map<String, List<String>> fields) {
    ObjectNode object = Bodies.JSON.createObjectNode();
    fields.forEach((name, values) -> {
      if (values.size() == 1) {
        object.put(name, values.getFirst());
      } else {
        ArrayNode array = object.putArray(name);
        values.forEach(array::add);
      }
    });
    return object;
  }
}
