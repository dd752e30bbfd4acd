import CPq
import SFCore
import SFStore

/// A connection to a server: statements with binary parameters and binary results.
final class PostgresConnection {
  enum Value {
    case integer(Int64)
    case text(String)
  }

  private let library: PostgresLibrary
  private let connection: OpaquePointer?
  /// As messages name it, without a password.
  let name: String

  init(url: String, name: String) throws {
    library = try PostgresLibrary.shared.get()
    self.name = name
    // Its own words would repeat what it was given.
    guard let saysSecret = library.saysSecret(url) else {
      throw StoreError(
        .configuration, "cannot read '\(name)', expected an address as libpq takes it")
    }
    if saysSecret { throw StoreError.secret(in: name) }
    connection = library.connect(url)
    guard library.status(connection) == CONNECTION_OK else {
      throw StoreError(
        .unavailable,
        "cannot connect to '\(name)': \(Self.line(library.errorMessage(connection)))")
    }
    // Notices are not for the users of this tool.
    _ = library.setNoticeProcessor(connection, { _, _ in }, nil)
  }

  deinit { library.finish(connection) }

  private static func line(_ text: UnsafeMutablePointer<CChar>?) -> String {
    guard let text else { return "it does not say why" }
    let lines = String(cString: text).split(separator: "\n")
    return lines.joined(separator: " ").replacing("\t", with: " ")
  }

  // MARK: Statements

  @discardableResult
  func run(_ sql: String, _ values: [Value] = []) throws -> PostgresRows {
    var bytes: [[CChar]] = []
    var types: [Oid] = []
    for value in values {
      switch value {
      case .integer(let number):
        bytes.append(withUnsafeBytes(of: number.bigEndian) { $0.map(CChar.init(bitPattern:)) })
        types.append(20)
      case .text(let text):
        bytes.append(text.utf8.map(CChar.init(bitPattern:)))
        types.append(25)
      }
    }
    let lengths = bytes.map { Int32($0.count) }
    // An empty text has an address, too: none would be NULL.
    var all: [CChar] = []
    for part in bytes { all += part + [0] }
    let result = all.withUnsafeBufferPointer { all -> OpaquePointer? in
      var start = 0
      let places = bytes.map { part -> UnsafePointer<CChar>? in
        defer { start += part.count + 1 }
        return all.baseAddress.map { $0 + start }
      }
      return library.run(
        connection, sql, Int32(values.count), types, places, lengths,
        values.map { _ in 1 }, 1)
    }
    return try rows(result, sql)
  }

  private func rows(_ result: OpaquePointer?, _ sql: String) throws -> PostgresRows {
    let status = library.resultStatus(result)
    guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN].contains(status) else {
      defer { library.clear(result) }
      throw failure(result)
    }
    return PostgresRows(result, library)
  }

  private func failure(_ result: OpaquePointer?) -> StoreError {
    let state = library.errorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
    let text =
      library.errorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
      ?? Self.line(library.errorMessage(connection))
    let status: ExitStatus =
      switch state?.prefix(2) {
      // Insufficient resources, of which a full disk is one; operator intervention; connection.
      case "53": .inputOutput
      case "57", "08": .unavailable
      case nil: .unavailable
      case "28": .refused
      case "22": .badData
      case "40", "55": .tryAgain
      default: state == "42501" ? .refused : .inputOutput
      }
    return StoreError(status, "'\(name)': \(text)\(state.map { " (\($0))" } ?? "")")
  }

  /// Sends rows in the binary form of COPY; `sql` begins it.
  func copy(_ sql: String, _ bytes: [UInt8]) throws {
    try run(sql)
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(1 << 20)
      let sent = part.withUnsafeBytes {
        library.putCopyData(
          connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
      }
      guard sent == 1 else { throw failure(nil) }
      rest = rest.dropFirst(part.count)
    }
    guard library.putCopyEnd(connection, nil) == 1 else { throw failure(nil) }
    var failed: StoreError?
    while let result = library.nextResult(connection) {
      if library.resultStatus(result) != PGRES_COMMAND_OK { failed = failure(result) }
      library.clear(result)
    }
    if let failed { throw failed }
  }
}

/// The rows of a result, in binary.
final class PostgresRows {
  private let result: OpaquePointer?
  private let library: PostgresLibrary

  fileprivate init(_ result: OpaquePointer?, _ library: PostgresLibrary) {
    self.result = result
    self.library = library
  }

  deinit { library.clear(result) }

  var count: Int { Int(library.rowCount(result)) }

  /// The rows that a statement has changed.
  var affected: Int { library.affected(result).flatMap { Int(String(cString: $0)) } ?? 0 }

  /// Eight bytes: an integer, or the bits of a real; `nil` for NULL.
  func word(_ row: Int, _ column: Int) -> Int64? {
    let (row, column) = (Int32(row), Int32(column))
    guard library.isNull(result, row, column) == 0,
      library.length(result, row, column) == 8, let value = library.value(result, row, column)
    else { return nil }
    return Int64(bigEndian: UnsafeRawPointer(value).loadUnaligned(as: Int64.self))
  }

  func text(_ row: Int, _ column: Int) -> String? {
    let (row, column) = (Int32(row), Int32(column))
    guard library.isNull(result, row, column) == 0,
      let value = library.value(result, row, column)
    else { return nil }
    let bytes = UnsafeRawBufferPointer(
      start: value, count: Int(library.length(result, row, column)))
    return String(decoding: bytes, as: UTF8.self)
  }
}
