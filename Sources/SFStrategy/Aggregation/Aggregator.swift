import SFCore

/// Makes one signal of what several detectors say of a symbol at one time.
///
/// Votes are the detectors that sign for one symbol at one `ts`, in their
/// order: signals of one detector on several intervals are one vote when they
/// agree, and none when they do not. Nothing is drawn by lot: a tie is no signal.
public protocol Aggregator: Component {
  /// Whether it asks how many detectors there are.
  static var readsQuorum: Bool { get }

  /// Whether it asks a validator.
  static var readsValidator: Bool { get }

  /// Which votes carry, all of them for one side, and why the others do not.
  func judge(_ votes: ArraySlice<Vote>, _ electorate: Electorate) -> Judgment
}

extension Aggregator {
  public static var readsQuorum: Bool { false }
  public static var readsValidator: Bool { false }
}

/// Who may vote, and how much each vote says.
public struct Electorate: Hashable, Sendable, Codable {
  /// How many detectors there are; known before the first vote where an aggregator asks.
  public var quorum: Int?
  /// The weights of detectors, those without one have 1; in ascending order of name.
  public var weights: [Weight]
  /// The detector whose signals judge the votes of others, and are none.
  public var validator: String?
  /// Whether a vote passes on which the validator says nothing.
  public var missingPasses: Bool

  public struct Weight: Hashable, Sendable, Codable {
    public let detector: String
    public let weight: Double

    public init(_ detector: String, _ weight: Double) {
      self.detector = detector
      self.weight = weight
    }
  }

  public init(
    quorum: Int? = nil, weights: [Weight] = [], validator: String? = nil,
    missingPasses: Bool = false
  ) {
    self.quorum = quorum
    self.weights = weights.sorted { $0.detector < $1.detector }
    self.validator = validator
    self.missingPasses = missingPasses
  }

  /// How many detectors there are, for aggregators that read it.
  var knownQuorum: Int {
    guard let quorum else { preconditionFailure("the quorum is known before the first vote") }
    return quorum
  }

  public func weight(of detector: String) -> Double {
    weights.first { $0.detector == detector }?.weight ?? 1
  }
}

/// What became of each vote.
public struct Judgment: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// The vote is part of the result, with the probability that it has there.
    case carries(probability: Double?)
    case loses(RefusalReason)
  }

  /// One for each vote, in their order.
  public let outcomes: [Outcome]

  public init(_ outcomes: [Outcome]) { self.outcomes = outcomes }

  /// Every vote loses, for the same reason.
  static func none(_ votes: ArraySlice<Vote>, _ reason: RefusalReason) -> Judgment {
    Judgment(votes.map { _ in .loses(reason) })
  }

  /// One side carries, the other is outvoted.
  static func side(_ direction: SignalDirection, of votes: ArraySlice<Vote>) -> Judgment {
    Judgment(
      votes.map { vote in
        vote.direction == direction
          ? .carries(probability: vote.signal.probability) : .loses(.votes(.outvoted))
      })
  }
}

extension ArraySlice where Element == Vote {
  func count(_ direction: SignalDirection) -> Int { count { $0.direction == direction } }
}
