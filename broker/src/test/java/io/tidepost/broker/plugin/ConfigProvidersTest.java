package io.tidepost.broker.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.option.Setting;
import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.TopicDefaultOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigProvidersTest {

  private static final String PACKAGE = "org.apache.kafka.common.config.provider.";

  @TempDir Path directory;

  private ServerOptions read(String... more) throws OptionsRefusedException {
    List<Setting> settings = new ArrayList<>();
    settings.add(Setting.ofCommandLine("log.dirs=" + directory));
    settings.add(Setting.ofCommandLine("listeners=PLAINTEXT://localhost:0"));
    settings.add(Setting.ofCommandLine("config.providers=file,dir,env"));
    settings.add(
        Setting.ofCommandLine("config.providers.file.class=" + PACKAGE + "FileConfigProvider"));
    settings.add(
        Setting.ofCommandLine("config.providers.dir.class=" + PACKAGE + "DirectoryConfigProvider"));
    settings.add(
        Setting.ofCommandLine("config.providers.env.class=" + PACKAGE + "EnvVarConfigProvider"));
    for (String each : more) {
      settings.add(Setting.ofCommandLine(each));
    }
    return ServerOptions.of(settings, true);
  }

  @Test
  void valuesComeFromFilesDirectoriesAndTheEnvironment() throws Exception {
    Path file =
        Files.writeString(directory.resolve("a.properties"), "partitions=7\nusers=User:x\n");
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Files.writeString(folder.resolve("level"), "3");
    ServerOptions options =
        read(
            "num.partitions=${file:" + file + ":partitions}",
            "super.users=${file:" + file + ":users};User:${env::PATH}",
            "config.providers.dir.param.allowed.paths=" + folder,
            "default.replication.factor=${dir:" + folder + ":level}");
    assertEquals(7, options.options().get(TopicDefaultOptions.NUM_PARTITIONS));
    assertEquals(3, options.options().get(TopicDefaultOptions.DEFAULT_REPLICATION_FACTOR));
    assertEquals("User:x;User:" + System.getenv("PATH"), options.originals().get("super.users"));
  }

  @Test
  void whatAProviderMayNotReadStaysAsItIs() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Files.writeString(directory.resolve("outside"), "3");
    ServerOptions options =
        read(
            "config.providers.dir.param.allowed.paths=" + folder,
            "super.users=${dir:" + directory + ":outside}");
    assertEquals("${dir:" + directory + ":outside}", options.originals().get("super.users"));
  }

  @Test
  void aFileThatIsMissingRefusesTheStartByName() {
    OptionsRefusedException refused =
        assertThrows(
            OptionsRefusedException.class, () -> read("num.partitions=${file:/no/such:key}"));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("num.partitions"), refused.getMessage());
  }
}
