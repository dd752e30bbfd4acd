import Foundation
import SFTestSupport
import Testing

/// Trials that see the market together see nothing of each other.
@Suite struct TrialsTogetherTests {
  /// One name for different features, more and fewer columns, a column that only the trials before
  /// have, bars alone from its features, a series of its own, a setting that is wrong.
  private static let trials = [
    #"{"f":"x=rsi:5","g":"atr","o":"-q","c":"x","m":"structure","sl":0.01}"#,
    #"{"f":"x=rsi:14","g":"bbands:20","o":"-q","c":"x","m":"structure","sl":0.01}"#,
    #"{"f":"y=rsi:5","g":"atr","o":"-q","c":"x","m":"structure","sl":0.01}"#,
    #"{"f":"x=rsi:5","g":"atr","o":"--forward=bar","c":"x","m":"structure","sl":0.01}"#,
    #"{"f":"x=rsi:5","g":"atr","o":"-q","c":"x","m":"market_agreement","sl":0.02}"#,
    #"{"f":"x=rsi:5","g":"atr","o":"-q","c":"x","m":"structure","sl":0}"#,
    #"{"f":"x=rsi:5","g":"y=sma:9","o":"-q","c":"y","m":"structure","sl":0.03}"#,
  ]

  private func sweep(_ trials: [String]) throws -> [Substring] {
    let result = try Shell.run(
      """
      printf '%s\\n' '\(trials.joined(separator: "' '"))' | sf-sweep --trials - --jobs 1 \
      'sf-ingest --synthetic --symbols A,B --bars 2000 --interval 15m --seed 5 \
      | sf-features {f} {g} {o} | sf-detect threshold:{c},above=60,direction=rise {m} \
      | sf-strategy --exit tp_sl:none,{sl}'
      """)
    return result.output.split(separator: "\n")
  }

  @Test func `each trial says what it says alone`() throws {
    let together = try sweep(Self.trials)
    #expect(together == (try Self.trials.flatMap { try sweep([$0]) }))
    let states = together.map { line in line.contains(#""status":"done""#) }
    #expect(states == [true, true, false, true, true, false, true], "\(together)")
  }
}
