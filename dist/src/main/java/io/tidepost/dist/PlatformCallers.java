package io.tidepost.dist;

import io.tidepost.broker.security.tls.JdkTls;
import io.tidepost.broker.security.visitor.RefusedVisitor;
import io.tidepost.broker.security.visitor.Visitor;
import io.tidepost.broker.security.visitor.Visitors;
import io.tidepost.broker.server.NodeClients;
import io.tidepost.broker.server.VisitorRights;
import io.tidepost.broker.server.VisitorRights.Deed;
import io.tidepost.http.Caller;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The users of the brokers, as callers of what is served over HTTP: the same names and passwords,
/// API keys, tokens and certificates, the same access control entries. Any thread; blocks.
final class PlatformCallers implements Callers {

  private static final String REALM = " realm=\"tidepost\"";
  private static final String KEY = "-key";
  private static final String VALUE = "-value";

  private final String service;
  private final Supplier<NodeClients> node;
  private final @Nullable JdkTls tls;
  private final boolean always;

  /// @param service what is asked, for the audit log
  /// @param node asked once the node serves clients
  /// @param tls that checks the certificates of callers
  /// @param always whether callers have to be known although brokers let anybody in
  PlatformCallers(
      String service, Supplier<NodeClients> node, @Nullable JdkTls tls, boolean always) {
    this.service = service;
    this.node = node;
    this.tls = tls;
    this.always = always;
  }

  private Visitors visitors() {
    return node.get().visitors();
  }

  @Override
  public boolean required() {
    return always || node.get().rights().haveToBeKnown();
  }

  @Override
  public List<String> challenges() {
    List<String> all = new ArrayList<>();
    all.add("Basic" + REALM);
    if (visitors().takesTokens()) {
      all.add("Bearer" + REALM);
    }
    return all;
  }

  private Visitors.Arrival arrival(String host) {
    try {
      return new Visitors.Arrival(service, InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(host + " is no address", e);
    }
  }

  @Override
  public @Nullable Caller byPassword(String host, String user, String password) {
    if (!asks()) {
      return Caller.anonymous(host);
    }
    try {
      return caller(visitors().byPassword(arrival(host), user, password), host);
    } catch (RefusedVisitor e) {
      return refused(e);
    }
  }

  @Override
  public @Nullable Caller byToken(String host, String token) {
    if (!asks()) {
      return Caller.anonymous(host);
    }
    try {
      return caller(visitors().byToken(arrival(host), token), host);
    } catch (RefusedVisitor e) {
      return refused(e);
    }
  }

  /// Where everybody may do everything, also at the brokers, nobody is asked who they are.
  private boolean asks() {
    return required();
  }

  private static @Nullable Caller refused(RefusedVisitor why) {
    if (why.isBusy()) {
      throw new HttpFailure(503, 50301, "Too many want in at once; try again later");
    }
    return null;
  }

  private static Caller caller(Visitor visitor, String host) {
    return new Caller(visitor.identity().principal(), host, visitor);
  }

  @Override
  public @Nullable Caller byCertificate(String host, String subject) {
    String user = tls == null ? null : tls.user(subject);
    return user == null ? null : caller(Visitor.byCertificate(user), host);
  }

  /// Who a caller is to the brokers.
  static Visitor visitor(Caller caller) {
    return caller.person() instanceof Visitor visitor ? visitor : Visitor.ANONYMOUS;
  }

  @Override
  public boolean allows(
      Caller caller, Operation operation, String kind, String name, boolean attempted) {
    VisitorRights rights = node.get().rights();
    if (!rights.areChecked()) {
      return true;
    }
    Visitor visitor = visitor(caller);
    Visitors.Arrival arrival = arrival(caller.host());
    if (kind.equals("Cluster")) {
      return rights.onCluster(visitor, arrival, Deed.valueOf(operation.name()), attempted);
    }
    if (!kind.equals("Subject")) {
      Deed deed =
          switch (operation) {
            case READ, DESCRIBE, READ_CONFIG -> Deed.DESCRIBE_CONFIGS;
            case WRITE, DELETE, ALTER_CONFIG -> Deed.ALTER_CONFIGS;
          };
      return rights.onCluster(visitor, arrival, deed, attempted);
    }
    String topic = topic(name);
    Deed deed =
        switch (operation) {
          case READ -> Deed.READ;
          case WRITE -> Deed.WRITE;
          case DELETE -> Deed.DELETE;
          case DESCRIBE, READ_CONFIG -> Deed.DESCRIBE;
          case ALTER_CONFIG -> Deed.ALTER_CONFIGS;
        };
    // Who writes to a topic has to know its schemas, and how they may change.
    boolean written = operation == Operation.READ || operation == Operation.ALTER_CONFIG;
    return written && rights.onTopic(visitor, arrival, Deed.WRITE, topic, false)
        || rights.onTopic(visitor, arrival, deed, topic, attempted);
  }

  /// The topic whose entries decide about a subject: the one of its usual name; else that of the
  /// subject's own name, so that prefixes cover both. A context is part of the name, so that a
  /// topic's entries say nothing about other contexts.
  static String topic(String subject) {
    int end =
        subject.endsWith(KEY)
            ? subject.length() - KEY.length()
            : subject.endsWith(VALUE) ? subject.length() - VALUE.length() : 0;
    return end <= 0 || subject.charAt(end - 1) == ':' ? subject : subject.substring(0, end);
  }
}
