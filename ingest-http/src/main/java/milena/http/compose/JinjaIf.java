package milena.http.compose;

import io.pebbletemplates.pebble.error.ParserException;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.IfNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import io.pebbletemplates.pebble.utils.Pair;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code if}, {@code elif}, {@code else}; what is empty, zero or not there is false. */
final class JinjaIf implements TokenParser {

  @Override
  public String getTag() {
    return "if";
  }

  @Override
  public RenderableNode parse(Token token, Parser parser) {
    var stream = parser.getStream();
    var branches = new ArrayList<Pair<Expression<?>, BodyNode>>();
    BodyNode otherwise = null;
    do {
      stream.next();
      var condition = parser.getExpressionParser().parseExpression();
      stream.expect(Token.Type.EXECUTE_END);
      branches.add(new Pair<>(condition, parser.subparse(JinjaIf::forks)));
    } while (stream.current().test(Token.Type.NAME, "elif", "elseif"));
    if (stream.current().test(Token.Type.NAME, "else")) {
      stream.next();
      stream.expect(Token.Type.EXECUTE_END);
      otherwise = parser.subparse(at -> at.test(Token.Type.NAME, "endif"));
    }
    if (!stream.current().test(Token.Type.NAME, "endif")) {
      throw new ParserException(
          null, "if without endif", token.getLineNumber(), stream.getFilename());
    }
    stream.next();
    stream.expect(Token.Type.EXECUTE_END);
    return new Node(token.getLineNumber(), branches, otherwise);
  }

  private static boolean forks(Token token) {
    return token.test(Token.Type.NAME, "elif", "elseif", "else", "endif");
  }

  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case Number number -> number.doubleValue() != 0;
      case Collection<?> all -> !all.isEmpty();
      case Map<?, ?> all -> !all.isEmpty();
      default -> !value.toString().isEmpty();
    };
  }

  private static final class Node extends IfNode {
    Node(int line, List<Pair<Expression<?>, BodyNode>> branches, @Nullable BodyNode otherwise) {
      super(line, branches, otherwise);
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
        throws IOException {
      JinjaFor.step(writer);
      for (var branch : getConditionsWithBodies()) {
        if (isTrue(branch.getLeft().evaluate(self, context))) {
          branch.getRight().render(self, writer, context);
          return;
        }
      }
      if (getElseBody() != null) {
        getElseBody().render(self, writer, context);
      }
    }
  }
}
