package io.tidepost.dist.question;

import io.tidepost.broker.question.NodeQuestions;
import io.tidepost.broker.question.RefusedQuestion;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.console.fact.Fact;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.Told;
import io.tidepost.metadata.image.Broker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks this node and, at the same time, the others.
public final class AskedFacts implements ClusterFacts {

  /// So long all together may take.
  private static final int PATIENCE_MILLIS = 3_000;

  private final NodeFacts own;
  private final Supplier<BrokerContext> context;

  /// @param own what this node knows of itself
  /// @param context of the node, which must serve clients when somebody asks
  public AskedFacts(NodeFacts own, Supplier<BrokerContext> context) {
    this.own = own;
    this.context = context;
  }

  @Override
  public int node() {
    return own.node();
  }

  @Override
  public <A> Told<A> ask(Fact<A> fact) {
    BrokerContext node = context.get();
    NodeQuestions questions = node.questions();
    FactSubjects.Question question = FactSubjects.question(fact);
    List<Told.Silent> silent = new ArrayList<>();
    SortedMap<Integer, CompletableFuture<byte[]>> asked = new TreeMap<>();
    for (Broker broker : node.image().brokers().values()) {
      if (broker.id() == own.node()) {
        continue;
      }
      if (broker.fenced()) {
        silent.add(new Told.Silent(broker.id(), "is not there"));
      } else {
        asked.put(
            broker.id(),
            questions
                .ask(broker.id(), question.subject(), question.version(), question.body())
                .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
      }
    }
    List<Told.Of<A>> all = new ArrayList<>();
    try {
      all.add(new Told.Of<>(own.node(), fact.of(own)));
    } catch (ConsoleFailure e) {
      silent.add(new Told.Silent(own.node(), "is not ready, or too busy"));
    }
    asked.forEach((id, answer) -> {
      try {
        all.add(new Told.Of<>(id, FactSubjects.answer(fact, answer.get())));
      } catch (ExecutionException e) {
        silent.add(new Told.Silent(id, why(e.getCause())));
      } catch (IOException e) {
        silent.add(new Told.Silent(id, "says something that is not understood here"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConsoleFailure(503, "The console is being stopped.");
      }
    });
    all.sort(Comparator.comparingInt(Told.Of::node));
    silent.sort(Comparator.comparingInt(Told.Silent::node));
    return new Told<>(all, silent);
  }

  private static String why(@Nullable Throwable cause) {
    return switch (cause) {
      case TimeoutException late -> "did not answer in time";
      case RefusedQuestion refused ->
          switch (refused.error()) {
            case UNSUPPORTED_VERSION, REQUEST_TIMED_OUT -> String.valueOf(refused.getMessage());
            case INVALID_REQUEST -> "does not know of this";
            case MESSAGE_TOO_LARGE -> "has too much to tell";
            case CLUSTER_AUTHORIZATION_FAILED ->
                "does not take this node for one: its user needs ClusterAction on the cluster";
            case THROTTLING_QUOTA_EXCEEDED -> "is asked too much at once";
            default -> "could not answer";
          };
      case null, default -> "cannot be reached";
    };
  }
}
