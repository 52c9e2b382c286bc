package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import milena.schemas.MailEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where mail goes: by MX over a real name server, and by routes. */
@ExtendWith(World.Shared.class)
@Order(DestinationsTest.LAST)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class DestinationsTest {

  /** One of these tests waits for what began with the world. */
  static final int LAST = Integer.MAX_VALUE;

  /**
   * A domain that could not be asked for is asked again after 30 seconds at most, first by the
   * router, which gives the mail its site, and then by the worker, whose pause need not have begun
   * at the same time.
   */
  private static final Duration TWO_PAUSES = Duration.ofMinutes(1);

  @AfterAll
  static void shouldBalance(World world) throws Exception {
    world.milena().balance();
  }

  @Test
  @Order(LAST)
  void shouldDeferWhileDnsIsDownAndDeliverWhenItIsBack(World world) throws Exception {
    // Given
    var recipient = "a@" + World.UNANSWERED;
    var deferred = world.milena().events().await(recipient, "deferred");

    // When
    world.dns().recover(World.UNANSWERED);
    var ending = world.milena().events().ending(recipient, TWO_PAUSES);

    // Then
    assertThat(deferred.getSite()).isEqualTo("unresolved:unanswered.test");
    assertThat(deferred.getEnhanced()).isEqualTo("4.4.3");
    assertThat(deferred.getStage()).isEqualTo("route");
    assertThat(deferred.getReason()).isEqualTo("retry");
    assertThat(deferred.getNextAttemptAt()).isAfter(deferred.getTime());
    assertThat(deferred.getBounceClass()).isNotEmpty();
    assertThat(ending.getType()).isEqualTo("delivered");
    assertThat(ending.getSite()).isEqualTo("mx.unanswered.test");
    assertThat(ending.getAttempt()).isGreaterThan(deferred.getAttempt());
  }

  @Test
  void shouldPreferTheLowestPreference(World world) throws Exception {
    // Given
    var second = world.host("mx2.prefer.test");
    var first = world.host("mx1.prefer.test");
    world.dns().mx("prefer.test", 20, "mx2.prefer.test").mx("prefer.test", 10, "mx1.prefer.test");

    // When
    world.milena().send("a@prefer.test");

    // Then
    var delivered = delivered(world, "a@prefer.test");
    assertThat(delivered.getRemoteHost()).isEqualTo("mx1.prefer.test");
    assertThat(first.mails()).hasSize(1);
    assertThat(second.connections()).isZero();
  }

  @Test
  void shouldFallBackToTheNextHostAndToItsNextAddress(World world) throws Exception {
    // Given
    world.dns().address("mx1.fall.test", world.nobody());
    world.dns().address("mx2.fall.test", world.nobody());
    var reached = world.host("mx2.fall.test");
    world.dns().mx("fall.test", 10, "mx1.fall.test").mx("fall.test", 20, "mx2.fall.test");

    // When
    world.milena().send("a@fall.test");

    // Then
    var delivered = delivered(world, "a@fall.test");
    assertThat(delivered.getAttempt()).isEqualTo(1);
    assertThat(delivered.getRemoteHost()).isEqualTo("mx2.fall.test");
    assertThat(reached.mails()).hasSize(1);
  }

  @Test
  void shouldSendToTheDomainItselfWithoutAnMx(World world) throws Exception {
    // Given
    var server = world.host("address.test");
    world.dns().address("address.test", "::1");

    // When
    world.milena().send("a@address.test");

    // Then
    assertThat(delivered(world, "a@address.test").getRemoteHost()).isEqualTo("address.test");
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void shouldBeOneSiteForDomainsOfOneProvider(World world) throws Exception {
    // Given
    var server = world.host("mx.provider.test");
    world.dns().mx("shop.test", 10, "mx.provider.test").mx("bank.test", 5, "mx.provider.test");

    // When
    world.milena().send("a@shop.test");
    world.milena().send("b@bank.test");

    // Then
    var shop = delivered(world, "a@shop.test");
    var bank = delivered(world, "b@bank.test");
    assertThat(shop.getSite()).isEqualTo(bank.getSite()).isNotEmpty();
    assertThat(shop.getDomain()).isEqualTo("shop.test");
    assertThat(bank.getDomain()).isEqualTo("bank.test");
    assertThat(server.mails()).hasSize(2);
  }

  @Test
  void shouldBounceForADomainThatTakesNoMail(World world) throws Exception {
    // Given
    world.dns().mx("null.test", 0, ".").address("null.test", world.nobody());

    // When
    world.milena().send("a@null.test");

    // Then
    bounced(world, "a@null.test", "5.1.10");
  }

  @Test
  void shouldBounceForADomainThatDoesNotExist(World world) throws Exception {
    // When
    world.milena().send("a@no-such-domain.test");

    // Then
    bounced(world, "a@no-such-domain.test", "5.1.2");
  }

  @Test
  void shouldBounceWhatWouldGoToAForbiddenAddress(World world) throws Exception {
    // Given
    world.dns().mx("inside.test", 10, "mx.inside.test").address("mx.inside.test", "127.0.0.1");
    world.dns().mx("private.test", 10, "mx.private.test").address("mx.private.test", "10.1.2.3");

    // When
    world.milena().send("a@inside.test");
    world.milena().send("a@private.test");

    // Then
    bounced(world, "a@inside.test", "5.4.4");
    bounced(world, "a@private.test", "5.4.4");
  }

  @Test
  void shouldBounceWhatWouldComeBack(World world) throws Exception {
    // Given
    var own = World.ownAddress();
    world.dns().mx("circle.test", 10, "mx.circle.test").address("mx.circle.test", own);
    world.dns().mx("named.test", 10, "milena.test").address("milena.test", own);

    // When
    world.milena().send("a@circle.test");
    world.milena().send("a@named.test");

    // Then
    bounced(world, "a@circle.test", "5.4.6");
    bounced(world, "a@named.test", "5.4.6");
  }

  @Test
  void shouldSendToAnAddressInBrackets(World world) throws Exception {
    // Given
    var server = world.host("literal.test");
    var recipient = "a@[" + server.address() + "]";

    // When
    world.milena().send(recipient);
    world.milena().send("a@[127.0.0.1]");

    // Then
    delivered(world, recipient);
    assertThat(server.mails()).hasSize(1);
    bounced(world, "a@[127.0.0.1]", "5.4.4");
  }

  @Test
  void shouldFollowRoutesOfWhichEachServerIsASite(World world) throws Exception {
    // When
    world.milena().send("a@one.routed.test");
    world.milena().send("a@two.routed.test");
    world.milena().send("a@far.routed.test");

    // Then
    var first = "127.0.0.1:" + world.firstRelay().port();
    assertThat(delivered(world, "a@one.routed.test").getSite()).isEqualTo(first);
    assertThat(delivered(world, "a@two.routed.test").getSite()).isEqualTo(first);
    assertThat(delivered(world, "a@far.routed.test").getSite())
        .isEqualTo("127.0.0.1:" + world.secondRelay().port());
    assertThat(world.firstRelay().mails()).hasSize(2);
    assertThat(world.secondRelay().mails()).hasSize(1);
  }

  private static MailEvent delivered(World world, String recipient) {
    var ending = world.milena().events().ending(recipient);
    assertThat(ending.getType()).as(ending.toString()).isEqualTo("delivered");
    return ending;
  }

  private static void bounced(World world, String recipient, String enhanced) {
    var ending = world.milena().events().ending(recipient);
    assertThat(ending.getType()).as(ending.toString()).isEqualTo("bounced");
    assertThat(ending.getEnhanced()).isEqualTo(enhanced);
    assertThat(ending.getText()).isNotEmpty();
    assertThat(ending.getBounceClass()).isNotEmpty();
    assertThat(ending.getRemoteAddress()).isEmpty();
    assertThat(ending.getMailboxGone()).isFalse();
    assertThat(world.milena().events().types(recipient)).containsExactly("accepted", "bounced");
  }
}
