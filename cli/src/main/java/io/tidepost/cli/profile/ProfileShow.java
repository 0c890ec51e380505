package io.tidepost.cli.profile;

import io.tidepost.cli.Failure;
import io.tidepost.cli.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost profile show`.
@Command(
    name = "show",
    description =
        "Show a profile as it is written; secrets that stand there themselves are hidden.",
    footer = {"  tidepost profile show", "  tidepost profile show prod -o json"})
final class ProfileShow extends ProfileCommand {

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Default: the one in use.")
  @Nullable String name;

  @Override
  int run(Profiles profiles, Map<String, String> environment) {
    Profile profile =
        profiles
            .chosen(name, environment)
            .orElseThrow(() ->
                new Failure(
                    "no profile is in use; 'tidepost profile use NAME' chooses one of "
                        + profiles.all().keySet()));
    Map<String, String> shown = new LinkedHashMap<>();
    profile.properties().forEach((key, value) -> shown.put(key, References.shown(key, value)));
    String user = profile.registryUser();
    String token = profile.registryToken();
    Map<String, Object> tree =
        new Profile(
                profile.bootstrap(),
                profile.registry(),
                user == null ? null : user.replaceFirst(":(?!\\$\\{).*", ":(hidden)"),
                token == null ? null : References.shown("token", token),
                profile.registryCa(),
                shown)
            .tree();
    if (output.structured()) {
      output.tree(terminal.out(), tree);
    } else {
      YamlText.print(terminal.out(), tree);
    }
    return OK;
  }
}
