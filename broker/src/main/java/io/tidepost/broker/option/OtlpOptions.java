package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The node's metrics pushed to somebody, by OpenTelemetry's protocol.
public final class OtlpOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Pushed metrics", Scope.READ_ONLY);

  /// Where to.
  public static final Option<String> TIDEPOST_OTLP_ENDPOINT =
      GROUP
          .ofString("tidepost.otlp.endpoint", "")
          .says(
              "Where the node's metrics are pushed by OTLP over HTTP, such as"
                  + " `http://collector:4318/v1/metrics`; empty for nowhere, and over `https` whom"
                  + " the JVM trusts is believed.");

  /// How often.
  public static final Option<Integer> TIDEPOST_OTLP_INTERVAL_MS =
      GROUP
          .ofInt("tidepost.otlp.interval.ms", 60_000)
          .atLeast(1_000)
          .says("How often metrics are pushed, in milliseconds.");

  /// What to say.
  public static final Option<Secret> TIDEPOST_OTLP_HEADERS =
      GROUP
          .ofSecret("tidepost.otlp.headers")
          .says(
              "Headers of each push, such as `api-key=…,x-tenant=shop`: what a receiver wants to"
                  + " know who pushes.");

  private OtlpOptions() {}

  /// The endpoint.
  ///
  /// @throws IllegalArgumentException when it is none
  public static URI endpoint(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(TIDEPOST_OTLP_ENDPOINT + ": " + e.getMessage(), e);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException(
          TIDEPOST_OTLP_ENDPOINT + " must be like http://collector:4318/v1/metrics, not " + text);
    }
    return uri;
  }

  /// The headers by name.
  ///
  /// @throws IllegalArgumentException when it is not `name=value,…`
  public static Map<String, String> headers(String text) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            TIDEPOST_OTLP_HEADERS + " must be name=value, several with commas between them");
      }
      all.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return all;
  }
}
