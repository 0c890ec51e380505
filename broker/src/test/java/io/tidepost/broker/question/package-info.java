@NullMarked
package io.tidepost.broker.question;

import org.jspecify.annotations.NullMarked;
