package milena.bench.page;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import milena.bench.page.Growth.Dimension;
import milena.bench.page.Growth.Point;
import milena.bench.result.Results;

/**
 * The plot of growth as SVG: a column for each thing that grows, the rate above and memory below,
 * every vertical axis from zero. What grows is spread evenly, as its steps are factors.
 */
public final class GrowthPlot {
  private static final int WIDTH = 240;
  private static final int HEIGHT = 150;
  private static final int GAP = 50;
  private static final int DOT = 3;
  private static final double HEADROOM = 1.15;
  private static final String RATE = "#1f6feb";
  private static final String MEMORY = "#bf5b04";

  private GrowthPlot() {}

  /** Returns the picture. */
  public static String svg(Results results) {
    int columns = Dimension.values().length;
    var svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"11\">",
        GAP + columns * (WIDTH + GAP),
        2 * (HEIGHT + GAP) + GAP);
    add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    int x = GAP;
    for (var dimension : Dimension.values()) {
      var points = Growth.points(results, dimension);
      panel(
          svg, x, GAP, points, new Curve(Point::rate, "messages/s by " + dimension.label(), RATE));
      panel(
          svg,
          x,
          2 * GAP + HEIGHT,
          points,
          new Curve(Point::memoryMib, "MiB by " + dimension.label(), MEMORY));
      x += WIDTH + GAP;
    }
    return svg.append("</svg>\n").toString();
  }

  private record Curve(ToDoubleFunction<Point> value, String title, String colour) {}

  private static void panel(StringBuilder svg, int x, int y, List<Point> points, Curve curve) {
    add(svg, "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", x, y - 8, curve.title());
    add(svg, "<path d=\"M%d %d v%d h%d\" fill=\"none\" stroke=\"#888\"/>", x, y, HEIGHT, WIDTH);
    double top = points.stream().mapToDouble(curve.value()).max().orElse(1) * HEADROOM;
    var line = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      double value = curve.value().applyAsDouble(points.get(i));
      double px = x + WIDTH * (i + 0.5) / points.size();
      double py = y + HEIGHT * (1 - value / top);
      line.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
      add(
          svg,
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\"/>",
          px,
          py,
          DOT,
          curve.colour());
      add(
          svg,
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%,.0f</text>",
          px,
          py - 7,
          value);
      add(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>",
          px,
          y + HEIGHT + 14,
          points.get(i).grown());
    }
    add(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>",
        line.toString().strip(),
        curve.colour());
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
