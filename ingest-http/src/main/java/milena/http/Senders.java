package milena.http;

import java.util.List;
import java.util.Optional;
import milena.http.request.Refusal;
import milena.mail.address.AddressParser;
import milena.mail.address.Mailbox;
import milena.mail.address.Path;
import milena.mail.address.PathResult.Malformed;
import milena.mail.address.PathResult.Parsed;
import milena.tenants.book.Tenant;

/** Whether a tenant may send as somebody. */
final class Senders {

  private static final String POINTER = "/envelope_sender";

  private Senders() {}

  /** The envelope's sender; empty for the null sender. */
  static Optional<Mailbox> envelope(String given, Tenant tenant) throws Refusal {
    if (given.isEmpty() || given.equals("<>")) {
      return Optional.empty();
    }
    return switch (AddressParser.mailbox(given)) {
      case Parsed(Path path, _) when path instanceof Path.Of(var box) -> {
        if (!tenant.mayUse(box.domain().ascii())) {
          throw Refusal.of(403, notYours(box.domain().ascii()), POINTER);
        }
        yield Optional.of(box);
      }
      case Parsed _ -> throw Refusal.of(422, "That is not an address.", POINTER);
      case Malformed malformed ->
          throw Refusal.of(422, "That is not an address: " + malformed.reason() + ".", POINTER);
    };
  }

  /** One of the domains that is not the tenant's. */
  static Optional<String> foreign(List<String> domains, Tenant tenant) {
    return domains.stream().filter(domain -> !tenant.mayUse(domain)).findFirst();
  }

  static String notYours(String domain) {
    return "This tenant may not send as " + domain + ".";
  }
}
