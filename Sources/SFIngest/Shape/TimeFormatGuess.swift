// Which formats read a time that sf-ingest does not: what is printed reads it.
extension TimeFormat {
  private static let dates = [
    "%d.%m.%Y", "%m.%d.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y",
    "%d-%b-%Y", "%b %d, %Y", "%y%m%d", "%d%m%Y", "%m%d%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
    "%d-%b-%y", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d",
  ]
  private static let times = [
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %H%M", " %H%M%S", " %I:%M %p", " %I:%M:%S %p",
    " %I-%p", "T%H:%M:%S", " %H:%M:%S %z", ".%H%M", "-%H:%M:%S",
  ]

  /// Formats that files have and that are no form of `TimeText`, the usual first.
  static let guesses = dates.flatMap { date in times.compactMap { TimeFormat(date + $0) } }

  /// Those that read a text.
  static func guesses(reading text: [UInt8]) -> [TimeFormat] {
    text.withUnsafeBufferPointer { bytes in guesses.filter { $0.read(bytes) != nil } }
  }

  /// What can be done about a time that is not understood, as one sentence.
  static func help(reading text: [UInt8]) -> String {
    let options = guesses(reading: text).prefix(3).map { "--time-format '\($0.text)'" }
    guard !options.isEmpty else {
      return "--time-format says how they are written, as %d.%m.%Y %H:%M:%S; sf-ingest sniff FILE "
        + "tries"
    }
    return options.joined(separator: " or ")
      + (options.count == 1 ? " reads it" : ": only you know which")
  }
}
