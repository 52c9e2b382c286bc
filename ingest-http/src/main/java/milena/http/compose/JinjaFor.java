package milena.http.compose;

import io.pebbletemplates.pebble.error.ParserException;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code for x in list}, or over the names of a map, with Jinja's {@code loop}: its index counts
 * from 1. Each round costs effort.
 */
final class JinjaFor implements TokenParser {

  @Override
  public String getTag() {
    return "for";
  }

  @Override
  public RenderableNode parse(Token token, Parser parser) {
    var stream = parser.getStream();
    stream.next();
    var variable = parser.getExpressionParser().parseNewVariableName();
    stream.expect(Token.Type.NAME, "in");
    var over = parser.getExpressionParser().parseExpression();
    stream.expect(Token.Type.EXECUTE_END);
    var body = parser.subparse(at -> at.test(Token.Type.NAME, "else", "endfor"));
    BodyNode otherwise = null;
    if (stream.current().test(Token.Type.NAME, "else")) {
      stream.next();
      stream.expect(Token.Type.EXECUTE_END);
      otherwise = parser.subparse(at -> at.test(Token.Type.NAME, "endfor"));
    }
    if (!stream.current().test(Token.Type.NAME, "endfor")) {
      throw new ParserException(
          null, "for without endfor", token.getLineNumber(), stream.getFilename());
    }
    stream.next();
    stream.expect(Token.Type.EXECUTE_END);
    return new Node(token.getLineNumber(), variable, over, body, otherwise);
  }

  /** One step of a template that may write nothing. */
  static void step(Writer writer) {
    if (writer instanceof BoundedText text) {
      text.step();
    }
  }

  private static final class Node extends ForNode {
    Node(
        int line,
        String variable,
        Expression<?> over,
        BodyNode body,
        @Nullable BodyNode otherwise) {
      super(line, variable, over, body, otherwise);
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
        throws IOException {
      step(writer);
      var values = values(getIterable().evaluate(self, context));
      if (values.isEmpty()) {
        if (getElseBody() != null) {
          getElseBody().render(self, writer, context);
        }
        return;
      }
      var scope = context.getScopeChain();
      scope.pushScope();
      int index = 0;
      for (var value : values) {
        step(writer);
        scope.put("loop", loop(index, values.size()));
        scope.put(getIterationVariable(), value);
        getBody().render(self, writer, context);
        index++;
      }
      scope.popScope();
    }

    private static Map<String, Object> loop(int index, int length) {
      return Map.of(
          "index",
          (long) index + 1,
          "index0",
          (long) index,
          "first",
          index == 0,
          "last",
          index == length - 1,
          "length",
          (long) length);
    }

    private static Collection<?> values(@Nullable Object over) {
      return switch (over) {
        case Collection<?> list -> list;
        case Map<?, ?> map -> map.keySet();
        case null, default -> List.of();
      };
    }
  }
}
