/// What the console of one node asks the others for, and what they answer.
@NullMarked
package io.tidepost.dist.question;

import org.jspecify.annotations.NullMarked;
