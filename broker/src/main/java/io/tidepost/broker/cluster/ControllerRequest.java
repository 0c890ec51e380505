package io.tidepost.broker.cluster;

import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/// A request of this node to the active controller.
///
/// @param message the request
/// @param lowestVersion first version of it that says what has to be said
/// @param highestVersion last version
/// @param type class of the response
/// @param reader decodes the response: the generated class's `read`
/// @param errorCode the response's error for the request as a whole
/// @param millisMax how long the controller is looked for and waited for
/// @param <S> the response message
public record ControllerRequest<S extends Message>(
    Message message,
    int lowestVersion,
    int highestVersion,
    Class<S> type,
    BiFunction<WireReader, Short, S> reader,
    ToIntFunction<S> errorCode,
    int millisMax) {}
