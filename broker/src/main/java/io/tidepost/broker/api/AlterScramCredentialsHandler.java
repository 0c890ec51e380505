package io.tidepost.broker.api;

import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.AlterScramCredentials;
import io.tidepost.metadata.controller.AlterScramCredentials.Deletion;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterUserScramCredentialsRequest;
import io.tidepost.wire.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.tidepost.wire.message.AlterUserScramCredentialsResponse;
import io.tidepost.wire.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import io.tidepost.wire.record.UserScramCredentialRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// AlterUserScramCredentials 0 (KIP-554): passwords of users. A client sends what it made of the
/// password, and only what can check it is kept.
final class AlterScramCredentialsHandler
    implements ApiHandler<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> {

  private final BrokerContext context;

  AlterScramCredentialsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public AlterUserScramCredentialsRequest read(WireReader in, short version) {
    return AlterUserScramCredentialsRequest.read(in, version);
  }

  @Override
  public void handle(
      AlterUserScramCredentialsRequest request,
      RequestContext caller,
      Reply<AlterUserScramCredentialsResponse> reply) {
    Authorizations authorizations = context.authorizations();
    authorizations.demandOnCluster(caller, AclOperation.ALTER);
    request.deletions.forEach(
        each -> authorizations.change(caller, AclOperation.DELETE, "USER", each.name));
    request.upsertions.forEach(
        each -> authorizations.change(caller, AclOperation.ALTER, "USER", each.name));
    List<Deletion> deletions =
        request.deletions.stream().map(each -> new Deletion(each.name, each.mechanism)).toList();
    List<UserScramCredentialRecord> upsertions =
        request.upsertions.stream().map(AlterScramCredentialsHandler::record).toList();
    context
        .controller()
        .submit(
            new AlterScramCredentials(deletions, upsertions),
            ControllerAnswers.into(
                reply,
                outcomes -> {
                  var response = new AlterUserScramCredentialsResponse();
                  outcomes.forEach((user, failure) ->
                      response.results.add(
                          result(user, Failure.code(failure), Failure.message(failure))));
                  return response;
                }));
  }

  /// An unknown mechanism has no keys; the controller refuses it.
  private static UserScramCredentialRecord record(ScramCredentialUpsertion asked) {
    var record = new UserScramCredentialRecord();
    record.name = asked.name;
    record.mechanism = asked.mechanism;
    record.iterations = asked.iterations;
    record.salt = ByteBuffer.wrap(bytes(asked.salt));
    ScramHash hash = ScramHash.of(asked.mechanism);
    if (hash != null) {
      byte[] salted = bytes(asked.saltedPassword);
      record.storedKey = ByteBuffer.wrap(hash.storedKey(salted));
      record.serverKey = ByteBuffer.wrap(hash.serverKey(salted));
    }
    return record;
  }

  private static byte[] bytes(ByteBuffer from) {
    byte[] copy = new byte[from.remaining()];
    from.duplicate().get(copy);
    return copy;
  }

  private static AlterUserScramCredentialsResult result(
      String user, short code, @Nullable String message) {
    var result = new AlterUserScramCredentialsResult();
    result.user = user;
    result.errorCode = code;
    result.errorMessage = message;
    return result;
  }

  @Override
  public AlterUserScramCredentialsResponse error(
      AlterUserScramCredentialsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new AlterUserScramCredentialsResponse();
    request.deletions.stream()
        .map(each -> each.name)
        .forEach(user -> response.results.add(result(user, error.code(), message)));
    request.upsertions.stream()
        .map(each -> each.name)
        .forEach(user -> response.results.add(result(user, error.code(), message)));
    return response;
  }
}
