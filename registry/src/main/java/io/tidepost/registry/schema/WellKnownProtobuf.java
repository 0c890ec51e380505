package io.tidepost.registry.schema;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import com.google.type.CalendarPeriodProto;
import com.google.type.ColorProto;
import com.google.type.DateProto;
import com.google.type.DateTimeProto;
import com.google.type.DayOfWeekProto;
import com.google.type.ExprProto;
import com.google.type.FractionProto;
import com.google.type.IntervalProto;
import com.google.type.LatLngProto;
import com.google.type.MoneyProto;
import com.google.type.MonthProto;
import com.google.type.PhoneNumberProto;
import com.google.type.PostalAddressProto;
import com.google.type.QuaternionProto;
import com.google.type.TimeOfDayProto;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The files that may be imported without a reference: those of Protobuf's compiler, `google/type`,
/// and those by which registries annotate schemas.
final class WellKnownProtobuf {

  private static final Map<String, FileDescriptor> FILES =
      List.of(
              AnyProto.getDescriptor(),
              ApiProto.getDescriptor(),
              DescriptorProtos.getDescriptor(),
              DurationProto.getDescriptor(),
              EmptyProto.getDescriptor(),
              FieldMaskProto.getDescriptor(),
              SourceContextProto.getDescriptor(),
              StructProto.getDescriptor(),
              TimestampProto.getDescriptor(),
              TypeProto.getDescriptor(),
              WrappersProto.getDescriptor(),
              CalendarPeriodProto.getDescriptor(),
              ColorProto.getDescriptor(),
              DateProto.getDescriptor(),
              DateTimeProto.getDescriptor(),
              DayOfWeekProto.getDescriptor(),
              ExprProto.getDescriptor(),
              FractionProto.getDescriptor(),
              IntervalProto.getDescriptor(),
              LatLngProto.getDescriptor(),
              MoneyProto.getDescriptor(),
              MonthProto.getDescriptor(),
              PhoneNumberProto.getDescriptor(),
              PostalAddressProto.getDescriptor(),
              QuaternionProto.getDescriptor(),
              TimeOfDayProto.getDescriptor())
          .stream()
          .collect(Collectors.toMap(FileDescriptor::getName, Function.identity()));

  private static final Map<String, String> TEXTS =
      Map.of(
          "confluent/type/decimal.proto",
          """
          syntax = "proto3";
          package confluent.type;
          message Decimal {
            bytes value = 1;
            uint32 precision = 2;
            int32 scale = 3;
          }
          """,
          "confluent/meta.proto",
          """
          syntax = "proto3";
          package confluent;
          import "google/protobuf/descriptor.proto";
          message Meta {
            string doc = 1;
            map<string, string> params = 2;
            repeated string tags = 3;
          }
          extend google.protobuf.FileOptions { Meta file_meta = 1088; }
          extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
          extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
          extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
          extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }
          """);

  private WellKnownProtobuf() {}

  static @Nullable FileDescriptor find(String name) {
    return FILES.get(name);
  }

  static @Nullable String text(String name) {
    return TEXTS.get(name);
  }
}
