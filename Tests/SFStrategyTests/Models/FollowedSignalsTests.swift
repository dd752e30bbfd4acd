import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct FollowedSignalsTests {
  private func vote(_ detector: String, _ direction: SignalDirection, series: SeriesIndex = 0)
    -> Vote
  {
    Vote(
      series: series, signal: Signal(series: series, detector: detector, direction: direction))
  }

  /// A rise at 100, then 101 100.5 103 104: after 1, 2, 3, 4 bars +1 % +0.5 % +3 % +4 %.
  @Test func `the half-life is from where the mean stays at half of its end`() {
    var record = FollowedSignals(window: 10, horizon: 4)
    var marks = Marks()
    record.update(marks.next([100], votes: [vote("a", .rise)]))
    for close in [101, 100.5, 103] as [Price] {
      record.update(marks.next([close]))
      #expect(record.metrics(of: ["a"])[0].known == 0)
    }
    record.update(marks.next([104]))
    #expect(
      record.metrics(of: ["a"]) == [
        SignalMetrics(
          detector: "a", known: 1, hitRate: 1, meanReturn: 0.04, halfLifeBars: 3, agreement: nil)
      ])
  }

  /// What is lost at the horizon has no half that stays.
  @Test func `a mean below zero has no half-life`() {
    var record = FollowedSignals(window: 10, horizon: 2)
    var marks = Marks()
    record.update(marks.next([100], votes: [vote("a", .fall)]))
    for close in [100, 102] as [Price] { record.update(marks.next([close])) }
    let metrics = record.metrics(of: ["a"])[0]
    #expect(metrics.meanReturn == -0.02 && metrics.hitRate == 0 && metrics.halfLifeBars == nil)
  }

  @Test func `nothing is known of a detector that has not signed`() {
    #expect(FollowedSignals(window: 5, horizon: 5).metrics(of: ["a"]).isEmpty)
  }

  // MARK: The slow way

  private struct Signed {
    let detector: String
    let direction: SignalDirection
    let closes: [Price]
    let isShared: Bool
  }

  /// The figures by their definition, from all that has been signed; closes are those of the bars
  /// from the signal's on.
  private func definition(_ detector: String, _ signed: [Signed], window: Int, horizon: Int)
    -> SignalMetrics
  {
    let known = signed.filter { $0.detector == detector && $0.closes.count > horizon }
      .suffix(window)
    let count = Double(known.count)
    func mean(_ bars: Int) -> Double {
      known.reduce(0) { sum, signal in
        let change = signal.closes[bars].double / signal.closes[0].double - 1
        // As exact as the record: what is a tie is one here, too.
        return sum + ((signal.direction == .rise ? change : -change) * 1e10).rounded() / 1e10
      } / count
    }
    let hits = known.count {
      $0.direction == .rise ? $0.closes[horizon] > $0.closes[0] : $0.closes[horizon] < $0.closes[0]
    }
    let end = known.isEmpty ? nil : mean(horizon)
    let half = end.flatMap { end in
      (1...horizon).first { h in (h...horizon).allSatisfy { mean($0) >= end / 2 - 1e-13 } }
    }
    return SignalMetrics(
      detector: detector, known: known.count,
      hitRate: known.isEmpty ? nil : Double(hits) / count, meanReturn: end, halfLifeBars: half,
      agreement: known.isEmpty ? nil : Double(known.count { $0.isShared }) / count)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `agrees with the definition on random walks, also stopped and resumed`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (window, horizon) = (
      Int.random(in: 1...12, using: &random), Int.random(in: 1...6, using: &random)
    )
    var record = FollowedSignals(window: window, horizon: horizon)
    var marks = Marks()
    var open: [(series: Int, signed: Signed)] = []
    // In the order in which they are judged.
    var done: [Signed] = []
    for closes in randomCloses(200, series: 2, missing: 0.1, seed: seed) {
      var votes: [Vote] = []
      for series in 0..<2 where closes[series] != nil {
        for detector in ["a", "b"] where Bool.random(using: &random) {
          votes.append(
            vote(detector, Bool.random(using: &random) ? .rise : .fall, series: series))
        }
      }
      record.update(marks.next(closes, votes: votes))
      record = try Checkpoint.resumed(record)
      for index in open.indices {
        guard let close = closes[open[index].series] else { continue }
        let signed = open[index].signed
        open[index].signed = Signed(
          detector: signed.detector, direction: signed.direction,
          closes: signed.closes + [close], isShared: signed.isShared)
      }
      // Judged by the bars of a mark in their order, as the record does.
      for series in 0..<2 {
        done += open.filter { $0.series == series && $0.signed.closes.count > horizon }
          .map(\.signed)
      }
      open.removeAll { $0.signed.closes.count > horizon }
      for vote in votes {
        let others = votes.filter {
          $0.series == vote.series && $0.direction == vote.direction
            && $0.detector != vote.detector
        }
        guard let close = closes[vote.series] else { continue }
        open.append(
          (
            vote.series,
            Signed(
              detector: vote.detector, direction: vote.direction, closes: [close],
              isShared: !others.isEmpty)
          ))
      }
      for metrics in record.metrics(of: ["a", "b"]) {
        let slow = definition(metrics.detector, done, window: window, horizon: horizon)
        #expect(metrics.known == slow.known && metrics.halfLifeBars == slow.halfLifeBars)
        for (mine, theirs) in [
          (metrics.hitRate, slow.hitRate), (metrics.meanReturn, slow.meanReturn),
        ] {
          #expect((mine == nil) == (theirs == nil), "seed \(seed)")
          #expect(abs((mine ?? 0) - (theirs ?? 0)) < 6e-7, "seed \(seed)")
        }
        if let agreement = metrics.agreement {
          #expect(abs(agreement - (slow.agreement ?? -1)) < 6e-7, "seed \(seed)")
        }
      }
    }
    #expect(done.count > 100)
  }
}
