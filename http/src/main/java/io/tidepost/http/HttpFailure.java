package io.tidepost.http;

/// A request is refused, with a status and a body that says why.
public final class HttpFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final int code;

  /// @param status of HTTP
  /// @param code `error_code` in the body: the status, or a number that begins with it
  public HttpFailure(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }
}
