package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.UpdateFeatures;
import io.tidepost.metadata.controller.UpdateFeatures.Update;
import io.tidepost.metadata.controller.UpdateFeatures.Way;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.UpdateFeaturesRequest;
import io.tidepost.wire.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.tidepost.wire.message.UpdateFeaturesResponse;
import io.tidepost.wire.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// UpdateFeatures (57), versions 0 to 2: sets levels of features, all of them or none (KIP-584).
final class UpdateFeaturesHandler
    implements ApiHandler<UpdateFeaturesRequest, UpdateFeaturesResponse> {

  /// From here on there are three ways to change a level, and looking without changing.
  private static final short FIRST_WITH_WAYS = 1;

  /// From here on the answer has no line for each feature.
  private static final short FIRST_WITHOUT_RESULTS = 2;

  private final BrokerContext context;

  UpdateFeaturesHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public UpdateFeaturesRequest read(WireReader in, short version) {
    return UpdateFeaturesRequest.read(in, version);
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      UpdateFeaturesRequest request, RequestContext caller, Reply<UpdateFeaturesResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER);
    Set<String> names = new HashSet<>();
    List<Update> updates = new ArrayList<>();
    for (FeatureUpdateKey update : request.featureUpdates) {
      if (!names.add(update.feature)) {
        throw new ApiException(
            ErrorCode.INVALID_REQUEST, "The feature " + update.feature + " is named twice");
      }
      updates.add(
          new Update(update.feature, update.maxVersionLevel, way(update, caller.apiVersion())));
    }
    if (!request.validateOnly) {
      names.forEach(
          name -> context.authorizations().change(caller, AclOperation.ALTER, "FEATURE", name));
    }
    context
        .controller()
        .submit(
            new UpdateFeatures(updates, request.validateOnly),
            (outcome, failure) ->
                reply.send(
                    answer(
                        request,
                        caller.apiVersion(),
                        outcome == null ? failure : outcome.failure())));
  }

  private static @Nullable Way way(FeatureUpdateKey update, short version) {
    if (version < FIRST_WITH_WAYS) {
      return update.allowDowngrade ? Way.SAFE_DOWNGRADE : Way.UPGRADE;
    }
    return switch (update.upgradeType) {
      case 1 -> Way.UPGRADE;
      case 2 -> Way.SAFE_DOWNGRADE;
      case 3 -> Way.UNSAFE_DOWNGRADE;
      default -> null;
    };
  }

  private static UpdateFeaturesResponse answer(
      UpdateFeaturesRequest request, short version, @Nullable Failure failure) {
    var response = new UpdateFeaturesResponse();
    response.errorCode = Failure.code(failure);
    response.errorMessage = Failure.message(failure);
    if (version < FIRST_WITHOUT_RESULTS && failure == null) {
      for (FeatureUpdateKey update : request.featureUpdates) {
        var result = new UpdatableFeatureResult();
        result.feature = update.feature;
        response.results.add(result);
      }
    }
    return response;
  }

  @Override
  public UpdateFeaturesResponse error(
      UpdateFeaturesRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new UpdateFeaturesResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
