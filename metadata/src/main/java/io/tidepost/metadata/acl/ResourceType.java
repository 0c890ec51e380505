package io.tidepost.metadata.acl;

import static io.tidepost.metadata.acl.AclOperation.ALTER;
import static io.tidepost.metadata.acl.AclOperation.ALTER_CONFIGS;
import static io.tidepost.metadata.acl.AclOperation.CLUSTER_ACTION;
import static io.tidepost.metadata.acl.AclOperation.CREATE;
import static io.tidepost.metadata.acl.AclOperation.CREATE_TOKENS;
import static io.tidepost.metadata.acl.AclOperation.DELETE;
import static io.tidepost.metadata.acl.AclOperation.DESCRIBE;
import static io.tidepost.metadata.acl.AclOperation.DESCRIBE_CONFIGS;
import static io.tidepost.metadata.acl.AclOperation.DESCRIBE_TOKENS;
import static io.tidepost.metadata.acl.AclOperation.IDEMPOTENT_WRITE;
import static io.tidepost.metadata.acl.AclOperation.READ;
import static io.tidepost.metadata.acl.AclOperation.TWO_PHASE_COMMIT;
import static io.tidepost.metadata.acl.AclOperation.WRITE;

import io.tidepost.wire.ErrorCode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Kinds of resources that access is controlled to, with the numbers of the protocol.
public enum ResourceType {
  UNKNOWN(ErrorCode.UNKNOWN_SERVER_ERROR),
  ANY(ErrorCode.UNKNOWN_SERVER_ERROR),
  TOPIC(
      ErrorCode.TOPIC_AUTHORIZATION_FAILED,
      READ,
      WRITE,
      CREATE,
      DELETE,
      ALTER,
      DESCRIBE,
      DESCRIBE_CONFIGS,
      ALTER_CONFIGS),
  GROUP(
      ErrorCode.GROUP_AUTHORIZATION_FAILED,
      READ,
      DELETE,
      DESCRIBE,
      DESCRIBE_CONFIGS,
      ALTER_CONFIGS),
  CLUSTER(
      ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
      CREATE,
      ALTER,
      DESCRIBE,
      CLUSTER_ACTION,
      DESCRIBE_CONFIGS,
      ALTER_CONFIGS,
      IDEMPOTENT_WRITE),
  TRANSACTIONAL_ID(
      ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, WRITE, DESCRIBE, TWO_PHASE_COMMIT),
  DELEGATION_TOKEN(ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED, DESCRIBE),
  USER(ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED, CREATE_TOKENS, DESCRIBE_TOKENS);

  /// The name of the only resource of the type `CLUSTER`.
  public static final String CLUSTER_NAME = "kafka-cluster";

  private static final ResourceType[] VALUES = values();

  private final ErrorCode refusal;
  private final Set<AclOperation> operations;

  ResourceType(ErrorCode refusal, AclOperation... operations) {
    this.refusal = refusal;
    this.operations =
        operations.length == 0
            ? EnumSet.noneOf(AclOperation.class)
            : EnumSet.copyOf(List.of(operations));
  }

  public byte code() {
    return (byte) ordinal();
  }

  /// The type with this number, `UNKNOWN` when there is none.
  public static ResourceType of(byte code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : UNKNOWN;
  }

  /// What those hear who may not.
  public ErrorCode refusal() {
    return refusal;
  }

  /// What can be done to such a resource.
  public Set<AclOperation> operations() {
    return Collections.unmodifiableSet(operations);
  }
}
