package milena.mail.route.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteRollupTest {

  @ParameterizedTest
  @CsvSource({
    "mx.example.com, mx.example.com",
    "MX2.example.com mx1.example.com, (mx1|mx2).example.com",
    "gmail-smtp-in.l.google.com alt1.gmail-smtp-in.l.google.com alt2.gmail-smtp-in.l.google.com,"
        + "(alt1|alt2)?.gmail-smtp-in.l.google.com",
    "mta5.am0.yahoodns.net mta6.am0.yahoodns.net mta7.am0.yahoodns.net,"
        + "(mta5|mta6|mta7).am0.yahoodns.net",
    "aspmx.l.google.com aspmx2.googlemail.com, (aspmx.l.google|aspmx2.googlemail).com",
    "mx.example.com mx.example.net, (mx.example.com|mx.example.net)",
    "amx.example.com bmx.example.com, (amx|bmx).example.com",
    "com x.com, (x)?.com",
    "contoso-com.mail.protection.outlook.com, mail.protection.outlook.com",
    "fabrikam.mail.protection.outlook.com a.fabrikam.mail.protection.outlook.com,"
        + "mail.protection.outlook.com",
    "mx0a-0012.pphosted.com mx0b-0012.pphosted.com, pphosted.com",
    "notpphosted.com, notpphosted.com",
    "[8.8.4.4], [8.8.4.4]",
  })
  void shouldNameTheSiteOfHosts(String hosts, String site) {
    assertThat(SiteRollup.siteOf(List.of(hosts.split(" ")))).isEqualTo(site);
  }

  @Test
  void shouldShortenLongNamesAndKeepThemApart() {
    var hosts = new ArrayList<String>();
    for (var i = 0; i < 20; i++) {
      hosts.add("x".repeat(60) + i + ".example.com");
    }

    var site = SiteRollup.siteOf(hosts);
    var without = SiteRollup.siteOf(hosts.subList(0, 19));

    assertThat(site).hasSize(SiteRollup.MAX_LENGTH).isNotEqualTo(without);
    assertThat(without).hasSize(SiteRollup.MAX_LENGTH);
  }

  @Property
  void shouldNotDependOnOrderOrRepetition(
      @ForAll("hostSets") Set<String> hosts, @ForAll Random random) {
    var shuffled = new ArrayList<>(hosts);
    shuffled.addAll(hosts);
    Collections.shuffle(shuffled, random);

    assertThat(SiteRollup.siteOf(shuffled)).isEqualTo(SiteRollup.siteOf(hosts));
  }

  @Property(tries = 5_000)
  void shouldTellDifferentSetsApart(
      @ForAll("hostSets") Set<String> one, @ForAll("hostSets") Set<String> other) {
    assertThat(SiteRollup.siteOf(one).equals(SiteRollup.siteOf(other)))
        .isEqualTo(one.equals(other));
  }

  /** Few labels of few letters, so that suffixes, nesting and equality are common. */
  @Provide
  Arbitrary<Set<String>> hostSets() {
    return Arbitraries.of("a", "b", "ab")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(labels -> String.join(".", labels))
        .set()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
