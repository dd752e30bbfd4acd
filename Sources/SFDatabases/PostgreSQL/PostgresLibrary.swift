import CPq
import SFLoading

/// The functions of libpq, which is opened when the first store needs it: linked, it and what it
/// brings would double the time in which a tool starts.
struct PostgresLibrary {
  let parse:
    @convention(c) (
      UnsafePointer<CChar>?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> UnsafeMutablePointer<PQconninfoOption>?
  let freeParsed: @convention(c) (UnsafeMutablePointer<PQconninfoOption>?) -> Void
  let free: @convention(c) (UnsafeMutableRawPointer?) -> Void
  let connect: @convention(c) (UnsafePointer<CChar>?) -> OpaquePointer?
  let status: @convention(c) (OpaquePointer?) -> ConnStatusType
  let errorMessage: @convention(c) (OpaquePointer?) -> UnsafeMutablePointer<CChar>?
  let finish: @convention(c) (OpaquePointer?) -> Void
  let setNoticeProcessor:
    @convention(c) (OpaquePointer?, PQnoticeProcessor?, UnsafeMutableRawPointer?) ->
      PQnoticeProcessor?
  let run:
    @convention(c) (
      OpaquePointer?, UnsafePointer<CChar>?, Int32, UnsafePointer<Oid>?,
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
    ) -> OpaquePointer?
  let nextResult: @convention(c) (OpaquePointer?) -> OpaquePointer?
  let putCopyData: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32
  let putCopyEnd: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Int32
  let resultStatus: @convention(c) (OpaquePointer?) -> ExecStatusType
  let errorField: @convention(c) (OpaquePointer?, Int32) -> UnsafeMutablePointer<CChar>?
  let rowCount: @convention(c) (OpaquePointer?) -> Int32
  let affected: @convention(c) (OpaquePointer?) -> UnsafeMutablePointer<CChar>?
  let value: @convention(c) (OpaquePointer?, Int32, Int32) -> UnsafeMutablePointer<CChar>?
  let length: @convention(c) (OpaquePointer?, Int32, Int32) -> Int32
  let isNull: @convention(c) (OpaquePointer?, Int32, Int32) -> Int32
  let clear: @convention(c) (OpaquePointer?) -> Void

  /// Whether an address says what the library itself shows to nobody; `nil` for what it takes for
  /// no address.
  func saysSecret(_ url: String) -> Bool? {
    var message: UnsafeMutablePointer<CChar>?
    let options = parse(url, &message)
    defer {
      freeParsed(options)
      free(message)
    }
    guard var option = options else { return nil }
    while option.pointee.keyword != nil {
      let isSecret = option.pointee.dispchar.map { String(cString: $0) } == "*"
      if isSecret, option.pointee.val != nil { return true }
      option += 1
    }
    return false
  }

  static let shared = Result { try PostgresLibrary() }

  private init() throws {
    let library = try LoadedLibrary(
      "libpq.so.5", version: 5, of: "libpq5", "which speaks to PostgreSQL")
    parse = try library.function("PQconninfoParse")
    freeParsed = try library.function("PQconninfoFree")
    free = try library.function("PQfreemem")
    connect = try library.function("PQconnectdb")
    status = try library.function("PQstatus")
    errorMessage = try library.function("PQerrorMessage")
    finish = try library.function("PQfinish")
    setNoticeProcessor = try library.function("PQsetNoticeProcessor")
    run = try library.function("PQexecParams")
    nextResult = try library.function("PQgetResult")
    putCopyData = try library.function("PQputCopyData")
    putCopyEnd = try library.function("PQputCopyEnd")
    resultStatus = try library.function("PQresultStatus")
    errorField = try library.function("PQresultErrorField")
    rowCount = try library.function("PQntuples")
    affected = try library.function("PQcmdTuples")
    value = try library.function("PQgetvalue")
    length = try library.function("PQgetlength")
    isNull = try library.function("PQgetisnull")
    clear = try library.function("PQclear")
  }
}
