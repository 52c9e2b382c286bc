package milena.http.compose;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Decorator;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.IOException;
import java.util.List;
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
      Helper<C> helper = HELPERS.contains(name) ? super.helper(name) : null;
      return helper == null ? null : (of, options) -> helper.apply(of, new Direct(options));
    }

    @Override
    public Decorator decorator(String name) {
      throw new IllegalArgumentException("decorators are not supported");
    }
  }

  /**
   * Writes the inside of a block where the block itself is written. Otherwise each block would
   * gather its inside first, where nobody counts it.
   */
  private static final class Direct extends Options {
    Direct(Options same) {
      super(
          same.handlebars,
          same.helperName,
          same.tagType,
          same.context,
          same.fn,
          same.inverse,
          same.params,
          same.hash,
          same.blockParams,
          BoundedText.current());
    }

    @Override
    public CharSequence apply(
        com.github.jknack.handlebars.Template inside, Context context, List<Object> values)
        throws IOException {
      var text = BoundedText.current();
      text.step();
      inside.apply(
          blockParams.isEmpty()
              ? context
              : Context.newBlockParamContext(context, blockParams, values),
          text);
      return "";
    }
  }

  @Override
  public Template understand(String source, boolean escaping, String pointer) throws Fault {
    var engine = escaping ? html : plain;
    var template = Engine.guarded(pointer, () -> engine.compileInline(source));
    return (model, effort) ->
        Engine.guarded(
            pointer,
            () ->
                BoundedText.of(
                    effort,
                    text ->
                        template.apply(
                            Context.newBuilder(model).resolver(MapValueResolver.INSTANCE).build(),
                            text)));
  }

  @Override
  public int tags(String source, String pointer) throws Fault {
    return Tags.ofHandlebars(source, pointer);
  }

  @Override
  public boolean concerns(String source) {
    return source.contains("{{");
  }
}
