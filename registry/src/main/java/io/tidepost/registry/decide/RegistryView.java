package io.tidepost.registry.decide;

import io.tidepost.registry.compatibility.CompatibilityLevel;
import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.ResolvedReference;
import io.tidepost.registry.schema.SchemaParser;
import io.tidepost.registry.schema.SchemaReference;
import io.tidepost.registry.schema.SchemaType;
import io.tidepost.registry.store.Mode;
import io.tidepost.registry.store.RegistryImage;
import io.tidepost.registry.store.RegistryState;
import io.tidepost.registry.store.StoredSchema;
import io.tidepost.registry.store.SubjectConfig;
import io.tidepost.registry.store.SubjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The state as commands and questions see it: with settings resolved and schemas parsed.
///
/// @param state not changed through this
/// @param cache shared by all views
public record RegistryView(RegistryImage state, ParsedCache cache) {

  /// How deeply references may rest on references.
  private static final int REFERENCES_DEEP_MAX = 64;

  /// How many schemas a schema may rest on.
  private static final int REFERENCES_MAX = 1000;

  // ---- settings

  /// What holds for a subject when nobody set anything.
  public static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

  /// The settings that a subject, a context or everything has of its own, nearest first.
  List<SubjectConfig> configs(SubjectName subject) {
    List<SubjectConfig> result = new ArrayList<>();
    for (SubjectName scope : scopes(subject)) {
      SubjectConfig config = state.config(scope);
      if (config != null) {
        result.add(config);
      }
    }
    return result;
  }

  /// Where settings of a subject are looked for, nearest first.
  static List<SubjectName> scopes(SubjectName subject) {
    List<SubjectName> result = new ArrayList<>();
    result.add(subject);
    if (!subject.isContext()) {
      result.add(subject.wholeContext());
    }
    if (!result.contains(SubjectName.GLOBAL)) {
      result.add(SubjectName.GLOBAL);
    }
    return result;
  }

  public CompatibilityLevel level(SubjectName subject) {
    for (SubjectConfig config : configs(subject)) {
      CompatibilityLevel level = config.compatibilityLevel();
      if (level != null) {
        return level;
      }
    }
    return DEFAULT_LEVEL;
  }

  boolean lenient(SubjectName subject) {
    return "LENIENT".equals(setting(subject, "compatibilityPolicy"));
  }

  @Nullable String setting(SubjectName subject, String name) {
    for (SubjectConfig config : configs(subject)) {
      String value = config.text(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  boolean normalizes(SubjectName subject) {
    for (SubjectConfig config : configs(subject)) {
      Boolean value = config.normalize();
      if (value != null) {
        return value;
      }
    }
    return false;
  }

  public Mode mode(SubjectName subject) {
    if (state.mode(SubjectName.GLOBAL) == Mode.READONLY_OVERRIDE) {
      return Mode.READONLY_OVERRIDE;
    }
    for (SubjectName scope : scopes(subject)) {
      Mode mode = state.mode(scope);
      if (mode != null) {
        return mode;
      }
    }
    return Mode.READWRITE;
  }

  /// The subject behind an alias; the subject itself when it has none.
  public SubjectName behindAlias(SubjectName subject) {
    SubjectConfig config = state.config(subject);
    String alias = config == null || subject.isContext() ? null : config.text("alias");
    return alias == null ? subject : RegistryState.resolve(subject.context(), alias);
  }

  // ---- schemas

  /// A version of a subject.
  ///
  /// @param version -1 for the latest
  /// @param deleted whether a deleted one will do
  public StoredSchema version(SubjectName asked, int version, boolean deleted)
      throws RegistryException {
    SubjectName subject = behindAlias(asked);
    List<StoredSchema> versions = state.versions(subject);
    boolean any = versions.stream().anyMatch(each -> deleted || !each.deleted());
    if (!any) {
      throw RegistryException.subjectNotFound(asked);
    }
    if (version == -1) {
      return versions.reversed().stream()
          .filter(each -> deleted || !each.deleted())
          .findFirst()
          .orElseThrow();
    }
    StoredSchema found = state.version(subject, version);
    if (found == null || (found.deleted() && !deleted)) {
      throw RegistryException.versionNotFound(version);
    }
    return found;
  }

  /// A stored schema, parsed.
  public ParsedSchema parse(StoredSchema schema) throws RegistryException {
    return parse(
        schema.subject(),
        schema.content().type(),
        schema.content().text(),
        schema.content().references());
  }

  /// @param subject that the schema is, or is to be, registered under
  ParsedSchema parse(
      SubjectName subject, SchemaType type, String text, List<SchemaReference> references)
      throws RegistryException {
    List<ResolvedReference> resolved = resolve(subject, references);
    try {
      return cache.parse(type, text, resolved);
    } catch (InvalidSchemaException e) {
      throw RegistryException.invalidSchema(String.valueOf(e.getMessage()));
    }
  }

  /// Everything that references lead to, each after what it rests on itself.
  public List<ResolvedReference> resolve(SubjectName subject, List<SchemaReference> references)
      throws RegistryException {
    if (references.isEmpty()) {
      return List.of();
    }
    Map<String, ResolvedReference> found = new LinkedHashMap<>();
    resolve(subject.context(), references, found, 0);
    return List.copyOf(found.values());
  }

  private void resolve(
      String context,
      List<SchemaReference> references,
      Map<String, ResolvedReference> found,
      int depth)
      throws RegistryException {
    if (depth > REFERENCES_DEEP_MAX || found.size() > REFERENCES_MAX) {
      throw RegistryException.invalidSchema(
          "Invalid schema: the references lead to too many others");
    }
    for (SchemaReference reference : references) {
      if (found.containsKey(reference.name())) {
        continue;
      }
      SubjectName subject = RegistryState.resolve(context, reference.subject());
      StoredSchema target =
          reference.version() == -1
              ? state.latest(subject)
              : state.version(subject, reference.version());
      if (target == null) {
        throw RegistryException.invalidSchema(
            "Invalid schema: reference '%s' to version %d of subject '%s' leads nowhere"
                .formatted(reference.name(), reference.version(), reference.subject()));
      }
      resolve(subject.context(), target.content().references(), found, depth + 1);
      found.put(reference.name(), new ResolvedReference(reference.name(), target.content().text()));
    }
  }

  /// A request as it would be stored.
  ///
  /// @param normalize whether the text is normalised, whatever the settings say
  Prepared prepare(SubjectName subject, SchemaRequest request, boolean normalize)
      throws RegistryException {
    if (request.text().isBlank()) {
      throw RegistryException.invalidSchema("Empty schema");
    }
    if (request.text().length() > SchemaParser.LENGTH_MAX) {
      throw RegistryException.tooLarge();
    }
    ParsedSchema parsed = parse(subject, request.type(), request.text(), request.references());
    boolean normalized = normalize || normalizes(subject);
    List<SchemaReference> references =
        normalized
            ? request.references().stream()
                .sorted(java.util.Comparator.comparing(SchemaReference::name))
                .toList()
            : request.references();
    var content =
        new StoredSchema.Content(
            request.type(),
            normalized ? parsed.normalizedText() : parsed.canonicalText(),
            List.copyOf(references),
            request.metadata(),
            request.ruleSet());
    return new Prepared(content, parsed);
  }

  /// @param parsed what `content` means
  record Prepared(StoredSchema.Content content, ParsedSchema parsed) {}
}
