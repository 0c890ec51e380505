package io.tidepost.registry.compatibility.protobuf;

/// The kinds of changes between two Protobuf schemas, by the names that registries give them.
enum Change {
  PACKAGE_CHANGED(true),
  MESSAGE_ADDED(false),
  MESSAGE_REMOVED(true),
  MESSAGE_MOVED(false),
  ENUM_ADDED(false),
  ENUM_REMOVED(false),
  ENUM_CONST_ADDED(false),
  ENUM_CONST_CHANGED(false),
  ENUM_CONST_REMOVED(false),
  FIELD_ADDED(false),
  FIELD_REMOVED(false),
  FIELD_NAME_CHANGED(false),
  FIELD_KIND_CHANGED(true),
  FIELD_SCALAR_KIND_CHANGED(true),
  FIELD_NAMED_TYPE_CHANGED(true),
  FIELD_NUMERIC_LABEL_CHANGED(true),
  FIELD_STRING_OR_BYTES_LABEL_CHANGED(false),
  REQUIRED_FIELD_ADDED(true),
  REQUIRED_FIELD_REMOVED(true),
  ONEOF_ADDED(false),
  ONEOF_REMOVED(false),
  ONEOF_FIELD_ADDED(false),
  ONEOF_FIELD_REMOVED(true),
  ONEOF_FIELD_MOVED_TO_TOP_LEVEL(false),
  MULTIPLE_FIELDS_MOVED_TO_ONEOF(true),
  FIELD_MOVED_TO_EXISTING_ONEOF(true);

  /// Whether readers with the new schema misread data of the old one.
  final boolean breaks;

  Change(boolean breaks) {
    this.breaks = breaks;
  }
}
