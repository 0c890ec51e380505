package io.tidepost.registry.compatibility.json;

import io.tidepost.registry.compatibility.Difference;
import io.tidepost.registry.compatibility.Direction;
import io.tidepost.registry.schema.JsonSchema;
import java.util.List;

/// Whether everything that one JSON schema lets pass, another lets pass too.
public final class JsonCompatibility {

  private JsonCompatibility() {}

  /// Why `reader` cannot read everything that `writer` writes.
  ///
  /// @param lenient whether newly named properties of open objects are taken for new
  public static List<Difference> reads(
      JsonSchema reader, JsonSchema writer, boolean lenient, Direction direction) {
    return JsonDiff.between(writer, reader, lenient).found().stream()
        .filter(found -> found.change().breaks(lenient))
        .map(found ->
            new Difference(
                found.change().name(),
                found.path(),
                direction.say(message(found.change()).formatted(found.path())),
                direction.say(advice(found.change()))))
        .toList();
  }

  private static String message(Change change) {
    return switch (change) {
      case SCHEMA_ADDED ->
          "the {reader} schema says something at path '%s', the {writer} schema nothing";
      case TYPE_NARROWED, TYPE_CHANGED ->
          "the type at path '%s' differs between the {reader} and the {writer} schema";
      case REQUIRED_ATTRIBUTE_ADDED ->
          "the property at path '%s' is required in the {reader} schema and not in the {writer}"
              + " schema";
      case REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL ->
          "the property at path '%s' is required in the {reader} schema, has no default value, and"
              + " is missing in the {writer} schema";
      case REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
          REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL,
          OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
          ITEM_ADDED_TO_OPEN_CONTENT_MODEL ->
          "the {writer} schema has an open content model and says nothing about path '%s', which"
              + " the {reader} schema restricts";
      case PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL, ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL ->
          "the {reader} schema has a closed content model and lacks what the {writer} schema has at"
              + " path '%s'";
      case PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL ->
          "what the {writer} schema has at path '%s' is not covered by the {reader} schema's"
              + " partially open content model";
      case PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL ->
          "what the {reader} schema has at path '%s' does not cover the {writer} schema's partially"
              + " open content model";
      case ADDITIONAL_PROPERTIES_REMOVED,
          ADDITIONAL_ITEMS_REMOVED,
          UNEVALUATED_PROPERTIES_REMOVED,
          UNEVALUATED_ITEMS_REMOVED,
          ADDITIONAL_PROPERTIES_NARROWED,
          ADDITIONAL_ITEMS_NARROWED,
          UNEVALUATED_PROPERTIES_NARROWED,
          UNEVALUATED_ITEMS_NARROWED ->
          "the {reader} schema lets less through at path '%s' than the {writer} schema";
      case ENUM_ARRAY_NARROWED, ENUM_ARRAY_CHANGED ->
          "the {reader} schema lacks values at path '%s' that the {writer} schema has";
      case COMBINED_TYPE_CHANGED,
          COMBINED_TYPE_SUBSCHEMAS_CHANGED,
          PRODUCT_TYPE_EXTENDED,
          SUM_TYPE_NARROWED,
          NOT_TYPE_EXTENDED ->
          "the combination of schemas at path '%s' demands more in the {reader} schema than in the"
              + " {writer} schema";
      case TOO_COMPLEX -> "the schemas at path '%s' are too complex to be compared";
      default -> "the {reader} schema demands more at path '%s' than the {writer} schema";
    };
  }

  private static String advice(Change change) {
    return switch (change) {
      case REQUIRED_ATTRIBUTE_ADDED, REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL ->
          "leave the property optional, or give it a `default`";
      case REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
          REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL,
          OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL ->
          "say `additionalProperties: false` from the first version on, or set the subject's"
              + " `compatibilityPolicy` to LENIENT";
      case PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL -> "keep the property";
      case TYPE_CHANGED, TYPE_NARROWED -> "keep the type, or allow both with `oneOf`";
      case ENUM_ARRAY_NARROWED, ENUM_ARRAY_CHANGED -> "keep the values";
      case SUM_TYPE_NARROWED -> "keep the alternatives";
      default -> "leave it as the {writer} schema has it";
    };
  }
}
