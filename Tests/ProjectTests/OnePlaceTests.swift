import Testing

/// What is done in one place only, and where.
@Suite struct OnePlaceTests {
  /// A word of the system, the files and rooms that may say it, and what all others use.
  static let places: [(word: String, places: [String], instead: String)] = [
    (
      "clock_gettime(",
      // The system's waits end by a clock of its own.
      ["Sources/SFRun/Clock.swift", "Sources/SFRun/Ahead/Lock.swift"], "a Clock that is handed in"
    ),
    ("gettimeofday(", [], "a Clock that is handed in"),
    ("ContinuousClock", ["Sources/feature-bench/Main.swift"], "a Clock that is handed in"),
    ("SuspendingClock", [], "a Clock that is handed in"),
    ("pollfd(", ["Sources/SFRun/WaitSet.swift"], "WaitSet"),
    ("epoll_", [], "WaitSet"),
    ("select(", [], "WaitSet"),
    ("sleep(", [], "WaitSet, until a moment of the clock"),
    ("process_start(", ["Sources/SFTransport/Processes/ChildProcess.swift"], "ChildProcess"),
    ("posix_spawn", [], "ChildProcess"),
    (
      "O_RDONLY",
      [
        "Sources/SFTransport/", "Sources/SFJournal/Files/", "Sources/SFDatabases/SQLite/",
        // Who may read a key is asked of the file that is read.
        "Sources/SFBinanceDesk/AccountFile.swift",
      ],
      "Endpoint.open(input:), Endpoint.text(of:)"
    ),
    (
      "O_WRONLY",
      // Its last resort where a full disk has no room for another file.
      ["Sources/SFTransport/", "Sources/SFServe/Serving/StatusWriter.swift"],
      "Endpoint.open(output:), AtomicFile"
    ),
    ("isatty(0)", [], "Endpoint.open(input:ifTerminal:)"),
  ]

  @Test func `what the system is asked is asked in one place`() throws {
    for path in try Project.files(in: "Sources") {
      for line in try Project.lines(path) {
        for (word, places, instead) in Self.places
        where !places.contains(where: path.hasPrefix) && hasWord(word, in: code(line.text)) {
          Issue.record("\(line): '\(word)' has its place; use \(instead)")
        }
      }
    }
  }

  @Test func `every place still asks`() throws {
    let paths = try Project.files(in: "Sources")
    for (word, places, _) in Self.places {
      for place in places {
        let asks = try paths.contains { path in
          try path.hasPrefix(place) && Project.text(path).contains(word)
        }
        #expect(asks, "\(place): asks no '\(word)' any more")
      }
    }
  }

  /// Whether the word stands there, and not as the end of another.
  private func hasWord(_ word: String, in line: String) -> Bool {
    line.ranges(of: word).contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !before.isLetter && before != "." && before != "_"
    }
  }
}
