package io.tidepost.broker.net.client;

import io.tidepost.broker.net.Frame;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import java.io.IOException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A call whose request is the same in all versions that may be spoken, and whose answer needs no
/// bytes behind it.
///
/// @param apiKey number of the API
/// @param lowestVersion first version of the request that may be spoken
/// @param highestVersion last one
/// @param message the request
/// @param reader decodes the answer
/// @param millisMax as [Call#millisMax]
/// @param answer told the response, or `null` and why there is none
/// @param <S> the response message
public record SimpleCall<S extends Message>(
    short apiKey,
    short lowestVersion,
    short highestVersion,
    Message message,
    BiFunction<WireReader, Short, S> reader,
    int millisMax,
    Answer<S> answer)
    implements Call<S> {

  /// Told what came of a call, on the connection's loop.
  ///
  /// @param <S> the response message
  @FunctionalInterface
  public interface Answer<S> {

    /// Exactly one of the two is `null`.
    void accept(@Nullable S response, @Nullable IOException failure);
  }

  @Override
  public Message request(short version) {
    return message;
  }

  @Override
  public S read(WireReader in, short version) {
    return reader.apply(in, version);
  }

  @Override
  public void answered(S response, short version, Frame frame) {
    answer.accept(response, null);
  }

  @Override
  public void failed(IOException cause) {
    answer.accept(null, cause);
  }
}
