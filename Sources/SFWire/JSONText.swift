extension JSONValue {
  /// Reads a text of any number of lines; the column of an error counts all bytes before it.
  public init(text: [UInt8]) throws(WireError) {
    // No string of JSON holds a line feed, so that the text is one line of the same length.
    let flat = text.map { $0 == 10 ? UInt8(ascii: " ") : $0 }
    let value: Result<JSONValue, WireError> = Line.withLine(of: flat) { line in
      do throws(WireError) { return .success(try JSONValue(line)) } catch { return .failure(error) }
    }
    self = try value.get()
  }
}
