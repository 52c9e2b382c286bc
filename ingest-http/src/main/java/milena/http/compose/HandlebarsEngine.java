package milena.http.compose;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Decorator;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Handlebars without partials, decorators and helpers other than the basic ones. */
final class HandlebarsEngine implements Engine {

  private static final Set<String> HELPERS = Set.of("if", "unless", "each", "with", "lookup");

  /** There is one, since making it costs much. */
  static final HandlebarsEngine IT = new HandlebarsEngine();

  private final Handlebars plain = engine(EscapingStrategy.NOOP);
  private final Handlebars html = engine(EscapingStrategy.HTML_ENTITY);

  private HandlebarsEngine() {}

  private static Handlebars engine(EscapingStrategy escaping) {
    return new Handlebars(new NoTemplates()).with(new FewWords()).with(escaping);
  }

  /** Nothing outside the request is a template. */
  private static final class NoTemplates extends AbstractTemplateLoader {
    @Override
    public TemplateSource sourceAt(String location) throws IOException {
      throw new IOException("partials are not supported");
    }
  }

  /** Only what has no effect but text. */
  private static final class FewWords extends DefaultHelperRegistry {
    @Override
    public <C> @Nullable Helper<C> helper(String name) {
      return HELPERS.contains(name) ? super.helper(name) : null;
    }

    @Override
    public Decorator decorator(String name) {
      throw new IllegalArgumentException("decorators are not supported");
    }
  }

  @Override
  public Template understand(String source, boolean escaping, String pointer) throws Fault {
    var engine = escaping ? html : plain;
    var template = Engine.guarded(pointer, () -> engine.compileInline(source));
    return (model, effort) ->
        Engine.guarded(
            pointer,
            () -> {
              var text = new BoundedText(effort);
              template.apply(
                  Context.newBuilder(model).resolver(MapValueResolver.INSTANCE).build(), text);
              return text.toString();
            });
  }

  @Override
  public boolean concerns(String source) {
    return source.contains("{{");
  }
}
