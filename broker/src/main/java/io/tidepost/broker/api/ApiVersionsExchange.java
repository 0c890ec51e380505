package io.tidepost.broker.api;

import io.tidepost.broker.net.CallerWords;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.ApiVersionsRequest;
import io.tidepost.wire.message.ApiVersionsResponse;
import java.util.regex.Pattern;

/// ApiVersions (18), versions 0 to 5. It is served beside the other handlers because it knows about
/// all of them, because its reply always has header version 0, and because an unsupported version
/// is answered in version 0 instead of refused (KIP-511).
final class ApiVersionsExchange extends Exchange {

  private static final Pattern SOFTWARE =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
  private static final short FIRST_WITH_SOFTWARE = 3;
  private static final short FIRST_WITH_FEATURES_FROM_ZERO = 4;
  private static final short FIRST_WITH_TARGET = 5;
  private static final int PRODUCE = 0;

  private final ApiRegistry registry;
  private final RequestContext context;
  private final WireReader in;
  private final boolean supported;
  private final ConnectionInfo connection;
  private ApiVersionsResponse response = new ApiVersionsResponse();

  ApiVersionsExchange(
      Frame frame,
      ApiRegistry registry,
      RequestContext context,
      WireReader in,
      boolean supported,
      ConnectionInfo connection) {
    super(frame);
    this.registry = registry;
    this.context = context;
    this.in = in;
    this.supported = supported;
    this.connection = connection;
  }

  @Override
  public int apiKey() {
    return context.apiKey();
  }

  @Override
  public CallerWords caller() {
    return context.words();
  }

  @Override
  protected boolean exclusive() {
    return false;
  }

  @Override
  protected void start() {
    if (!supported) {
      response = refusal(ErrorCode.UNSUPPORTED_VERSION);
      complete();
      return;
    }
    try {
      ApiVersionsRequest request = ApiVersionsRequest.read(in, context.apiVersion());
      response = answer(request);
      complete();
    } catch (WireException e) {
      completeByClosing("sent an ApiVersions request that cannot be read: " + e.getMessage());
    }
  }

  private ApiVersionsResponse answer(ApiVersionsRequest request) {
    if (context.apiVersion() >= FIRST_WITH_SOFTWARE) {
      if (!SOFTWARE.matcher(request.clientSoftwareName).matches()
          || !SOFTWARE.matcher(request.clientSoftwareVersion).matches()) {
        return refusal(ErrorCode.INVALID_REQUEST);
      }
      connection.clientSoftware(request.clientSoftwareName, request.clientSoftwareVersion);
    }
    if (context.apiVersion() >= FIRST_WITH_TARGET && !meansUs(request)) {
      return refusal(ErrorCode.REBOOTSTRAP_REQUIRED);
    }
    ApiVersionsResponse result = new ApiVersionsResponse();
    list(result);
    addFeatures(result);
    return result;
  }

  private void addFeatures(ApiVersionsResponse to) {
    MetadataImage image = registry.context().image();
    Broker self = image.brokers().get(registry.context().nodeId());
    if (self == null) {
      return;
    }
    self.features()
        .forEach((name, range) -> {
          // Older clients cannot read a range that starts at 0 (KAFKA-17011).
          if (range.min() > 0 || context.apiVersion() >= FIRST_WITH_FEATURES_FROM_ZERO) {
            var feature = new ApiVersionsResponse.SupportedFeatureKey();
            feature.name = name;
            feature.minVersion = range.min();
            feature.maxVersion = range.max();
            to.supportedFeatures.add(feature);
          }
        });
    to.finalizedFeaturesEpoch = image.provenance().lastOffset();
    image
        .features()
        .levels()
        .forEach((name, level) -> {
          var feature = new ApiVersionsResponse.FinalizedFeatureKey();
          feature.name = name;
          feature.minVersionLevel = level;
          feature.maxVersionLevel = level;
          to.finalizedFeatures.add(feature);
        });
  }

  /// Whether the broker that the client wants to talk to is this one (KIP-1242).
  private boolean meansUs(ApiVersionsRequest request) {
    return (request.clusterId == null || request.clusterId.equals(registry.context().clusterId()))
        && (request.nodeId == -1 || request.nodeId == registry.context().nodeId());
  }

  private ApiVersionsResponse refusal(ErrorCode error) {
    ApiVersionsResponse result = new ApiVersionsResponse();
    result.errorCode = error.code();
    if (error == ErrorCode.UNSUPPORTED_VERSION) {
      list(result);
    }
    return result;
  }

  private void list(ApiVersionsResponse to) {
    for (ApiRegistry.ServedApi api : registry.advertised()) {
      var entry = new ApiVersionsResponse.ApiVersion();
      entry.apiKey = api.apiKey();
      // Old librdkafka takes a lowest Produce version above 2 for "no compression" (KAFKA-18659).
      entry.minVersion = api.apiKey() == PRODUCE ? 0 : api.lowestVersion();
      entry.maxVersion = api.highestVersion();
      to.apiKeys.add(entry);
    }
  }

  @Override
  protected boolean write(WireWriter out) {
    out.writeInt32(context.correlationId());
    response.write(out, context.apiVersion());
    return true;
  }
}
