package io.tidepost.cli.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.cli.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Confluent's names for how to reach a registry.
final class RegistrySettingsTest {

  private final RegistrySettings settings = new RegistrySettings();

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nothingSaidIsNobodyAtLocalhost() {
    assertEquals("http://localhost:8081", settings.url());
    assertNull(settings.authorization());
    assertEquals(Map.of(), settings.tls());
  }

  @Test
  void takesWhatSerialisersTake() {
    settings.add(
        Map.of(
            "schema.registry.url", "https://one:8081/,https://two:8081",
            "basic.auth.credentials.source", "USER_INFO",
            "basic.auth.user.info", "ada:a:b",
            "schema.registry.ssl.truststore.location", "/t.p12",
            "bootstrap.servers", "elsewhere:9092"));
    assertEquals("https://one:8081", settings.url());
    assertEquals(basic("ada:a:b"), settings.authorization());
    assertEquals(Map.of("ssl.truststore.location", "/t.p12"), settings.tls());
  }

  @Test
  void theUserMayStandInTheAddressOrInTheLoginOfTheBrokers() {
    settings.add(Map.of("schema.registry.url", "http://ada:p%40ss@one:8081"));
    assertEquals("http://one:8081", settings.url());
    assertEquals(basic("ada:p@ss"), settings.authorization());
    settings.add(
        Map.of(
            "basic.auth.credentials.source",
            "SASL_INHERIT",
            "sasl.jaas.config",
            "Module required username=\"bob\" password=\"a\\\"b\";"));
    assertEquals(basic("bob:a\"b"), settings.authorization());
  }

  @Test
  void whoSaysHowToLogInTakesBackWhatOthersSaid() {
    settings.add(Map.of("schema.registry.basic.auth.user.info", "ada:secret"));
    settings.add(Map.of("bearer.auth.token", "abc"));
    assertEquals("Bearer abc", settings.authorization());
    settings.add(Map.of("basic.auth.user.info", "bob:secret"));
    assertEquals(basic("bob:secret"), settings.authorization());
    settings.add(Map.of("schema.registry.url", "http://other"));
    assertEquals(basic("bob:secret"), settings.authorization());
  }

  @Test
  void waysOfLoggingInThatAreNotThereAreNamed() {
    settings.add(Map.of("bearer.auth.credentials.source", "OAUTHBEARER"));
    assertEquals(
        "bearer.auth.credentials.source=OAUTHBEARER is not for this command; possible:"
            + " STATIC_TOKEN",
        assertThrows(Failure.class, settings::authorization).sentence());
  }

  @Test
  void anotherTrustTakesThePlaceOfTheWholeOne() {
    settings.add(
        Map.of(
            "schema.registry.ssl.truststore.location", "/t.p12",
            "schema.registry.ssl.truststore.password", "x",
            "schema.registry.ssl.keystore.location", "/me.p12"));
    settings.trust("/ca.pem");
    assertEquals(
        Map.of(
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", "/ca.pem",
            "ssl.keystore.location", "/me.p12"),
        settings.tls());
  }
}
