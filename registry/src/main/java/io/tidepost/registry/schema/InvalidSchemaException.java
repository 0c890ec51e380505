package io.tidepost.registry.schema;

/// A text is no schema of its type; the message says what is wrong and where.
public final class InvalidSchemaException extends Exception {

  private static final long serialVersionUID = 1;

  public InvalidSchemaException(String message) {
    super(message);
  }

  public InvalidSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
