package io.tidepost.wire.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DefinitionParserTest {

  private static Message withField(String field) {
    return DefinitionParser.parse(
        "{'name':'M','type':'data','validVersions':'0-2','flexibleVersions':'1+','fields':[%s]}"
            .formatted(field)
            .replace('\'', '"'));
  }

  @Test
  void readsFieldWithAllItsProperties() {
    Message message =
        withField(
            "{'name':'Rack','type':'string','versions':'0+','nullableVersions':'1+','tag':0,"
                + "'taggedVersions':'2+','ignorable':true,'default':'x','about':'Where.'}");
    Field field = message.body().fields().get(0);
    assertEquals("rack", field.javaName());
    assertEquals(VersionRange.parse("1+"), field.nullable());
    assertEquals(VersionRange.parse("0-1"), field.inPlace());
    assertEquals(VersionRange.parse("1+"), field.flexible());
    assertTrue(field.ignorable());
    assertEquals("\"x\"", DefaultValue.expression(field));
  }

  @Test
  void nestedStructuresAreFoundByName() {
    Message message =
        withField(
            "{'name':'Outer','type':'[]A','versions':'1+','fields':["
                + "{'name':'Inner','type':'B','versions':'0+','fields':["
                + "{'name':'Id','type':'uuid','versions':'0+'}]}]}");
    assertEquals(1, message.struct("A").fields().size());
    assertEquals(VersionRange.parse("0+"), message.struct("B").versions());
    assertEquals(VersionRange.parse("1-2"), message.possible(message.struct("A")));
    assertEquals(
        18,
        MinimumSize.of(
            message, new FieldType.Struct("A"), message.flexible(), VersionRange.parse("1-2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'int8','versions':'0+'}",
        "{'name':'F','versions':'0+'}",
        "{'name':'F','type':'int7','versions':'0+'}",
        "{'name':'F','type':'[][]int8','versions':'0+'}",
        "{'name':'F','type':'int8','versions':'0+','tag':1}",
        "{'name':'F','type':'int8','versions':'0+','tag':1,'taggedVersions':'0+'}",
        "{'name':'F','type':'int8','versions':'two'}"
      })
  void namesTheMessageWhenDefinitionIsWrong(String field) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> withField(field));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("M: "), refusal::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'F','type':'int8','versions':'0+','default':'300'}",
        "{'name':'F','type':'int32','versions':'0+','default':'many'}",
        "{'name':'F','type':'string','versions':'0+','default':'null'}",
        "{'name':'F','type':'[]int32','versions':'0+','default':'1'}"
      })
  void refusesDefaultsThatDoNotFit(String field) {
    Field parsed = withField(field).body().fields().get(0);
    assertThrows(IllegalArgumentException.class, () -> DefaultValue.expression(parsed));
  }
}
