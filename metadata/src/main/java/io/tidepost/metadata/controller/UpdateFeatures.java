package io.tidepost.metadata.controller;

import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.ControllerRegistration;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.RecordVersions;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.record.FeatureLevelRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sets the levels of features of the cluster, all of them or none (KIP-584, KIP-778, KIP-1022).
///
/// @param updates at most one for each feature
/// @param validateOnly only look whether it could be done
public record UpdateFeatures(List<Update> updates, boolean validateOnly)
    implements Command<UpdateFeatures.Outcome> {

  private static final VersionRange UNSUPPORTED = new VersionRange((short) 0, (short) 0);

  /// How a level may change.
  public enum Way {
    /// Upwards.
    UPGRADE,
    /// Downwards, when nothing is lost by it.
    SAFE_DOWNGRADE,
    /// Downwards, even if something is lost.
    UNSAFE_DOWNGRADE
  }

  /// @param failure why nothing was changed, or `null`
  public record Outcome(@Nullable Failure failure) {}

  /// @param feature its name
  /// @param level the level to set, 0 to take the feature away
  /// @param way how it may change, `null` when the request names none that there is
  public record Update(String feature, short level, @Nullable Way way) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    List<MetadataRecord> records = new ArrayList<>();
    for (Update update : updates) {
      String problem = problem(update, context);
      if (problem != null) {
        return Decision.unchanged(
            new Outcome(
                new Failure(
                    ErrorCode.INVALID_UPDATE_VERSION,
                    "Invalid update version %d for feature %s. %s"
                        .formatted(update.level(), update.feature(), problem))));
      }
      var record = new FeatureLevelRecord();
      record.name = update.feature();
      record.featureLevel = update.level();
      records.add(MetadataRecord.of(record));
      if (update.feature().equals(Features.ELR_VERSION)
          && update.level() > 0
          && context.image().features().level(Features.ELR_VERSION) == 0) {
        records.addAll(ElrOptions.whenEnabled(context));
      }
    }
    return new Decision<>(validateOnly ? List.of() : records, new Outcome(null));
  }

  private static @Nullable String problem(Update update, ControllerContext context) {
    short level = update.level();
    short current = context.image().features().level(update.feature());
    if (update.way() == null) {
      return "The controller does not support the given upgrade type.";
    }
    if (level < 0) {
      return "A feature version cannot be less than 0.";
    }
    String unsupported = whyUnsupported(update, context);
    if (unsupported != null) {
      return unsupported;
    }
    if (level < current && update.way() == Way.UPGRADE) {
      return "Can't downgrade the version of this feature without setting the upgrade type to"
          + " either safe or unsafe downgrade.";
    }
    if (level > current && update.way() != Way.UPGRADE) {
      return "Can't downgrade to a newer version.";
    }
    if (update.feature().equals(Features.METADATA_VERSION)
        && level < current
        && !RecordVersions.areRecordsAlike(level, current)) {
      return update.way() == Way.UNSAFE_DOWNGRADE
          ? "Unsafe metadata downgrade is not supported in this version."
          : "Refusing to perform the requested downgrade because it might delete metadata"
              + " information.";
    }
    return null;
  }

  private static @Nullable String whyUnsupported(Update update, ControllerContext context) {
    String problem =
        whyUnsupported(update, "Local controller", context.rules().supportedFeatures());
    for (Broker broker : context.image().brokers().values()) {
      if (problem == null) {
        problem = whyUnsupported(update, "Broker " + broker.id(), broker.features());
      }
    }
    for (ControllerRegistration controller : context.image().controllers().values()) {
      if (problem == null) {
        problem = whyUnsupported(update, "Controller " + controller.id(), controller.features());
      }
    }
    return problem;
  }

  private static @Nullable String whyUnsupported(
      Update update, String who, Map<String, VersionRange> supported) {
    VersionRange range = supported.getOrDefault(update.feature(), UNSUPPORTED);
    if (range.contains(update.level())) {
      return null;
    }
    return range.max() == 0
        ? who + " does not support this feature."
        : who + " only supports versions " + range;
  }
}
