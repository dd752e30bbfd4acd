import SFWire

/// The names of the columns of a CSV file.
struct CSVHeader {
  let names: [String]
  /// As they are compared: lower case, `_` for spaces, without angle brackets.
  let keys: [String]

  init(_ names: [String]) {
    self.names = names
    keys = names.map(Self.key)
  }

  static func key(_ name: String) -> String {
    let bare = name.hasPrefix("<") && name.hasSuffix(">") ? name.dropFirst().dropLast() : name[...]
    return String(bare.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }

  /// The column of the first name that is there; one that is there twice is an error.
  func place(_ candidates: [String]) throws(WireError) -> Int? {
    for candidate in candidates {
      guard let first = keys.firstIndex(of: candidate) else { continue }
      if keys.lastIndex(of: candidate) != first {
        throw WireError(
          column: 1, found: "the column '\(names[first])' twice", expected: "each column once")
      }
      return first
    }
    return nil
  }

  /// The column that was chosen, else that of the first name.
  func place(_ chosen: Int?, _ candidates: [String]) throws(WireError) -> Int? {
    if let chosen { return chosen }
    return try place(candidates)
  }

  /// As an error names them.
  var listing: String {
    (names.count == 1 ? "the column " : "the columns ")
      + names.prefix(20).map { "'\($0)'" }.joined(separator: " ")
      + (names.count > 20 ? " …" : "")
  }

  /// The column that a user names, of several names the first that is there, or numbers from 1.
  func place(chosen text: String) throws(WireError) -> Int? {
    for name in text.split(separator: "|").map(String.init) {
      if let place = names.firstIndex(of: name) { return place }
      if let place = try self.place([Self.key(name)]) { return place }
    }
    guard let number = Int(text), (1...max(1, names.count)).contains(number) else { return nil }
    return number - 1
  }
}
