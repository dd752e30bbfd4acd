import SFCore
import SFWire

/// Whether what a program writes depends on what comes later, and how long on what came before.
///
/// The program is run on prefixes of a stream and on the whole. A line that it
/// writes before a mark must be the same, to the byte, whether the stream ends
/// there or goes on; else it knows the future. Run again with later starts, it
/// shows after how many bars it has forgotten what came before.
///
/// A look ahead of one bar shows only where the stream is cut on the very mark.
/// So as to look at every mark with few runs, steps are left out: what forgets
/// after n bars must say the same before a gap as without it, when the gap before
/// is more than n bars back. With every (n + 1)th step left out, n + 1 runs look
/// behind every mark, and where the program says something else the stream is
/// cut for a proof. What never forgets is only cut, at more marks.
public struct LookaheadCheck {
  /// Numbers are near when they differ by no more than this part of the largest.
  static let tolerance = 1e-9
  /// What remembers more bars is not looked at by leaving steps out.
  public static let longestMemory = 100
  /// How many cuts there are by default where all is looked at by leaving steps out, and where not.
  static let fewCuts = 20
  static let manyCuts = 500
  /// Where later starts are, as parts of the stream.
  private static let starts = [0.1, 0.35]

  private let stream: StreamSteps
  private let run: ([UInt8]) throws -> [UInt8]

  /// `run` gives a stream to the program and returns what it writes.
  public init(_ stream: StreamSteps, run: @escaping ([UInt8]) throws -> [UInt8]) {
    self.stream = stream
    self.run = run
  }

  /// What was found.
  public struct Report: Sendable {
    /// The line that shows the longest look ahead of those that differ first; `nil` for none.
    public var lookahead: Lookahead?
    /// Whether a second run on the same stream wrote other bytes; nothing more is said then.
    public var isRandom = false
    /// By the order of writing.
    public var warmUps: [WarmUp] = []
    /// How much was looked at; `nil` when the program is random.
    public var coverage: LookaheadCoverage?
  }

  /// At which marks the program is stopped.
  public enum Cuts: Sendable {
    /// At every one.
    case all
    /// At so many; `nil` for what is enough to find what happens at one mark of 200.
    case some(Int?)
  }

  /// Runs the program on the whole, without some steps, and on prefixes.
  ///
  /// What remembers more bars than `memory` is looked at by prefixes alone.
  public func report(cuts: Cuts, memory: Int = longestMemory) throws -> Report {
    var report = Report()
    let count = stream.marks.count
    guard count > 0 else { return report }
    let bytes = try run(stream.part(to: count))
    guard try run(stream.part(to: count)) == bytes else {
      report.isRandom = true
      return report
    }
    let whole = try ProgramOutput(bytes)
    report.warmUps = try warmUps(whole)
    var (places, gaps) = (Array(1..<count), LookaheadGaps.none)
    if case .some(let number) = cuts {
      gaps = try LookaheadGaps(stream, whole, report.warmUps, memory: memory, run)
      let most = number ?? (gaps.beyond.isEmpty ? Self.fewCuts : Self.manyCuts)
      let busy = gaps.suspects + (try gaps.beyond.isEmpty ? [] : unusual(whole))
      places = Self.places(most, below: count, first: busy)
    }
    for cut in places {
      let prefix = try ProgramOutput(run(stream.part(to: cut)))
      let found = try Lookahead(prefix: prefix, whole: whole, marks: stream.marks[..<cut])
      if let found, found.bars > report.lookahead?.bars ?? 0 { report.lookahead = found }
    }
    report.coverage = LookaheadCoverage(
      marks: count - 1, cut: places.count, left: gaps.marks, beyond: gaps.beyond)
    return report
  }

  /// Numbers of marks to cut behind: the first, the last but one, some of those that come first, and
  /// others spread over the stream without a rhythm.
  private static func places(_ cuts: Int, below count: Int, first: [Int]) -> [Int] {
    var places: Set<Int> = [1, count - 1]
    // As many again where something was seen: a few of many are a proof.
    for place in spread(max(1, cuts / 2), over: first.count) { places.insert(first[place]) }
    for place in spread(cuts - 2, over: count - 1) { places.insert(1 + place) }
    return places.filter { (1..<count).contains($0) }.sorted()
  }

  private static func spread(_ number: Int, over count: Int) -> [Int] {
    guard number < count else { return Array(0..<max(0, count)) }
    return (0..<max(0, number)).map { index in
      let part = (Double(index) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
      return Int(part * Double(count))
    }
  }

  /// Behind which marks lines of a kind stand that most do not have: what is rare is said there.
  private func unusual(_ whole: ProgramOutput) throws -> [Int] {
    let kinds = try Sayings(whole, stream, stream.marks.indices).steps.map { Set($0.keys) }
    let counts = Dictionary(kinds.map { ($0, 1) }, uniquingKeysWith: +)
    return kinds.indices.filter { counts[kinds[$0], default: 0] * 2 < kinds.count }.map { $0 + 1 }
  }

  private func warmUps(_ whole: ProgramOutput) throws -> [WarmUp] {
    let count = stream.marks.count
    var result: [WarmUp] = []
    for part in Self.starts {
      let start = max(1, Int(part * Double(count)))
      guard start < count else { continue }
      let late = try ProgramOutput(run(stream.part(from: start, to: count)))
      let (a, b) = (
        try Sayings(whole, stream, start..<count), try Sayings(late, stream, start..<count)
      )
      for found in Self.compare(a, b) {
        guard let place = result.firstIndex(where: { $0.subject == found.subject }) else {
          result.append(found)
          continue
        }
        // A later start that is too near the end says nothing.
        if let same = found.same, let known = result[place].same {
          result[place].same = max(same, known)
        }
        if let near = found.near, let known = result[place].near {
          result[place].near = max(near, known)
        }
      }
    }
    return result
  }

  /// For each subject, in the order of names, the bar from which on two runs say the same.
  private static func compare(_ whole: Sayings, _ late: Sayings) -> [WarmUp] {
    let subjects = Set(whole.scales.keys).union(late.scales.keys)
    return subjects.sorted().map { subject in
      let tolerance = tolerance * max(whole.scales[subject] ?? 0, late.scales[subject] ?? 0)
      var (differs, isFar) = (-1, -1)
      for (index, (a, b)) in zip(whole.steps, late.steps).enumerated() {
        let (a, b) = (a[subject] ?? [], b[subject] ?? [])
        guard a != b else { continue }
        differs = index
        if !JSONValue.array(a).isNear(.array(b), tolerance) { isFar = index }
      }
      let last = whole.steps.count - 1
      return WarmUp(
        subject: subject, same: differs < last ? differs + 2 : nil,
        near: isFar < last ? isFar + 2 : nil)
    }
  }
}
