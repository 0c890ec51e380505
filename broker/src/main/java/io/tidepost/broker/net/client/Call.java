package io.tidepost.broker.net.client;

import io.tidepost.broker.net.Frame;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import java.io.IOException;

/// One request to another node and what becomes of it. Exactly one of [#answered] and [#failed] is
/// called, on the connection's loop.
///
/// @param <S> the response message
public interface Call<S extends Message> {

  /// Number of the API.
  short apiKey();

  /// The oldest version of the request that says what has to be said.
  short lowestVersion();

  /// The newest version that is understood here.
  short highestVersion();

  /// The request, in the newest version that both sides know. Called when it is sent; records in it
  /// must stay as they are until the answer.
  Message request(short version);

  /// Decodes the answer: the generated class's `read`.
  S read(WireReader in, short version);

  /// How long the answer may take, milliseconds; 0 means as the connection's settings say. The
  /// connection is closed then.
  default int millisMax() {
    return 0;
  }

  /// The answer.
  ///
  /// @param frame the bytes behind it, given back when this returns unless they are retained
  void answered(S response, short version, Frame frame);

  /// There is no answer; the request may or may not have been acted upon.
  ///
  /// @param cause names the other node
  void failed(IOException cause);
}
