import Foundation
import Testing

/// A text for readers with blocks of commands: the README, or an article of a catalog.
struct Article: CustomTestStringConvertible, Sendable {
  let path: String

  var testDescription: String { path }

  /// What `<doc:NAME>` calls it.
  var name: String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }

  func markdown() throws -> String { try Project.text(path) }

  func record(_ markdown: String) throws {
    try Data(markdown.utf8).write(to: Project.root.appendingPathComponent(path))
  }

  /// The articles of all catalogs.
  static let inCatalogs: [Article] = {
    let files = try? Project.files(in: "Sources", ending: ".md")
    return (files ?? []).filter { $0.contains(".docc/") }.map(Article.init)
  }()

  static let all = [Article(path: "README.md")] + inCatalogs
}
