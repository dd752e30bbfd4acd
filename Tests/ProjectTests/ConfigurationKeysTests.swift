import Foundation
import SFTestSupport
import Testing

/// Each tool has its section in a file that all read.
@Suite struct ConfigurationKeysTests {
  @Test(arguments: Project.tools)
  func `every tool takes a file with a section for every tool`(tool: String) throws {
    try Project.withWorkplace { place in
      let sections = Project.tools.map { "\($0.dropFirst("sf-".count)):\n" }.joined()
      try Data("grace: 5s\nforward: all\n\(sections)".utf8)
        .write(to: place.appendingPathComponent("sf.yaml"))
      let result = try Project.run("\(tool) --show-config", in: place)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.hasPrefix("\(tool.dropFirst("sf-".count)):\n"))
    }
  }

  /// Options that name what is read; all others with a file, a directory, a store or a program name
  /// what is written or run.
  private static let reading = [
    "accounts", "allow", "answers", "cacert", "calendar", "calibrate", "carry", "compare", "config",
    "curve-key",
    "data-types", "decisions", "expected", "faults", "input", "live", "lots", "market", "recorded",
    "server-keys",
    "sweep",
    "tls-certificate", "tls-key", "token-file", "trials", "verify",
  ]

  @Test(arguments: Project.tools)
  func `no option that writes or runs something is taken from a file that nobody asked for`(
    tool: String
  ) throws {
    let help = try Project.withWorkplace { try Project.run("\(tool) --help", in: $0).output }
    let options = help.matches(of: /--([a-z-]+) <(file|directory|store|program)>/)
      .map { String($0.1) }.filter { !Self.reading.contains($0) }
    #expect(options.contains("log-file"))
    for option in options {
      try Project.withWorkplace { place in
        let key = option.replacingOccurrences(of: "-", with: "_")
        try Data("\(tool.dropFirst("sf-".count)):\n  \(key): x\n".utf8)
          .write(to: place.appendingPathComponent("sf.yaml"))
        let result = try Project.run(tool, in: place)
        #expect(result.status == 77, "\(key): \(result.error)")
      }
    }
  }

  @Test(arguments: Project.tools)
  func `a misspelt key of a section is found`(tool: String) throws {
    try Project.withWorkplace { place in
      try Data("\(tool.dropFirst("sf-".count)):\n  log_formta: json\n".utf8)
        .write(to: place.appendingPathComponent("sf.yaml"))
      let result = try Project.run(tool, in: place)
      #expect(result.status == 78)
      #expect(result.error.hasPrefix("sf.yaml:2:3: error: found the unknown key 'log_formta'"))
      #expect(result.error.contains("did you mean 'log_format'?"))
    }
  }
}
