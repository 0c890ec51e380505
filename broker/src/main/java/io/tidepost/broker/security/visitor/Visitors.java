package io.tidepost.broker.security.visitor;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.security.Credentials;
import io.tidepost.broker.security.Login;
import io.tidepost.broker.security.plain.PlainMechanism;
import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import io.tidepost.broker.security.sasl.SaslListener;
import io.tidepost.broker.security.sasl.SaslMechanism;
import io.tidepost.metadata.image.KeptRecords;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out who visitors are, by the mechanisms that the node's listeners for clients have:
/// whoever could log in there is believed here, under the same name. Blocks for the work of a hash;
/// a visitor who is not believed waits as long as a client would. Any thread but event loops.
public final class Visitors {

  private static final String PLAIN = "PLAIN";
  private static final String OAUTHBEARER = "OAUTHBEARER";

  /// RFC 6750. Nothing else is handed on: a token must not carry further parts of a SASL message.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /// A listener for clients with SASL.
  ///
  /// @param now its mechanisms, which may change
  public record Desk(String listener, String protocol, Supplier<@Nullable SaslListener> now) {}

  /// What is known of who wants in.
  ///
  /// @param service by which they come, for the audit log
  /// @param address where from
  public record Arrival(String service, InetAddress address) {}

  private final List<Desk> desks;
  private final Credentials credentials;
  private final Executor expensive;
  private final Supplier<Loop> loop;
  private final Supplier<Integer> failureDelayMillis;
  private final Consumer<Login> logins;
  private final SaslMechanism passwords;
  private final KnownVisitors known = new KnownVisitors();

  /// @param desks where clients log in
  /// @param expensive runs what takes long
  /// @param loop any
  /// @param failureDelayMillis `connection.failed.authentication.delay.ms`
  /// @param logins told of everybody who was believed or not
  public Visitors(
      List<Desk> desks,
      Credentials credentials,
      Executor expensive,
      Supplier<Loop> loop,
      Supplier<Integer> failureDelayMillis,
      Consumer<Login> logins) {
    this.desks = List.copyOf(desks);
    this.credentials = credentials;
    this.expensive = expensive;
    this.loop = loop;
    this.failureDelayMillis = failureDelayMillis;
    this.logins = logins;
    this.passwords = new PlainMechanism(Map.of(), credentials);
  }

  /// Whether there is a listener that takes tokens.
  public boolean takesTokens() {
    return desks.stream().anyMatch(desk -> mechanism(desk, OAUTHBEARER) != null);
  }

  /// Somebody with a name and a password, or an API key and its secret.
  ///
  /// @throws RefusedVisitor when they are not right
  public Visitor byPassword(Arrival arrival, String user, String password) throws RefusedVisitor {
    KeptRecords now = credentials.kept();
    Visitor before = known.find(user, password, now);
    if (before != null) {
      return before;
    }
    var proof = new Visitor.Proof.Password(user, password);
    Visitor found = null;
    if (!user.isEmpty() && (user + password).indexOf('\0') < 0) {
      byte[] message = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
      found = ask(arrival, PLAIN, message, proof);
    }
    if (found == null) {
      throw refused(arrival, PLAIN);
    }
    known.remember(user, password, found, now);
    return found;
  }

  /// Somebody with a token.
  ///
  /// @throws RefusedVisitor when it is not good here
  public Visitor byToken(Arrival arrival, String token) throws RefusedVisitor {
    Visitor found = null;
    if (TOKEN.matcher(token).matches()) {
      byte[] message =
          ("n,,\u0001auth=Bearer " + token + "\u0001\u0001").getBytes(StandardCharsets.UTF_8);
      found = ask(arrival, OAUTHBEARER, message, new Visitor.Proof.Token(token));
    }
    if (found == null) {
      throw refused(arrival, OAUTHBEARER);
    }
    return found;
  }

  private static @Nullable SaslMechanism mechanism(Desk desk, String name) {
    SaslListener now = desk.now().get();
    return now == null ? null : now.find(name);
  }

  /// Asks one listener after the other.
  private @Nullable Visitor ask(Arrival arrival, String name, byte[] message, Visitor.Proof proof)
      throws RefusedVisitor {
    boolean asked = false;
    for (Desk desk : desks) {
      SaslListener listener = desk.now().get();
      SaslMechanism mechanism = listener == null ? null : listener.find(name);
      if (listener != null && mechanism != null) {
        asked = true;
        Visitor found = ask(arrival, mechanism, message, proof, desk, listener);
        if (found != null) {
          return found;
        }
      }
    }
    return asked || !name.equals(PLAIN)
        ? null
        : ask(arrival, passwords, message, proof, new Desk("", "PLAINTEXT", () -> null), null);
  }

  private @Nullable Visitor ask(
      Arrival arrival,
      SaslMechanism mechanism,
      byte[] message,
      Visitor.Proof proof,
      Desk desk,
      @Nullable SaslListener listener)
      throws RefusedVisitor {
    SaslConversation conversation = mechanism.begin();
    try {
      boolean believed =
          conversation.isExpensive(message)
              ? CompletableFuture.supplyAsync(() -> believed(conversation, message), expensive)
                  .join()
              : believed(conversation, message);
      if (!believed || !conversation.isStillValid() || isOver(conversation)) {
        return null;
      }
      ConnectionInfo info = info(desk.listener(), desk.protocol(), arrival);
      Identity identity =
          listener == null
              ? Identity.of(conversation.principal())
              : listener.identity(info, conversation, mechanism.name());
      logins.accept(
          new Login(
              info(arrival.service(), desk.protocol(), arrival),
              mechanism.name(),
              identity.principal(),
              false,
              true));
      return new Visitor(identity, conversation.credential(), proof);
    } catch (RejectedExecutionException e) {
      throw new RefusedVisitor(true);
    } catch (CompletionException | SaslFailure e) {
      return null;
    }
  }

  private static boolean believed(SaslConversation conversation, byte[] message) {
    try {
      conversation.step(message);
      return conversation.isComplete();
    } catch (SaslFailure e) {
      return false;
    }
  }

  private static boolean isOver(SaslConversation conversation) {
    Long end = conversation.expiresAtMillis();
    return end != null && end <= System.currentTimeMillis();
  }

  private ConnectionInfo info(String listener, String protocol, Arrival arrival) {
    return new ConnectionInfo(
        arrival.service() + "-" + arrival.address().getHostAddress(),
        listener,
        protocol,
        arrival.address(),
        loop.get());
  }

  private RefusedVisitor refused(Arrival arrival, String mechanism) {
    logins.accept(
        new Login(info(arrival.service(), "PLAINTEXT", arrival), mechanism, null, false, false));
    try {
      Thread.sleep(failureDelayMillis.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new RefusedVisitor(false);
  }
}
