import SFCore

/// Steps that were appended to a journal last, kept so that who has all before them need not read
/// the file: in a loop of stages every mark is read by each as soon as it is written.
struct LatestSteps {
  /// The mark before them; `nil` where the journal begins with them.
  let behind: Timestamp?
  /// Their last mark.
  let upTo: Timestamp
  let bytes: [UInt8]

  /// More is read from the file: a consumer need not keep up with a producer that writes much.
  private static let most = 1 << 14

  /// `nil` for what is too long to be kept.
  init?(_ steps: UnsafeRawBufferPointer, behind: Timestamp?, upTo: Timestamp) {
    guard steps.count <= Self.most else { return nil }
    (self.behind, self.upTo) = (behind, upTo)
    bytes = Array(steps)
  }
}
