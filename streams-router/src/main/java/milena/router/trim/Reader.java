package milena.router.trim;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import milena.schemas.Topics;

/** Who takes up what a submission passes on its way; nothing goes that its reader has not had. */
enum Reader {
  ROUTER("milena-router"),
  SHAPER("milena-shaper"),
  WORKERS("milena-workers");

  private final String group;

  Reader(String group) {
    this.group = group;
  }

  String group() {
    return group;
  }

  Set<String> topics() {
    return switch (this) {
      case ROUTER -> Set.of(Topics.SUBMISSIONS, Topics.RECIPIENTS);
      case SHAPER -> Set.of(Topics.QUEUE, Topics.ATTEMPTS, Topics.CONTROL);
      case WORKERS -> Set.of(Topics.DISPATCH);
    };
  }

  /** Who takes up a topic; nobody those that are read where a reference points, or by anyone. */
  static Optional<Reader> of(String topic) {
    return Stream.of(values()).filter(reader -> reader.topics().contains(topic)).findFirst();
  }
}
