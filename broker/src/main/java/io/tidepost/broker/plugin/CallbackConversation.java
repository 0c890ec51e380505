package io.tidepost.broker.plugin;

import io.tidepost.broker.security.sasl.SaslConversation;
import io.tidepost.broker.security.sasl.SaslFailure;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;

/// The authentication of one client by one of kafka-clients' own SASL servers. The classes behind
/// it may do what they like, so no step runs on an event loop.
final class CallbackConversation implements SaslConversation {

  private static final String LIFETIME = "CREDENTIAL.LIFETIME.MS";
  private static final byte[] NOTHING = {};

  private final SaslServer server;

  CallbackConversation(SaslServer server) {
    this.server = server;
  }

  SaslServer server() {
    return server;
  }

  @Override
  public boolean isExpensive(byte[] token) {
    return true;
  }

  @Override
  public byte[] step(byte[] token) throws SaslFailure {
    try {
      byte[] answer = server.evaluateResponse(token);
      return answer == null ? NOTHING : answer;
    } catch (SaslAuthenticationException e) {
      throw SaslFailure.told(String.valueOf(e.getMessage()));
    } catch (SaslException e) {
      throw SaslFailure.hidden("the callback handler refuses the client");
    } catch (RuntimeException | StackOverflowError e) {
      // What strangers send can confuse these classes; that is no fault of the broker's.
      throw SaslFailure.hidden("the client's message cannot be taken apart: " + e);
    }
  }

  @Override
  public boolean isComplete() {
    return server.isComplete();
  }

  @Override
  public String user() {
    return server.getAuthorizationID();
  }

  @Override
  public @Nullable Long expiresAtMillis() {
    return server.getNegotiatedProperty(LIFETIME) instanceof Long end ? end : null;
  }
}
