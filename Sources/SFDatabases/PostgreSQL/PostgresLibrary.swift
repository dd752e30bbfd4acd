import CPq
import SFCore
import SFStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
    guard let handle = dlopen("libpq.so.5", RTLD_NOW) else {
      throw StoreError(
        .unavailable,
        "cannot open libpq, which speaks to PostgreSQL: \(String(cString: dlerror()))",
        help: "install it: apt-get install libpq5")
    }
    func function<Function>(_ name: String) throws -> Function {
      guard let symbol = dlsym(handle, name) else {
        throw StoreError(.unavailable, "found no '\(name)' in libpq, expected version 5")
      }
      return unsafeBitCast(symbol, to: Function.self)
    }
    parse = try function("PQconninfoParse")
    freeParsed = try function("PQconninfoFree")
    free = try function("PQfreemem")
    connect = try function("PQconnectdb")
    status = try function("PQstatus")
    errorMessage = try function("PQerrorMessage")
    finish = try function("PQfinish")
    setNoticeProcessor = try function("PQsetNoticeProcessor")
    run = try function("PQexecParams")
    nextResult = try function("PQgetResult")
    putCopyData = try function("PQputCopyData")
    putCopyEnd = try function("PQputCopyEnd")
    resultStatus = try function("PQresultStatus")
    errorField = try function("PQresultErrorField")
    rowCount = try function("PQntuples")
    affected = try function("PQcmdTuples")
    value = try function("PQgetvalue")
    length = try function("PQgetlength")
    isNull = try function("PQgetisnull")
    clear = try function("PQclear")
  }
}
