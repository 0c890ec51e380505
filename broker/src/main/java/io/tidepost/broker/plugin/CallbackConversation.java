package io.tidepost.broker.plugin;

import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;

/// The authentication of one client by a SASL server of kafka-clients or the JDK. The classes
/// behind it may do what they like, so nothing of it runs on an event loop.
class CallbackConversation implements SaslConversation {

  private static final String LIFETIME = "CREDENTIAL.LIFETIME.MS";
  private static final byte[] NOTHING = {};

  private final Maker maker;
  private @Nullable SaslServer server;

  /// Makes the server when the first message is there.
  @FunctionalInterface
  interface Maker {
    SaslServer make() throws SaslException;
  }

  CallbackConversation(Maker maker) {
    this.maker = maker;
  }

  /// The server; only once the first step was made.
  SaslServer server() {
    SaslServer made = server;
    if (made == null) {
      throw new IllegalStateException("nothing was said yet");
    }
    return made;
  }

  @Override
  public boolean isExpensive(byte[] token) {
    return true;
  }

  @Override
  public byte[] step(byte[] token) throws SaslFailure {
    try {
      if (server == null) {
        server = maker.make();
      }
      byte[] answer = server().evaluateResponse(token);
      return answer == null ? NOTHING : answer;
    } catch (SaslAuthenticationException e) {
      throw SaslFailure.told(String.valueOf(e.getMessage()));
    } catch (SaslException e) {
      throw refused(e);
    } catch (RuntimeException | StackOverflowError e) {
      // What strangers send can confuse these classes; that is no fault of the broker's.
      throw SaslFailure.hidden("the client's message cannot be taken apart: " + e);
    }
  }

  /// What the mechanism's own exception becomes.
  SaslFailure refused(SaslException e) {
    return SaslFailure.hidden("the callback handler refuses the client");
  }

  @Override
  public boolean isComplete() {
    SaslServer made = server;
    return made != null && made.isComplete();
  }

  @Override
  public String user() {
    return server().getAuthorizationID();
  }

  @Override
  public @Nullable Long expiresAtMillis() {
    return server().getNegotiatedProperty(LIFETIME) instanceof Long end ? end : null;
  }
}
