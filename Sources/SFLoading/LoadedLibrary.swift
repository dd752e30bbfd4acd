import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A library of the system that is opened when its first function is needed: linked, it and what it
/// brings would make each start of a tool slower that only may need it.
package struct LoadedLibrary {
  private let handle: UnsafeMutableRawPointer
  private let name: String
  private let version: Int

  /// Opens `libNAME.so.N`; `purpose` says what for. Fails where it is not there (69), with the package
  /// that has it.
  package init(
    _ file: String, version: Int, of package: String, _ purpose: String
  ) throws(StageError) {
    name = String(file.prefix { $0 != "." })
    self.version = version
    guard let handle = dlopen(file, RTLD_NOW) else {
      throw StageError(
        .unavailable, "cannot open \(name), \(purpose): \(String(cString: dlerror()))",
        help: "install it: apt-get install \(package)")
    }
    self.handle = handle
  }

  /// A function by its name in C; the type is the caller's to know. Fails where another version has
  /// none (69).
  package func function<Function>(_ function: String) throws(StageError) -> Function {
    guard let symbol = dlsym(handle, function) else {
      throw StageError(
        .unavailable, "found no '\(function)' in \(name), expected version \(version)")
    }
    return unsafeBitCast(symbol, to: Function.self)
  }
}
