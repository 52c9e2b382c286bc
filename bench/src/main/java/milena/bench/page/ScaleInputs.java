package milena.bench.page;

import java.util.HashMap;
import java.util.Map;

/**
 * What the model of scale reckons with: the rows of a table whose first two columns are a name and
 * a number.
 *
 * <p>A number that is not known yet is NaN, and so is everything that is reckoned from it: nothing
 * can be made up by leaving something out.
 *
 * @param values by name
 */
record ScaleInputs(Map<String, Double> values) {

  ScaleInputs {
    values = Map.copyOf(values);
  }

  /**
   * Reads a Markdown table: {@code | `name` | 1,200 | … |}; any other word in place of the number
   * says that it is not known.
   */
  static ScaleInputs read(String table) {
    var values = new HashMap<String, Double>();
    table
        .lines()
        .map(line -> line.split("\\|"))
        .filter(cells -> cells.length > 2 && cells[1].strip().startsWith("`"))
        .forEach(cells -> values.put(cells[1].strip().replace("`", ""), number(cells[2])));
    return new ScaleInputs(values);
  }

  /**
   * Returns a number, or NaN for one that is not known yet.
   *
   * @throws IllegalArgumentException when the table has no such row
   */
  double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the table of inputs needs a row `" + name + "`");
    }
    return value;
  }

  private static double number(String cell) {
    try {
      return Double.parseDouble(cell.strip().replace(",", ""));
    } catch (NumberFormatException unknown) {
      return Double.NaN;
    }
  }
}
