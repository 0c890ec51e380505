package io.tidepost.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.tidepost.http.HttpFailure;
import org.apache.kafka.common.TopicPartition;

/// Reads and writes the JSON of requests and answers.
final class Bodies {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Bodies() {}

  /// The object in a request's body; an empty body is an empty object.
  static ObjectNode read(Context context) {
    String body = context.body();
    if (body.isBlank()) {
      return JSON.createObjectNode();
    }
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new HttpFailure(400, 400, "the body is no JSON: " + e.getOriginalMessage());
    }
    throw new HttpFailure(422, 422, "the body is no JSON object");
  }

  static void answer(Context context, JsonNode answer) {
    context.contentType(Format.ANSWERS).result(answer.toString());
  }

  /// An array that has to be there.
  static JsonNode array(JsonNode body, String name) {
    JsonNode array = body.path(name);
    if (!array.isArray()) {
      throw new HttpFailure(422, 422, "'" + name + "' has to be an array");
    }
    return array;
  }

  static TopicPartition partition(JsonNode node) {
    JsonNode topic = node.path("topic");
    JsonNode partition = node.path("partition");
    if (!topic.isTextual() || !partition.isInt() || partition.intValue() < 0) {
      throw new HttpFailure(422, 422, "'topic' and 'partition' have to be given");
    }
    return new TopicPartition(topic.textValue(), partition.intValue());
  }

  static long offset(JsonNode node) {
    JsonNode offset = node.path("offset");
    if (!offset.isIntegralNumber() || offset.longValue() < 0) {
      throw new HttpFailure(422, 422, "'offset' has to be a number from 0 on");
    }
    return offset.longValue();
  }
}
