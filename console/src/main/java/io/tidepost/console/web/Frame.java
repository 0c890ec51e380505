package io.tidepost.console.web;

/// What is around every page.
///
/// @param section of the menu that the page belongs to
/// @param user who is logged in; empty when nobody has to be
/// @param token for forms
/// @param notice what was just done; empty when nothing was
/// @param registry whether schemas can be shown
public record Frame(
    String section, String title, String user, String token, String notice, boolean registry) {}
