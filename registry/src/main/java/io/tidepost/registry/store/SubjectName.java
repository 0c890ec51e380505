package io.tidepost.registry.store;

/// A subject with the context it lives in. In one string `:.context:subject`; the default context,
/// `.`, is left out.
///
/// @param context begins with a dot
/// @param subject may be empty, for what concerns a whole context
public record SubjectName(String context, String subject) implements Comparable<SubjectName> {

  public static final String DEFAULT_CONTEXT = ".";

  /// Stands for everything: the settings that hold where none are nearer.
  public static final SubjectName GLOBAL = new SubjectName(DEFAULT_CONTEXT, "");

  /// Reads the form in one string.
  public static SubjectName of(String text) {
    if (text.startsWith(":.")) {
      int end = text.indexOf(':', 1);
      return end < 0
          ? new SubjectName(text.substring(1), "")
          : new SubjectName(text.substring(1, end), text.substring(end + 1));
    }
    return new SubjectName(DEFAULT_CONTEXT, text);
  }

  /// Whether it stands for a context, not for a subject in it.
  public boolean isContext() {
    return subject.isEmpty();
  }

  /// What holds for its whole context.
  public SubjectName wholeContext() {
    return new SubjectName(context, "");
  }

  @Override
  public int compareTo(SubjectName other) {
    int byContext = context.compareTo(other.context);
    return byContext != 0 ? byContext : subject.compareTo(other.subject);
  }

  @Override
  public String toString() {
    return context.equals(DEFAULT_CONTEXT) ? subject : ":" + context + ":" + subject;
  }
}
