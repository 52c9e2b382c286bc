package milena.standalone;

import java.util.List;
import milena.http.HttpConfig;
import milena.http.listen.ListenSettings;
import milena.http.request.Bounds;
import milena.runtime.config.Cidr;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.config.HostPort;
import milena.runtime.config.Setting;
import milena.runtime.config.Size;
import milena.runtime.config.ValueTypes;

/** The settings of the HTTP door, and what it takes from those of others. */
public final class ApiSettings {

  /** Where it listens. */
  public static final Setting<HostPort> API =
      Setting.of(
          "api",
          ValueTypes.listen(),
          new HostPort("127.0.0.1", 8080),
          "Where mail is accepted by HTTP; `/api` there is a page about it.");

  static final Setting<Boolean> TLS =
      Setting.of(
          "api-tls",
          ValueTypes.bool(),
          false,
          """
          Whether `api` speaks TLS, with `tls-certificates`, and nothing else. Beyond the machine it
          should, or a proxy before it: credentials travel with each request.
          """);

  static final Setting<List<Cidr>> NETWORKS =
      Setting.of(
          "api-networks",
          ValueTypes.networks(),
          List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")),
          """
          The networks whose clients may send by HTTP without a credential, as long as nobody has made a
          tenant.
          """);

  static final Setting<Size> BODY_SIZE =
      Setting.of(
          "api-body-size",
          ValueTypes.size(new Size(65_536), new Size(1L << 30)),
          new Size(64L << 20),
          "The largest body of a request by HTTP. More than 256 KiB of one are kept in a file"
              + " meanwhile.");

  static final Setting<Integer> RECIPIENTS =
      Setting.of(
          "api-recipients-max",
          ValueTypes.integer(1, 200_000),
          50_000,
          "The most recipients of one request by HTTP.");

  static final Setting<Integer> REQUESTS =
      Setting.of(
          "api-requests",
          ValueTypes.integer(1, 10_000),
          200,
          """
          The most requests by HTTP that are taken in or worked on at a time; the next gets 503. All of
          them together hold four bodies of the largest size at most. One tenant has of either as much as
          it leaves free at most, so half of it while it is alone; its next gets 429.
          """);

  static final Setting<Integer> CONNECTIONS_PER_ADDRESS =
      Setting.of(
          "api-connections-per-address",
          ValueTypes.integer(1, 1_000),
          200,
          """
          The most connections of one address to `api`, of 1,000 in all; the next gets 503 and is
          closed. Behind a proxy all clients have the proxy's address: give that as many as it opens.
          """);

  static final List<Setting<?>> ALL =
      List.of(API, TLS, NETWORKS, BODY_SIZE, RECIPIENTS, REQUESTS, CONNECTIONS_PER_ADDRESS);

  private static final String FOLDER = "http";
  private static final long LARGEST_AT_A_TIME = 4;
  private static final int HELD = 16 << 20;

  private ApiSettings() {}

  /** From the settings, without those that other doors have as well. */
  static MilenaConfig.Api of(EffectiveConfig config) {
    return new MilenaConfig.Api(
        config.get(API),
        config.get(NETWORKS),
        config.get(BODY_SIZE),
        config.get(RECIPIENTS),
        config.get(REQUESTS),
        config.get(CONNECTIONS_PER_ADDRESS),
        config.get(TLS));
  }

  /** TLS without a certificate, which only a sandbox makes for itself. */
  static boolean lackCertificates(EffectiveConfig config) {
    return config.get(TLS)
        && config.get(ListenerSettings.TLS_CERTIFICATES).isEmpty()
        && !config.get(MilenaSettings.SANDBOX);
  }

  /** What the door is made with. */
  static HttpConfig door(MilenaConfig config) {
    var api = config.api();
    var listen = ListenSettings.defaults(api.listen(), config.data().resolve(FOLDER));
    var defaults = HttpConfig.defaults(listen, config.intake().hostname());
    return new HttpConfig(
        new ListenSettings(
            listen.address(),
            listen.threads(),
            listen.connections(),
            api.connectionsPerAddress(),
            api.requests(),
            LARGEST_AT_A_TIME * api.body().bytes(),
            api.body().bytes(),
            Math.min(listen.held(), HELD / api.requests()),
            listen.folder(),
            listen.patience()),
        api.networks(),
        config.intake().tenant(),
        defaults.hostname(),
        Bounds.defaults(api.recipients()),
        config.intake().messageSize().bytes(),
        config.intake().recipientsMax(),
        defaults.working(),
        defaults.log(),
        config.intake().checks());
  }
}
