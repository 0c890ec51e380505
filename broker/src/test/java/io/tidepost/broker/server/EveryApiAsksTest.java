package io.tidepost.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidepost.broker.api.ApiRegistry.ServedApi;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody without any permission is refused by every API, with Kafka's error and without learning
/// what exists.
class EveryApiAsksTest {

  @TempDir static Path directory;

  private static TestNode node;
  private static Asked asked;

  @BeforeAll
  static void start() throws Exception {
    node =
        TestNode.start(
            directory,
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=User:root;User:ANONYMOUS");
    asked = new Asked(node);
    Message created = asked.as("User:root", denied("CreateTopics").request().apply("there"), 7);
    assertEquals(Set.of(), ErrorCodes.in(created));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static Stream<String> apis() {
    return DeniedRequests.ALL.stream().map(denied -> name(denied.request().apply("t")));
  }

  private static String name(Message request) {
    return name(request.apiKey());
  }

  private static String name(short apiKey) {
    return Objects.requireNonNull(ApiKey.of(apiKey)).apiName();
  }

  private static DeniedRequests.Denied denied(String api) {
    return DeniedRequests.ALL.stream()
        .filter(denied -> name(denied.request().apply("t")).equals(api))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyApiIsListed() {
    List<String> missing = new ArrayList<>();
    for (ServedApi api : asked.registry().served()) {
      String name = name(api.apiKey());
      if (!DeniedRequests.OPEN.contains((int) api.apiKey()) && apis().noneMatch(name::equals)) {
        missing.add(name);
      }
    }
    assertEquals(List.of(), missing, "add a request that is refused to DeniedRequests");
  }

  @ParameterizedTest
  @MethodSource("apis")
  void strangersAreRefused(String api) throws Exception {
    var denied = denied(api);
    String answer = "";
    for (String name : List.of("there", "missing")) {
      Message response = asked.as("User:stranger", denied.request().apply(name), denied.version());
      assertEquals(Set.of(denied.error()), ErrorCodes.in(response), response::toString);
      String text = response.toString().replace(name, "?");
      assertEquals(answer.isEmpty() ? text : answer, text);
      answer = text;
    }
  }

  @ParameterizedTest
  @MethodSource("apis")
  void superUsersAreNotRefused(String api) throws Exception {
    var denied = denied(api);
    Message response = asked.as("User:root", denied.request().apply("other"), denied.version());
    Set<ErrorCode> errors = ErrorCodes.in(response);
    assertFalse(errors.contains(denied.error()), response::toString);
    assertNotEquals(Set.of(ErrorCode.UNKNOWN_SERVER_ERROR), errors);
  }
}
