package io.tidepost.broker.security.plain;

import io.tidepost.broker.security.SecurityConfigException;
import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.jspecify.annotations.Nullable;

/// The settings of a login module: from the text of `sasl.jaas.config` (KIP-85), or from the file
/// that the system property `java.security.auth.login.config` names, where the section is
/// `listener.KafkaServer` or `KafkaServer`.
///
/// @param module class name of the login module
/// @param settings by name, values without quotes
public record JaasConfig(String module, Map<String, String> settings) {

  private static final String SECTION = "KafkaServer";
  private static final String FILE = "java.security.auth.login.config";

  /// Reads `module required name="value" …;`.
  ///
  /// @throws SecurityConfigException when it is malformed; it never quotes the text
  public static JaasConfig parse(String text) throws SecurityConfigException {
    StreamTokenizer tokens = new StreamTokenizer(new StringReader(text));
    tokens.slashSlashComments(true);
    tokens.slashStarComments(true);
    tokens.wordChars('-', '-');
    tokens.wordChars('_', '_');
    tokens.wordChars('$', '$');
    try {
      String module = word(tokens, "the name of a login module");
      word(tokens, "a control flag such as required");
      Map<String, String> settings = new HashMap<>();
      while (tokens.nextToken() != ';') {
        tokens.pushBack();
        String name = word(tokens, "the name of a setting, or a semicolon");
        if (tokens.nextToken() != '=') {
          throw malformed("'=' behind the setting " + name);
        }
        settings.put(name, word(tokens, "a value for the setting " + name));
      }
      if (tokens.nextToken() != StreamTokenizer.TT_EOF) {
        throw malformed("one login module only");
      }
      return new JaasConfig(module, Map.copyOf(settings));
    } catch (IOException e) {
      throw new SecurityConfigException("sasl.jaas.config cannot be read", e);
    }
  }

  private static String word(StreamTokenizer tokens, String expected)
      throws IOException, SecurityConfigException {
    int type = tokens.nextToken();
    String value = tokens.sval;
    if (type == StreamTokenizer.TT_NUMBER) {
      return number(tokens.nval);
    }
    if (value == null || type != StreamTokenizer.TT_WORD && type != '"' && type != '\'') {
      throw malformed(expected);
    }
    return value;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static SecurityConfigException malformed(String expected) {
    return new SecurityConfigException("sasl.jaas.config is malformed: expected " + expected);
  }

  /// The settings of a listener in the JVM's own configuration, `null` when there are none.
  ///
  /// @param listener the listener's name in lower case
  /// @param module end of the wanted login module's class name
  public static @Nullable JaasConfig ofFile(String listener, String module)
      throws SecurityConfigException {
    if (System.getProperty(FILE) == null) {
      return null;
    }
    Configuration all;
    try {
      all = Configuration.getConfiguration();
    } catch (SecurityException e) {
      throw new SecurityConfigException(FILE + " cannot be read: " + e.getMessage(), e);
    }
    for (String section : new String[] {listener + "." + SECTION, SECTION}) {
      AppConfigurationEntry[] entries = all.getAppConfigurationEntry(section);
      if (entries != null) {
        for (AppConfigurationEntry entry : entries) {
          if (entry.getLoginModuleName().endsWith(module)) {
            Map<String, String> settings = new HashMap<>();
            entry.getOptions().forEach((name, value) -> settings.put(name, String.valueOf(value)));
            return new JaasConfig(entry.getLoginModuleName(), Map.copyOf(settings));
          }
        }
        return null;
      }
    }
    return null;
  }

  /// Hides the values.
  @Override
  public String toString() {
    return module + settings.keySet();
  }
}
