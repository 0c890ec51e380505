package io.tidepost.compat.parity;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.EntityData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.EntryData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.OpData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.jspecify.annotations.Nullable;

/// About client quotas: what may be set for whom, and what filters select.
final class QuotaQuestions {
  private static final String PRODUCE = "producer_byte_rate";
  private static final byte EXACT = 0;
  private static final byte DEFAULT = 1;
  private static final byte ANY = 2;

  static final List<Question> ALL = all();

  private static List<Question> all() {
    List<Question> questions = new ArrayList<>();
    // Only looking: what one server has set, the other has not when it is asked.
    for (String quota :
        List.of(
            PRODUCE,
            "consumer_byte_rate",
            "request_percentage",
            "controller_mutation_rate",
            "connection_creation_rate",
            "colour")) {
      for (double value : new double[] {1, 0, -1, 0.5, 1e10, 1e19}) {
        questions.add(
            Question.of(
                quota + " of a user is " + value, _ -> alter(quota, value, "user", "parity")));
        questions.add(
            Question.of(
                quota + " of an address is " + value, _ -> alter(quota, value, "ip", "192.0.2.9")));
      }
    }
    questions.add(Question.of("no entity", _ -> alter(PRODUCE, 1)));
    questions.add(Question.of("an empty user", _ -> alter(PRODUCE, 1, "user", "")));
    questions.add(Question.of("every user", _ -> alter(PRODUCE, 1, "user", null)));
    questions.add(Question.of("every client", _ -> alter(PRODUCE, 1, "client-id", null)));
    questions.add(Question.of("an unknown entity", _ -> alter(PRODUCE, 1, "group", "g")));
    questions.add(
        Question.of(
            "a user from an address",
            _ -> alter("connection_creation_rate", 1, "user", "parity", "ip", "192.0.2.9")));
    questions.add(
        Question.of(
            "no address", _ -> alter("connection_creation_rate", 1, "ip", "no.such.host.invalid")));
    questions.add(
        Question.of("every address", _ -> alter("connection_creation_rate", 1, "ip", null)));
    questions.add(
        Question.of(
            "removing what is not there",
            _ -> {
              var request = alter(PRODUCE, 0, "user", "parity");
              request.entries().getFirst().ops().getFirst().setRemove(true);
              return request;
            }));
    questions.add(
        Question.of(
            "removing what does not exist",
            _ -> {
              var request = alter("colour", 0, "user", "parity");
              request.entries().getFirst().ops().getFirst().setRemove(true);
              return request;
            }));
    questions.add(Question.of("no filter", _ -> describe(false)));
    questions.add(Question.of("no filter, strictly", _ -> describe(true)));
    questions.add(Question.of("an empty type", _ -> describe(false, part("", ANY, null))));
    questions.add(Question.of("an unknown type", _ -> describe(false, part("group", ANY, null))));
    questions.add(
        Question.of(
            "a type twice",
            _ -> describe(false, part("user", ANY, null), part("user", DEFAULT, null))));
    questions.add(
        Question.of(
            "addresses and users",
            _ -> describe(false, part("user", ANY, null), part("ip", ANY, null))));
    questions.add(Question.of("exactly nothing", _ -> describe(false, part("user", EXACT, null))));
    questions.add(Question.of("a named default", _ -> describe(false, part("user", DEFAULT, "a"))));
    questions.add(Question.of("a named any", _ -> describe(false, part("user", ANY, "a"))));
    questions.add(
        Question.of("a strange match", _ -> describe(false, part("user", (byte) 9, null))));
    questions.add(Question.of("a stranger", _ -> describe(true, part("user", EXACT, "nobody"))));
    return List.copyOf(questions);
  }

  private static AlterClientQuotasRequestData alter(
      String quota, double value, @Nullable String... typesAndNames) {
    var entry = new EntryData();
    for (int i = 0; i < typesAndNames.length; i += 2) {
      entry
          .entity()
          .add(
              new EntityData()
                  .setEntityType(String.valueOf(typesAndNames[i]))
                  .setEntityName(typesAndNames[i + 1]));
    }
    entry.ops().add(new OpData().setKey(quota).setValue(value));
    return new AlterClientQuotasRequestData().setEntries(List.of(entry)).setValidateOnly(true);
  }

  private static ComponentData part(String type, byte how, @Nullable String match) {
    return new ComponentData().setEntityType(type).setMatchType(how).setMatch(match);
  }

  private static DescribeClientQuotasRequestData describe(boolean strict, ComponentData... parts) {
    return new DescribeClientQuotasRequestData().setComponents(List.of(parts)).setStrict(strict);
  }

  private QuotaQuestions() {}
}
