package milena.runtime.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import milena.runtime.listen.ConnectionLimits.Entry;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private final ConnectionLimits limits = new ConnectionLimits(3, 2);

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }

  @Test
  void shouldLeaveRoomBesideAnAddressThatHasItsPart() throws Exception {
    // When
    limits.enter(address(1));
    limits.enter(address(1));
    // Then
    assertThat(limits.enter(address(1))).isEqualTo(Entry.TOO_MANY_FROM_ADDRESS);
    assertThat(limits.enter(address(2))).isEqualTo(Entry.ADMITTED);
    assertThat(limits.enter(address(3))).isEqualTo(Entry.TOO_MANY);
    assertThat(limits.open()).isEqualTo(3);
  }

  @Test
  void shouldLetInAgainWhoComesAfterOthersHaveLeft() throws Exception {
    // Given
    limits.enter(address(1));
    limits.enter(address(1));
    limits.enter(address(1));
    // When
    limits.leave(address(1));
    // Then
    assertThat(limits.open()).isOne();
    assertThat(limits.enter(address(1))).isEqualTo(Entry.ADMITTED);
    assertThat(limits.enter(address(1))).isEqualTo(Entry.TOO_MANY_FROM_ADDRESS);
  }

  @Test
  void shouldCountAClientAsTheOneThatItIsNamed() throws Exception {
    // Given
    limits.enter(address(1));
    limits.enter(address(2));
    limits.enter(address(2));
    // When
    var toTheFull = limits.move(address(1), address(2));
    var toAnother = limits.move(address(2), address(3));
    // Then
    assertThat(toTheFull).isEqualTo(Entry.TOO_MANY_FROM_ADDRESS);
    assertThat(toAnother).isEqualTo(Entry.ADMITTED);
    assertThat(limits.move(address(1), address(2))).isEqualTo(Entry.ADMITTED);
    assertThat(limits.open()).isEqualTo(3);
  }
}
