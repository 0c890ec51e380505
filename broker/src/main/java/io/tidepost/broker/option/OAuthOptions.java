package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// OAuth: tokens of `OAUTHBEARER`.
public final class OAuthOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("OAuth", Scope.READ_ONLY);

  /// Audiences of which a token must name one.
  public static final Option<List<String>> SASL_OAUTHBEARER_EXPECTED_AUDIENCE =
      GROUP
          .ofList("sasl.oauthbearer.expected.audience", List.of())
          .where(new Check.Elements(List.of(), true))
          .says("Audiences of which a token must name one.");

  /// Issuer a token must name.
  public static final Option<String> SASL_OAUTHBEARER_EXPECTED_ISSUER =
      GROUP.ofString("sasl.oauthbearer.expected.issuer", null).says("Issuer a token must name.");

  /// Whether tokens are taken without an expected audience.
  public static final Option<Boolean> SASL_OAUTHBEARER_ALLOW_UNVERIFIED_AUDIENCE =
      GROUP
          .ofBoolean("sasl.oauthbearer.allow.unverified.audience", false)
          .says("Whether tokens are taken without an expected audience.");

  /// Whether tokens are taken without an expected issuer.
  public static final Option<Boolean> SASL_OAUTHBEARER_ALLOW_UNVERIFIED_ISSUER =
      GROUP
          .ofBoolean("sasl.oauthbearer.allow.unverified.issuer", false)
          .says("Whether tokens are taken without an expected issuer.");

  /// How far clocks may differ, in seconds.
  public static final Option<Integer> SASL_OAUTHBEARER_CLOCK_SKEW_SECONDS =
      GROUP
          .ofInt("sasl.oauthbearer.clock.skew.seconds", 30)
          .says("How far clocks may differ, in seconds.");

  /// Claim that holds the scope.
  public static final Option<String> SASL_OAUTHBEARER_SCOPE_CLAIM_NAME =
      GROUP
          .ofString("sasl.oauthbearer.scope.claim.name", "scope")
          .says("Claim that holds the scope.");

  /// Claim that holds the subject.
  public static final Option<String> SASL_OAUTHBEARER_SUB_CLAIM_NAME =
      GROUP
          .ofString("sasl.oauthbearer.sub.claim.name", "sub")
          .says("Claim that holds the subject.");

  /// Address of the keys that tokens are checked with.
  public static final Option<String> SASL_OAUTHBEARER_JWKS_ENDPOINT_URL =
      GROUP
          .ofString("sasl.oauthbearer.jwks.endpoint.url", null)
          .says("Address of the keys that tokens are checked with.");

  /// How often those keys are fetched anew, in milliseconds.
  public static final Option<Long> SASL_OAUTHBEARER_JWKS_ENDPOINT_REFRESH_MS =
      GROUP
          .ofLong("sasl.oauthbearer.jwks.endpoint.refresh.ms", 3600000L)
          .says("How often those keys are fetched anew, in milliseconds.");

  /// Pause before the keys are asked for again, in milliseconds.
  public static final Option<Long> SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MS =
      GROUP
          .ofLong("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", 100L)
          .says("Pause before the keys are asked for again, in milliseconds.");

  /// Longest pause between tries, in milliseconds.
  public static final Option<Long> SASL_OAUTHBEARER_JWKS_ENDPOINT_RETRY_BACKOFF_MAX_MS =
      GROUP
          .ofLong("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", 10000L)
          .says("Longest pause between tries, in milliseconds.");

  /// Class that checks tokens.
  public static final Option<String> SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS =
      GROUP
          .ofClass(
              "sasl.oauthbearer.jwt.validator.class",
              "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator")
          .says("Class that checks tokens.");

  static {
    GROUP
        .ofString("sasl.oauthbearer.scope", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Scope asked for when this node fetches a token.");
    GROUP
        .ofString("sasl.oauthbearer.token.endpoint.url", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Address at which this node fetches a token.");
    GROUP
        .ofClass(
            "sasl.oauthbearer.jwt.retriever.class",
            "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever")
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Class that fetches tokens.");
    GROUP
        .ofString("sasl.oauthbearer.client.credentials.client.id", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Client id with which this node fetches a token.");
    GROUP
        .ofSecret("sasl.oauthbearer.client.credentials.client.secret")
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Secret that belongs to that id.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.algorithm", "RS256")
        .where(new Check.OneOfAnyCase(List.of("ES256", "RS256")))
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Algorithm that signs an assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.claim.aud", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Audience of an assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.claim.iss", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Issuer of an assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.claim.sub", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Subject of an assertion.");
    GROUP
        .ofBoolean("sasl.oauthbearer.assertion.claim.jti.include", false)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Whether an assertion carries an id of its own.");
    GROUP
        .ofInt("sasl.oauthbearer.assertion.claim.exp.seconds", 300)
        .between(0, 86400)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("How long an assertion is valid, in seconds.");
    GROUP
        .ofInt("sasl.oauthbearer.assertion.claim.nbf.seconds", 60)
        .between(0, 3600)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("How far back an assertion's validity begins, in seconds.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.file", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("File of a ready assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.template.file", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("File of claims and headers that go into every assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.private.key.file", null)
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("File of the key that signs assertions.");
    GROUP
        .ofSecret("sasl.oauthbearer.assertion.private.key.passphrase")
        .noEffect(Reasons.NO_CONNECTIONS_OUT)
        .says("Password of that key.");
  }

  private OAuthOptions() {}
}
