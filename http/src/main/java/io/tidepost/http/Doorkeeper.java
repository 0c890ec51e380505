package io.tidepost.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Finds out who asks, before anything is looked at: HTTP's basic and bearer schemes, or the
/// certificate that TLS has checked. Credentials that are not right are refused everywhere, also
/// where none are needed.
final class Doorkeeper {

  private static final String CALLER = "tidepost.caller";
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private Doorkeeper() {}

  /// @throws HttpFailure 401 when the caller is not who they say, or has to say it
  static void identify(Context context, Callers callers) {
    Caller caller = find(context, callers);
    if (caller == null) {
      callers
          .challenges()
          .forEach(challenge -> context.res().addHeader("WWW-Authenticate", challenge));
      throw new HttpFailure(401, 401, "Unauthorized");
    }
    context.attribute(CALLER, caller);
  }

  private static @Nullable Caller find(Context context, Callers callers) {
    String header = context.header("Authorization");
    String host = context.ip();
    if (header == null) {
      Caller known = byCertificate(context, callers, host);
      return known != null || callers.required() ? known : Caller.anonymous(host);
    }
    if (begins(header, BASIC)) {
      return byPassword(callers, host, header.substring(BASIC.length()).strip());
    }
    if (begins(header, BEARER)) {
      return callers.byToken(host, header.substring(BEARER.length()).strip());
    }
    return callers.required() || !callers.challenges().isEmpty() ? null : Caller.anonymous(host);
  }

  private static boolean begins(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static @Nullable Caller byPassword(Callers callers, String host, String pair) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(pair), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
    int colon = text.indexOf(':');
    return colon < 0
        ? null
        : callers.byPassword(host, text.substring(0, colon), text.substring(colon + 1));
  }

  private static @Nullable Caller byCertificate(Context context, Callers callers, String host) {
    Object shown = context.attribute(CERTIFICATES);
    return shown instanceof X509Certificate[] chain && chain.length > 0
        ? callers.byCertificate(host, chain[0].getSubjectX500Principal().getName())
        : null;
  }

  /// Who asks.
  static Caller caller(Context context) {
    Caller caller = context.attribute(CALLER);
    return caller == null ? Caller.anonymous(context.ip()) : caller;
  }
}
