import SFCore
import SFDetect
import Testing

@Suite struct CalibrationTests {
  private func probabilities(_ table: String, _ rows: String = "1 2") throws -> [Double?] {
    let script = DetectorScript(
      "own=expression:rise=x > 0,strength=x,probability=0.1 | x | \(rows)")
    let options = DetectOptions(repeats: true, calibration: try Calibration(table, file: "t.csv"))
    return try script.run(options).map { $0?.probability }
  }

  @Test func `a strength has the probability of its bin`() throws {
    let table = "from,to,probability\n,1,0.2\n1,2,0.25\n3,,1\r\n\n"
    #expect(
      try probabilities(table, "0.5 1 1.999 2 2.5 3 1000") == [0.2, 0.25, 0.25, nil, nil, 1, 1])
  }

  @Test func `bins may be those of one detector`() throws {
    let table = "detector,from,to,probability\nother,,,0.9\nown,1,,0.6\n"
    #expect(try probabilities(table, "0.5 1") == [nil, 0.6])
    let others = "detector,from,to,probability\nother,,,0.9\n"
    #expect(try probabilities(others, "0.5 1") == [0.1, 0.1])
    #expect(try Calibration(others, file: "t").knows("own") == false)
  }

  @Test(arguments: [
    (
      "",
      "t.csv:1: found the header '', expected from,to,probability or detector,from,to,probability"
    ),
    ("a,b\n", "t.csv:1: found the header 'a,b', expected from,to,probability or detector,"),
    ("from,to,probability\n", "t.csv: found no bins, expected at least one"),
    ("from,to,probability\n1,2\n", "t.csv:2: found 2 fields, expected 3"),
    ("from,to,probability\n0,1,0.5\n1,2,x\n", "t.csv:3: found the probability 'x', expected a"),
    ("from,to,probability\n0,1,1.5\n", "t.csv:2: found the probability '1.5', expected a number"),
    ("from,to,probability\n1,1,0.5\n", "t.csv:2: found the bin from 1 to 1, expected from below"),
    ("from,to,probability\na,1,0.5\n", "t.csv:2: found 'a', expected a strength or nothing"),
    ("from,to,probability\n0,1e999,0.5\n", "t.csv:2: found '1e999', expected a strength or"),
    ("from,to,probability\n0,2,0.5\n1,3,0.5\n", "t.csv:3: found a bin that overlaps one before"),
    (
      "detector,from,to,probability\na b,0,2,0.5\n",
      "t.csv:2: found 'a b', expected the name of a detector"
    ),
  ])
  func `refuses what is no table, with the line`(table: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try Calibration(table, file: "t.csv")
    }
    #expect(error?.message.hasPrefix(message) ?? false, "\(error?.message ?? "")")
  }
}
