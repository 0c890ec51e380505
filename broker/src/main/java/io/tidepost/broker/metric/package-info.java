/// What the broker counts while it works: plain numbers that one loop writes and anybody reads.
/// What they are called outside, and what is made of them, is up to those who read them.
@NullMarked
package io.tidepost.broker.metric;

import org.jspecify.annotations.NullMarked;
