package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A queue in the order of arrival, from which a message takes its recipients along. */
class FlowQueueTest {

  private static TestConsignment of(int message) {
    return TestConsignment.to("d" + message % 2 + ".example")
        .of(new MessagePlace("mail.submissions", 0, message / 2));
  }

  @Property(tries = 2000)
  void shouldDoAsAPlainListDoes(
      @ForAll @Size(max = 60) List<@IntRange(max = 99) Integer> steps,
      @ForAll @IntRange(min = 1, max = 4) int most) {
    // Given
    var queue = new FlowQueue();
    var model = new ArrayList<Consignment>();

    for (var step : steps) {
      // When
      switch (step % 8) {
        case 0, 1, 2, 3 -> {
          var added = of(step / 8);
          queue.add(added, step);
          model.add(added);
        }
        case 4 -> assertThat(queue.poll(most, false)).isEqualTo(together(model, most));
        case 5 -> {
          var next = queue.poll();
          assertThat(next).isSameAs(model.isEmpty() ? null : model.removeFirst());
        }
        case 6 -> {
          List<Consignment> back = List.of(of(step / 8), of(step / 8));
          queue.addFirst(back, step);
          model.addAll(0, back);
        }
        case 7 -> {
          var place = of(step / 8).message();
          var before = model.size();
          model.removeIf(each -> each.message().equals(place));
          assertThat(queue.removeIf(each -> each.message().equals(place)))
              .isEqualTo(before - model.size());
        }
        default -> throw new AssertionError();
      }

      // Then
      assertThat(queue.size()).isEqualTo(model.size());
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(queue.peek()).isSameAs(model.isEmpty() ? null : model.getFirst());
      var messages = model.stream().map(Consignment::message).distinct().count();
      assertThat(queue.messages()).isEqualTo((int) messages);
    }
    assertThat(queue.clear()).isEqualTo(model);
    assertThat(queue.isEmpty()).isTrue();
  }

  private static List<Consignment> together(List<Consignment> model, int most) {
    if (model.isEmpty()) {
      return List.of();
    }
    var place = model.getFirst().message();
    var taken = model.stream().filter(each -> each.message().equals(place)).limit(most).toList();
    model.removeAll(taken);
    return taken;
  }

  @Example
  void shouldTakeOnlyThoseOfOneDomainAlongWhereThatIsWanted() {
    // Given
    var queue = new FlowQueue();
    var all = new ArrayList<Consignment>();
    for (var i = 0; i < 6; i++) {
      all.add(of(i % 2));
    }
    all.forEach(each -> queue.add(each, 0));

    // When
    var taken = queue.poll(2, true);
    var others = queue.poll(5, true);

    // Then
    assertThat(taken).containsExactly(all.get(0), all.get(2));
    assertThat(others).containsExactly(all.get(1), all.get(3), all.get(5));
    assertThat(queue.clear()).containsExactly(all.get(4));
  }

  @Example
  void shouldNotLookThroughAllOfAMessageForAFew() {
    // Given
    var queue = new FlowQueue();
    queue.add(of(0), 0);
    for (var i = 0; i < 1000; i++) {
      queue.add(of(1), 0);
    }
    queue.add(of(0), 0);

    // When
    var taken = queue.poll(2, true);

    // Then
    assertThat(taken).hasSize(1);
    assertThat(queue.size()).isEqualTo(1001);
  }
}
