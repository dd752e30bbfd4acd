/// What every page has around its content: head, style, data, script.
///
/// A page is one file. Its policy forbids every request; text of the run reaches it as escaped
/// markup or as JSON, never as script. It is valid HTML and XML.
enum PageFrame {
  static func text(title: String, data: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"/>
    <link rel="icon" href="data:,"/>
    <title>\(Markup.escaped(title))</title>
    <style>\(PageAssets.style)</style>
    </head>
    <body>
    \(body)
    <script type="application/json" id="data">\(data)</script>
    <script>/*<![CDATA[*/(() => {
    \(PageAssets.script)
    })()/*]]>*/</script>
    </body>
    </html>

    """
  }

  /// The head of the page: what it is of, and the control of light and dark.
  static func header(_ title: String, _ subtitle: String) -> String {
    """
    <header class="top">
    <div><p class="kicker">SignalFlow report</p><h1>\(Markup.escaped(title))</h1>
    <p class="period">\(Markup.escaped(subtitle))</p></div>
    <button type="button" id="scheme" aria-label="Light or dark" title="Light or dark">◐</button>
    </header>
    """
  }

  struct Section {
    let id: String
    let title: String
    let content: String

    init(_ id: String, _ title: String, _ content: String) {
      self.id = id
      self.title = title
      self.content = content
    }

    var html: String {
      "<section id=\"\(id)\" aria-labelledby=\"\(id)-title\">\n"
        + "<h2 id=\"\(id)-title\">\(Markup.escaped(title))</h2>\n\(content)\n</section>\n"
    }
  }

  /// Sections behind a list of them.
  static func sections(_ sections: [Section]) -> String {
    let links = sections.map { "<a href=\"#\($0.id)\">\(Markup.escaped($0.title))</a>" }
    return "<nav aria-label=\"Sections\">\(links.joined())</nav>\n<main>\n"
      + "<noscript><p class=\"warning\">The charts need JavaScript; all figures are below.</p></noscript>\n"
      + sections.map(\.html).joined() + "</main>"
  }

  /// An empty place that the script fills.
  static func chart(_ name: String) -> String {
    "<div class=\"chart\" data-chart=\"\(name)\"></div>\n"
  }

  static func note(_ text: String) -> String {
    "<p class=\"note\">\(Markup.escaped(text))</p>\n"
  }
}
