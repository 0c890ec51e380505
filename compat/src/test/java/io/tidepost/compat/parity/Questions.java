package io.tidepost.compat.parity;

import java.util.List;
import java.util.stream.Stream;

/// All of them.
final class Questions {
  static final List<Question> ALL =
      Stream.of(
              MetadataQuestions.ALL,
              DataQuestions.ALL,
              GroupQuestions.ALL,
              ShareQuestions.ALL,
              AdminQuestions.ALL,
              QuotaQuestions.ALL)
          .flatMap(List::stream)
          .toList();

  private Questions() {}
}
