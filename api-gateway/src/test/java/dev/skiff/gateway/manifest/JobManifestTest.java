package dev.skiff.gateway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.gateway.resource.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobManifestTest {
  @Test
  void shouldFillInTheDefaults() {
    JobSpec spec = accepted("{'spec':{'vm':{'image':'skiff/busybox'}}}");

    assertThat(spec.name()).isNull();
    assertThat(spec.namespace()).isEqualTo("default");
    assertThat(spec.count()).isEqualTo(1);
    assertThat(spec.restart()).isEqualTo(RestartPolicy.NEVER);
    assertThat(spec.ttlSecondsAfterFinished()).isNull();
    assertThat(spec.placement().priority()).isEqualTo(50);
    assertThat(spec.vm().resources()).isEqualTo(new Resources(500, 128, 256, 1));
    assertThat(spec.vm().command()).isEmpty();
    assertThat(spec.vm().tty()).isFalse();
  }

  @Test
  void shouldReadEveryField() {
    JobSpec spec =
        accepted(
            """
            {'apiVersion':'skiff.dev/v1alpha1','kind':'Job',
             'metadata':{'name':'thumbnails','namespace':'media','labels':{'team':'a/b'}},
             'spec':{'count':8,'restart':{'policy':'on-failure','maxAttempts':5},
              'ttlSecondsAfterFinished':60,
              'vm':{'image':'registry.example:5000/thumb:1.4','command':['/bin/thumb','--all'],
               'env':{'SIZE':'512'},'workdir':'/work','user':'1000:1000','tty':true,'stdin':true,
               'cpus':2,'memory':'1GiB','disk':'800MB'},
              'placement':{'constraints':['zone in (a,b)'],'priority':7}}}
            """);

    assertThat(spec.name()).isEqualTo("thumbnails");
    assertThat(spec.namespace()).isEqualTo("media");
    assertThat(spec.labels()).containsEntry("team", "a/b");
    assertThat(spec.restart()).isEqualTo(new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 5));
    assertThat(spec.ttlSecondsAfterFinished()).isEqualTo(60);
    assertThat(spec.vm().command()).containsExactly("/bin/thumb", "--all");
    assertThat(spec.vm().env()).containsEntry("SIZE", "512");
    assertThat(spec.vm().workdir()).isEqualTo("/work");
    assertThat(spec.vm().user()).isEqualTo("1000:1000");
    assertThat(spec.vm().tty()).isTrue();
    assertThat(spec.vm().stdin()).isTrue();
    assertThat(spec.vm().resources()).isEqualTo(new Resources(2000, 1024, 763, 1));
    assertThat(spec.placement().constraints()).containsExactly(Selector.parse("zone in (a,b)"));
    assertThat(spec.placement().priority()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | #/spec | missing
          {'spec':{}} | #/spec/vm | missing
          {'spec':[]} | #/spec | [] (expected: an object)
          {'spec':{'vm':{}}} | #/spec/vm/image | missing
          {'kind':'Pod','spec':{'vm':{'image':'a'}}} | #/kind | "Pod" (expected: Job or Service)
          {'apiVersion':'v1','spec':{'vm':{'image':'a'}}} | #/apiVersion | expected: skiff.dev/v1alpha1
          {'status':{},'spec':{'vm':{'image':'a'}}} | #/status | unknown field
          {'spec':{'vm':{'image':'a','memmory':'1GiB'}}} | #/spec/vm/memmory | did you mean "memory"?
          {'spec':{'vm':{'image':'a','zzz':1}}} | #/spec/vm/zzz | unknown field (expected: one of image
          {'spec':{'vm':{'image':'a','cpus':-1}}} | #/spec/vm/cpus | "-1" (expected: CPUs such as 0.5 or 500m)
          {'spec':{'vm':{'image':'a','cpus':0}}} | #/spec/vm/cpus | "0" (expected: 0.001 to 1024)
          {'spec':{'vm':{'image':'a','cpus':'4096'}}} | #/spec/vm/cpus | (expected: 0.001 to 1024)
          {'spec':{'vm':{'image':'a','cpus':true}}} | #/spec/vm/cpus | true (expected: a string)
          {'spec':{'vm':{'image':'a','memory':128}}} | #/spec/vm/memory | 128 (expected: a string)
          {'spec':{'vm':{'image':'a','memory':'128'}}} | #/spec/vm/memory | such as 128MiB
          {'spec':{'vm':{'image':'a','memory':'1MiB'}}} | #/spec/vm/memory | (expected: 16MiB to 4TiB)
          {'spec':{'vm':{'image':'a','memory':'5TiB'}}} | #/spec/vm/memory | (expected: 16MiB to 4TiB)
          {'spec':{'vm':{'image':'a','disk':'99999TiB'}}} | #/spec/vm/disk | (expected: 0MiB to 64TiB)
          {'spec':{'vm':{'image':'Nope/UPPER'}}} | #/spec/vm/image | (expected: an image reference
          {'spec':{'vm':{'image':''}}} | #/spec/vm/image | (expected: an image reference
          {'spec':{'vm':{'image':'a','command':'ls'}}} | #/spec/vm/command | (expected: a list of strings)
          {'spec':{'vm':{'image':'a','command':['ls',1]}}} | #/spec/vm/command/1 | 1 (expected: a string)
          {'spec':{'vm':{'image':'a','env':{'SIZE':512}}}} | #/spec/vm/env/SIZE | put it in quotes
          {'spec':{'vm':{'image':'a','env':{'A/B~C':1}}}} | #/spec/vm/env/A~1B~0C | 1 (expected
          {'spec':{'vm':{'image':'a','env':{'A=B':'x'}}}} | #/spec/vm/env/A=B | a name without '='
          {'spec':{'vm':{'image':'a','workdir':'rel'}}} | #/spec/vm/workdir | an absolute path
          {'spec':{'vm':{'image':'a','user':'a b'}}} | #/spec/vm/user | uid:gid
          {'spec':{'vm':{'image':'a','tty':'yes'}}} | #/spec/vm/tty | "yes" (expected: true or false)
          {'spec':{'count':0,'vm':{'image':'a'}}} | #/spec/count | count: 0 (expected: 1 to 100000)
          {'spec':{'count':1e3,'vm':{'image':'a'}}} | #/spec/count | (expected: a whole number)
          {'spec':{'count':99999999999999999999,'vm':{'image':'a'}}} | #/spec/count | (expected: 1 to 100000)
          {'spec':{'restart':{'policy':'sometimes'},'vm':{'image':'a'}}} | #/spec/restart/policy | never, on-failure or always
          {'spec':{'restart':{'maxAttempts':2},'vm':{'image':'a'}}} | #/spec/restart/maxAttempts | a policy other than never
          {'spec':{'ttlSecondsAfterFinished':-1,'vm':{'image':'a'}}} | #/spec/ttlSecondsAfterFinished | (expected: 0 to
          {'spec':{'vm':{'image':'a'},'placement':{'priority':101}}} | #/spec/placement/priority | (expected: 0 to 100)
          {'spec':{'vm':{'image':'a'},'placement':{'constraints':['ok','zone in (a']}}} | #/spec/placement/constraints/1 | at 10
          {'spec':{'vm':{'image':'a'},'placement':{'constraints':['zone=a','ssd','zone=b']}}} | #/spec/placement/constraints | zone=a and zone=b cannot hold together
          {'spec':{'vm':{'image':'a'},'placement':{'constraints':'zone=a'}}} | #/spec/placement/constraints | (expected: a list of strings)
          {'spec':{'vm':{'image':'a'},'placement':{'preferences':[{'selector':'zone=='}]}}} | #/spec/placement/preferences/0/selector | at 6 (expected: a value)
          {'spec':{'vm':{'image':'a'},'placement':{'preferences':[{}]}}} | #/spec/placement/preferences/0/selector | missing
          {'spec':{'vm':{'image':'a'},'placement':{'preferences':[{'selector':'a','weight':0}]}}} | #/spec/placement/preferences/0/weight | (expected: 1 to 100)
          {'spec':{'vm':{'image':'a'},'placement':{'spread':[{'by':'zone'},{'by':''}]}}} | #/spec/placement/spread/1/by | (expected: a host label
          {'spec':{'vm':{'image':'a'},'placement':{'spread':[{'by':'zone','maxSkew':0}]}}} | #/spec/placement/spread/0/maxSkew | (expected: 1 to
          {'spec':{'vm':{'image':'a'},'placement':{'spread':['zone']}}} | #/spec/placement/spread/0 | "zone" (expected: an object)
          {'spec':{'vm':{'image':'a'},'placement':{'spread':{'by':'zone'}}}} | #/spec/placement/spread | (expected: a list of objects)
          {'spec':{'vm':{'image':'a'},'placement':{'antiAffinity':[{'by':'host','to':'=b'}]}}} | #/spec/placement/antiAffinity/0/to | at 0 (expected: a label)
          {'spec':{'vm':{'image':'a'},'placement':{'affinity':[{'to':'a=b'}]}}} | #/spec/placement/affinity/0/by | missing
          {'spec':{'vm':{'image':'a'},'placement':{'lifetime':'2 hours'}}} | #/spec/placement/lifetime | such as 90s, 10m, 2h or 3d
          {'spec':{'vm':{'image':'a'},'placement':{'lifetime':0}}} | #/spec/placement/lifetime | such as 90s
          {'spec':{'parallelism':0,'vm':{'image':'a'}}} | #/spec/parallelism | (expected: 1 to 100000)
          {'spec':{'backoffLimit':-1,'vm':{'image':'a'}}} | #/spec/backoffLimit | (expected: 0 to
          {'spec':{'activeDeadlineSeconds':0,'vm':{'image':'a'}}} | #/spec/activeDeadlineSeconds | (expected: 1 to
          {'spec':{'exclusive':1,'vm':{'image':'a'}}} | #/spec/exclusive | (expected: true or false)
          {'spec':{'update':{},'vm':{'image':'a'}}} | #/spec/update | unknown field
          {'kind':'Service','spec':{'vm':{'image':'a'}}} | #/metadata/name | a service has one
          {'kind':'Service','metadata':{'name':'s'},'spec':{'parallelism':2,'vm':{'image':'a'}}} | #/spec/parallelism | unknown field
          {'kind':'Service','metadata':{'name':'s'},'spec':{'restart':{},'vm':{'image':'a'}}} | #/spec/restart | unknown field
          {'kind':'Service','metadata':{'name':'s'},'spec':{'update':{'maxSurge':0},'vm':{'image':'a'}}} | #/spec/update/maxUnavailable | one of them above 0
          {'kind':'Service','metadata':{'name':'s'},'spec':{'update':{'maxSurge':'101%'},'vm':{'image':'a'}}} | #/spec/update/maxSurge | 0% to 100%
          {'kind':'Service','metadata':{'name':'s'},'spec':{'update':{'maxSurge':1001},'vm':{'image':'a'}}} | #/spec/update/maxSurge | 0 to 1000
          {'metadata':{'name':'Web'},'spec':{'vm':{'image':'a'}}} | #/metadata/name | 1 to 63 of a-z
          {'metadata':{'name':'-a'},'spec':{'vm':{'image':'a'}}} | #/metadata/name | 1 to 63 of a-z
          {'metadata':{'labels':{'a b':'x'}},'spec':{'vm':{'image':'a'}}} | #/metadata/labels/a b | letters, digits
          """)
  void shouldRefuseAndSayWhere(String manifest, String pointer, String detail) {
    assertThat(refused(manifest))
        .singleElement()
        .satisfies(error -> {
          assertThat(error.pointer()).isEqualTo(pointer);
          assertThat(error.detail()).contains(detail);
        });
  }

  @Test
  void shouldFindEverythingThatIsWrongAtOnce() {
    assertThat(
            refused(
                "{'kind':'Pod','metadata':{'nmae':'x'},'spec':{'count':-1,"
                    + "'vm':{'image':'?','cpus':'x','memory':'1B'}}}"))
        .extracting(FieldError::pointer)
        .containsExactly(
            "#/kind",
            "#/metadata/nmae",
            "#/spec/count",
            "#/spec/vm/image",
            "#/spec/vm/cpus",
            "#/spec/vm/memory");
  }

  @Test
  void shouldBoundEnvironmentCommandAndLabels() {
    String large = "x".repeat(33 * 1024);
    String labels =
        IntStream.range(0, 65).mapToObj(i -> "'l" + i + "':'v'").collect(Collectors.joining(","));

    assertThat(
            refused(
                "{'metadata':{'labels':{%s}},'spec':{'vm':{'image':'a','command':['%s'],'env':{'A':'%s'}}}}"
                    .formatted(labels, large, large)))
        .extracting(FieldError::pointer)
        .containsExactly("#/metadata/labels", "#/spec/vm/command", "#/spec/vm/env");
  }

  @Test
  void shouldReadWhereVmsGoAndHowAJobEnds() {
    JobSpec spec =
        accepted(
            """
            {'spec':{'count':8,'parallelism':2,'backoffLimit':0,'activeDeadlineSeconds':90,'exclusive':true,
              'vm':{'image':'a'},
              'placement':{'preferences':[{'selector':'ssd','weight':7},{'selector':'!old'}],
                'spread':[{'by':'rack'},{'by':'zone','maxSkew':1}],
                'affinity':[{'by':'zone','to':'app=db','required':false}],
                'antiAffinity':[{'by':'host'}],'lifetime':'2h'}}}
            """);

    assertThat(spec.kind()).isEqualTo(JobKind.JOB);
    assertThat(spec.parallelism()).isEqualTo(2);
    assertThat(spec.backoffLimit()).isZero();
    assertThat(spec.activeDeadlineSeconds()).isEqualTo(90);
    assertThat(spec.exclusive()).isTrue();
    PlacementSpec placement = spec.placement();
    assertThat(placement.preferences())
        .containsExactly(
            new Preference(Selector.parse("ssd"), 7), new Preference(Selector.parse("!old"), 1));
    assertThat(placement.spread()).containsExactly(new Spread("rack", null), new Spread("zone", 1));
    assertThat(placement.affinity())
        .containsExactly(new Affinity("zone", Selector.parse("app=db"), false));
    assertThat(placement.antiAffinity()).containsExactly(new Affinity("host", null, true));
    assertThat(placement.lifetimeSeconds()).isEqualTo(7200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 10 | 1 | 0",
        "{'maxSurge':'25%','maxUnavailable':'25%'} | 10 | 3 | 2",
        "{'maxSurge':'0%','maxUnavailable':'25%'} | 3 | 0 | 1",
        "{'maxSurge':0,'maxUnavailable':2} | 10 | 0 | 2",
        "{'maxSurge':'100%'} | 5000 | 1000 | 0"
      })
  void shouldRoundPercentagesOfAServiceAsKubernetesDoes(
      String update, int count, int surge, int unavailable) {
    JobSpec spec =
        accepted(
            "{'kind':'Service','metadata':{'name':'s'},'spec':{'count':%d,'vm':{'image':'a'},'update':%s}}"
                .formatted(count, update));

    assertThat(spec.update()).isEqualTo(new UpdatePolicy(surge, unavailable));
    assertThat(spec.kind()).isEqualTo(JobKind.SERVICE);
    assertThat(spec.ttlSecondsAfterFinished()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "skiff/busybox",
    "busybox:1.36",
    "localhost/a",
    "localhost:5000/a/b:1.2",
    "registry.example/a_b/c--d:v1",
    "host:5000/x",
    "a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  })
  void shouldTakeImageReferences(String image) {
    assertThat(accepted("{'spec':{'vm':{'image':'" + image + "'}}}").vm().image()).isEqualTo(image);
  }

  @Test
  void shouldReadHowAVmServes() {
    JobSpec spec =
        accepted(
            """
            {'spec':{'vm':{'image':'a','serve':{'protocol':'http','port':9000,'concurrency':4,
             'readySeconds':5,'snapshot':'default/f@17'}}}}
            """);

    assertThat(spec.vm().serve())
        .isEqualTo(new Serve(Serve.Protocol.HTTP, 9_000, 4, 5, "default/f@17"));
    assertThat(accepted("{'spec':{'vm':{'image':'a','serve':{'snapshot':'s'}}}}").vm().serve())
        .isEqualTo(new Serve(Serve.Protocol.STDIO, 8_080, 1, 30, "s"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'serve':{} | #/spec/vm/serve/snapshot | missing
          'serve':{'snapshot':' '} | #/spec/vm/serve/snapshot | expected: 1 to 160
          'serve':{'snapshot':'s','port':65536} | #/spec/vm/serve/port | expected: 1 to 65535
          'serve':{'snapshot':'s','readySeconds':601} | #/spec/vm/serve/readySeconds | expected: 1 to 600
          'serve':{'snapshot':'s'},'tty':true | #/spec/vm/serve | is not attached to
          """)
  void shouldRefuseAVmThatCannotServe(String serve, String pointer, String detail) {
    List<FieldError> errors = refused("{'spec':{'vm':{'image':'a'," + serve + "}}}");

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().pointer()).isEqualTo(pointer);
    assertThat(errors.getFirst().detail()).contains(detail);
  }

  private static JobSpec accepted(String manifest) {
    return switch (parse(manifest)) {
      case Parsed.Ok<JobSpec>(JobSpec spec) -> spec;
      case Parsed.Refused<JobSpec>(List<FieldError> errors) ->
          throw new AssertionError("refused: " + errors);
    };
  }

  private static List<FieldError> refused(String manifest) {
    return switch (parse(manifest)) {
      case Parsed.Ok<JobSpec>(JobSpec spec) -> throw new AssertionError("accepted: " + spec);
      case Parsed.Refused<JobSpec>(List<FieldError> errors) -> errors;
    };
  }

  private static Parsed<JobSpec> parse(String manifest) {
    try {
      return JobManifest.parse(
          Json.read(manifest.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
