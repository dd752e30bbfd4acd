import CCrypto
import SFLoading

/// The functions of libcrypto that make a SHA-256 (FIPS 180-4), opened when the first is needed.
package struct SHA256Library: @unchecked Sendable {
  fileprivate let newContext: @convention(c) () -> OpaquePointer?
  fileprivate let endContext: @convention(c) (OpaquePointer?) -> Void
  fileprivate let begin: @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Int32
  fileprivate let update: @convention(c) (OpaquePointer?, UnsafeRawPointer?, Int) -> Int32
  fileprivate let finish:
    @convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt32>?) ->
      Int32
  fileprivate let algorithm: OpaquePointer?

  private static let shared = Result { try SHA256Library() }

  /// Fails where there is no libcrypto (69).
  package static func open() throws -> SHA256Library { try shared.get() }

  private init() throws {
    let library = try LoadedLibrary(
      "libcrypto.so.3", version: 3, of: "libssl3", "which makes a SHA-256")
    newContext = try library.function("EVP_MD_CTX_new")
    endContext = try library.function("EVP_MD_CTX_free")
    begin = try library.function("EVP_DigestInit_ex")
    update = try library.function("EVP_DigestUpdate")
    finish = try library.function("EVP_DigestFinal_ex")
    let find: @convention(c) () -> OpaquePointer? = try library.function("EVP_sha256")
    algorithm = find()
  }

  /// 64 hexadecimal digits.
  package func hexadecimal(of bytes: [UInt8]) -> String {
    var hash = SHA256(self)
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.hexadecimal()
  }
}

/// SHA-256 of bytes that come in pieces.
package struct SHA256: ~Copyable {
  private let library: SHA256Library
  private let context: OpaquePointer

  package init(_ library: SHA256Library) {
    // It fails only where memory is at its end or the library has no SHA-256, which none lacks.
    guard let context = library.newContext(), library.begin(context, library.algorithm, nil) == 1
    else { preconditionFailure("libcrypto begins no SHA-256") }
    (self.library, self.context) = (library, context)
  }

  deinit { library.endContext(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(library.update(context, bytes.baseAddress, bytes.count) == 1)
  }

  /// 64 hexadecimal digits.
  package consuming func hexadecimal() -> String {
    let digest = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      var written: UInt32 = 0
      precondition(library.finish(context, buffer.baseAddress, &written) == 1)
      count = Int(written)
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
