/// Tables as one file, in the style of all pages.
public enum TablePage {
  public static func text(of tables: [Table], title: String, subtitle: String) -> String {
    let sections = tables.map {
      PageFrame.Section($0.key, $0.title, PageTables.alone($0))
    }
    return PageFrame.text(
      title: "\(title): SignalFlow", data: PageData.object([("runs", "[]")]),
      body: PageFrame.header(title, subtitle) + "\n" + PageFrame.sections(sections))
  }
}
