import SFCore

// Figures by which runs are judged against each other: which there are, and which way each is
// better. Sweeps, walks, reports and pages ask here.
extension Metric {
  /// The figures that every run has.
  public static var ofRuns: [Metric] { sections.flatMap(\.metrics) }

  /// The figure of that name; `nil` for one that not every run has.
  public static func ofRuns(_ key: String) -> Metric? { ofRuns.first { $0.key == key } }

  /// The figure that `--by` names.
  public static func judging(by name: String) throws(ConfigurationError) -> Metric {
    guard let metric = ofRuns(name) else {
      let names = ofRuns.map(\.key)
      throw ConfigurationError(
        "--by",
        "names '\(name)', which is no figure of sf-report: "
          + NearestName.expected(name, among: names),
        help: NearestName.help(for: name, among: names))
    }
    return metric
  }

  /// The names that `--by` takes, for completion.
  public static func names(for option: String) -> [String]? {
    option == "by" ? ofRuns.map(\.key) : nil
  }

  /// Whether one value comes before another: the better one, or the higher where none is better.
  public func prefers(_ a: Double, to b: Double) -> Bool { better == .less ? a < b : a > b }

  /// The worst of some values; `nil` for none.
  public func worst(of values: [Double]) -> Double? {
    values.dropFirst().reduce(values.first) { worst, value in
      worst.map { prefers($0, to: value) ? value : $0 }
    }
  }

  /// What it is judged by, for headings: the label, and which way is better unless more is.
  public var judgement: String {
    switch better {
    case .more: label
    case .less: label + ", less is better"
    case nil: label + ", the highest first"
    }
  }

  /// The days of a year in a definition that counts in them.
  private static let year = "× √365"
  private static let wholeYear = "× 365"

  /// The definition, of a market that trades on so many days of a year; `nil` where they are not
  /// known.
  func definition(daysPerYear: Double?) -> String {
    guard definition.contains(Self.year) || definition.contains(Self.wholeYear) else {
      return definition
    }
    guard let daysPerYear else {
      return definition + " Of a market that closes, its days of a year in place of 365."
    }
    let days = Report.text(ofDays: daysPerYear)
    return definition.replacing(Self.year, with: "× √\(days)")
      .replacing(Self.wholeYear, with: "× \(days)")
  }

  /// What it means, and which way it is better.
  func meaning(daysPerYear: Double?) -> String {
    definition(daysPerYear: daysPerYear)
      + (better.map { $0 == .more ? " More is better." : " Less is better." } ?? "")
  }
}
