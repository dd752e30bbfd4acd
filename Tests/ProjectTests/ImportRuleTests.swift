import Testing

/// Who may import whom: the drawing in README.md, held against the import lines.
@Suite struct ImportRuleTests {
  /// The C library: for its mathematics everywhere, for the rest in the adapters.
  static let cLibrary = ["Glibc", "Musl"]

  static let allowed: [String: [String]] = [
    "SFCore": cLibrary,
    "SFWire": ["SFCore"] + cLibrary,
    "SFExpressions": ["SFCore"] + cLibrary,
    "SFStore": ["SFCore", "Synchronization"],
    "SFIngest": ["SFCore", "SFWire", "SFBinance"] + cLibrary,
    "SFLabel": ["SFCore"] + cLibrary,
    "SFFeatures": ["SFCore", "SFExpressions"] + cLibrary,
    "SFDetect": ["SFCore", "SFExpressions"] + cLibrary,
    "SFStats": ["SFCore"] + cLibrary,
    "SFStrategy": ["SFCore", "SFExpressions", "SFStats"] + cLibrary,
    "SFBroker": ["SFCore"] + cLibrary,
    "SFRisk": ["SFCore", "SFStats"],
    "SFReport": ["SFCore", "SFStats", "CPageAssets"] + cLibrary,
    "SFLoading": ["SFCore"] + cLibrary,
    "SFDigest": ["SFLoading", "CCrypto"],
    "SFEngine": ["SFCore", "SFStats", "SFStrategy", "SFRisk", "SFBroker"] + cLibrary,
    "SignalFlow": [],
    "feature-bench": ["SFCore", "SFFeatures"],
    "journal-bench": ["SFCore", "SFWire", "SFRun", "SFJournal", "SFTransport"],
    "SFRun": ["SFCore", "SFWire"] + cLibrary,
    "SFJournal": ["SFCore", "SFWire", "SFRun"] + cLibrary,
    "SFTransport": ["SFCore", "SFWire", "SFRun", "SFJournal", "CProcess", "CZlib"] + cLibrary,
    "SFDatabases": ["SFCore", "SFStore", "SFLoading", "CPq", "GRDB", "GRDBSQLite"] + cLibrary,
    "SFTool": [
      "SFCore", "SFWire", "SFRun", "SFTransport", "CYaml", "ArgumentParser", "Logging",
      "Synchronization",
    ] + cLibrary,
    "SFCheck": ["SFCore", "SFWire", "SFRun", "SFTransport"] + cLibrary,
    "SFCommands": [
      "SFCore", "SFWire", "SFExpressions", "SFIngest", "SFFeatures", "SFLabel", "SFDetect",
      "SFStrategy", "SFRisk", "SFStore", "SFRun", "SFBinance",
      "SFBroker", "SFStats", "SFReport", "SFEngine", "SFTransport", "SFFetch", "SFTool",
      "ArgumentParser", "Logging",
      // The zone of the process is set to read the rules of another: one at a time.
      "Synchronization",
    ] + cLibrary,
    "SFResearch": [
      "SFCore", "SFWire", "SFIngest", "SFRun", "SFReport", "SFTransport", "SFTool", "SFCheck",
      "SFCommands", "ArgumentParser", "Logging",
    ] + cLibrary,
    "SFSweep": [
      "SFCore", "SFWire", "SFExpressions", "SFFeatures", "SFStats", "SFStrategy", "SFReport",
      "SFEngine",
      "SFRun", "SFTransport", "SFTool", "SFCommands", "ArgumentParser", "Logging",
      "Synchronization", "SFDigest",
    ] + cLibrary,
    "SFBinance": ["SFCore", "SFWire"],
    "SFExchange": ["SFCore", "SFWire", "SFBinance"],
    // Signatures and hashes, which are functions of their input.
    "SFBinanceOrders": ["SFCore", "SFWire", "SFBinance", "SFBroker", "Crypto"],
    "SFHTTP": ["SFCore", "SFRun", "CCurl"] + cLibrary,
    "SFFeeds": ["SFCore", "SFRun", "Synchronization"],
    "SFSocket": [
      "SFCore", "SFFeeds", "SFTransport", "NIOConcurrencyHelpers", "NIOCore", "NIOPosix",
      "NIOHTTP1", "NIOWebSocket", "NIOSSL",
    ] + cLibrary,
    "SFBinanceREST": ["SFCore", "SFWire", "SFRun", "SFBinance", "SFHTTP", "SFFeeds"],
    "SFHistory": [
      "SFCore", "SFWire", "SFRun", "SFStore", "SFIngest", "SFBinance", "SFHTTP", "SFFeeds",
      "SFBinanceREST", "SFTransport", "SFTool", "SFCommands", "ArgumentParser", "Logging",
      "SFDigest",
    ] + cLibrary,
    "SFExchangeServer": [
      "SFCore", "SFWire", "SFRun", "SFBinance", "SFExchange", "SFLedger", "SFReport",
      "SFTransport", "SFTool", "ArgumentParser", "Logging", "Crypto", "NIOCore", "NIOPosix",
      "NIOHTTP1", "NIOWebSocket", "NIOSSL",
    ],
    "SFLive": [
      "SFCore", "SFWire", "SFRun", "SFEngine", "SFReport", "SFTransport", "SFTool", "SFCommands",
      "SFJournal", "SFFetch", "SFServe", "SFSession", "ArgumentParser", "Logging",
    ] + cLibrary,
    "SFBinanceDesk": [
      "SFCore", "SFWire", "SFRun", "SFBinance", "SFBinanceOrders", "SFHTTP", "SFFeeds",
    ] + cLibrary,
    "SFVenues": [
      "SFCore", "SFWire", "SFRun", "SFBroker", "SFRisk", "SFReport", "SFLedger", "SFTransport",
      "SFTool", "SFCommands", "SFBinance", "SFBinanceOrders", "SFBinanceDesk", "SFFeeds", "SFHTTP",
      "SFSocket", "SFGate", "ArgumentParser", "Logging",
      // Two threads share a desk.
      "Synchronization",
    ] + cLibrary,
    "SFNotify": [
      "SFCore", "SFWire", "SFRun", "SFReport", "SFJournal", "SFTransport", "SFHTTP", "SFDigest",
    ] + cLibrary,
    "SFMonitor": ["SFCore", "SFWire", "SFStats"],
    "SFMonitorServer": [
      "SFCore", "SFWire", "SFRun", "SFStats", "SFReport", "SFTransport", "SFJournal", "SFFetch",
      "SFServe", "SFLedger", "SFTool", "SFCommands", "SFMonitor", "SFNotify", "ArgumentParser",
      "Logging",
      "CMonitorAssets", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "NIOCore", "NIOSSL",
      "Synchronization",
    ] + cLibrary,
    "SFLedger": ["SFCore", "SFRun", "SFBroker", "SFReport", "GRDB"] + cLibrary,
    "SFGate": ["SFCore", "SFWire", "SFRun", "SFStats", "SFReport", "SFDigest"],
    "SFGating": [
      "SFCore", "SFWire", "SFRun", "SFEngine", "SFReport", "SFTransport", "SFTool", "SFJournal",
      "SFServe", "SFSession", "SFLedger", "SFBroker", "SFCommands", "SFDigest", "SFGate",
      "ArgumentParser", "Logging",
    ] + cLibrary,
    "SFFetch": ["SFCore", "SFWire", "SFRun", "SFTransport", "SFLoading", "CZmq"] + cLibrary,
    "SFServe": ["SFCore", "SFWire", "SFRun", "SFTransport", "SFJournal", "SFFetch"] + cLibrary,
    "SFSession": ["SFCore", "SFWire", "SFRun", "SFEngine", "SFReport", "SFServe"],
  ]

  static let forTools = [
    "SFCommands", "SFResearch", "SFHistory", "SFLive", "SFSweep", "SFTool", "SFDatabases",
    "SFExchangeServer", "SFMonitorServer", "SFVenues", "SFGating", "SFSocket",
  ]

  /// The libraries in which nothing may depend on when, where or how often it runs.
  static let stageLibraries = [
    "SFCore", "SFWire", "SFExpressions", "SFIngest", "SFFeatures", "SFLabel", "SFDetect", "SFStats",
    "SFStrategy", "SFRisk", "SFBroker", "SFReport", "SFEngine", "SFBinance",
    "SFExchange", "SFGate", "SFMonitor", "SFBinanceOrders",
  ]

  /// Who may make an approved order: the gate, and who reads what a gate in another process has let
  /// through.
  static let gates = ["SFRisk", "SFVenues"]

  @Test func `every import is allowed`() throws {
    for path in try Project.files(in: "Sources") {
      let target = String(path.split(separator: "/")[1])
      for line in try Project.lines(path) {
        if let finding = finding(line.text, in: target) { Issue.record("\(line): \(finding)") }
      }
    }
  }

  @Test(arguments: [
    // Trader, gate and venue know nothing of one another.
    ("SFStrategy", "import SFBroker", "stages meet in SFEngine"),
    ("SFStrategy", "import SFRisk", "stages meet in SFEngine"),
    ("SFBroker", "import SFStrategy", "stages meet in SFEngine"),
    ("SFRisk", "import SFBroker", "stages meet in SFEngine"),
    ("SFRisk", "import SFStrategy", "stages meet in SFEngine"),
    ("SFEngine", "@_spi(Gate) import SFCore", "RiskGate"),
    ("SFBroker", "@_spi(Gate) import SFCore", "RiskGate"),
    // What runs stages knows nothing of files, options and talk, nor of any stage.
    ("SFRun", "import SFTransport", "hand in the value"),
    ("SFRun", "import SFTool", "hand in the value"),
    ("SFRun", "import ArgumentParser", "take a configuration value"),
    ("SFRun", "import Logging", "a closure that is handed in"),
    ("SFRun", "import SFEngine", "stages meet in SFEngine"),
    ("SFCheck", "import SFTool", "hand in the value"),
    ("SFStrategy", "import Foundation", "SFCore's values and texts"),
    ("SFNew", "import SFCore", "a new target"),
  ])
  func `a planted wrong import is found`(target: String, line: String, instead: String) throws {
    let found = try #require(finding(line, in: target))
    #expect(found.contains(instead), "\(found)")
  }

  @Test(arguments: [
    ("SFEngine", "import SFRisk"), ("SFRisk", "@_spi(Gate) import SFCore"),
    ("SFTool", "import SFRun"), ("sf-report", "import SFCommands"),
  ])
  func `a right import is none`(target: String, line: String) {
    #expect(finding(line, in: target) == nil)
  }

  /// What is wrong with a line of a target, and what to do instead; `nil` for nothing.
  private func finding(_ line: String, in target: String) -> String? {
    guard let module = importedModule(line) else { return nil }
    guard let allowed = target.hasPrefix("sf-") ? Self.forTools : Self.allowed[target] else {
      return "\(target) is a new target; say here what it may import"
    }
    if line.contains("@_spi(Gate)"), !Self.gates.contains(target) {
      return "only a gate makes an approved order; hand it to RiskGate"
    }
    if allowed.contains(module) { return nil }
    return "\(module) is not for \(target); \(advice(module, for: target))"
  }

  @Test func `every target with a rule exists`() throws {
    let targets = try Project.entries("Sources")
    for target in Self.allowed.keys.sorted() { #expect(targets.contains(target)) }
  }

  @Test func `stages read no clock, no environment and no random source, and print nothing`()
    throws
  {
    let banned: [(word: String, instead: String)] = [
      ("clock_gettime(", "time comes with the message: Step.ts"),
      ("gettimeofday(", "time comes with the message: Step.ts"),
      ("ContinuousClock", "time comes with the message: Step.ts"),
      ("SuspendingClock", "time comes with the message: Step.ts"),
      ("Task.sleep", "time comes with the message: Step.ts"),
      ("SystemRandomNumberGenerator", "a generator that is seeded by configuration"),
      (".random(in", "a generator that is seeded by configuration"),
      (".randomElement(", "a generator that is seeded by configuration"),
      (".shuffled(", "a generator that is seeded by configuration"),
      ("arc4random", "a generator that is seeded by configuration"),
      ("getenv(", "an option of the command"),
      ("fopen(", "SFTransport, from the command"),
      ("print(", "lines of the step, or the command's logger"),
      ("hashValue", "an order that does not change from run to run"),
    ]
    for library in Self.stageLibraries {
      for path in try Project.files(in: "Sources/\(library)") {
        for line in try Project.lines(path) {
          for (word, instead) in banned where code(line.text).contains(word) {
            Issue.record("\(line): '\(word)' has no place in a stage; use \(instead)")
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("import SFCore", "SFCore"), ("  import Glibc", "Glibc"),
    ("public import SFWire", "SFWire"), ("@testable import SFWire", "SFWire"),
    ("import struct SFCore.Price", "SFCore"), ("@preconcurrency import Foundation", "Foundation"),
  ])
  func `knows an import line`(line: String, module: String) {
    #expect(importedModule(line) == module)
  }

  @Test(arguments: ["// import Foundation", "let text = \"import x\"", "important()", ""])
  func `knows what is no import line`(line: String) { #expect(importedModule(line) == nil) }

  private func importedModule(_ line: String) -> String? {
    let words = line.split(separator: " ").map(String.init)
    guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
      words[..<place].allSatisfy({
        $0.hasPrefix("@")
          || ["public", "package", "internal", "private", "fileprivate"].contains($0)
      })
    else { return nil }
    let kinds = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
    let name = kinds.contains(words[place + 1]) ? words[(place + 2)...].first : words[place + 1]
    return name?.split(separator: ".").first.map(String.init)
  }

  private func advice(_ module: String, for target: String) -> String {
    switch module {
    case "Foundation", "FoundationEssentials", "Dispatch":
      return "use SFCore's values and texts; files and descriptors are SFTransport's"
    case "SFTransport", "SFTool": return "let the command in SFCommands do it and hand in the value"
    case "ArgumentParser": return "options are in SFCommands; take a configuration value"
    case "Logging": return "say it by a closure that is handed in, or by Step.warn"
    case let name where Self.stageLibraries.contains(name):
      return "stages meet in SFEngine; what two of them share is in SFCore"
    default: return "a new dependency is named in Package.swift and here, with its reason"
    }
  }
}

/// The line without a comment that ends it.
func code(_ line: String) -> String {
  guard let comment = line.range(of: "//") else { return line }
  return String(line[..<comment.lowerBound])
}
