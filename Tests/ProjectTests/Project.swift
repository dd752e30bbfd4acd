import Foundation
import SFTestSupport

/// The project as files, for the rules about them.
enum Project {
  static let root = Shell.project

  /// A file of the project, or a line of it, with what a reader of a failure needs.
  struct SourceLine: CustomStringConvertible {
    let path: String
    let number: Int
    let text: String

    var description: String { "\(path):\(number): \(text.trimmingCharacters(in: .whitespaces))" }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }

  /// The names in a directory, sorted.
  static func entries(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent(path).path
    ).sorted()
  }

  /// Every file below a directory whose name has this ending, as paths from the root.
  static func files(in directory: String, ending: String = ".swift") throws -> [String] {
    guard
      let walk = FileManager.default.enumerator(
        atPath: root.appendingPathComponent(directory).path)
    else { throw CocoaError(.fileNoSuchFile) }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted()
      .map { "\(directory)/\($0)" }
  }

  static func lines(_ path: String) throws -> [SourceLine] {
    try text(path).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { SourceLine(path: path, number: $0.offset + 1, text: String($0.element)) }
  }

  /// The tools, by their targets.
  static let tools: [String] = {
    let names = try? entries("Sources")
    return (names ?? []).filter { $0.hasPrefix("sf-") }
  }()

  /// A new directory in which the project's pipelines run as they do in its root.
  static func withWorkplace<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try withEmptyWorkplace { place in
      try FileManager.default.createDirectory(
        at: place.appendingPathComponent("out"), withIntermediateDirectories: false)
      return try body(place)
    }
  }

  /// A new directory with the project's programs and pipelines, and without anything of a run.
  static func withEmptyWorkplace<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-project-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for name in ["pipelines", "bin"] {
      try FileManager.default.createSymbolicLink(
        at: place.appendingPathComponent(name),
        withDestinationURL: root.appendingPathComponent(name))
    }
    let result = Swift.Result { try body(place) }
    try FileManager.default.removeItem(at: place)
    return try result.get()
  }

  /// Runs a shell line as a user would; one that never ends is ended, and fails with status 124.
  static func run(_ command: String, in place: URL) throws -> Shell.Result {
    try Shell.run(
      "timeout 300 bash -c \"$SHOWN_COMMAND\"", in: place, environment: ["SHOWN_COMMAND": command])
  }
}
