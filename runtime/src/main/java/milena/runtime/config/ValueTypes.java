package milena.runtime.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The forms in which a setting may be written. */
public final class ValueTypes {

  private ValueTypes() {}

  /** Any text that is not empty. */
  public static ValueType<String> text(String form) {
    return new ScalarType<>(form, text -> text, text -> text);
  }

  /** A name of up to 64 letters, digits, dots, hyphens and underscores. */
  public static ValueType<String> name() {
    return new ScalarType<>(
        "NAME",
        text -> {
          if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                "'" + text + "' is not 1 to 64 letters, digits, dots, hyphens and underscores");
          }
          return text;
        },
        text -> text);
  }

  /** A text that is never printed. */
  public static ValueType<Secret> secret() {
    return new ScalarType<>("TEXT", Secret::new, Secret::toString);
  }

  /**
   * The same, bounded.
   *
   * @param most bytes in UTF-8
   */
  public static ValueType<Secret> secret(int most) {
    return new ScalarType<>(
        "TEXT",
        text -> {
          if (text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw new IllegalArgumentException("has more than " + most + " bytes");
          }
          return new Secret(text);
        },
        Secret::toString);
  }

  /** An address to listen on; port 0 takes any free one. */
  public static ValueType<HostPort> listen() {
    return new ScalarType<>("HOST:PORT", HostPort::parse, HostPort::toString);
  }

  /** An address to connect to; port 0 is refused. */
  public static ValueType<HostPort> remote() {
    return new ScalarType<>(
        "HOST:PORT",
        text -> {
          var remote = HostPort.parse(text);
          if (remote.port() == 0) {
            throw new IllegalArgumentException("port 0 cannot be connected to");
          }
          return remote;
        },
        HostPort::toString);
  }

  /** A file or folder; a relative one is below the folder in which the process started. */
  public static ValueType<Path> path(String form) {
    return new ScalarType<>(form, Path::of, Path::toString);
  }

  /** A file that is there and can be read. */
  public static ValueType<Path> readableFile(String form) {
    return new ScalarType<>(
        form,
        text -> {
          var file = Path.of(text);
          if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("the file " + file + " cannot be read");
          }
          return file;
        },
        Path::toString);
  }

  /** The name of a class that is on the class path and is of a kind. It is not initialized. */
  public static ValueType<String> className(Class<?> kind) {
    return new ScalarType<>("CLASS", text -> checkedClass(text, kind), text -> text);
  }

  private static String checkedClass(String name, Class<?> kind) {
    try {
      var found = Class.forName(name, false, ValueTypes.class.getClassLoader());
      if (!kind.isAssignableFrom(found)) {
        throw new IllegalArgumentException(
            "the class " + name + " is no " + kind.getSimpleName().toLowerCase(Locale.ROOT));
      }
      return name;
    } catch (ClassNotFoundException | LinkageError absent) {
      throw new IllegalArgumentException(
          "the class " + name + " is not on the class path (or lacks a class that it needs)",
          absent);
    }
  }

  /** An http or https address. */
  public static ValueType<URI> url() {
    return new ScalarType<>("URL", ValueTypes::parseUrl, URI::toString);
  }

  /** Http or https addresses, at least one, separated by commas or as a YAML list. */
  public static ValueType<List<URI>> urls() {
    return new ListType<>(url(), "URL,…", 1);
  }

  /** A length of time within bounds, both allowed. */
  public static ValueType<Duration> duration(Duration least, Duration most) {
    return new ScalarType<>(
        "DURATION",
        text -> within(Durations.parse(text), least, most, Durations::print),
        Durations::print);
  }

  /** A number of bytes within bounds, both allowed. */
  public static ValueType<Size> size(Size least, Size most) {
    return new ScalarType<>(
        "SIZE",
        text -> {
          var size = Size.parse(text);
          within(size.bytes(), least.bytes(), most.bytes(), bytes -> new Size(bytes).toString());
          return size;
        },
        Size::toString);
  }

  /** What is to be left free of something: a share, a number of bytes, or the larger of both. */
  public static ValueType<Reserve> reserve() {
    return new ScalarType<>("N%,SIZE", Reserve::parse, Reserve::toString);
  }

  /** A whole number within bounds, both allowed. */
  public static ValueType<Integer> integer(int least, int most) {
    return new ScalarType<>(
        "N",
        text -> {
          if (!text.matches("-?[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                "'" + text + "' is not a whole number from " + least + " to " + most);
          }
          return within(Integer.valueOf(text), least, most, Object::toString);
        },
        Object::toString);
  }

  /** A number with or without a fraction, within bounds, both allowed. */
  public static ValueType<Double> number(double least, double most) {
    return new ScalarType<>(
        "NUMBER", text -> within(decimal(text), least, most, ValueTypes::plain), ValueTypes::plain);
  }

  /** {@code 10%}, held as the fraction 0.1; from 0% to 100%. */
  public static ValueType<Double> percentage() {
    return new ScalarType<>(
        "N%",
        text -> {
          if (!text.endsWith("%")) {
            throw new IllegalArgumentException("'" + text + "' is not a percentage such as 10%");
          }
          var percent = decimal(text.substring(0, text.length() - 1));
          return within(percent, 0.0, 100.0, value -> plain(value) + "%") / 100;
        },
        value -> plain(value * 100) + "%");
  }

  /** So many in a length of time, or {@code none}. */
  public static ValueType<Rate> rate() {
    return new ScalarType<>("N/s|none", Rate::parse, Rate::toString);
  }

  /** {@code true} or {@code false}; the flag alone means true. */
  public static ValueType<Boolean> bool() {
    return new BooleanType();
  }

  /** One constant of an enum, written in lower case with hyphens. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> constants) {
    var words = words(constants);
    return new ScalarType<>(
        String.join("|", words), word -> constant(constants, words, word), ValueTypes::word);
  }

  /** Several constants of an enum, at least one. */
  public static <E extends Enum<E>> ValueType<Set<E>> setOf(Class<E> constants) {
    var list = new ListType<>(oneOf(constants), String.join(",", words(constants)), 1);
    return new ValueType<>() {
      @Override
      public String form() {
        return list.form();
      }

      @Override
      public Reading<Set<E>> read(Raw raw) {
        return list.read(raw).then(items -> Reading.good(Set.copyOf(EnumSet.copyOf(items))));
      }

      @Override
      public String print(Set<E> value) {
        return list.print(value.stream().sorted().toList());
      }
    };
  }

  /** Networks, separated by commas or as a YAML list. */
  public static ValueType<List<Cidr>> networks() {
    return new ListType<>(new ScalarType<>("CIDR", Cidr::parse, Cidr::toString), "CIDR,…", 0);
  }

  /**
   * Domains in ASCII, or {@code *.} and one for all below it, separated by commas or as a YAML
   * list; read in lower case.
   */
  public static ValueType<List<String>> domains() {
    return new ListType<>(
        new ScalarType<>("DOMAIN", ValueTypes::domain, domain -> domain), "DOMAIN,…", 0);
  }

  private static String domain(String text) {
    var domain = text.toLowerCase(Locale.ROOT);
    if (!domain.matches("(\\*\\.)?([a-z0-9_-]{1,63}\\.)*[a-z0-9-]{1,63}")
        || domain.length() > 255) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a domain in ASCII, or '*.' and one for all below it");
    }
    return domain;
  }

  private static <E extends Enum<E>> E constant(Class<E> all, List<String> words, String word) {
    var index = words.indexOf(word);
    if (index < 0) {
      throw new IllegalArgumentException(
          "'" + word + "' is unknown; did you mean " + Nearest.to(word, words) + "?");
    }
    return all.getEnumConstants()[index];
  }

  private static <E extends Enum<E>> List<String> words(Class<E> constants) {
    return Arrays.stream(constants.getEnumConstants()).map(ValueTypes::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <C extends Comparable<C>> C within(
      C value, C least, C most, Function<C, String> print) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is not within %s and %s"
              .formatted(print.apply(value), print.apply(least), print.apply(most)));
    }
    return value;
  }

  private static Double decimal(String text) {
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      throw new IllegalArgumentException("'" + text + "' is not a number");
    }
    return Double.valueOf(text);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static URI parseUrl(String text) {
    var url = URI.create(text);
    var scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("'" + text + "' is not an http or https address");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("credentials do not belong into the address");
    }
    return url;
  }
}
