#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where the ledger of a venue is.
public enum LedgerPlace {
  /// The file that a name means: of a directory the ledger of its session, or of its stage.
  public static func path(of name: String) -> String {
    var status = stat()
    guard stat(name, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return name }
    let inStage = "\(name)/ledger"
    return access(inStage, F_OK) == 0 ? inStage : "\(name)/broker/ledger"
  }
}
