/// What the controller's listener serves: requests of other nodes, forwarded requests of clients,
/// and tools that ask the controller directly.
@NullMarked
package io.tidepost.broker.api.controller;

import org.jspecify.annotations.NullMarked;
