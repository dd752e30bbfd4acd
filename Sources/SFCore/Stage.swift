/// A part of a pipeline as a value: it sees one step at a time and adds lines to it.
///
/// A stage is never called from within another's `update`, reads no clock, file,
/// socket or random source, and can be encoded after any mark and decoded
/// again, after which it goes on as if nothing had happened.
public protocol Stage: Codable, Sendable {
  /// The types whose content the stage looks at; others are only forwarded.
  var reads: LineTypes { get }

  /// The types that the stage adds.
  var writes: LineTypes { get }

  /// The types that must not come: an error (65) when one does.
  var refuses: LineTypes { get }

  /// Whether `bind` has to wait for the first step with bars: by then the columns have come.
  var bindsAtBars: Bool { get }

  /// Whether it adds series to those of the source, as the one of all symbols together.
  var addsSeries: Bool { get }

  /// Resolves columns to positions and adds its own; called before the first
  /// step (with bars, if it waits for them), and not again after a restart: the positions are
  /// remembered. Refuses what is missing.
  mutating func bind(_ header: Header, _ step: inout Step) throws(StageError)

  /// Takes what is no memory from the stage in whose place this one goes on: whom it was handed.
  mutating func handOver(from made: Self)

  /// Works on everything known at `step.ts`.
  mutating func update(_ step: inout Step) throws(StageError)

  /// The stream has ended: adds closing lines, with the `ts` of the last mark.
  mutating func finish(_ step: inout Step) throws(StageError)
}

extension Stage {
  public var refuses: LineTypes { [] }
  public var addsSeries: Bool { false }

  /// Who reads bars or features reads columns, as a rule.
  public var bindsAtBars: Bool {
    !reads.isDisjoint(with: [LineTypes(.bar), LineTypes(.features)])
  }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {}
  public mutating func handOver(from made: Self) {}
  public mutating func finish(_ step: inout Step) throws(StageError) {}
}
