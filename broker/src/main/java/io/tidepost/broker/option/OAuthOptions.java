package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// OAuth: tokens of `OAUTHBEARER`.
public final class OAuthOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("OAuth", Scope.READ_ONLY);

  static {
    GROUP
        .ofList("sasl.oauthbearer.expected.audience", List.of())
        .where(new Check.Elements(List.of(), true))
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Audiences of which a token must name one.");
    GROUP
        .ofString("sasl.oauthbearer.expected.issuer", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Issuer a token must name.");
    GROUP
        .ofBoolean("sasl.oauthbearer.allow.unverified.audience", false)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Whether tokens are taken without an expected audience.");
    GROUP
        .ofBoolean("sasl.oauthbearer.allow.unverified.issuer", false)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Whether tokens are taken without an expected issuer.");
    GROUP
        .ofInt("sasl.oauthbearer.clock.skew.seconds", 30)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How far clocks may differ, in seconds.");
    GROUP
        .ofString("sasl.oauthbearer.scope", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Scope asked for when this node fetches a token.");
    GROUP
        .ofString("sasl.oauthbearer.scope.claim.name", "scope")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Claim that holds the scope.");
    GROUP
        .ofString("sasl.oauthbearer.sub.claim.name", "sub")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Claim that holds the subject.");
    GROUP
        .ofString("sasl.oauthbearer.jwks.endpoint.url", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Address of the keys that tokens are checked with.");
    GROUP
        .ofLong("sasl.oauthbearer.jwks.endpoint.refresh.ms", 3600000L)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How often those keys are fetched anew, in milliseconds.");
    GROUP
        .ofLong("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", 100L)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Pause before the keys are asked for again, in milliseconds.");
    GROUP
        .ofLong("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", 10000L)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Longest pause between tries, in milliseconds.");
    GROUP
        .ofString("sasl.oauthbearer.token.endpoint.url", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Address at which this node fetches a token.");
    GROUP
        .ofClass(
            "sasl.oauthbearer.jwt.retriever.class",
            "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Class that fetches tokens.");
    GROUP
        .ofClass(
            "sasl.oauthbearer.jwt.validator.class",
            "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Class that checks tokens.");
    GROUP
        .ofString("sasl.oauthbearer.client.credentials.client.id", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Client id with which this node fetches a token.");
    GROUP
        .ofSecret("sasl.oauthbearer.client.credentials.client.secret")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Secret that belongs to that id.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.algorithm", "RS256")
        .where(new Check.OneOfAnyCase(List.of("ES256", "RS256")))
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Algorithm that signs an assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.claim.aud", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Audience of an assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.claim.iss", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Issuer of an assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.claim.sub", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Subject of an assertion.");
    GROUP
        .ofBoolean("sasl.oauthbearer.assertion.claim.jti.include", false)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Whether an assertion carries an id of its own.");
    GROUP
        .ofInt("sasl.oauthbearer.assertion.claim.exp.seconds", 300)
        .between(0, 86400)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How long an assertion is valid, in seconds.");
    GROUP
        .ofInt("sasl.oauthbearer.assertion.claim.nbf.seconds", 60)
        .between(0, 3600)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("How far back an assertion's validity begins, in seconds.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.file", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("File of a ready assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.template.file", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("File of claims and headers that go into every assertion.");
    GROUP
        .ofString("sasl.oauthbearer.assertion.private.key.file", null)
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("File of the key that signs assertions.");
    GROUP
        .ofSecret("sasl.oauthbearer.assertion.private.key.passphrase")
        .noEffect(Reasons.PLAINTEXT_ONLY)
        .says("Password of that key.");
  }

  private OAuthOptions() {}
}
