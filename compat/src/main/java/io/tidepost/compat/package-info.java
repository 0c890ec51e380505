/// Clients, tools and a server that we did not write, set against ours: what is needed to run them
/// as processes.
///
/// `process` starts and ends children, `server` holds the two servers that the same tests run
/// against, `tool` runs Apache's command-line tools. The tests themselves are under `src/test`;
/// `bench` uses the same servers.
@NullMarked
package io.tidepost.compat;

import org.jspecify.annotations.NullMarked;
