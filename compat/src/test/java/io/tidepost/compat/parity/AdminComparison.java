package io.tidepost.compat.parity;

import io.tidepost.compat.parity.AdminCalls.Call;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/// Puts every method of `Admin` to both servers and compares the outcomes: the facts, or the class
/// of the exception.
final class AdminComparison {

  /// Where this server may answer otherwise, with its outcome.
  private static final Map<String, String> DIFFERENT =
      Map.of(
          // Apache Kafka has no receiver of client metrics unless a plugin is one.
          "clientInstanceId: of this client", "false",
          // A group whose last offset is deleted is gone; Apache Kafka forgets it some time later.
          "deleteConsumerGroups: the group", "GroupIdNotFoundException",
          // Offsets are only changed of share groups that have had a member.
          "alterShareGroupOffsets: of a new group", "GroupIdNotFoundException",
          "listShareGroupOffsets: of the group", "GroupIdNotFoundException",
          "deleteShareGroupOffsets: of the group", "GroupIdNotFoundException",
          "deleteShareGroups: the group", "GroupIdNotFoundException",
          // One node has no other replica that could be eligible.
          "describeFeatures: finalized",
              "[group.version, metadata.version, share.version, streams.version,"
                  + " transaction.version]",
          // One node has no other broker to forget.
          "unregisterBroker: an unknown one", "UnsupportedVersionException");

  private AdminComparison() {}

  /// Names of methods that nobody has written a call for, and of calls whose method is gone.
  static Set<String> unmatched() {
    Set<String> methods = new TreeSet<>();
    for (Method method : Admin.class.getMethods()) {
      if (method.getDeclaringClass() == Admin.class && !Modifier.isStatic(method.getModifiers())) {
        methods.add(method.getName());
      }
    }
    Set<String> called = new TreeSet<>(new AdminMethods(0).calls().keySet());
    Set<String> unmatched = new TreeSet<>();
    Stream.concat(methods.stream(), called.stream())
        .filter(name -> !methods.contains(name) || !called.contains(name))
        .forEach(unmatched::add);
    return unmatched;
  }

  static List<String> differences(ServerUnderTest kafka, ServerUnderTest tidepost) {
    Map<String, String> theirs = outcomes(kafka);
    Map<String, String> ours = outcomes(tidepost);
    List<String> differences = new ArrayList<>();
    theirs.forEach((call, outcome) -> {
      String actual = ours.get(call);
      if (!outcome.equals(actual) && !Objects.equals(DIFFERENT.get(call), actual)) {
        differences.add(
            "%s\n  Apache Kafka: %s\n  here:         %s".formatted(call, outcome, actual));
      }
    });
    return differences;
  }

  private static Map<String, String> outcomes(ServerUnderTest server) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                server.bootstrap(),
                "enable.metrics.push",
                true,
                "default.api.timeout.ms",
                10_000,
                "request.timeout.ms",
                8_000))) {
      int node = Clients.get(admin.describeCluster().nodes()).iterator().next().id();
      new AdminMethods(node)
          .calls()
          .forEach((method, calls) ->
              calls.forEach(
                  (what, call) -> outcomes.put(method + ": " + what, outcome(admin, call))));
    }
    return outcomes;
  }

  private static String outcome(Admin admin, Call call) {
    try {
      return String.valueOf(call.on(admin));
    } catch (ExecutionException | CompletionException e) {
      return String.valueOf(e.getCause() == null ? e : e.getCause().getClass().getSimpleName());
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }
}
