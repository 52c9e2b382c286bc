package milena.registry.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.function.Function;
import milena.registry.fold.Decision;
import milena.registry.fold.Ledger;
import milena.registry.fold.Refusal;
import milena.registry.fold.Registration;
import milena.registry.write.Writer;
import milena.registry.write.Written;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.RegisteredSchema;

/** Answers requests that change something: here, or by passing them on to who writes. */
final class Changes {
  private final Writer writer;
  private final LeaderCall leader;

  Changes(Writer writer, LeaderCall leader) {
    this.writer = writer;
    this.leader = leader;
  }

  Answer register(Ledger ledger, Request request, String subject) {
    return switch (SchemaBody.read(request.body())) {
      case SchemaBody.Unusable unusable -> Answer.refused(unusable.why());
      case SchemaBody.Usable(var body) ->
          change(
              ledger,
              request,
              now -> Registration.register(now, subject, body.schema(), body.references()),
              Changes::registered);
    };
  }

  Answer setLevel(Ledger ledger, Request request, String subject) {
    var name = SchemaBody.level(request.body());
    return CompatibilityLevel.named(name)
        .map(
            level ->
                change(
                    ledger,
                    request,
                    now -> Registration.setLevel(now, subject, level),
                    Reads::levelSet))
        .orElseGet(() -> Answer.refused(Refusal.invalidLevel(name)));
  }

  private <T> Answer change(
      Ledger ledger,
      Request request,
      Function<Ledger, Decision<T>> decide,
      Function<T, Answer> answer) {
    if (decide.apply(ledger) instanceof Decision.Done<T> done) {
      return answer.apply(done.answer());
    }
    return switch (writer.write(decide)) {
      case Written.Done<T> done -> answer.apply(done.answer());
      case Written.Refused<T> refused -> Answer.refused(refused.why());
      case Written.NotOurs<T> other -> leader.pass(request);
    };
  }

  private static Answer registered(RegisteredSchema schema) {
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("id", schema.id()));
  }
}
