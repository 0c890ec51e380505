package io.tidepost.broker.plugin;

import io.tidepost.broker.security.sasl.SaslConversation;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/// A complete conversation as a principal builder wants to see it. It has nothing to say any more.
///
/// @param mechanism its name
record ConversationServer(SaslConversation conversation, String mechanism) implements SaslServer {

  private static final String LIFETIME = "CREDENTIAL.LIFETIME.MS";
  private static final String BY_TOKEN = "tokenauth";

  @Override
  public String getMechanismName() {
    return mechanism;
  }

  @Override
  public boolean isComplete() {
    return conversation.isComplete();
  }

  @Override
  public String getAuthorizationID() {
    return conversation.user();
  }

  @Override
  public @Nullable Object getNegotiatedProperty(String name) {
    return switch (name) {
      case LIFETIME -> conversation.expiresAtMillis();
      case BY_TOKEN -> String.valueOf(conversation.isByToken());
      default -> null;
    };
  }

  @Override
  public byte[] evaluateResponse(byte[] response) throws SaslException {
    throw new SaslException("the conversation is over");
  }

  @Override
  public byte[] unwrap(byte[] incoming, int offset, int length) {
    throw new IllegalStateException(mechanism + " has no security layer");
  }

  @Override
  public byte[] wrap(byte[] outgoing, int offset, int length) {
    throw new IllegalStateException(mechanism + " has no security layer");
  }

  @Override
  public void dispose() {}
}
