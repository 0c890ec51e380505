package io.tidepost.registry.decide;

import io.tidepost.registry.store.SubjectName;

/// The registry says no. Status and code are those of the registry's REST interface.
public final class RegistryException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;
  private final int code;

  public RegistryException(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /// HTTP status of the answer.
  public int status() {
    return status;
  }

  /// `error_code` of the answer.
  public int code() {
    return code;
  }

  static RegistryException subjectNotFound(SubjectName subject) {
    return new RegistryException(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryException versionNotFound(int version) {
    return new RegistryException(404, 40402, "Version " + version + " not found.");
  }

  static RegistryException schemaNotFound() {
    return new RegistryException(404, 40403, "Schema not found");
  }

  public static RegistryException schemaNotFound(String id) {
    return new RegistryException(404, 40403, "Schema " + id + " not found");
  }

  public static RegistryException invalidSchema(String why) {
    return new RegistryException(422, 42201, why);
  }

  static RegistryException tooLarge() {
    return new RegistryException(
        422, 42209, "Register operation failed because schema is too large");
  }

  public static RegistryException invalidVersion(String version) {
    return new RegistryException(
        422,
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
            + " \"latest\"");
  }

  static RegistryException notPermitted(String why) {
    return new RegistryException(422, 42205, why);
  }
}
