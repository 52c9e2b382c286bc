package milena.router.trim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import milena.schemas.Topics;

/** Who takes up the topics that are trimmed; nothing goes that its reader has not had. */
enum Reader {
  ROUTER("milena-router", Topics.SUBMISSIONS, Topics.RECIPIENTS),
  SHAPER("milena-shaper", Topics.QUEUE, Topics.ATTEMPTS),
  WORKERS("milena-workers", Topics.DISPATCH);

  private final String group;
  private final String first;
  private final String second;

  Reader(String group, String first) {
    this(group, first, first);
  }

  Reader(String group, String first, String second) {
    this.group = group;
    this.first = first;
    this.second = second;
  }

  String group() {
    return group;
  }

  List<String> topics() {
    return Stream.of(first, second).distinct().toList();
  }

  /** Who takes up a topic; nobody those that are read where a reference points. */
  static Optional<Reader> of(String topic) {
    return Stream.of(values()).filter(reader -> reader.topics().contains(topic)).findFirst();
  }

  /** Every topic that is trimmed. */
  static List<String> trimmed() {
    return Stream.concat(
            Stream.of(Topics.CONTENT), Stream.of(values()).flatMap(r -> r.topics().stream()))
        .toList();
  }
}
