import SFCore
import SFServe

/// How the plan of a directory differs from the one that it is to be run with.
public enum PlanChange {
  /// A way to tell whether two commands are set to the same, beyond their words; `nil` where nobody
  /// can say, and a sentence where they differ.
  public typealias Judge = (_ old: StagePlan, _ new: StagePlan) -> Verdict

  public enum Verdict: Equatable, Sendable {
    /// Other words, the same settings.
    case same
    /// `--capital is 20000.0, and was 10000.0`
    case differs(String)
    /// It is a program that does not say what it is set to.
    case unknown
  }

  /// The first difference, as a sentence; `nil` when there is none that matters. Files of `tee` are
  /// places, and may be others.
  public static func find(
    from old: SessionPlan, to new: SessionPlan, judge: Judge
  ) -> ConfigurationError? {
    if old.isReplay != new.isReplay {
      return ConfigurationError(
        "", old.isReplay ? "the session is a rehearsal (--replay)" : "the session is no rehearsal",
        help: help)
    }
    let (names, others) = (old.stages.map(\.name), new.stages.map(\.name))
    guard names == others else {
      return ConfigurationError(
        "",
        "the stages are \(others.joined(separator: " ")), and were "
          + names.joined(separator: " "), help: help)
    }
    for (old, new) in zip(old.stages, new.stages) {
      if let difference = difference(old, new, judge) {
        return ConfigurationError("the stage '\(new.name)':", difference, help: help)
      }
    }
    return nil
  }

  private static let help =
    "a configuration belongs to its directory: give another one, with --carry to go on with the book"

  private static func difference(_ old: StagePlan, _ new: StagePlan, _ judge: Judge) -> String? {
    if old.inputs != new.inputs {
      return "it reads \(names(new.inputs)), and read \(names(old.inputs))"
    }
    if old.isOrigin != new.isOrigin {
      return new.isOrigin ? "it is an origin, and was none" : "it is no origin, and was one"
    }
    if old.warmUp != new.warmUp {
      return "--warm-up is \(marks(new.warmUp)), and was \(marks(old.warmUp))"
    }
    guard old.words != new.words else { return nil }
    switch judge(old, new) {
    case .same: return nil
    case .differs(let sentence): return sentence
    case .unknown: return words(old.words, new.words)
    }
  }

  private static func names(_ inputs: [StagePlan.Input]) -> String {
    inputs.isEmpty
      ? "nothing" : inputs.map { "\($0.name)=\($0.from)" }.joined(separator: " ")
  }

  private static func marks(_ count: Int?) -> String { count.map(String.init) ?? "not set" }

  /// The first word that differs, and what stood there.
  static func words(_ old: [String], _ new: [String]) -> String {
    let place = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let index = place ?? min(old.count, new.count)
    func word(_ words: [String]) -> String {
      index < words.count ? "'\(words[index])'" : "nothing"
    }
    return "found \(word(new)) behind '\(new[..<index].joined(separator: " "))', expected "
      + word(old)
  }
}
