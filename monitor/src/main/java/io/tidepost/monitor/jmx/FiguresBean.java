package io.tidepost.monitor.jmx;

import io.tidepost.broker.metric.Latencies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import org.jspecify.annotations.Nullable;

/// A bean of figures that can be read and not changed, with the attributes that Kafka's beans of
/// its kind have.
final class FiguresBean implements DynamicMBean {

  private static final double MILLIS_PER_SECOND = 1000;

  private final Map<String, Supplier<Object>> attributes = new LinkedHashMap<>();

  private FiguresBean() {}

  private FiguresBean with(String name, Supplier<Object> value) {
    attributes.put(name, value);
    return this;
  }

  /// One number.
  static FiguresBean gauge(Supplier<Object> value) {
    return new FiguresBean().with("Value", value);
  }

  /// One number under a name of its own, as beans of Kafka's newer library have it.
  static FiguresBean named(String attribute, Supplier<Object> value) {
    return new FiguresBean().with(attribute, value);
  }

  /// A count with its rates.
  ///
  /// @param what is counted, such as `messages`
  static FiguresBean meter(Meter meter, String what) {
    return new FiguresBean()
        .with("Count", meter::count)
        .with("OneMinuteRate", meter::oneMinuteRate)
        .with("FiveMinuteRate", meter::fiveMinuteRate)
        .with("FifteenMinuteRate", meter::fifteenMinuteRate)
        .with("MeanRate", meter::meanRate)
        .with("EventType", () -> what)
        .with("RateUnit", () -> "SECONDS");
  }

  /// Times in milliseconds.
  ///
  /// @param all since the start
  /// @param recent what quantiles are of
  static FiguresBean histogram(Supplier<Latencies> all, Supplier<Latencies> recent) {
    return new FiguresBean()
        .with("Count", () -> all.get().count())
        .with("Mean", () -> mean(recent.get()))
        .with("Max", () -> quantile(recent.get(), 1))
        .with("50thPercentile", () -> quantile(recent.get(), 0.5))
        .with("75thPercentile", () -> quantile(recent.get(), 0.75))
        .with("95thPercentile", () -> quantile(recent.get(), 0.95))
        .with("98thPercentile", () -> quantile(recent.get(), 0.98))
        .with("99thPercentile", () -> quantile(recent.get(), 0.99))
        .with("999thPercentile", () -> quantile(recent.get(), 0.999));
  }

  private static double mean(Latencies times) {
    return times.count() == 0 ? 0 : MILLIS_PER_SECOND * times.sumSeconds() / times.count();
  }

  private static double quantile(Latencies times, double quantile) {
    return MILLIS_PER_SECOND * times.quantileSeconds(quantile);
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    Supplier<Object> value = attributes.get(name);
    if (value == null) {
      throw new AttributeNotFoundException(name);
    }
    return value.get();
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList list = new AttributeList();
    for (String name : names) {
      Supplier<Object> value = attributes.get(name);
      if (value != null) {
        list.add(new Attribute(name, value.get()));
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " cannot be changed");
  }

  @Override
  public AttributeList setAttributes(AttributeList list) {
    return new AttributeList();
  }

  @Override
  public @Nullable Object invoke(
      String action, @Nullable Object[] parameters, @Nullable String[] signature) {
    throw new UnsupportedOperationException(action);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] infos =
        attributes.keySet().stream()
            .map(name -> new MBeanAttributeInfo(name, "java.lang.Object", name, true, false, false))
            .toArray(MBeanAttributeInfo[]::new);
    return new MBeanInfo(FiguresBean.class.getName(), "figures", infos, null, null, null);
  }
}
