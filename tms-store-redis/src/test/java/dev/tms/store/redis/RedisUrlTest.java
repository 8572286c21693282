package dev.tms.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreFactory;
import dev.tms.store.redis.RedisUrl.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

final class RedisUrlTest {
  @Test
  void parse_hostAlone_hasTheDefaults() {
    RedisUrl url = RedisUrl.parse("redis://cache.example");

    assertThat(url.kind()).isEqualTo(Kind.ONE);
    assertThat(url.tls()).isFalse();
    assertThat(url.nodes()).containsExactly(new HostAndPort("cache.example", 6379));
    assertThat(url.database()).isZero();
    assertThat(url.user()).isNull();
    assertThat(url.password()).isNull();
    assertThat(url.prefix()).isEqualTo("tms:");
    assertThat(url.connections()).isEqualTo(16);
    assertThat(url.certificates()).isNull();
    assertThat(url.sentinelsAsk()).isFalse();
  }

  @Test
  void parse_everything_isRead() {
    RedisUrl url =
        RedisUrl.parse(
            "rediss://us%40er:p%3Aa+ss%2F@[::1]:7000/5?prefix=a.b:&connections=3"
                + "&certificates=/etc/ca%20s.pem");

    assertThat(url.tls()).isTrue();
    assertThat(url.nodes()).containsExactly(new HostAndPort("::1", 7000));
    assertThat(url.database()).isEqualTo(5);
    assertThat(url.user()).isEqualTo("us@er");
    assertThat(url.password()).isEqualTo("p:a+ss/");
    assertThat(url.prefix()).isEqualTo("a.b:");
    assertThat(url.connections()).isEqualTo(3);
    assertThat(url.certificates()).isEqualTo("/etc/ca s.pem");
  }

  @Test
  void parse_sentinels_haveNameAndDatabase() {
    RedisUrl url =
        RedisUrl.parse("valkeys-sentinel://:pw@one,two:1,three:2/main/4?sentinel-auth=same");

    assertThat(url.kind()).isEqualTo(Kind.SENTINEL);
    assertThat(url.tls()).isTrue();
    assertThat(url.nodes())
        .containsExactly(
            new HostAndPort("one", 26379), new HostAndPort("two", 1), new HostAndPort("three", 2));
    assertThat(url.primary()).isEqualTo("main");
    assertThat(url.database()).isEqualTo(4);
    assertThat(url.user()).isNull();
    assertThat(url.password()).isEqualTo("pw");
    assertThat(url.sentinelsAsk()).isTrue();
  }

  @Test
  void parse_cluster_hasItsNodes() {
    RedisUrl url = RedisUrl.parse("REDISS-cluster://one,[fe80::2]:7001");

    assertThat(url.kind()).isEqualTo(Kind.CLUSTER);
    assertThat(url.tls()).isTrue();
    assertThat(url.nodes())
        .containsExactly(new HostAndPort("one", 6379), new HostAndPort("fe80::2", 7001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis:",
        "redis://",
        "http://host",
        "host:6379",
        "redis://topsecret@host",
        "redis://user:topsecret%zz@host",
        "redis://user:topsecret@ho st",
        "redis://user:topsecret@host:0",
        "redis://user:topsecret@host:65536",
        "redis://user:topsecret@host:port",
        "redis://user:topsecret@one,two",
        "redis://user:topsecret@one,",
        "redis://user:topsecret@host/x",
        "redis://user:topsecret@host/-1",
        "redis://user:topsecret@host/1/2",
        "redis://user:topsecret@host?topsecret",
        "redis://user:topsecret@host?other=topsecret",
        "redis://user:topsecret@host?prefix=a&prefix=b",
        "redis://user:topsecret@host?prefix={a}",
        "redis://user:topsecret@host?prefix=a%20b",
        "redis://user:topsecret@host?connections=0",
        "redis://user:topsecret@host?connections=many",
        "redis://user:topsecret@host?sentinel-auth=yes",
        "redis://user:topsecret@host#fragment",
        "redis-sentinel://user:topsecret@one,two",
        "redis-sentinel://user:topsecret@one/",
        "redis-cluster://user:topsecret@one,two/1"
      })
  void parse_wrong_isRefusedWithoutQuotingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisUrl.parse(text))
        .satisfies(thrown -> assertThat(thrown.toString()).doesNotContain("topsecret"));
  }

  @Test
  void url_asText_tellsNoSecret() {
    assertThat(RedisUrl.parse("redis://user:topsecret@host").toString())
        .doesNotContain("topsecret")
        .contains("host");
  }

  @Test
  void factory_redis_isFoundAndOpensWithoutAServer() {
    try (ExpiringStore store = StoreFactory.of("redis").open(Rig.settings("redis://127.0.0.1:1"))) {
      assertThat(store).isInstanceOf(RedisStore.class);
    }
  }

  @Test
  void open_passwordTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RedisStore.open(
                    Rig.settings("redis://u:topsecret@host").withCredentials("u", "topsecret")))
        .satisfies(thrown -> assertThat(thrown.toString()).doesNotContain("topsecret"));
  }
}
