import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// One line: an aggregator, `|`, who votes (`a^` a rise, `av` a fall; then a strength and `p` with a
/// probability), `|`, who carries.
struct VoteScript: CustomStringConvertible, Sendable {
  let description: String
  let spec: String
  let votes: [Vote]
  let carrying: [String]

  init(_ text: String) {
    description = text
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map {
      $0.split(separator: " ").map(String.init)
    }
    spec = parts[0][0]
    carrying = parts[2]
    votes = parts[1].map { word in
      let mark = word.firstIndex { $0 == "^" || $0 == "v" } ?? word.startIndex
      let rest = word[word.index(after: mark)...].split(
        separator: "p", omittingEmptySubsequences: false)
      return Vote(
        series: 0,
        signal: Signal(
          series: 0, detector: String(word[..<mark]), direction: word[mark] == "^" ? .rise : .fall,
          strength: Double(rest[0]) ?? 1, probability: rest.count > 1 ? Double(rest[1]) : nil))
    }
  }

  func run(_ electorate: Electorate) throws -> [String] {
    let aggregator = try aggregatorCatalog.make(spec).0
    let judgment = aggregator.judge(votes[...], electorate)
    #expect(judgment.outcomes.count == votes.count)
    return zip(votes, judgment.outcomes).compactMap { vote, outcome in
      if case .carries = outcome { vote.detector } else { nil }
    }
  }
}

@Suite struct AggregatorTests {
  @Test(
    arguments: [
      "majority | a^ b^ | a b",  // 2 of 3
      "majority | a^ | ",  // 1 of 3 is no majority
      "majority | a^ b^ cv | a b",
      "majority | av bv c^ | a b",
      "majority | a^ bv | ",  // a tie, and never drawn by lot
      "majority | a^ b^ cv dv | ",
      "unanimous | a^ b^ c^ | a b c",
      "unanimous | a^ b^ | ",
      "unanimous | a^ b^ cv | ",
      "weighted | a^0.6 bv0.9 | a",  // 1.2 against 0.9
      "weighted | b^0.9 | ",  // below the threshold
      "weighted | b^0.5 c^0.5 | b c",  // just reached
      "weighted | a^0.5 bv1 | ",  // equal sums
      "weighted:threshold=1.5 | a^0.6 | ",
      "any | a^1p0.6 bv1p0.7 c^ | b",
      "any | a^1p0.7 b^1p0.7 cv1p0.6 | a b",
      "any | a^1p0.7 bv1p0.7 | ",
      "any | a^ b^ | a b",  // without probabilities all say the same
      "any | a^ bv | ",
      "meta | a^1p0.8 z^1p0.7 | a",  // 0.56
      "meta | a^1p0.8 z^1p0.6 | ",  // 0.48
      "meta | a^ z^1p0.5 | a",  // the validator alone
      "meta | a^1p0.8 | ",  // no answer
      "meta | a^1p0.8 z^ | ",  // an answer without a probability
      "meta | a^1p0.8 zv1p0.9 | ",  // the validator says the opposite
      "meta | a^1p0.8 bv1p0.9 z^1p0.9 | a",
      "meta | z^1p0.9 | ",  // the validator is no vote
      "meta:threshold=0.9 | a^1p0.8 z^1p1 | ",
    ].map(VoteScript.init))
  func `these carry and no others`(script: VoteScript) throws {
    let electorate = Electorate(
      quorum: 3, weights: [.init("a", 2)], validator: script.spec.hasPrefix("meta") ? "z" : nil)
    #expect(try script.run(electorate) == script.carrying)
  }

  /// The original system broke the ties of a majority at random.
  @Test func `a tie is the same refusal every time`() throws {
    let script = VoteScript("majority | a^ bv | ")
    let aggregator = try aggregatorCatalog.make("majority").0
    for _ in 0..<100 {
      let judgment = aggregator.judge(script.votes[...], Electorate(quorum: 2))
      #expect(judgment.outcomes == [.loses("tie"), .loses("tie")])
    }
  }

  @Test func `a missing answer passes only where that was said`() throws {
    let script = VoteScript("meta | a^1p0.8 | a")
    #expect(try script.run(Electorate(validator: "z", missingPasses: true)) == ["a"])
  }

  @Test func `the probability of a meta result is the product`() throws {
    let aggregator = try aggregatorCatalog.make("meta").0
    let votes = VoteScript("meta | a^1p0.8 z^1p0.75 | a").votes
    let judgment = aggregator.judge(votes[...], Electorate(validator: "z"))
    #expect(judgment.outcomes[0] == .carries(probability: 0.8 * 0.75))
  }

  /// From the counts and sums of each side.
  @Test func `agree with the definitions on random votes`() throws {
    for seed in 0..<500 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let names = ["a", "b", "c", "d", "e"].filter { _ in Bool.random(using: &random) }
      guard !names.isEmpty else { continue }
      let votes = names.map { name in
        Vote(
          series: 0,
          signal: Signal(
            series: 0, detector: name, direction: Bool.random(using: &random) ? .rise : .fall,
            strength: Double(UInt8.random(in: 0...4, using: &random)) / 2,
            probability: Bool.random(using: &random)
              ? nil : Double(UInt8.random(in: 0...4, using: &random)) / 4))
      }
      let rises = votes.filter { $0.direction == .rise }
      let falls = votes.filter { $0.direction == .fall }
      let most = rises.count > falls.count ? rises : falls
      let majority = rises.count != falls.count && most.count > 2 ? most : []
      try expect("majority", votes, majority, seed)
      let all = (rises.isEmpty || falls.isEmpty) && votes.count >= 5 ? votes : []
      try expect("unanimous", votes, all, seed)
      let (up, down) = (sum(rises), sum(falls))
      let heavier = up > down ? rises : falls
      try expect("weighted", votes, up != down && max(up, down) >= 1 ? heavier : [], seed)
      let best = votes.map { $0.signal.probability ?? -1 }.max() ?? -1
      let top = votes.filter { ($0.signal.probability ?? -1) == best }
      try expect("any", votes, Set(top.map(\.direction)).count == 1 ? top : [], seed)
    }
  }

  private func sum(_ votes: [Vote]) -> Double {
    votes.reduce(0) { $0 + $1.signal.strength * ($1.detector == "b" ? 3 : 1) }
  }

  private func expect(_ spec: String, _ votes: [Vote], _ expected: [Vote], _ seed: UInt64) throws {
    let aggregator = try aggregatorCatalog.make(spec).0
    let electorate = Electorate(quorum: 5, weights: [.init("b", 3)])
    let carrying = zip(votes, aggregator.judge(votes[...], electorate).outcomes).compactMap {
      if case .carries = $1 { $0.detector } else { nil }
    }
    #expect(carrying == expected.map(\.detector), "\(spec), seed \(seed)")
  }

  @Test(arguments: ["weighted:threshold=0", "meta:threshold=0", "meta:threshold=1.1", "majorty"])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try aggregatorCatalog.make(spec) }
  }
}
