package io.tidepost.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.http.Caller;
import io.tidepost.http.HttpFailure;
import io.tidepost.http.HttpResource;
import io.tidepost.http.HttpService;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.schema.SchemaType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/// `POST /topics/{topic}` and `POST /topics/{topic}/partitions/{partition}`: records into a topic.
final class ProduceResource implements HttpResource {

  private static final int NOT_TO_BE_TRIED_AGAIN = 1;
  private static final int TO_BE_TRIED_AGAIN = 2;

  private final TopicsOfCallers callers;
  private final Schemas schemas;

  ProduceResource(TopicsOfCallers callers, Schemas schemas) {
    this.callers = callers;
    this.schemas = schemas;
  }

  @Override
  public void mount(RoutesConfig routes) {
    routes.post(
        "/topics/{topic}",
        context -> callers.with(context, topics -> produce(context, topics, null)));
    routes.post(
        "/topics/{topic}/partitions/{partition}",
        context ->
            callers.with(
                context,
                topics ->
                    produce(context, topics, TopicsResource.find(topics, context).partition())));
  }

  private void produce(Context context, Topics topics, @Nullable Integer partition) {
    Format format = Format.ofContentType(context.contentType());
    if (format == null) {
      throw new HttpFailure(
          415,
          415,
          "the content type has to say what records are, such as %s; /records/{topic} takes anything"
              .formatted(Format.JSON.contentType()));
    }
    String topic = context.pathParam("topic");
    ObjectNode body = Bodies.read(context);
    JsonNode given = Bodies.array(body, "records");
    if (given.isEmpty()) {
      throw new HttpFailure(422, 422, "'records' is empty");
    }
    if (partition == null) {
      topics.describe(topic);
    }
    Caller caller = HttpService.caller(context);
    Integer keySchema = schema(caller, body, "key", topic, format, given);
    Integer valueSchema = schema(caller, body, "value", topic, format, given);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (JsonNode record : given) {
      records.add(record(caller, topic, partition, record, format, keySchema, valueSchema));
    }
    ObjectNode answer = Bodies.JSON.createObjectNode();
    ArrayNode offsets = answer.putArray("offsets");
    List<Future<RecordMetadata>> sent = records.stream().map(topics::send).toList();
    sent.forEach(each -> offsets.add(offset(each)));
    answer.put("key_schema_id", keySchema);
    answer.put("value_schema_id", valueSchema);
    Bodies.answer(context, answer);
  }

  /// The id of the schema that the body names for keys or values.
  private @Nullable Integer schema(
      Caller caller, ObjectNode body, String part, String topic, Format format, JsonNode records) {
    SchemaType type = format.schemaType();
    boolean used = false;
    for (JsonNode record : records) {
      used |= !record.path(part).isMissingNode() && !record.path(part).isNull();
    }
    JsonNode id = body.path(part + "_schema_id");
    JsonNode text = body.path(part + "_schema");
    if (type == null || !used) {
      return null;
    }
    if (id.canConvertToInt() && id.isIntegralNumber()) {
      return id.intValue();
    }
    if (text.isTextual()) {
      return schemas.register(caller, topic + "-" + part, type, text.textValue());
    }
    throw new HttpFailure(
        422,
        part.equals("key") ? 42201 : 42202,
        "%ss need a schema: '%s_schema' or '%s_schema_id'".formatted(part, part, part));
  }

  private ProducerRecord<byte[], byte[]> record(
      Caller caller,
      String topic,
      @Nullable Integer partition,
      JsonNode record,
      Format format,
      @Nullable Integer keySchema,
      @Nullable Integer valueSchema) {
    if (!record.isObject()) {
      throw new HttpFailure(422, 422, "a record has to be an object");
    }
    JsonNode own = record.path("partition");
    JsonNode timestamp = record.path("timestamp");
    return new ProducerRecord<>(
        topic,
        partition != null || !own.isInt() ? partition : (Integer) own.intValue(),
        timestamp.isIntegralNumber() ? timestamp.longValue() : null,
        bytes(caller, record.path("key"), format, keySchema),
        bytes(caller, record.path("value"), format, valueSchema));
  }

  private byte @Nullable [] bytes(
      Caller caller, JsonNode part, Format format, @Nullable Integer schema) {
    if (part.isMissingNode() || part.isNull()) {
      return null;
    }
    try {
      if (schema != null) {
        return schemas.encode(caller, schema, part);
      }
      if (format == Format.BINARY) {
        return Base64.getDecoder().decode(part.asText());
      }
      return part.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } catch (MismatchException e) {
      throw new HttpFailure(422, 42203, "Conversion failed: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(422, 42203, "Conversion failed: a key or value is no Base64");
    }
  }

  private static ObjectNode offset(Future<RecordMetadata> sent) {
    ObjectNode answer = Bodies.JSON.createObjectNode();
    try {
      RecordMetadata metadata = sent.get();
      return answer
          .put("partition", metadata.partition())
          .put("offset", metadata.offset())
          .putNull("error_code")
          .putNull("error");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException refused) {
        throw Topics.failure(refused);
      }
      boolean again = e.getCause() instanceof RetriableException;
      return answer
          .putNull("partition")
          .putNull("offset")
          .put("error_code", again ? TO_BE_TRIED_AGAIN : NOT_TO_BE_TRIED_AGAIN)
          .put("error", String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure(503, 50301, "the node is being stopped");
    }
  }
}
