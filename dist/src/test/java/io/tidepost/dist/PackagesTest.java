package io.tidepost.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.tidepost.broker.option.HttpOptions;
import io.tidepost.broker.option.RegistryOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.http.HttpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// What is installed agrees with what is started: options that exist, ports, paths, names.
class PackagesTest {

  private static final Path PACKAGES = Path.of("..", "packages");

  /// Refuses what Kubernetes does not know.
  static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  private static String text(String name) throws IOException {
    return Files.readString(PACKAGES.resolve(name));
  }

  static <T> List<T> manifests(String name, Class<T> type) throws IOException {
    Iterable<Object> all = new Yaml().loadAll(text("kubernetes/" + name));
    return StreamSupport.stream(all.spliterator(), false)
        .map(each -> STRICT.convertValue(each, type))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config/server.properties",
        "config/container.properties",
        "kubernetes/server.properties"
      })
  void configurationsStart(String name) throws Exception {
    ServerOptions options = ServerOptions.read(PACKAGES.resolve(name), List.of("node.id=1"), true);
    assertTrue(
        options.logDirs().getFirst().startsWith("/var/lib/tidepost"), options.logDirs()::toString);
  }

  @Test
  void theServiceIsInstalledWhereItLooks() throws IOException {
    String unit = text("debian/tidepost.service");
    String build = text("pom.xml");
    assertTrue(
        unit.contains(
            "\nExecStart=/usr/lib/tidepost/bin/tidepost start --config"
                + " /etc/tidepost/server.properties\n"));
    assertTrue(build.contains("<prefix>/usr/lib/tidepost</prefix>"));
    assertTrue(build.contains("<dst>/etc/tidepost/server.properties</dst>"));
    assertTrue(build.contains("<dst>/etc/default/tidepost</dst>"));
    assertTrue(unit.contains("\nEnvironmentFile=-/etc/default/tidepost\n"));
    assertTrue(unit.contains("\nUser=tidepost\n"));
    assertTrue(text("debian/control/postinst").contains("--home /var/lib/tidepost tidepost\n"));
    assertTrue(unit.contains("\nStateDirectory=tidepost\n"));
    String launcher = Files.readString(Path.of("..", "tidepost"));
    for (String line : text("config/tidepost.default").lines().toList()) {
      if (line.startsWith("#TIDEPOST_")) {
        assertTrue(launcher.contains(line.substring(1, line.indexOf('='))), line);
      }
    }
  }

  @Test
  void portsAndProbesAgreeInKubernetes() throws Exception {
    ServerOptions options =
        ServerOptions.read(
            PACKAGES.resolve("kubernetes/server.properties"), List.of("node.id=0"), true);
    StatefulSet nodes = manifests("statefulset.yaml", StatefulSet.class).getFirst();
    Container container = nodes.getSpec().getTemplate().getSpec().getContainers().getFirst();
    Map<String, Integer> ports = new TreeMap<>();
    for (ContainerPort port : container.getPorts()) {
      ports.put(port.getName(), port.getContainerPort());
    }
    Map<String, Integer> expected = new TreeMap<>();
    expected.put("kafka", options.listeners().getFirst().port());
    expected.put("controller", options.cluster().controllerListeners().getFirst().port());
    expected.put("http", http(options.options().get(HttpOptions.TIDEPOST_HTTP_LISTENERS)));
    expected.put(
        "registry", http(options.options().get(RegistryOptions.TIDEPOST_REGISTRY_LISTENERS)));
    assertEquals(expected, ports);
    Map<Probe, String> probes =
        Map.of(
            container.getStartupProbe(), "/healthz",
            container.getLivenessProbe(), "/healthz",
            container.getReadinessProbe(), "/readyz");
    probes.forEach((probe, path) -> {
      assertEquals(path, probe.getHttpGet().getPath());
      assertEquals("http", probe.getHttpGet().getPort().getStrVal());
    });
    for (Service service : manifests("services.yaml", Service.class)) {
      for (ServicePort port : service.getSpec().getPorts()) {
        assertEquals(ports.get(port.getName()), port.getPort(), port.getName());
        assertEquals(port.getName(), port.getTargetPort().getStrVal());
      }
    }
    List<String> mounts =
        container.getVolumeMounts().stream().map(VolumeMount::getMountPath).toList();
    assertTrue(
        mounts.stream().anyMatch(options.logDirs().getFirst()::startsWith), mounts::toString);
  }

  private static int http(List<String> listeners) {
    return HttpAddress.parse(listeners.getFirst()).port();
  }

  @Test
  void everyNodeOfKubernetesVotes() throws Exception {
    StatefulSet nodes = manifests("statefulset.yaml", StatefulSet.class).getFirst();
    String name = nodes.getMetadata().getName();
    String service = nodes.getSpec().getServiceName();
    String voters =
        IntStream.range(0, nodes.getSpec().getReplicas())
            .mapToObj(i -> i + "@" + name + "-" + i + "." + service + ":9093")
            .collect(Collectors.joining(","));
    assertTrue(
        text("kubernetes/server.properties").contains("controller.quorum.voters=" + voters + "\n"));
    Service headless = manifests("services.yaml", Service.class).getFirst();
    assertEquals(service, headless.getMetadata().getName());
    assertEquals("None", headless.getSpec().getClusterIP());
    assertEquals(true, headless.getSpec().getPublishNotReadyAddresses());
    PodDisruptionBudget budget =
        manifests("disruption-budget.yaml", PodDisruptionBudget.class).getFirst();
    assertEquals(1, budget.getSpec().getMaxUnavailable().getIntVal());
    Map<String, Object> render = new Yaml().load(text("kubernetes/kustomization.yaml"));
    assertTrue(
        render.toString().contains(budget.getSpec().getSelector().getMatchLabels().toString()));
    try (Stream<Path> files = Files.list(PACKAGES.resolve("kubernetes"))) {
      assertEquals(
          new TreeSet<>((List<?>) Objects.requireNonNull(render.get("resources"))),
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(file -> file.endsWith(".yaml") && !file.equals("kustomization.yaml"))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void theImageStartsAsItsFilesSay() throws IOException {
    String image = text("Dockerfile");
    assertTrue(image.contains("COPY config/container.properties /etc/tidepost/server.properties"));
    assertTrue(
        image.contains("CMD [\"start\", \"--config\", \"/etc/tidepost/server.properties\"]"));
    StatefulSet nodes = manifests("statefulset.yaml", StatefulSet.class).getFirst();
    long user = nodes.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsUser();
    assertTrue(image.contains("USER " + user + ":" + user), image);
  }
}
