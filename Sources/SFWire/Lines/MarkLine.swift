/// `mark`: everything with this or an earlier `ts` has been written.
enum MarkLine: LineForm {
  static let keys = FieldRule.start
}
