package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.KeptRecordKeys;
import io.tidepost.metadata.image.KeptRecords;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeUserScramCredentialsRequest;
import io.tidepost.wire.message.DescribeUserScramCredentialsResponse;
import io.tidepost.wire.message.DescribeUserScramCredentialsResponse.CredentialInfo;
import io.tidepost.wire.message.DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// DescribeUserScramCredentials 0 (KIP-554): which users have SCRAM credentials, by which mechanism
/// and with how many rounds; never the credentials themselves.
final class DescribeScramCredentialsHandler
    implements ApiHandler<
        DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> {

  private static final byte MECHANISMS = 2;

  private final BrokerContext context;

  DescribeScramCredentialsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeUserScramCredentialsRequest read(WireReader in, short version) {
    return DescribeUserScramCredentialsRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeUserScramCredentialsRequest request,
      RequestContext caller,
      Reply<DescribeUserScramCredentialsResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.DESCRIBE);
    var response = new DescribeUserScramCredentialsResponse();
    response.errorMessage = null;
    KeptRecords kept = context.image().kept();
    var asked = request.users;
    if (asked == null || asked.isEmpty()) {
      var users = new TreeSet<String>();
      kept.sorted()
          .forEach(record -> {
            if (record instanceof UserScramCredentialRecord credential) {
              users.add(credential.name);
            }
          });
      users.forEach(user -> response.results.add(describe(kept, user)));
    } else {
      Map<String, Integer> counts = new LinkedHashMap<>();
      asked.forEach(user -> counts.merge(user.name, 1, Integer::sum));
      counts.forEach((user, count) ->
          response.results.add(count > 1 ? duplicate(user) : describe(kept, user)));
    }
    reply.send(response);
  }

  private static DescribeUserScramCredentialsResult describe(KeptRecords kept, String user) {
    var result = new DescribeUserScramCredentialsResult();
    result.user = user;
    result.errorMessage = null;
    for (byte mechanism = 1; mechanism <= MECHANISMS; mechanism++) {
      if (kept.get(KeptRecordKeys.scramCredential(user, mechanism))
          instanceof UserScramCredentialRecord credential) {
        var info = new CredentialInfo();
        info.mechanism = mechanism;
        info.iterations = credential.iterations;
        result.credentialInfos.add(info);
      }
    }
    if (result.credentialInfos.isEmpty()) {
      result.errorCode = ErrorCode.RESOURCE_NOT_FOUND.code();
      result.errorMessage = "Attempt to describe a user credential that does not exist: " + user;
    }
    return result;
  }

  private static DescribeUserScramCredentialsResult duplicate(String user) {
    var result = new DescribeUserScramCredentialsResult();
    result.user = user;
    result.errorCode = ErrorCode.DUPLICATE_RESOURCE.code();
    result.errorMessage =
        "Cannot describe SCRAM credentials for the same user twice in a single request: " + user;
    return result;
  }

  @Override
  public DescribeUserScramCredentialsResponse error(
      DescribeUserScramCredentialsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new DescribeUserScramCredentialsResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    response.results = List.of();
    return response;
  }
}
