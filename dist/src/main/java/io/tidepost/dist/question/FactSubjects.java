package io.tidepost.dist.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.broker.question.NodeSubject;
import io.tidepost.console.fact.ConnectionsFact;
import io.tidepost.console.fact.DisksFact;
import io.tidepost.console.fact.Fact;
import io.tidepost.console.fact.InFlightFact;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.ProduceFact;
import io.tidepost.console.fact.RebalancesFact;
import io.tidepost.console.fact.WritersFact;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Facts as subjects of questions between nodes: their names, and their parts as JSON. Parts that a
/// node does not know are passed over, so that facts may get further ones; what changes its meaning
/// gets another version.
public final class FactSubjects {

  private record Known(String name, int version, Class<? extends Fact<?>> fact) {}

  private static final List<Known> ALL =
      List.of(
          new Known("connections", 0, ConnectionsFact.class),
          new Known("writers", 0, WritersFact.class),
          new Known("rebalances", 0, RebalancesFact.class),
          new Known("in-flight", 0, InFlightFact.class),
          new Known("produce", 0, ProduceFact.class),
          new Known("disks", 0, DisksFact.class));

  private static final Map<String, Known> BY_NAME =
      ALL.stream().collect(Collectors.toMap(Known::name, Function.identity()));

  private static final Map<Class<?>, Known> BY_FACT =
      ALL.stream().collect(Collectors.toMap(Known::fact, Function.identity()));

  static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private FactSubjects() {}

  /// The subject with this name, answered by a node's facts; `null` when there is none.
  public static @Nullable NodeSubject find(String name, NodeFacts facts) {
    Known known = BY_NAME.get(name);
    return known == null ? null : new FactSubject(known.version(), known.fact(), facts);
  }

  /// A fact as a question.
  record Question(String subject, int version, byte[] body) {}

  static Question question(Fact<?> fact) {
    Known known = BY_FACT.get(fact.getClass());
    if (known == null) {
      throw new IllegalArgumentException("not a subject: " + fact.getClass());
    }
    try {
      return new Question(known.name(), known.version(), JSON.writeValueAsBytes(fact));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record is always JSON", e);
    }
  }

  static <A> A answer(Fact<A> fact, byte[] body) throws IOException {
    return JSON.readValue(body, fact.answer());
  }
}
