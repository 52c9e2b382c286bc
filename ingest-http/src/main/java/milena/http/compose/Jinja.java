package milena.http.compose;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.lexer.Syntax;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.Reader;
import java.util.Locale;

/**
 * Jinja as far as Pebble has it: output, dotted and bracketed paths, {@code if}, {@code for},
 * comparisons, logic and the filters of {@link JinjaWords}. What could call methods, load
 * templates, recur or multiply text is not there.
 */
final class Jinja implements Engine {

  /** There is one, since making it costs much. */
  static final Jinja IT = new Jinja();

  private final PebbleEngine plain = engine(false);
  private final PebbleEngine html = engine(true);

  private Jinja() {}

  private static PebbleEngine engine(boolean escaping) {
    return new PebbleEngine.Builder()
        .loader(new NoTemplates())
        .syntax(new Syntax("{#", "#}", "{%", "%}", "{{", "}}", "#{", "}", "-", false))
        .cacheActive(false)
        .newLineTrimming(false)
        .strictVariables(false)
        .defaultLocale(Locale.ENGLISH)
        .autoEscaping(escaping)
        .methodAccessValidator((_, _) -> false)
        .registerExtensionCustomizer(JinjaWords::new)
        .extension(new JinjaWords.Additions())
        .build();
  }

  /** Nothing outside the request is a template. */
  private static final class NoTemplates implements Loader<String> {
    @Override
    public Reader getReader(String name) {
      throw new LoaderException(null, "other templates are not supported");
    }

    @Override
    public void setCharset(String charset) {
      // Nothing is read.
    }

    @Override
    public void setPrefix(String prefix) {
      // Nothing is read.
    }

    @Override
    public void setSuffix(String suffix) {
      // Nothing is read.
    }

    @Override
    public String resolveRelativePath(String relativePath, String anchorPath) {
      return relativePath;
    }

    @Override
    public String createCacheKey(String templateName) {
      return templateName;
    }

    @Override
    public boolean resourceExists(String templateName) {
      return false;
    }
  }

  @Override
  public Template understand(String source, boolean escaping, String pointer) throws Fault {
    var engine = escaping ? html : plain;
    var template = Engine.guarded(pointer, () -> engine.getLiteralTemplate(source));
    return (model, effort) ->
        Engine.guarded(
            pointer, () -> BoundedText.of(effort, text -> template.evaluate(text, model)));
  }

  @Override
  public int tags(String source, String pointer) throws Fault {
    return Tags.ofJinja(source, pointer);
  }

  @Override
  public boolean concerns(String source) {
    return source.contains("{{") || source.contains("{%") || source.contains("{#");
  }
}
