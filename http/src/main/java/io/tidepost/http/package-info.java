/// HTTP for the neighbourhood: a port that is bound at once and served once somebody comes, errors
/// as JSON, and the question who asks. Knows nothing of the broker.
@NullMarked
package io.tidepost.http;

import org.jspecify.annotations.NullMarked;
