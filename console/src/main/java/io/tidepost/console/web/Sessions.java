package io.tidepost.console.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Entrance;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Who is logged in. A session ends when its owner says so, or half an hour after its last request.
/// Any thread.
public final class Sessions implements AutoCloseable {

  private static final String COOKIE = "tidepost-session";
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(30);

  /// Who comes when all are taken has the one that was idle longest.
  private static final int SESSIONS_MAX = 500;

  private final SecureRandom random = new SecureRandom();
  private final Entrance entrance;
  private final Map<String, Held> held = new HashMap<>();
  private @Nullable ClusterClient everybodys;

  private static final class Held {
    final Session session;
    long usedNanos = System.nanoTime();

    Held(Session session) {
      this.session = session;
    }
  }

  /// @param entrance by which people come to the cluster
  public Sessions(Entrance entrance) {
    this.entrance = entrance;
  }

  /// Whether people have to say who they are.
  public boolean loginNeeded() {
    return entrance.loginNeeded();
  }

  /// Whose request it is; `null` when they have to log in first.
  public synchronized @Nullable Session of(Context context) {
    endIdle();
    String id = context.cookie(COOKIE);
    Held found = id == null ? null : held.get(id);
    if (found != null) {
      found.usedNanos = System.nanoTime();
      return found.session;
    }
    return loginNeeded() ? null : begin(context, "", everybodys());
  }

  /// Lets somebody in. The password is proven by asking the cluster.
  ///
  /// @throws ConsoleFailure when it is wrong
  public void login(Context context, String user, String password) {
    ClusterClient client = new ClusterClient(entrance.login(context.ip(), user, password));
    try {
      client.greet();
    } catch (ConsoleFailure e) {
      client.close();
      throw e;
    }
    synchronized (this) {
      begin(context, user, client);
    }
  }

  /// Ends the session that the request belongs to.
  public synchronized void logout(Context context) {
    Held ended = held.remove(String.valueOf(context.cookie(COOKIE)));
    if (ended != null) {
      end(ended);
    }
    context.removeCookie(COOKIE);
  }

  private Session begin(Context context, String user, ClusterClient client) {
    if (held.size() >= SESSIONS_MAX) {
      held.entrySet().stream()
          .min((a, b) -> Long.compare(a.getValue().usedNanos, b.getValue().usedNanos))
          .map(Map.Entry::getKey)
          .ifPresent(oldest -> end(held.remove(oldest)));
    }
    String id = secret();
    Session session = new Session(secret(), user, client, new AtomicReference<>(""));
    held.put(id, new Held(session));
    Cookie cookie = new Cookie(COOKIE, id);
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setPath("/");
    cookie.setSecure(context.scheme().equals("https"));
    context.cookie(cookie);
    return session;
  }

  private void endIdle() {
    long now = System.nanoTime();
    held.values()
        .removeIf(some -> {
          boolean idle = now - some.usedNanos > IDLE_NANOS;
          if (idle) {
            end(some);
          }
          return idle;
        });
  }

  private void end(@Nullable Held ended) {
    if (ended != null && ended.session.client() != everybodys) {
      ended.session.client().close();
    }
  }

  private ClusterClient everybodys() {
    ClusterClient known = everybodys;
    if (known == null) {
      known = new ClusterClient(entrance.anybody());
      everybodys = known;
    }
    return known;
  }

  private String secret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public synchronized void close() {
    held.values().forEach(this::end);
    held.clear();
    if (everybodys != null) {
      everybodys.close();
    }
  }
}
