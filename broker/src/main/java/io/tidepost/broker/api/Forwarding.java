package io.tidepost.broker.api;

import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.record.DefaultPrincipalData;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/// Which requests of clients the active controller decides about (KIP-590): a broker that has no
/// active controller passes them on whole, in an Envelope with the name of whoever asked.
public final class Forwarding {

  private static final Set<ApiKey> FORWARDED =
      EnumSet.of(
          ApiKey.CREATE_TOPICS,
          ApiKey.DELETE_TOPICS,
          ApiKey.CREATE_PARTITIONS,
          ApiKey.ALTER_CONFIGS,
          ApiKey.INCREMENTAL_ALTER_CONFIGS,
          ApiKey.CREATE_ACLS,
          ApiKey.DELETE_ACLS,
          ApiKey.CREATE_DELEGATION_TOKEN,
          ApiKey.RENEW_DELEGATION_TOKEN,
          ApiKey.EXPIRE_DELEGATION_TOKEN,
          ApiKey.ELECT_LEADERS,
          ApiKey.ALTER_PARTITION_REASSIGNMENTS,
          ApiKey.LIST_PARTITION_REASSIGNMENTS,
          ApiKey.ALTER_CLIENT_QUOTAS,
          ApiKey.ALTER_USER_SCRAM_CREDENTIALS,
          ApiKey.DESCRIBE_QUORUM,
          ApiKey.UPDATE_FEATURES,
          ApiKey.UNREGISTER_BROKER,
          ApiKey.ADD_RAFT_VOTER,
          ApiKey.REMOVE_RAFT_VOTER);

  private static final short PRINCIPAL_VERSION = 0;

  private Forwarding() {}

  /// Whether requests of this API are for the controller.
  public static boolean isForwarded(short apiKey) {
    ApiKey api = ApiKey.of(apiKey);
    return api != null && FORWARDED.contains(api);
  }

  /// Whoever asks, as Kafka's default principal builder writes it.
  static ByteBuffer principal(RequestContext caller) {
    int colon = caller.principal().indexOf(':');
    var data = new DefaultPrincipalData();
    data.type = caller.principal().substring(0, colon);
    data.name = caller.principal().substring(colon + 1);
    data.tokenAuthenticated = caller.tokenAuthenticated();
    WireWriter out = new WireWriter();
    out.writeInt16(PRINCIPAL_VERSION);
    data.write(out, PRINCIPAL_VERSION);
    return out.toBuffer();
  }

  /// Reads it again.
  ///
  /// @throws ApiException when it is something else
  static DefaultPrincipalData principal(ByteBuffer bytes) {
    try {
      WireReader in = new WireReader(bytes.duplicate());
      short version = in.readInt16();
      DefaultPrincipalData data = DefaultPrincipalData.read(in, version);
      in.checkEnd("principal");
      return data;
    } catch (WireException e) {
      throw new ApiException(
          ErrorCode.PRINCIPAL_DESERIALIZATION_FAILURE,
          ErrorCode.PRINCIPAL_DESERIALIZATION_FAILURE.message());
    }
  }
}
