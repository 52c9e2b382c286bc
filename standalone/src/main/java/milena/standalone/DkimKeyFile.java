package milena.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  private List<String> fields() {
    return List.of(domain, selector, key.toString());
  }
}
