package milena.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import milena.delivery.sign.SigningKeys;
import milena.mail.address.Domain;
import milena.mail.dkim.DkimKey;
import milena.runtime.config.RecordType;

/**
 * A key with which mail of a domain is signed.
 *
 * @param domain the d= of the signature
 * @param selector the s=, under which the public key is in DNS
 * @param key a PEM file with the RSA private key
 */
public record DkimKeyFile(String domain, String selector, Path key) {

  static final RecordType<DkimKeyFile> TYPE =
      new RecordType<>(List.of("domain", "selector", "key"), DkimKeyFile::of, DkimKeyFile::fields);

  private static DkimKeyFile of(Map<String, String> fields) {
    var key = Path.of(fields.getOrDefault("key", ""));
    if (!Files.isReadable(key)) {
      throw new IllegalArgumentException("the key file " + key + " cannot be read");
    }
    return new DkimKeyFile(
        fields.getOrDefault("domain", ""), fields.getOrDefault("selector", ""), key);
  }

  /**
   * The keys of these files.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException with the name of a file that holds no key to sign with
   */
  static SigningKeys readAll(List<DkimKeyFile> files) throws IOException {
    var keys = new ArrayList<DkimKey>();
    for (var file : files) {
      keys.add(file.read());
    }
    return SigningKeys.of(keys);
  }

  private DkimKey read() throws IOException {
    if (!(Domain.parse(domain).orElse(null) instanceof Domain.Name name)) {
      throw new IllegalArgumentException("DKIM domain " + domain + " is not a domain name");
    }
    try {
      return DkimKey.fromPem(name, selector, Files.readString(key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("DKIM key " + key + ": " + e.getMessage(), e);
    }
  }

  private List<String> fields() {
    return List.of(domain, selector, key.toString());
  }
}
