import Foundation
import SFTestSupport
import Testing

/// How a tool is started by name, and what is said when that cannot be.
@Suite struct WrapperTests {
  @Test func `starts through a link from anywhere`() throws {
    try Project.withWorkplace { place in
      let script = """
        mkdir -p links/deep && ln -s '\(Project.root.path)/bin/sf-cat' links/deep/sf-cat
        ln -s deep/sf-cat links/sf-cat
        links/sf-cat --version && (cd links && ./sf-cat --version)
        PATH="$PWD/links:$PATH" && cd / && sf-cat --version
        '\(Project.root.path)/bin/sf' cat --version
        """
      let result = try Shell.run(script, in: place)
      let version = try Shell.run("sf-cat --version").output
      #expect(result.output == String(repeating: version, count: 4), "\(result.error)")
    }
  }

  @Test func `says what to run when the tools are not built`() throws {
    try Project.withWorkplace { place in
      let result = try Shell.run(
        "mkdir -p new/bin && cp -P bin/sf bin/sf-cat new/bin && new/bin/sf-cat", in: place)
      #expect(result.status == 69)
      #expect(result.error.contains("not built yet: run bin/setup"))
    }
  }

  @Test func `refuses a name that is no tool`() throws {
    let unknown = try Shell.run("bin/sf trade", in: Project.root)
    #expect(unknown.status == 64 && unknown.error.contains("no tool is named 'sf-trade'"))
    let none = try Shell.run("bin/sf", in: Project.root)
    #expect(none.status == 64 && none.error.contains("\n  ingest  ") && none.output.isEmpty)
  }

  @Test func `lists the tools, each with its sentence, and says the version`() throws {
    for option in ["--help", "-h", "help"] {
      let help = try Shell.run("bin/sf \(option)", in: Project.root)
      #expect(help.status == 0 && help.error.isEmpty)
      for tool in Project.tools {
        let sentence = try #require(
          Shell.run("\(tool) -h").output.split(separator: "\n").first)
        #expect(help.output.contains("\(sentence)"), "\(tool)")
      }
    }
    let version = try Shell.run("sf-cat --version").output.replacing("sf-cat", with: "sf")
    for option in ["--version", "-V"] {
      #expect(try Shell.run("bin/sf \(option)", in: Project.root).output == version)
    }
    let help = try Shell.run("bin/sf help cat", in: Project.root)
    #expect(try help.output == Shell.run("sf-cat --help").output)
  }

  @Test(arguments: [
    ("6.2.3", "Swift 6.2 is too old"), ("5.10", "Swift 5.10 is too old"),
  ])
  func `setup refuses an old toolchain`(version: String, message: String) throws {
    try Project.withWorkplace { place in
      let script = """
        mkdir old && printf '#!/bin/sh\\necho "Swift version \(version) (swift-RELEASE)"\\n' > old/swift
        chmod +x old/swift && PATH="$PWD/old:$PATH" && bin/setup --packages
        """
      let result = try Shell.run(script, in: place)
      #expect(result.status == 69)
      #expect(result.error.contains(message), "\(result.error)")
    }
  }

  @Test func `setup names what is missing where it cannot install it`() throws {
    try Project.withWorkplace { place in
      let script = """
        mkdir few && for name in dirname sed id; do ln -s "$(command -v $name)" few/; done
        PATH="$PWD/few" /bin/sh bin/setup --packages
        """
      let result = try Shell.run(script, in: place)
      #expect(result.status == 69)
      #expect(result.error.contains("missing: git jq python3 shellcheck"), "\(result.error)")
    }
  }

  @Test func `setup refuses what it does not know`() throws {
    for arguments in ["--packges", "--man", "--completions"] {
      #expect(try Shell.run("bin/setup \(arguments)", in: Project.root).status == 64)
    }
  }
}
