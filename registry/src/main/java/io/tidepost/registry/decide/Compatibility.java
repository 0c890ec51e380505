package io.tidepost.registry.decide;

import io.tidepost.registry.compatibility.CompatibilityChecker;
import io.tidepost.registry.compatibility.CompatibilityLevel;
import io.tidepost.registry.compatibility.Incompatibility;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Asks whether a schema may follow the versions of a subject.
public final class Compatibility {

  private Compatibility() {}

  /// Why a schema may not be a subject's next version; empty when it may.
  static List<Incompatibility> withSubject(
      RegistryView view, SubjectName subject, ParsedSchema next, StoredSchema.Content content)
      throws RegistryException {
    List<StoredSchema> versions =
        view.state().versions(subject).stream()
            .filter(each -> !each.deleted())
            .filter(each -> sameGroup(view, subject, each.content(), content))
            .toList();
    return check(view, subject, view.level(subject), next, versions);
  }

  /// With `compatibilityGroup`, versions count only when that property of their metadata is the
  /// same.
  private static boolean sameGroup(
      RegistryView view, SubjectName subject, StoredSchema.Content old, StoredSchema.Content now) {
    String group = view.setting(subject, "compatibilityGroup");
    return group == null || Objects.equals(property(old, group), property(now, group));
  }

  private static String property(StoredSchema.Content content, String name) {
    return content.metadata() == null
        ? ""
        : content.metadata().path("properties").path(name).asText("");
  }

  private static List<Incompatibility> check(
      RegistryView view,
      SubjectName subject,
      CompatibilityLevel level,
      ParsedSchema next,
      List<StoredSchema> versions)
      throws RegistryException {
    if (level == CompatibilityLevel.NONE || versions.isEmpty()) {
      return List.of();
    }
    List<CompatibilityChecker.Version> previous = new ArrayList<>();
    for (StoredSchema schema : level.transitive() ? versions : List.of(versions.getLast())) {
      previous.add(new CompatibilityChecker.Version(schema.version(), view.parse(schema)));
    }
    return CompatibilityChecker.check(level, next, previous, view.lenient(subject));
  }

  /// Asks about a schema without registering it.
  ///
  /// @param version to compare with; 0 for what registering would compare with, -1 for the latest
  /// @return why not; empty when it is compatible
  public static List<Incompatibility> ask(
      RegistryView view, SubjectName asked, int version, SchemaRequest request, boolean normalize)
      throws RegistryException {
    SubjectName subject = view.behindAlias(asked);
    RegistryView.Prepared prepared = view.prepare(subject, request, normalize);
    if (version == 0) {
      return withSubject(view, subject, prepared.parsed(), prepared.content());
    }
    StoredSchema against = view.version(subject, version, false);
    return check(view, subject, view.level(subject), prepared.parsed(), List.of(against));
  }

  /// The reasons as they are told in answers.
  public static List<String> messages(
      RegistryView view, SubjectName subject, List<Incompatibility> incompatibilities) {
    List<String> result = new ArrayList<>();
    for (Incompatibility each : incompatibilities) {
      var difference = each.difference();
      result.add(
          "{errorType:'%s', description:'%s', additionalInfo:'%s', path:'%s'}"
              .formatted(
                  difference.kind(), difference.message(), difference.advice(), difference.path()));
    }
    if (!incompatibilities.isEmpty()) {
      result.add("{oldSchemaVersion: " + incompatibilities.getFirst().version() + "}");
      result.add("{compatibility: '" + view.level(subject) + "'}");
    }
    return result;
  }
}
