/// `tidepost doctor`: says in plain words why a client cannot connect or a start fails. One class
/// per question.
@NullMarked
package io.tidepost.cli.doctor;

import org.jspecify.annotations.NullMarked;
