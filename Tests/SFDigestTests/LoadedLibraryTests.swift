import SFCore
import SFLoading
import Testing

/// What is not on this machine is said with the package that has it.
@Suite struct LoadedLibraryTests {
  @Test func `a library that is not there`() {
    let error = #expect(throws: StageError.self) {
      try LoadedLibrary("libnowhere.so.7", version: 7, of: "libnowhere7", "which does nothing")
    }
    #expect(error?.exitStatus == .unavailable)
    let found = "cannot open libnowhere, which does nothing: libnowhere.so.7"
    #expect(error?.message.hasPrefix(found) == true, "\(error?.message ?? "")")
    #expect(error?.help == "install it: apt-get install libnowhere7")
  }

  @Test func `a function that it does not have, and one that it has`() throws {
    let library = try LoadedLibrary("libcrypto.so.3", version: 3, of: "libssl3", "of this test")
    let error = #expect(throws: StageError.self) {
      let _: @convention(c) () -> Void = try library.function("SHA_of_nobody")
    }
    #expect(error?.message == "found no 'SHA_of_nobody' in libcrypto, expected version 3")
    let number: @convention(c) () -> UInt = try library.function("OpenSSL_version_num")
    #expect(number() >> 28 == 3)
  }
}
