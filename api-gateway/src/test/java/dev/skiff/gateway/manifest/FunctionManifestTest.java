package dev.skiff.gateway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Ordering;
import dev.skiff.contracts.function.Retries;
import dev.skiff.contracts.function.Scale;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.gateway.resource.FunctionResource;
import dev.skiff.gateway.resource.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionManifestTest {
  private static final String WHOLE =
      """
      {'apiVersion':'skiff.dev/v1alpha1','kind':'Function',
       'metadata':{'name':'thumbnails','namespace':'media','labels':{'team':'media'}},
       'spec':{'vm':{'image':'a/thumb:1','command':['/bin/thumb'],'env':{'SIZE':'512'},'workdir':'/w','user':'u',
         'cpus':'0.5','memory':'256MiB','disk':'1GiB'},
        'protocol':'http','port':9000,'concurrency':4,'readyTimeout':'1500ms','timeout':'2m',
        'scale':{'min':1,'max':20,'prewarmed':2,'keepAlive':'5m'},
        'retries':{'maxAttempts':5,'backoff':'250ms','maxBackoff':'30s'},
        'deadLetter':{'topic':'media.dead'},'placement':{'priority':7},
        'triggers':[
         {'name':'uploads','events':{},'filters':[{'exact':{'type':'com.example.uploaded'}},
           {'any':[{'prefix':{'source':'/a'}},{'suffix':{'subject':'.jpg'}}]},{'not':{'cesql':'size > 100'}}]},
         {'name':'orders','topic':{'topic':'shop.orders','from':'2026-11-24T05:00:00Z','ordering':'key','batchSize':10}},
         {'name':'nightly','cron':{'schedule':'30 2 * * 1-5','timeZone':'Europe/Berlin'}}]}}
      """;

  @Test
  void shouldFillInTheDefaults() {
    FunctionSpec spec =
        accepted(
            "{'kind':'Function','metadata':{'name':'f'},'spec':{'vm':{'image':'skiff/busybox'}}}");

    assertThat(spec.id()).isEqualTo(new FunctionId("default", "f"));
    assertThat(spec.protocol()).isEqualTo(Serve.Protocol.STDIO);
    assertThat(spec.port()).isEqualTo(8080);
    assertThat(spec.concurrency()).isEqualTo(1);
    assertThat(spec.readySeconds()).isEqualTo(30);
    assertThat(spec.timeoutMillis()).isEqualTo(30_000);
    assertThat(spec.scale()).isEqualTo(new Scale(0, 10, 0, 60_000));
    assertThat(spec.retries()).isEqualTo(new Retries(3, 1_000, 60_000));
    assertThat(spec.deadLetterTopic()).isNull();
    assertThat(spec.triggers()).isEmpty();
    assertThat(spec.placement().priority()).isEqualTo(50);
  }

  @Test
  void shouldReadEveryField() {
    FunctionSpec spec = accepted(WHOLE);

    assertThat(spec.id()).hasToString("media/thumbnails");
    assertThat(spec.labels()).containsEntry("team", "media");
    assertThat(spec.vm().user()).isEqualTo("u");
    assertThat(spec.protocol()).isEqualTo(Serve.Protocol.HTTP);
    assertThat(spec.port()).isEqualTo(9_000);
    assertThat(spec.concurrency()).isEqualTo(4);
    assertThat(spec.readySeconds()).isEqualTo(2);
    assertThat(spec.timeoutMillis()).isEqualTo(120_000);
    assertThat(spec.scale()).isEqualTo(new Scale(1, 20, 2, 300_000));
    assertThat(spec.retries()).isEqualTo(new Retries(5, 250, 30_000));
    assertThat(spec.deadLetterTopic()).isEqualTo("media.dead");
    assertThat(spec.triggers())
        .containsExactly(
            new Trigger.Events(
                "uploads",
                List.of(
                    new EventFilter.Exact(Map.of("type", "com.example.uploaded")),
                    new EventFilter.Any(
                        List.of(
                            new EventFilter.Prefix(Map.of("source", "/a")),
                            new EventFilter.Suffix(Map.of("subject", ".jpg")))),
                    new EventFilter.Not(List.of(new EventFilter.Cesql("size > 100"))))),
            new Trigger.Topic(
                "orders", "shop.orders", "1795496400000000", List.of(), Ordering.KEY, 10),
            new Trigger.Cron("nightly", "30 2 * * 1-5", "Europe/Berlin"));
  }

  @Test
  void shouldMeanTheSameWhenItIsReadBackFromWhatIsShown() {
    FunctionSpec spec = accepted(WHOLE);

    String shown = new String(Json.write(FunctionResource.manifest(spec)), StandardCharsets.UTF_8);

    assertThat(accepted(shown)).isEqualTo(spec);
  }

  @Test
  void shouldLetALongPauseBeTheLongest() {
    FunctionSpec spec =
        accepted(
            "{'kind':'Function','metadata':{'name':'f'},'spec':{'vm':{'image':'a'},'retries':{'backoff':'5m'}}}");

    assertThat(spec.retries()).isEqualTo(new Retries(3, 300_000, 300_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'port':0 | #/spec/port | port: 0 (expected: 1 to 65535)
          'concurrency':31 | #/spec/concurrency | concurrency: 31 (expected: 1 to 30)
          'protocol':'grpc' | #/spec/protocol | protocol: "grpc" (expected: stdio or http)
          'timeout':'2h' | #/spec/timeout | (expected: such as 250ms, 30s, 5m or 1h, from 1ms to 1h)
          'timeout':30 | #/spec/timeout | 30 (expected: a string)
          'readyTimeout':'11m' | #/spec/readyTimeout | from 1ms to 10m
          'scale':{'min':11} | #/spec/scale/min | min: 11 (expected: 0 to max, which is 10)
          'scale':{'max':1001} | #/spec/scale/max | expected: 1 to 1000
          'scale':{'prewarm':1} | #/spec/scale/prewarm | did you mean "prewarmed"?
          'retries':{'maxAttempts':0} | #/spec/retries/maxAttempts | expected: 1 to 100
          'retries':{'backoff':'2m','maxBackoff':'1m'} | #/spec/retries/maxBackoff | from 2m to 24h
          'deadLetter':{} | #/spec/deadLetter/topic | missing
          'deadLetter':{'topic':'a b'} | #/spec/deadLetter/topic | "a b" (expected: 1 to 249 of letters
          'triggers':{} | #/spec/triggers | {} (expected: a list of objects)
          'triggers':[{'name':'a'}] | #/spec/triggers/0 | triggered by nothing (expected: exactly one of topic, events, cron)
          'triggers':[{'events':{}}] | #/spec/triggers/0/name | missing
          'triggers':[{'name':'A','events':{}}] | #/spec/triggers/0/name | "A" (expected: 1 to 63
          'triggers':[{'name':'a','events':{'x':1}}] | #/spec/triggers/0/events/x | unknown field (expected: none)
          'triggers':[{'name':'a','events':{},'cron':{'schedule':'* * * * *'}}] | #/spec/triggers/0 | events, cron (expected: exactly one of
          'triggers':[{'name':'a','events':{}},{'name':'a','events':{}}] | #/spec/triggers/1/name | is another one's
          'triggers':[{'name':'a','topic':{'topic':'..'}}] | #/spec/triggers/0/topic/topic | ".." (expected: 1 to 249
          'triggers':[{'name':'a','topic':{'topic':'t','from':'yesterday'}}] | #/spec/triggers/0/topic/from | expected: latest, earliest or a time
          'triggers':[{'name':'a','topic':{'topic':'t','ordering':'some'}}] | #/spec/triggers/0/topic/ordering | expected: none, key or partition
          'triggers':[{'name':'a','topic':{'topic':'t','batchSize':1001}}] | #/spec/triggers/0/topic/batchSize | expected: 1 to 1000
          'triggers':[{'name':'a','cron':{'schedule':'61 * * * *'}}] | #/spec/triggers/0/cron/schedule | Value 61 not in range [0, 59]
          'triggers':[{'name':'a','cron':{'schedule':'0 0 31 2 *'}}] | #/spec/triggers/0/cron/schedule | never comes
          'triggers':[{'name':'a','cron':{'schedule':'* * * * *','timeZone':'Mars'}}] | #/spec/triggers/0/cron/timeZone | expected: a time zone such as Europe/Berlin
          'triggers':[{'name':'a','cron':{'schedule':'* * * * *'},'filters':[]}] | #/spec/triggers/0/filters | expected: none
          'triggers':[{'name':'a','events':{},'filters':[{}]}] | #/spec/triggers/0/filters/0 | expected: exactly one of exact, prefix
          'triggers':[{'name':'a','events':{},'filters':[{'exat':{}}]}] | #/spec/triggers/0/filters/0/exat | did you mean "exact"?
          'triggers':[{'name':'a','events':{},'filters':[{'exact':{}}]}] | #/spec/triggers/0/filters/0/exact | expected: at least one
          'triggers':[{'name':'a','events':{},'filters':[{'exact':{'Type':'x'}}]}] | #/spec/triggers/0/filters/0/exact/Type | expected: an attribute of a-z and 0-9
          'triggers':[{'name':'a','events':{},'filters':[{'all':[]}]}] | #/spec/triggers/0/filters/0/all | expected: at least one
          'triggers':[{'name':'a','events':{},'filters':[{'not':{'not':{'cesql':'a ='}}}]}] | #/spec/triggers/0/filters/0/not/not/cesql | cesql: at 4: mismatched input end
          'triggers':[{'name':'a','events':{},'filters':[{'cesql':'NOPE(1)'}]}] | #/spec/triggers/0/filters/0/cesql | at 1: there is no function NOPE
          """)
  void shouldRefuseWhatIsWrongAndSayWhere(String spec, String pointer, String detail) {
    List<FieldError> errors =
        refused(
            "{'kind':'Function','metadata':{'name':'f'},'spec':{'vm':{'image':'a'},%s}}"
                .formatted(spec));

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().pointer()).isEqualTo(pointer);
    assertThat(errors.getFirst().detail()).contains(detail);
  }

  @Test
  void shouldRefuseAVmThatSomebodyWouldAttachTo() {
    assertThat(
            refused(
                "{'kind':'Function','metadata':{'name':'f'},'spec':{'vm':{'image':'a','tty':true}}}"))
        .extracting(FieldError::pointer)
        .containsExactly("#/spec/vm/tty");
  }

  @Test
  void shouldFindEverythingThatIsWrongAtOnce() {
    List<FieldError> errors =
        refused(
            """
            {'kind':'Job','metadata':{},'spec':{'vm':{},'port':-1,'triggers':[
             {'name':'a','cron':{'schedule':'x'}},{'name':'b','events':{},'filters':[{'cesql':'('}]}]}}
            """);

    assertThat(errors)
        .extracting(FieldError::pointer)
        .containsExactlyInAnyOrder(
            "#/kind",
            "#/metadata/name",
            "#/spec/vm/image",
            "#/spec/port",
            "#/spec/triggers/0/cron/schedule",
            "#/spec/triggers/1/filters/0/cesql");
  }

  @Test
  void shouldBoundHowDeepFiltersNest() {
    String nested = "{'cesql':'TRUE'}";
    for (int i = 0; i < FilterManifest.MAX_DEPTH; i++) {
      nested = "{'not':" + nested + "}";
    }

    assertThat(
            refused(
                "{'kind':'Function','metadata':{'name':'f'},'spec':{'vm':{'image':'a'},'triggers':[{'name':'a','events':{},'filters':["
                    + nested
                    + "]}]}}"))
        .extracting(FieldError::detail)
        .containsExactly("filters within filters (expected: at most 8 levels)");
  }

  private static FunctionSpec accepted(String manifest) {
    return switch (parse(manifest)) {
      case Parsed.Ok<FunctionSpec>(FunctionSpec spec) -> spec;
      case Parsed.Refused<FunctionSpec>(List<FieldError> errors) ->
          throw new AssertionError("refused: " + errors);
    };
  }

  private static List<FieldError> refused(String manifest) {
    return switch (parse(manifest)) {
      case Parsed.Ok<FunctionSpec>(FunctionSpec spec) ->
          throw new AssertionError("accepted: " + spec);
      case Parsed.Refused<FunctionSpec>(List<FieldError> errors) -> errors;
    };
  }

  private static Parsed<FunctionSpec> parse(String manifest) {
    try {
      return FunctionManifest.parse(
          Json.read(manifest.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
