import SFDigest
import Testing

/// The examples of FIPS 180-4.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `of a text`(text: String, digits: String) throws {
    #expect(try SHA256Library.open().hexadecimal(of: Array(text.utf8)) == digits)
  }

  @Test(arguments: [1, 63, 64, 65, 1000, 1_000_000])
  func `of a million bytes in pieces of any size`(size: Int) throws {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    var hash = SHA256(try SHA256Library.open())
    for start in stride(from: 0, to: text.count, by: size) {
      text[start..<min(start + size, text.count)].withUnsafeBytes { hash.update($0) }
    }
    let found = hash.hexadecimal()
    #expect(found == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
