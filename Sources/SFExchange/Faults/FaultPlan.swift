import SFCore

/// The faults that are to happen, and how often each has.
///
/// Of one request only the first rule that matches happens; all that match count it. Chance comes
/// from a seed, the rule and how often it was looked for: the same requests at the same times meet
/// the same faults, whatever events and streams were due between them.
package struct FaultPlan: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package let rule: FaultRule
    /// How many requests it was looked for.
    package fileprivate(set) var seen = 0
    /// How often it has happened.
    package fileprivate(set) var count = 0
  }

  package private(set) var entries: [Entry] = []
  /// How long an order that was just placed is not found, in milliseconds.
  package internal(set) var lag: Int64 = 0
  private let seed: UInt64
  /// Rules that were taken away: what comes behind them has a chance of its own.
  private var cleared = 0

  package init(_ rules: [FaultRule] = [], seed: UInt64) {
    self.seed = seed
    entries = rules.map { Entry(rule: $0) }
  }

  package mutating func add(_ rule: FaultRule) { entries.append(Entry(rule: rule)) }

  package mutating func clear() {
    cleared += entries.count
    entries = []
    lag = 0
  }

  /// What happens to a request; `nil` for nothing.
  package mutating func fault(for request: APIRequest, at time: Timestamp) -> FaultRule? {
    var chosen: Int?
    for index in entries.indices {
      let rule = entries[index].rule
      guard rule.kind.isOfRequests, rule.match.covers(request, at: time) else { continue }
      entries[index].seen += 1
      guard chosen == nil, entries[index].seen >= rule.match.first,
        entries[index].count < rule.match.times ?? .max, happens(index)
      else { continue }
      chosen = index
    }
    return chosen.map { index in
      entries[index].count += 1
      return entries[index].rule
    }
  }

  /// Events as they are sent: without those that are lost, with those that come twice, and those
  /// that come late behind the ones before which they were.
  package mutating func shaped(_ events: [SpotEvent]) -> [SpotEvent] {
    var held: [SpotEvent] = []
    let shaped = shaped(events, held: &held) { !$0.isOfStreams }
    return shaped + held
  }

  /// Whether nobody is told that a kline has ended.
  mutating func missesClose() -> Bool { eventFault { $0 == .missedClose } != nil }

  /// Frames of a connection as they are sent, behind those that were held before; what comes late is
  /// left in `held`.
  mutating func shaped(_ frames: [SocketPush], held: inout [SocketPush]) -> [SocketPush] {
    shaped(frames, held: &held) { [.duplicateFrame, .disorderFrame].contains($0) }
  }

  /// The first rule that matches counts; what is sent has no more to match than its number.
  private mutating func shaped<Sent>(
    _ all: [Sent], held: inout [Sent], by which: (FaultKind) -> Bool
  ) -> [Sent] {
    var shaped: [Sent] = []
    for sent in all {
      switch eventFault(which) {
      case .gap: break
      case .duplicate, .duplicateFrame: shaped += [sent, sent]
      case .disorder, .disorderFrame: held.append(sent)
      default:
        shaped += [sent] + held
        held = []
      }
    }
    return shaped
  }

  private mutating func eventFault(_ which: (FaultKind) -> Bool) -> FaultKind? {
    for index in entries.indices
    where entries[index].rule.kind.isOfEvents && which(entries[index].rule.kind) {
      let match = entries[index].rule.match
      entries[index].seen += 1
      guard entries[index].seen >= match.first, entries[index].count < match.times ?? .max,
        happens(index)
      else { continue }
      entries[index].count += 1
      return entries[index].rule.kind
    }
    return nil
  }

  /// What happens by itself up to a time, in the order of the script.
  package mutating func due(at time: Timestamp) -> [FaultRule] {
    var due: [FaultRule] = []
    for index in entries.indices {
      let rule = entries[index].rule
      guard rule.kind.isByItself, entries[index].count == 0,
        rule.match.from.map({ $0 <= time }) ?? true
      else { continue }
      entries[index].count = 1
      due.append(rule)
    }
    return due
  }

  /// When the next of those is due that happen by themselves; `nil` for never.
  package var nextDue: Timestamp? {
    entries.filter { $0.rule.kind.isByItself && $0.count == 0 }
      .map { $0.rule.match.from ?? Timestamp(milliseconds: 0) }.min()
  }

  private func happens(_ index: Int) -> Bool {
    let probability = entries[index].rule.match.probability
    if probability >= 1 { return true }
    var generator = SplitMix64(
      state: seed &+ UInt64(cleared + index) << 32 &+ UInt64(entries[index].seen))
    return generator.uniform() < probability
  }
}
