package io.tidepost.cli.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.cli.Failure;
import io.tidepost.cli.profile.Choice.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {

  private static final String TWO =
      """
      current: prod
      profiles:
        prod:
          bootstrap: prod:9093
          registry: https://registry.prod
          registry-user: ada:${env:REGISTRY_PW}
          properties:
            security.protocol: SASL_SSL
            sasl.jaas.config: Module required username="ada" password="${env:PROD_PW}";
        test:
          bootstrap: test:9092
      """;

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void atHome() {
    environment.put("XDG_CONFIG_HOME", home.toString());
    environment.put("PROD_PW", "s\"e\\cret");
    environment.put("REGISTRY_PW", "quiet");
  }

  private void write(String text) throws IOException {
    Path file = Profiles.place(environment);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Choice choice(String... asked) {
    return new Choice(asked.length == 0 ? null : asked[0], environment);
  }

  @Test
  void theFileIsWhereXdgSays() {
    assertEquals(home.resolve("tidepost/config.yaml"), Profiles.place(environment));
    assertEquals(
        Path.of("/users/ada/.config/tidepost/config.yaml"),
        Profiles.place(Map.of("HOME", "/users/ada")));
  }

  @Test
  void withoutAFileItIsLocalhost() {
    assertEquals("localhost:9092", choice().cluster(null).bootstrap());
    assertEquals(new Registry("http://localhost:8081", Map.of()), choice().registry(null, false));
  }

  @Test
  void optionThenEnvironmentThenProfile() throws IOException {
    write(TWO);
    assertEquals("prod:9093", choice().cluster(null).bootstrap());
    assertEquals("test:9092", choice("test").cluster(null).bootstrap());
    environment.put("TIDEPOST_PROFILE", "test");
    assertEquals("test:9092", choice().cluster(null).bootstrap());
    assertEquals("prod:9093", choice("prod").cluster(null).bootstrap());
    environment.put("TIDEPOST_BOOTSTRAP", "env:1");
    assertEquals("env:1", choice().cluster(null).bootstrap());
    assertEquals("option:2", choice().cluster("option:2").bootstrap());
    environment.put("TIDEPOST_REGISTRY", "http://env");
    assertEquals("http://env", choice().registry(null, false).url());
    assertEquals("http://option", choice().registry("http://option", false).url());
  }

  @Test
  void credentialsGoToTheProfilesServersOnly() throws IOException {
    write(TWO);
    assertEquals("SASL_SSL", choice().cluster(null).properties().get("security.protocol"));
    assertEquals(Map.of(), choice().cluster("other:9092").properties());
    assertEquals(2, choice("prod").cluster("other:9092").properties().size());
    assertEquals(
        Map.of("basic.auth.user.info", "ada:quiet"), choice().registry(null, false).settings());
    assertEquals(Map.of(), choice().registry("http://other", false).settings());
    assertEquals(Map.of(), choice().registry(null, true).settings());
    environment.put("TIDEPOST_BOOTSTRAP", "env:1");
    assertEquals(Map.of(), choice().cluster(null).properties());
    assertEquals(Map.of(), choice().registry(null, false).settings());
  }

  @Test
  void referencesBecomeSecretsAndAreEscapedInQuotes() throws IOException {
    write(TWO);
    assertEquals(
        "Module required username=\"ada\" password=\"s\\\"e\\\\cret\";",
        choice().cluster(null).properties().get("sasl.jaas.config"));
    Path secret = Files.writeString(home.resolve("secret"), "in a file\n");
    assertEquals(
        "in a file", References.resolve("ssl.key.password", "${file:" + secret + "}", environment));
    environment.remove("PROD_PW");
    Failure missing = assertThrows(Failure.class, () -> choice().cluster(null));
    assertTrue(missing.sentence().contains("PROD_PW"), missing.sentence());
    assertFalse(missing.sentence().contains("quiet"));
  }

  @Test
  void faultsNameFileAndLine() throws IOException {
    write(
        """
        current: prd
        profile:
        profiles:
          prod:
            bootstrap: prod
            registry: prod:8081
            properties:
              security.protocl: SSL
          test:
            registry: http://test
        """);
    String said = assertThrows(Failure.class, () -> Profiles.read(environment)).sentence();
    String file = Profiles.place(environment).toString();
    assertTrue(
        said.contains(file + ":1: current: there is no profile 'prd'; did you mean 'prod'?"), said);
    assertTrue(
        said.contains(file + ":2: profile: is not known here; did you mean 'profiles'?"), said);
    assertTrue(said.contains(file + ":5: profiles.prod.bootstrap"), said);
    assertTrue(said.contains(file + ":6: profiles.prod.registry"), said);
    assertTrue(said.contains(":8: profiles.prod.properties.security.protocl"), said);
    assertTrue(said.contains("did you mean 'security.protocol'?"), said);
    assertTrue(said.contains(file + ":10: profiles.test: bootstrap"), said);
  }

  @Test
  void whatIsWrittenIsReadAgainAndForOneUserOnly() throws IOException {
    write(TWO);
    Profiles profiles = Profiles.read(environment);
    profiles.use("test");
    profiles.write();
    Profiles again = Profiles.read(environment);
    assertEquals("test", again.current());
    assertEquals(profiles.all(), again.all());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(again.file())));
    again.remove("test");
    assertNull(again.current());
  }

  @Test
  void plainSecretsAreSeen() {
    assertTrue(References.isPlainSecret("ssl.keystore.password", "x"));
    assertFalse(References.isPlainSecret("ssl.keystore.password", "${env:X}"));
    assertFalse(References.isPlainSecret("ssl.keystore.location", "x"));
    String jaas = "M required username=\"a\" password=\"x\";";
    assertTrue(References.isPlainSecret("sasl.jaas.config", jaas));
    assertEquals(
        "M required username=\"a\" password=\"(hidden)\";",
        References.shown("sasl.jaas.config", jaas));
  }
}
