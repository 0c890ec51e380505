package io.tidepost.compat.parity;

import io.tidepost.compat.parity.AdminCalls.Call;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
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
    Set<String> called = new TreeSet<>();
    new AdminMethods(0).calls().keySet().forEach(name -> called.add(methodOf(name)));
    Set<String> unmatched = new TreeSet<>();
    Stream.concat(methods.stream(), called.stream())
        .filter(name -> !methods.contains(name) || !called.contains(name))
        .forEach(unmatched::add);
    return unmatched;
  }

  private static String methodOf(String call) {
    return call.substring(0, call.indexOf(':'));
  }

  static List<String> differences(ServerUnderTest kafka, ServerUnderTest tidepost) {
    List<String> differences = new ArrayList<>();
    try (Admin theirs = admin(kafka);
        Admin ours = admin(tidepost)) {
      Map<String, Call> ourCalls = new AdminMethods(node(ours)).calls();
      new AdminMethods(node(theirs))
          .calls()
          .forEach((name, call) ->
              compare(
                  name,
                  () -> outcome(theirs, call),
                  () -> outcome(ours, Clients.of(ourCalls, name)),
                  differences));
    }
    return differences;
  }

  private static Admin admin(ServerUnderTest server) {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            server.bootstrap(),
            "enable.metrics.push",
            true,
            "default.api.timeout.ms",
            100_000,
            "request.timeout.ms",
            30_000));
  }

  private static int node(Admin admin) {
    return Clients.get(admin.describeCluster().nodes()).iterator().next().id();
  }

  /// A broker of Apache Kafka learns some time later what its controller has answered already, so
  /// what only looks is asked again.
  private static void compare(
      String name, Supplier<String> theirs, Supplier<String> ours, List<String> differences) {
    boolean looks = name.startsWith("describe") || name.startsWith("list");
    long deadline = System.nanoTime() + (looks ? Clients.LIMIT.toNanos() : 0);
    String expected;
    String actual;
    do {
      expected = theirs.get();
      actual = ours.get();
      if (expected.equals(actual) || actual.equals(DIFFERENT.get(name))) {
        return;
      }
    } while (System.nanoTime() < deadline);
    differences.add("%s\n  Apache Kafka: %s\n  here:         %s".formatted(name, expected, actual));
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
