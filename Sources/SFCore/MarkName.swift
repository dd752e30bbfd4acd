/// A mark as the name of a file: `20260105T100000000`, so that the order of names is that of time.
public enum MarkName {
  public static func text(of mark: Timestamp) -> String {
    String(mark.description.filter { $0.isNumber || $0 == "T" })
  }

  /// The mark that a name says; `nil` when it has another form.
  public static func mark(_ name: String) -> Timestamp? {
    let digits = Array(name)
    guard digits.count == 18 else { return nil }
    let pieces = [0..<4, 4..<6, 6..<8, 9..<11, 11..<13, 13..<15, 15..<18].map { String(digits[$0]) }
    let mark = Timestamp(
      "\(pieces[0])-\(pieces[1])-\(pieces[2])T\(pieces[3]):\(pieces[4]):\(pieces[5]).\(pieces[6])Z")
    return mark.flatMap { text(of: $0) == name ? $0 : nil }
  }
}
