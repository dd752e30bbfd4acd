import SFCore
import SFDetect
import SFStrategy

/// Enters whatever passed the filters: a run that says what a model would be asked.
final class NobodyAsked: Decider {
  func openStrengths(_ header: Header) -> [String] { header.detectorsWithoutPrices }
  func decide(_ question: ModelQuestion) -> ModelReply { ModelReply() }
  func finish() {}
}
