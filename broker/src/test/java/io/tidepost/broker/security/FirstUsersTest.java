package io.tidepost.broker.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.wire.record.UserScramCredentialRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `--add-scram` understands.
class FirstUsersTest {

  @Test
  void readsSeveral() throws Exception {
    var users =
        FirstUsers.parse(
            "SCRAM-SHA-256=[name=admin,password=secret]; SCRAM-SHA-512=[name=\"a,b\","
                + " password=\"x;y\",iterations=8192]");
    assertEquals(2, users.users().size());
    var second = (UserScramCredentialRecord) users.records().get(1).message();
    assertEquals("a,b", second.name);
    assertEquals(2, second.mechanism);
    assertEquals(8192, second.iterations);
    assertFalse(users.toString().contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin:secret",
        "SCRAM-SHA-1=[name=admin,password=secret]",
        "SCRAM-SHA-256=[name=admin]",
        "SCRAM-SHA-256=[password=secret]",
        "SCRAM-SHA-256=[name=admin,password=secret,iterations=1]",
        "SCRAM-SHA-256=[name=admin,password=secret,colour=red]",
        "SCRAM-SHA-256=[name=admin password=secret"
      })
  void refusesTheRestWithoutQuotingIt(String text) {
    var complaint = assertThrows(SecurityConfigException.class, () -> FirstUsers.parse(text));
    assertFalse(String.valueOf(complaint.getMessage()).contains("secret"));
  }
}
