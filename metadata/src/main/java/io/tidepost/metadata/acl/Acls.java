package io.tidepost.metadata.acl;

import io.tidepost.base.PersistentMap;
import io.tidepost.base.Uuid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// All access control entries of the cluster, and what they say together: as Apache Kafka's
/// StandardAuthorizer decides, a denial counts more than any permission, and the operations that
/// imply others do so only where they are allowed. Immutable; any thread reads it without a lock.
public final class Acls {

  /// None.
  public static final Acls EMPTY =
      new Acls(
          PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), PrefixLengths.NONE);

  /// What the entries say about somebody who wants to do something.
  public enum Verdict {
    ALLOWED,
    DENIED,
    /// There is no entry for the resource at all.
    NO_ENTRY
  }

  private final PersistentMap<Uuid, Acl> byId;
  private final PersistentMap<Acl, Uuid> ids;
  private final PersistentMap<AclPattern, List<Acl>> byPattern;
  private final PrefixLengths prefixes;

  private Acls(
      PersistentMap<Uuid, Acl> byId,
      PersistentMap<Acl, Uuid> ids,
      PersistentMap<AclPattern, List<Acl>> byPattern,
      PrefixLengths prefixes) {
    this.byId = byId;
    this.ids = ids;
    this.byPattern = byPattern;
    this.prefixes = prefixes;
  }

  public int size() {
    return byId.size();
  }

  /// The entry of this id, or `null`.
  public @Nullable Acl find(Uuid id) {
    return byId.get(id);
  }

  /// Whether there is such an entry.
  public boolean contains(Acl acl) {
    return ids.containsKey(acl);
  }

  /// Calls `action` with every entry, in no particular order.
  public void forEach(BiConsumer<? super Uuid, ? super Acl> action) {
    byId.forEach(action);
  }

  /// These entries and one more; it replaces the one of the same id.
  public Acls with(Uuid id, Acl acl) {
    Acls base = without(id);
    AclPattern pattern = acl.pattern();
    List<Acl> old = base.byPattern.get(pattern);
    List<Acl> entries = new ArrayList<>(old == null ? List.of() : old);
    entries.add(acl);
    return new Acls(
        base.byId.put(id, acl),
        base.ids.put(acl, id),
        base.byPattern.put(pattern, List.copyOf(entries)),
        old == null ? base.prefixes.with(pattern) : base.prefixes);
  }

  /// These entries without the one of this id, if there is one.
  public Acls without(Uuid id) {
    Acl acl = byId.get(id);
    if (acl == null) {
      return this;
    }
    AclPattern pattern = acl.pattern();
    List<Acl> entries = new ArrayList<>(of(pattern));
    entries.remove(acl);
    boolean last = entries.isEmpty();
    return new Acls(
        byId.remove(id),
        ids.remove(acl),
        last ? byPattern.remove(pattern) : byPattern.put(pattern, List.copyOf(entries)),
        last ? prefixes.without(pattern) : prefixes);
  }

  private List<Acl> of(AclPattern pattern) {
    List<Acl> entries = byPattern.get(pattern);
    return entries == null ? List.of() : entries;
  }

  /// What the entries say.
  ///
  /// @param principal who, such as `User:alice`
  /// @param host the address they come from as text
  /// @param name of the resource
  public Verdict judge(
      String principal, String host, AclOperation operation, ResourceType type, String name) {
    var question = new Question(principal, host, operation);
    question.ask(of(AclPattern.literal(type, name)));
    if (!name.equals(PatternType.WILDCARD)) {
      question.ask(of(AclPattern.literal(type, PatternType.WILDCARD)));
    }
    for (int length : prefixes.of(type)) {
      if (length > name.length()) {
        break;
      }
      question.ask(of(AclPattern.prefixed(type, name.substring(0, length))));
    }
    return question.verdict();
  }

  /// Whether the entries allow the operation on some resource of the type, whatever its name
  /// (KIP-679): an allowed pattern that no denied one covers. No operation is implied here.
  public boolean allowSomewhere(
      String principal, String host, AclOperation operation, ResourceType type) {
    var patterns = new AllowedPatterns();
    byPattern.forEach((pattern, entries) -> {
      if (pattern.type() == type) {
        for (Acl acl : entries) {
          boolean same = acl.operation() == operation || acl.operation() == AclOperation.ALL;
          if (same && acl.isAbout(principal, host)) {
            patterns.add(acl);
          }
        }
      }
    });
    return patterns.anyRemains();
  }

  /// One question on its way through the entries of all patterns that cover the name.
  private static final class Question {
    private final String principal;
    private final String host;
    private final AclOperation operation;
    private boolean found;
    private boolean allowed;
    private boolean denied;

    Question(String principal, String host, AclOperation operation) {
      this.principal = principal;
      this.host = host;
      this.operation = operation;
    }

    void ask(List<Acl> entries) {
      found |= !entries.isEmpty();
      for (Acl acl : entries) {
        if (acl.isAbout(principal, host)) {
          boolean allows = acl.permission() == AclPermission.ALLOW;
          allowed |= allows && operation.isImpliedBy(acl.operation());
          denied |=
              !allows && (acl.operation() == operation || acl.operation() == AclOperation.ALL);
        }
      }
    }

    Verdict verdict() {
      if (denied) {
        return Verdict.DENIED;
      }
      if (allowed) {
        return Verdict.ALLOWED;
      }
      return found ? Verdict.DENIED : Verdict.NO_ENTRY;
    }
  }
}
