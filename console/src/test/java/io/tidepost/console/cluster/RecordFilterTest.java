package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {

  private static final String ORDER =
      "{\"order\":{\"total\":12.50,\"state\":\"Open\",\"items\":[{\"name\":\"rye\"}],\"a b\":1,"
          + "\"note\":null}}";

  private static ShownRecord record(String key, String value) {
    return new ShownRecord(
        "orders",
        0,
        7,
        0,
        false,
        shown(key),
        shown(value),
        List.of(new ShownRecord.Header("cook", shown("Ada"))),
        0);
  }

  private static Shown shown(String text) {
    return Shown.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean matches(String text, String key, String condition) {
    return new RecordFilter(text, key, condition).test().test(record("customer-7", ORDER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.order.total > 12|true",
        "$.order.total > 12.5|false",
        "$.order.total >= 12.5|true",
        "$.order.total = 12.50|true",
        "$.order.total < 100|true",
        "order.state = Open|true",
        "$.order.state = \"Open\"|true",
        "$.order.state != 'Open'|false",
        "$.order.state ~ ope|true",
        "$.order.items[0].name = rye|true",
        "$.order.items[1].name = rye|false",
        "$.order['a b'] = 1|true",
        "$.order.items|true",
        "$.order.missing|false",
        "$.order.missing != 1|false",
        "$.order.note = null|true",
      })
  void conditionsCompareNumbersAsNumbersAndTheRestAsText(String condition, boolean expected) {
    assertEquals(expected, matches("", "", condition));
  }

  @Test
  void textIsLookedForInKeyValueAndHeadersWhateverTheCase() {
    assertTrue(matches("CUSTOMER", "", ""));
    assertTrue(matches("rye", "", ""));
    assertTrue(matches("cook=ada", "", ""));
    assertEquals(false, matches("wheat", "", ""));
  }

  @Test
  void aKeyIsTheWholeKeyAndConditionsAreJoinedByAnd() {
    assertTrue(matches("rye", "customer-7", "$.order.total > 1"));
    assertEquals(false, matches("rye", "customer", ""));
    assertEquals(false, matches("rye", "customer-7", "$.order.total > 100"));
  }

  @Test
  void aValueThatIsNoJsonMeetsNoCondition() {
    RecordFilter filter = new RecordFilter("", "", "$.a");
    assertEquals(false, filter.test().test(record("k", "plain text")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$..x", "$.a[", "$.a[x]", "$. = 1", "a b = 1"})
  void aConditionThatIsNoneIsRefusedByItsPath(String condition) {
    RecordFilter filter = new RecordFilter("", "", condition);
    ConsoleFailure refused = assertThrows(ConsoleFailure.class, filter::test);
    assertEquals(400, refused.status());
    assertTrue(String.valueOf(refused.getMessage()).contains("is no path such as"));
  }
}
