/// The registry as something that runs: commands one after the other, durable before they are
/// answered; questions that see everything written before them.
@NullMarked
package io.tidepost.registry.service;

import org.jspecify.annotations.NullMarked;
