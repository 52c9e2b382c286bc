package milena.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.ReportRules;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.ingest.secure.CertificateFiles;
import milena.runtime.config.Cidr;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.config.FieldsType;
import milena.runtime.config.FieldsType.Field;
import milena.runtime.config.HostPort;
import milena.runtime.config.RecordType;
import milena.runtime.config.Setting;
import milena.runtime.config.Size;
import milena.runtime.config.ValueTypes;

/** The settings of the listeners and of their TLS. */
final class ListenerSettings {

  private enum ClientCertificates {
    NONE,
    OPTIONAL;

    static ClientCertificates of(Listener listener) {
      return listener.asksClients() ? OPTIONAL : NONE;
    }
  }

  private static final Field<Listener, HostPort> ADDRESS =
      new Field<>("address", ValueTypes.listen(), null, Listener::address);
  private static final Field<Listener, ListenerRole> ROLE =
      new Field<>("role", ValueTypes.oneOf(ListenerRole.class), null, Listener::role);
  private static final Field<Listener, TlsMode> TLS =
      new Field<>("tls", ValueTypes.oneOf(TlsMode.class), TlsMode.STARTTLS, Listener::tls);
  private static final Field<Listener, ClientCertificates> CLIENT_CERTIFICATES =
      new Field<>(
          "client-certificates",
          ValueTypes.oneOf(ClientCertificates.class),
          ClientCertificates.NONE,
          ClientCertificates::of);
  private static final Field<Listener, List<Cidr>> PROXY_FROM =
      new Field<>("proxy-from", ValueTypes.networks(), List.of(), Listener::proxyFrom);

  private static final Field<Listener, List<Cidr>> XCLIENT_FROM =
      new Field<>("xclient-from", ValueTypes.networks(), List.of(), Listener::xclientFrom);

  private static final FieldsType<Listener> LISTENER =
      new FieldsType<>(
          List.of(ADDRESS, ROLE, TLS, CLIENT_CERTIFICATES, PROXY_FROM, XCLIENT_FROM),
          values ->
              new Listener(
                  values.get(ADDRESS),
                  values.get(ROLE),
                  values.get(TLS),
                  values.get(CLIENT_CERTIFICATES) == ClientCertificates.OPTIONAL,
                  values.get(PROXY_FROM),
                  values.get(XCLIENT_FROM)));

  private static final RecordType<CertificateFiles> CERTIFICATE =
      new RecordType<>(
          List.of("chain", "key"),
          ListenerSettings::certificate,
          files -> List.of(files.chain().toString(), files.key().toString()));

  static final Setting<List<Listener>> LISTENERS =
      Setting.of(
          "listeners",
          LISTENER.list(),
          List.of(),
          """
          Where mail is accepted besides `smtp`. In the file a list of mappings: `address`; `role`, which
          is `submission` (users, who log in), `relay` (our own machines, by `relay-networks` or a client
          certificate) or `reports` (what comes back from others to our `report-domains`);
          `tls`, which is `starttls` unless it says `implicit` or `none`; `client-certificates`, `none`
          unless it says `optional`; `proxy-from`, the networks of proxies that put a PROXY header
          before each connection; and `xclient-from`, the networks of those who may say with XCLIENT for
          whom they speak.
          """);

  static final Setting<List<String>> REPORT_DOMAINS =
      Setting.of(
          "report-domains",
          ValueTypes.domains(),
          List.of(),
          """
          Our own domains, to which bounces and complaints come back: `reports` listeners take mail for
          addresses of these, by anybody, and deny all else. `*.DOMAIN` is for all below one. Such mail
          goes into the topic `mail.inbound` and nowhere else.
          """);

  static final Setting<Size> REPORT_SIZE =
      Setting.of(
          "report-size",
          ValueTypes.size(new Size(ReportRules.LEAST_SIZE), new Size(ReportRules.MOST_SIZE)),
          new Size(ReportRules.NONE.maxSize()),
          "The largest message that `reports` listeners take, announced by the SIZE extension.");

  static final Setting<List<CertificateFiles>> TLS_CERTIFICATES =
      Setting.of(
          "tls-certificates",
          CERTIFICATE.list(),
          List.of(),
          """
          The certificates of the listeners, and of `api` with `api-tls`. In the file a list of mappings
          with `chain` and `key`, both PEM. Which one a client is shown follows from the name that it asks
          for; the first is for all other names. New content of the files is taken without a restart.
          """);

  static final Setting<Path> TLS_CLIENT_CA =
      Setting.optional(
          "tls-client-ca",
          ValueTypes.readableFile("FILE"),
          "none",
          """
          A PEM file with the CAs of client certificates. Whoever has one of theirs may send to anyone
          over a `relay` listener that asks for it, so name a CA of your own.
          """);

  static final Setting<Boolean> NOTICES =
      Setting.of(
          "smtp-notices",
          ValueTypes.bool(),
          false,
          """
          Whether clients may say by SMTP what they want to hear about a message and by when: DSN (RFC
          3461) and DELIVERBY (RFC 2852). What they said is kept, and passed on to a server that offers
          the same, but this system does not write such notices itself yet; so leave it off unless all
          that your clients want is that it is passed on.
          """);

  private ListenerSettings() {}

  private static CertificateFiles certificate(Map<String, String> fields) {
    return new CertificateFiles(
        readable(fields.getOrDefault("chain", "")), readable(fields.getOrDefault("key", "")));
  }

  private static Path readable(String name) {
    var file = Path.of(name);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("the file " + file + " cannot be read");
    }
    return file;
  }

  /** TLS without a certificate, which only a sandbox makes for itself. */
  static boolean lackCertificates(EffectiveConfig config) {
    return config.get(LISTENERS).stream().anyMatch(listener -> listener.tls() != TlsMode.NONE)
        && config.get(TLS_CERTIFICATES).isEmpty()
        && !config.get(MilenaSettings.SANDBOX);
  }

  /** Clients asked for certificates that nobody could verify. */
  static boolean lackClientCa(EffectiveConfig config) {
    return config.get(LISTENERS).stream().anyMatch(Listener::asksClients)
        && config.find(TLS_CLIENT_CA).isEmpty();
  }
}
