package milena.policy.kumo;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value of a shaping file with where it stands. */
sealed interface Said {

  /** Where it stands. */
  Spot at();

  /** About as it is written, in one line. */
  String print();

  /** A text. */
  record Text(String text, Spot at) implements Said {
    @Override
    public String print() {
      return "\"" + text.replaceAll("\\p{Cntrl}", " ") + "\"";
    }
  }

  /** A whole number. */
  record Whole(long number, Spot at) implements Said {
    @Override
    public String print() {
      return Long.toString(number);
    }
  }

  /** True or false. */
  record Flag(boolean set, Spot at) implements Said {
    @Override
    public String print() {
      return Boolean.toString(set);
    }
  }

  /** Another number. */
  record Decimal(double number, Spot at) implements Said {
    @Override
    public String print() {
      return Double.toString(number);
    }
  }

  /** A date or a time, which no key of KumoMTA's has. */
  record Moment(String text, Spot at) implements Said {
    @Override
    public String print() {
      return text;
    }
  }

  /** A list. */
  record Many(List<Said> values, Spot at) implements Said {
    @Override
    public String print() {
      return values.stream().map(Said::print).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** Values by name, in the order of the file. */
  record Table(Map<String, Said> values, Spot at) implements Said {
    @Override
    public String print() {
      return values.entrySet().stream()
          .map(entry -> entry.getKey() + " = " + entry.getValue().print())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** Returns a list's values, or the one that it is. */
  default List<Said> each() {
    return this instanceof Many many ? many.values() : List.of(this);
  }
}
