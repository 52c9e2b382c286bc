package milena.bench.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import milena.bench.sink.SinkSession.Connected;
import milena.bench.sink.SinkSession.Identified;
import milena.bench.sink.SinkSession.InTransaction;
import milena.bench.sink.SinkSession.ReceivingData;
import milena.bench.sink.SinkStep.Answer;
import milena.bench.sink.SinkStep.HangUp;
import milena.bench.sink.SinkStep.Introduce;
import milena.bench.sink.SinkStep.RefuseRecipient;
import org.jspecify.annotations.Nullable;

/**
 * What the sink answers to each command, as a function of the session and the line (RFC 5321
 * section 4.1). It takes any EHLO name and any sender; only recipients have moods.
 */
final class SinkDialogue {
  private static final String HOST = "sink.milena.invalid";

  private final SinkConfig config;
  private final List<String> introduction;

  SinkDialogue(SinkConfig config) {
    this.config = config;
    this.introduction = introduction(config);
  }

  /** Returns the greeting, or 421 when the sink is busy for every domain. */
  SinkReply greeting() {
    return config.moods().otherwise() instanceof SinkMood.Busy
        ? SinkReply.BUSY
        : new SinkReply(220, "", HOST + " ESMTP Milena sink");
  }

  /** Answers one command line, given without its line end. */
  SinkStep answer(SinkSession session, String line) {
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    String argument = space < 0 ? "" : line.substring(space + 1);
    return switch (verb) {
      case "MAIL" -> mail(session, argument);
      case "RCPT" -> recipient(session, argument);
      case "DATA" -> data(session, argument);
      case "EHLO" -> argument.isBlank() ? bad(session) : introduce(session);
      case "HELO" ->
          argument.isBlank() ? bad(session) : new Answer(fresh(), new SinkReply(250, "", HOST));
      case "RSET" -> new Answer(afterReset(session), SinkReply.OK);
      case "NOOP" -> new Answer(session, SinkReply.OK);
      case "QUIT" -> new HangUp(SinkReply.BYE);
      default -> new Answer(session, SinkReply.UNKNOWN_COMMAND);
    };
  }

  private SinkStep introduce(SinkSession session) {
    return switch (session) {
      case ReceivingData _ -> outOfOrder(session);
      case Connected _, Identified _, InTransaction _ -> new Introduce(fresh(), introduction);
    };
  }

  private SinkStep mail(SinkSession session, String argument) {
    if (!(session instanceof Identified)) {
      return outOfOrder(session);
    }
    var path = MailPath.parse("FROM:", argument);
    if (path.isEmpty()) {
      return bad(session);
    }
    for (String parameter : path.get().parameters().split(" +")) {
      SinkReply objection = objection(parameter.toUpperCase(Locale.ROOT));
      if (objection != null) {
        return new Answer(session, objection);
      }
    }
    return new Answer(
        new InTransaction(new SinkTransaction(path.get().address())), SinkReply.SENDER_OK);
  }

  private SinkStep recipient(SinkSession session, String argument) {
    if (!(session instanceof InTransaction(SinkTransaction transaction))) {
      return outOfOrder(session);
    }
    var path = MailPath.parse("TO:", argument);
    if (path.isEmpty() || path.get().address().isEmpty()) {
      return bad(session);
    }
    if (!path.get().parameters().isEmpty()) {
      return new Answer(session, SinkReply.BAD_PARAMETER);
    }
    String domain = path.get().domain();
    if (transaction.recipients().size() >= config.limits().recipients()) {
      return new RefuseRecipient(domain, SinkReply.TOO_MANY_RECIPIENTS);
    }
    var recipient = new SinkRecipient(path.get().address(), domain, config.moods().of(domain));
    SinkReply refusal = refusal(recipient);
    if (refusal != null) {
      return new RefuseRecipient(domain, refusal);
    }
    transaction.add(recipient);
    return new Answer(session, SinkReply.RECIPIENT_OK);
  }

  private static SinkStep data(SinkSession session, String argument) {
    if (!argument.isBlank()) {
      return bad(session);
    }
    if (!(session instanceof InTransaction(SinkTransaction transaction))) {
      return outOfOrder(session);
    }
    return transaction.recipients().isEmpty()
        ? new Answer(session, SinkReply.NO_RECIPIENTS)
        : new Answer(new ReceivingData(transaction), SinkReply.SEND_DATA);
  }

  private static @Nullable SinkReply refusal(SinkRecipient recipient) {
    return switch (recipient.mood()) {
      case SinkMood.RejectsSome some -> rejects(some, recipient) ? SinkReply.UNKNOWN_USER : null;
      case SinkMood.Refuses(var reply, var moment) ->
          moment == SinkMood.Moment.RECIPIENT ? reply : null;
      case SinkMood.Busy _ -> SinkReply.BUSY;
      case SinkMood.Accepts _, SinkMood.DefersThenAccepts _, SinkMood.Slow _, SinkMood.Drops _ ->
          null;
    };
  }

  private static boolean rejects(SinkMood.RejectsSome some, SinkRecipient recipient) {
    if (!some.unknownPrefix().isEmpty() && recipient.address().startsWith(some.unknownPrefix())) {
      return true;
    }
    double place = (DeliverySet.key("", recipient.address()) >>> 11) * 0x1p-53;
    return place < some.fraction();
  }

  private @Nullable SinkReply objection(String parameter) {
    if (parameter.isEmpty()) {
      return null;
    }
    if (parameter.startsWith("SIZE=") && announces(SinkExtension.SIZE)) {
      return sizeObjection(parameter.substring(5));
    }
    boolean known =
        switch (parameter) {
          case "BODY=7BIT", "BODY=8BITMIME" -> announces(SinkExtension.EIGHT_BIT_MIME);
          case "SMTPUTF8" -> announces(SinkExtension.SMTP_UTF8);
          default -> false;
        };
    return known ? null : SinkReply.BAD_PARAMETER;
  }

  private @Nullable SinkReply sizeObjection(String digits) {
    try {
      long size = Long.parseLong(digits);
      return size > config.limits().messageBytes() ? SinkReply.TOO_BIG : null;
    } catch (NumberFormatException notANumber) {
      return SinkReply.BAD_ARGUMENTS;
    }
  }

  private boolean announces(SinkExtension extension) {
    return config.extensions().contains(extension);
  }

  private static SinkSession fresh() {
    return new Identified();
  }

  private static SinkSession afterReset(SinkSession session) {
    return switch (session) {
      case Connected connected -> connected;
      case Identified _, InTransaction _, ReceivingData _ -> fresh();
    };
  }

  private static SinkStep bad(SinkSession session) {
    return new Answer(session, SinkReply.BAD_ARGUMENTS);
  }

  private static SinkStep outOfOrder(SinkSession session) {
    return new Answer(session, SinkReply.OUT_OF_ORDER);
  }

  private static List<String> introduction(SinkConfig config) {
    var lines = new ArrayList<String>();
    lines.add(HOST);
    config.extensions().stream()
        .sorted(Comparator.naturalOrder())
        .map(
            extension ->
                extension == SinkExtension.SIZE
                    ? extension.keyword() + " " + config.limits().messageBytes()
                    : extension.keyword())
        .forEach(lines::add);
    return List.copyOf(lines);
  }
}
