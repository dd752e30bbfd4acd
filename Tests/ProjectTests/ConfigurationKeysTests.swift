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
