package milena.http.compose;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.extension.escaper.EscapeFilter;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Filters, tests and operators of Pebble that cost effort by what they are given, before they do
 * anything, and by what they make.
 */
final class Charged {

  /** These look at no text of a list; each other makes a text of it first. */
  private static final Set<String> OF_LISTS = Set.of("length", "first", "last", "default");

  /** Most characters that are filtered. */
  private static final int LONGEST = 1 << 20;

  private Charged() {}

  /** The same filter. */
  static Filter filter(String name, Filter filter) {
    boolean ofLists = OF_LISTS.contains(name);
    // By its class Pebble knows the filter that is not to escape again.
    return filter instanceof EscapeFilter
        ? new Escape()
        : new Filter() {
          @Override
          public @Nullable Object apply(
              @Nullable Object input,
              Map<String, Object> args,
              PebbleTemplate self,
              EvaluationContext context,
              int line) {
            return filtered(input, ofLists, () -> filter.apply(input, args, self, context, line));
          }

          @Override
          public List<String> getArgumentNames() {
            return filter.getArgumentNames();
          }
        };
  }

  private static final class Escape extends EscapeFilter {
    @Override
    public @Nullable Object apply(
        @Nullable Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      return filtered(input, false, () -> super.apply(input, args, self, context, line));
    }
  }

  private static @Nullable Object filtered(
      @Nullable Object input, boolean ofLists, Supplier<@Nullable Object> filter) {
    var effort = BoundedText.current().effort();
    boolean many = input instanceof Collection || input instanceof Map;
    long weight = many && ofLists ? 0 : effort.weigh(input);
    if (weight > LONGEST) {
      throw new Effort.Exceeded("a text is too long to filter");
    }
    effort.charge(weight);
    var result = filter.get();
    if (!ofLists) {
      effort.charge(effort.weigh(result));
    }
    return result;
  }

  /** The same test. */
  static Test test(Test test) {
    return new Test() {
      @Override
      public boolean apply(
          @Nullable Object input,
          Map<String, Object> args,
          PebbleTemplate self,
          EvaluationContext context,
          int line) {
        BoundedText.current().effort().charge(input instanceof String text ? text.length() : 0);
        return test.apply(input, args, self, context, line);
      }

      @Override
      public List<String> getArgumentNames() {
        return test.getArgumentNames();
      }
    };
  }

  /** The same operator, on values that are known already. */
  static BinaryOperator operator(BinaryOperator operator) {
    return new BinaryOperator() {
      @Override
      public int getPrecedence() {
        return operator.getPrecedence();
      }

      @Override
      public String getSymbol() {
        return operator.getSymbol();
      }

      @Override
      public BinaryExpression<?> createInstance() {
        return new Comparison(operator);
      }

      @Override
      public BinaryOperatorType getType() {
        return operator.getType();
      }

      @Override
      public Associativity getAssociativity() {
        return operator.getAssociativity();
      }
    };
  }

  private static final class Comparison extends BinaryExpression<@Nullable Object> {
    private final BinaryOperator operator;

    Comparison(BinaryOperator operator) {
      this.operator = operator;
    }

    @Override
    public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
      var left = getLeftExpression().evaluate(self, context);
      var right = getRightExpression().evaluate(self, context);
      BoundedText.current().effort().charge(cost(left, right));
      var expression = operator.createInstance();
      expression.setLeft(new Known(left, getLineNumber()));
      expression.setRight(new Known(right, getLineNumber()));
      expression.setLineNumber(getLineNumber());
      return expression.evaluate(self, context);
    }

    /** Characters that are looked at, at most. */
    private long cost(@Nullable Object left, @Nullable Object right) {
      var effort = BoundedText.current().effort();
      long ofLeft = effort.weigh(left);
      long ofRight = effort.weigh(right);
      // Looks at each place of one for the other.
      return operator.getSymbol().equals("contains") ? ofLeft * ofRight : ofLeft + ofRight;
    }
  }

  /** A value in place of what it was evaluated from. */
  private record Known(@Nullable Object value, int line) implements Expression<@Nullable Object> {
    @Override
    public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
      return value;
    }

    @Override
    public int getLineNumber() {
      return line;
    }

    @Override
    public void accept(NodeVisitor visitor) {
      visitor.visit(this);
    }
  }
}
