import Foundation
import SFCore
import SFTestSupport
import Testing

/// A sort of components with a memory, as the rooms have them.
private protocol Counter: Component {
  var count: Int { get set }
}

private struct Ascending: Counter {
  static let kind = "ascending"
  static let summary = "Counts up."
  static let parameters = [Parameter("step", .integer(1...9), default: "1", "how far")]

  let step: Int
  var count = 0

  init(_ arguments: Arguments) throws(ConfigurationError) {
    step = arguments.integer("step")
    if step == 7 { throw ConfigurationError("step", "must not be 7") }
  }
}

private struct Descending: Counter {
  static let kind = "descending"
  static let summary = "Counts down."
  static let parameters: [Parameter] = []

  var count = 0

  init(_ arguments: Arguments) throws(ConfigurationError) {}
}

private enum CounterList: ComponentList {
  static let types: [any Counter.Type] = [Descending.self, Ascending.self]
  static let catalog = Catalog<any Counter>(
    "counter", types.map { type in type.entry { $0 } },
    common: [Parameter("rank", .integer(0...9), isOptional: true, "who is first")])
  static func component(_ counter: any Counter) -> any Component { counter }
}

@Suite struct CatalogTests {
  private let catalog = CounterList.catalog

  private func message(_ spec: String) -> String {
    do {
      return try catalog.make(spec).1.canonical
    } catch {
      return error.message + (error.help.map { " | \($0)" } ?? "")
    }
  }

  @Test(arguments: [
    ("ascending", "ascending:step=1"),
    ("ascending:3,rank=2", "ascending:step=3,rank=2"),
    ("ascending:7", "'ascending:7': step must not be 7"),
    ("ascending:10", "'ascending:10': step must be an integer, 1 to 9, found 10"),
    (
      "ascendin",
      "'ascendin' is no counter: the nearest are ascending descending | did you mean 'ascending'? --list shows all"
    ),
    (
      "ASCENDING:3",
      "'ASCENDING:3': 'ASCENDING' is no counter: the nearest are ascending descending | did you mean 'ascending:3'? --list shows all"
    ),
    (
      "ascending_3",
      "'ascending_3' is no counter: the nearest are ascending descending | did you mean 'ascending:3'? --list shows all"
    ),
    (
      "descending4",
      "'descending4' is no counter: the nearest are descending ascending | did you mean 'descending:4'? --list shows all"
    ),
  ])
  func `makes what a spec names, or says why not`(spec: String, said: String) {
    #expect(message(spec) == said)
  }

  @Test func `makes members of what all have in common`() throws {
    var counter = try catalog.make("descending").0
    counter.count += 1
    #expect(counter is Descending && counter.count == 1)
  }

  @Test func `lists in the order of kinds, whatever the order of lines`() {
    #expect(
      catalog.listing == """
        ascending:step=1
            Counts up.
              step: how far
              rank: who is first
        descending
            Counts down.
              rank: who is first
        """)
  }

  @Test func `members are saved as their kind and their content`() throws {
    var saved = AnyComponent<CounterList>(try catalog.make("ascending:4").0)
    saved.content.count = 12
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(saved), as: UTF8.self)
    #expect(text == #"{"content":{"count":12,"step":4},"kind":"ascending"}"#)
    let resumed = try Checkpoint.resumed(saved).content
    #expect((resumed as? Ascending)?.step == 4 && resumed.count == 12)
  }

  @Test func `a saved kind that the catalog has not is refused`() {
    let text = #"{"content":{},"kind":"descendin"}"#
    #expect {
      try JSONDecoder().decode(AnyComponent<CounterList>.self, from: Data(text.utf8))
    } throws: { error in
      (error as? ConfigurationError)?.message
        == "'descendin' is no counter: the nearest are descending ascending"
    }
  }
}
