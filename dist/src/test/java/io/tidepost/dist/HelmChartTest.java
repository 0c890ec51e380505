package io.tidepost.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.tidepost.base.option.Options;
import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.TopicDefaultOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// The chart as Helm's own engine renders it: what Kubernetes knows, with options that exist, and
/// the same nodes as the manifests for Kustomize.
class HelmChartTest {

  private static final Path CHART = Path.of("..", "packages", "helm", "tidepost");

  @TempDir Path directory;

  private static List<Map<String, Object>> rendered(String values, Path directory)
      throws IOException {
    return rendered("tidepost", values, directory);
  }

  private static List<Map<String, Object>> rendered(String release, String values, Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("values.yaml"), values);
    TemplateCommand command = new Helm(CHART).template().withName(release).withValuesFile(file);
    List<Map<String, Object>> all = new ArrayList<>();
    for (Object document : new Yaml().loadAll(command.call())) {
      if (document != null) {
        @SuppressWarnings("unchecked") // YAML of an object
        Map<String, Object> object = (Map<String, Object>) document;
        all.add(object);
      }
    }
    return all;
  }

  private static <T> List<T> of(List<Map<String, Object>> all, Class<T> type) {
    return all.stream()
        .filter(each -> type.getSimpleName().equals(each.get("kind")))
        .map(each -> PackagesTest.STRICT.convertValue(each, type))
        .toList();
  }

  private Options options(List<Map<String, Object>> all) throws Exception {
    Path file = Files.writeString(directory.resolve("server.properties"), configuration(all));
    return ServerOptions.read(file, List.of("node.id=0"), true).options();
  }

  @Test
  void helmFindsNothingToSay() {
    LintResult found = new Helm(CHART).lint().strict().call();
    assertFalse(found.isFailed(), () -> String.join("\n", found.getMessages()));
  }

  /// Those were tried as processes; what the chart starts by default is the same.
  @Test
  void itsNodesAreThoseOfTheManifests() throws Exception {
    List<Map<String, Object>> all = rendered("{}", directory);
    assertEquals(5, all.size(), all::toString);
    PodSpec ours = pod(of(all, StatefulSet.class).getFirst());
    PodSpec base = pod(PackagesTest.manifests("statefulset.yaml", StatefulSet.class).getFirst());
    Container node = ours.getContainers().getFirst();
    Container expected = base.getContainers().getFirst();
    assertEquals("tidepost:0.1.0", node.getImage());
    node.setImage(expected.getImage());
    node.setImagePullPolicy(null);
    assertEquals(expected, node);
    assertEquals(base.getTerminationGracePeriodSeconds(), ours.getTerminationGracePeriodSeconds());
    assertEquals(base.getSecurityContext(), ours.getSecurityContext());
    assertEquals(base.getVolumes(), ours.getVolumes());
    List<Service> services = of(all, Service.class);
    List<Service> known = PackagesTest.manifests("services.yaml", Service.class);
    for (int i = 0; i < known.size(); i++) {
      assertEquals(known.get(i).getMetadata().getName(), services.get(i).getMetadata().getName());
      assertEquals(known.get(i).getSpec().getPorts(), services.get(i).getSpec().getPorts());
      assertEquals(known.get(i).getSpec().getClusterIP(), services.get(i).getSpec().getClusterIP());
    }
    assertEquals(
        lines(Files.readString(Path.of("..", "packages", "kubernetes", "server.properties"))),
        lines(configuration(all)));
    options(all);
  }

  /// The configuration file of the nodes.
  private static String configuration(List<Map<String, Object>> all) {
    return Objects.requireNonNull(
        of(all, ConfigMap.class).getFirst().getData().get("server.properties"));
  }

  private static Properties lines(String text) throws IOException {
    Properties lines = new Properties();
    lines.load(new StringReader(text));
    return lines;
  }

  private static PodSpec pod(StatefulSet nodes) {
    return nodes.getSpec().getTemplate().getSpec();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 3, 2", "5, 3, 2"})
  void everyNodeVotes(int replicas, int copies, int inSync) throws Exception {
    List<Map<String, Object>> all = rendered("shop", "replicas: " + replicas, directory);
    StatefulSet nodes = of(all, StatefulSet.class).getFirst();
    assertEquals(replicas, nodes.getSpec().getReplicas());
    assertEquals("shop-tidepost", nodes.getMetadata().getName());
    List<String> voters = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      voters.add(i + "@shop-tidepost-" + i + ".shop-tidepost-nodes:9093");
    }
    String text = configuration(all);
    assertTrue(
        text.contains("\ncontroller.quorum.voters=" + String.join(",", voters) + "\n"), text);
    assertTrue(text.contains("\ndefault.replication.factor=" + copies + "\n"), text);
    assertTrue(text.contains("\nmin.insync.replicas=" + inSync + "\n"), text);
    options(all);
    assertEquals(
        of(all, Service.class).getFirst().getMetadata().getName(),
        nodes.getSpec().getServiceName());
    assertTrue(
        nodes
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getLabels()
            .entrySet()
            .containsAll(nodes.getSpec().getSelector().getMatchLabels().entrySet()));
    assertEquals(
        nodes.getSpec().getSelector(),
        of(all, PodDisruptionBudget.class).getFirst().getSpec().getSelector());
  }

  @Test
  void valuesArriveWhereTheyBelong() throws Exception {
    List<Map<String, Object>> all =
        rendered(
            """
            config:
              tidepost.log.format: text
              log.retention.hours: 72
              log.segment.bytes: 1073741824
            heap: 1g
            storage: {size: 1Ti, className: fast}
            disruptionBudget: false
            rollingCheckSeconds: 60
            podAnnotations: {team: shop}
            nodeSelector: {disk: nvme}
            extraEnv: [{name: TIDEPOST_JAVA_OPTS, value: -Xlog:gc}]
            extraVolumes: [{name: keys, secret: {secretName: node-keys}}]
            extraVolumeMounts: [{name: keys, mountPath: /keys}]
            """,
            directory);
    Options options = options(all);
    assertEquals("text", options.get(MonitorOptions.TIDEPOST_LOG_FORMAT));
    assertEquals(1 << 30, options.get(TopicDefaultOptions.LOG_SEGMENT_BYTES));
    assertEquals(List.of(), of(all, PodDisruptionBudget.class));
    StatefulSet nodes = of(all, StatefulSet.class).getFirst();
    assertEquals(180, pod(nodes).getTerminationGracePeriodSeconds());
    assertEquals(Map.of("disk", "nvme"), pod(nodes).getNodeSelector());
    Container node = pod(nodes).getContainers().getFirst();
    assertEquals(
        List.of("NAMESPACE", "TIDEPOST_HEAP", "TIDEPOST_JAVA_OPTS"),
        node.getEnv().stream().map(variable -> variable.getName()).toList());
    assertEquals("/keys", node.getVolumeMounts().getLast().getMountPath());
    assertEquals("node-keys", pod(nodes).getVolumes().getLast().getSecret().getSecretName());
    assertEquals(
        "fast",
        nodes.getSpec().getVolumeClaimTemplates().getFirst().getSpec().getStorageClassName());
    String before = checksum(rendered("{}", directory));
    assertFalse(before.equals(checksum(all)), "other options restart the nodes");
  }

  private static String checksum(List<Map<String, Object>> all) {
    return Objects.requireNonNull(
        of(all, StatefulSet.class)
            .getFirst()
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations()
            .get("checksum/config"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas: 2",
        "replica: 3",
        "config: {node.id: 7}",
        "heap: lots",
        "image: {repository: tidepost, version: 1}"
      })
  void valuesThatMakeNoSenseAreRefused(String values) {
    var refusal = assertThrows(IllegalStateException.class, () -> rendered(values, directory));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("the specifications of the schema"),
        refusal::getMessage);
  }
}
