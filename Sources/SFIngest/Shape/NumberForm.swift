import SFCore

/// How numbers are written in a file: `1.234,5`.
struct NumberForm {
  private let decimal: UInt8
  private let thousands: UInt8?

  init(_ shape: FileShape) {
    decimal = shape.decimal ?? UInt8(ascii: ".")
    thousands = shape.thousands
  }

  /// The number that a field holds; `nil` when it is none of this form.
  func number(in field: RowCursor.Field) -> DecimalNumber? { number(in: field.bytes[...]) }

  private func number(in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> DecimalNumber? {
    let whole = bytes.prefix { $0 != decimal }
    var text: [UInt8] = []
    // Behind the first, groups have three digits each.
    let groups =
      thousands.map { mark in whole.split(separator: mark, omittingEmptySubsequences: false) }
      ?? [whole]
    guard let first = groups.first, groups.count == 1 || (1...4).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    for group in groups { text += group }
    if whole.count < bytes.count {
      text.append(UInt8(ascii: "."))
      text += bytes.dropFirst(whole.count + 1)
    }
    return DecimalNumber(String(decoding: text, as: UTF8.self))
  }

  private static let nothings: Set<String> = [
    "nan", "-nan", "null", "nil", "none", "n/a", "#n/a", "#n/a n/a", "na", "#na", "<na>", "n.a.",
    "-", "--", ".", "?",
  ]
  /// What stands where a number was divided by 0, or a spreadsheet had none.
  private static let impossibles: Set<String> = [
    "inf", "infinity", "∞", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!",
  ]

  /// Whether a field says that there is no number.
  static func isNothing(_ field: RowCursor.Field) -> Bool {
    field.isEmpty || field.bytes.count < 9 && nothings.contains(field.text.lowercased())
  }

  /// Whether a field says that there is none, or one that cannot be: what a repair passes over.
  static func isNoPrice(_ field: RowCursor.Field) -> Bool {
    if isNothing(field) { return true }
    let text = field.text.lowercased()
    return impossibles.contains(
      text.hasPrefix("-") || text.hasPrefix("+") ? String(text.dropFirst()) : text)
  }

  private static let shorts: [Character: Double] = ["K": 1e3, "M": 1e6, "B": 1e9]

  /// `82.49M` and `1.5K`, which are sums of volume for people.
  static func shortened(_ field: RowCursor.Field, _ form: NumberForm?) -> Double? {
    guard let letter = field.text.last, let unit = shorts[letter] else { return nil }
    let form = form ?? NumberForm(FileShape())
    return form.number(in: field.bytes.dropLast())?.double.map { ($0 * unit).rounded() }
  }

  /// What to say of a field that may be a number in another form.
  static func hint(_ field: RowCursor.Field, _ form: NumberForm?) -> String {
    let others = field.bytes.filter { $0 &- 48 >= 10 }
    guard form == nil, !field.isEmpty, !others.isEmpty, others.contains(UInt8(ascii: ",")),
      others.allSatisfy({ $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") })
    else { return "" }
    return " (--decimal and --thousands say what ',' and '.' are)"
  }
}
