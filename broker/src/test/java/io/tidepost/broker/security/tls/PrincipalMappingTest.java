package io.tidepost.broker.security.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.broker.security.SecurityConfigException;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same names as Apache Kafka's own mapper makes.
class PrincipalMappingTest {

  private static final List<String> NAMES =
      List.of(
          "CN=Duke,OU=ServiceUsers,O=Org,C=US",
          "CN=Duke,OU=SME,O=mycp,L=Fulton,ST=MD,C=US",
          "CN=duke,OU=JavaSoft,O=Sun Microsystems",
          "OU=JavaSoft,O=Sun Microsystems,C=US",
          "CN=a/b\\,c,O=x",
          "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DEFAULT",
        "RULE:^CN=(.*?),OU=ServiceUsers.*$/$1/L",
        "RULE:^CN=(.*?),OU=(.*?),O=(.*?),L=(.*?),ST=(.*?),C=(.*?)$/$1@$2/U",
        "RULE:^CN=(.*?),OU=ServiceUsers.*$/$1/L, RULE:^.*[Cc][Nn]=([a-zA-Z0-9.]*).*$/$1/U ,"
            + " DEFAULT",
        "RULE:^CN=([^,]+),OU=([^,]+).*$/$1@$4/",
        "RULE:^CN=([^,]+).*$/$1\\/x/,DEFAULT",
        "RULE:^CN=([^,]+).*$/$12-$0/L",
        "RULE:^.*O=([^,]*).*$//",
      })
  void mapsAsKafkaDoes(String rules) throws Exception {
    var ours = new PrincipalMapping(rules);
    var kafkas = SslPrincipalMapper.fromRules(rules);
    for (String name : NAMES) {
      assertEquals(kafkasName(kafkas, name), ours.name(name), rules + " of " + name);
    }
  }

  private static @Nullable String kafkasName(SslPrincipalMapper mapper, String name) {
    try {
      return mapper.getName(name);
    } catch (IOException e) {
      return null;
    }
  }

  @Test
  void whatIsNoRuleIsRefused() {
    for (String text :
        List.of("RULE:abc", "NEVER", "RULE:(/$1/L", "DEFAULT;DEFAULT", "RULE:a/b/X")) {
      assertThrows(SecurityConfigException.class, () -> new PrincipalMapping(text), text);
    }
  }
}
