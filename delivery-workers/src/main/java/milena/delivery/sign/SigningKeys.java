package milena.delivery.sign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.mail.dkim.DkimKey;
import milena.mail.dkim.DkimSigner;

/** Which key signs the mail of which author. */
public final class SigningKeys {

  private final Map<String, DkimSigner> byDomain;

  private SigningKeys(Map<String, DkimSigner> byDomain) {
    this.byDomain = Map.copyOf(byDomain);
  }

  /** No mail is signed. */
  public static SigningKeys none() {
    return new SigningKeys(Map.of());
  }

  /**
   * Each key signs what its domain and that domain's subdomains say in From, which is what DMARC
   * calls relaxed alignment (RFC 7489 §3.1.1); the closest domain's key is taken.
   *
   * @throws IllegalArgumentException if two keys are for one domain
   */
  public static SigningKeys of(List<DkimKey> keys) {
    var byDomain = new HashMap<String, DkimSigner>();
    for (var key : keys) {
      if (byDomain.put(key.domain().ascii(), new DkimSigner(key)) != null) {
        throw new IllegalArgumentException("two DKIM keys for " + key.domain().ascii());
      }
    }
    return new SigningKeys(byDomain);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return byDomain.isEmpty();
  }

  /** The signer for an author of this domain, in lower case and as A-labels. */
  Optional<DkimSigner> signer(String domain) {
    for (var name = domain; !name.isEmpty(); name = parent(name)) {
      var signer = byDomain.get(name);
      if (signer != null) {
        return Optional.of(signer);
      }
    }
    return Optional.empty();
  }

  private static String parent(String domain) {
    var dot = domain.indexOf('.');
    return dot < 0 ? "" : domain.substring(dot + 1);
  }
}
