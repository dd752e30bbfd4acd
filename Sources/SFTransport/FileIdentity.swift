#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A regular file, by whatever name or link: two names of one file have the same identity.
package struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  /// The file that an input of that name is; `nil` for none, and for what is no regular file.
  package init?(input name: String) { self.init(name, standard: 0) }

  /// The file that an output of that name is; `nil` where none is there yet.
  package init?(output name: String) { self.init(name, standard: 1) }

  private init?(_ name: String, standard: Int32) {
    var status = stat()
    let endpoint = Endpoint(name)
    let code: Int32
    if endpoint == .standard {
      code = fstat(standard, &status)
    } else if case .descriptor(let descriptor) = endpoint {
      code = fstat(descriptor, &status)
    } else {
      code = stat(name, &status)
    }
    guard code == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
