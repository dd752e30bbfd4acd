import SFCore
import Testing

@Suite struct AddressSecretTests {
  @Test(arguments: [
    (
      "postgres://me:secret@host:5432/db?password=x&sslmode=require",
      "postgres://me@host:5432/db?sslmode=require"
    ),
    ("postgres://u:s3cret%zz@127.0.0.1:1/db", "postgres://u@127.0.0.1:1/db"),
    ("postgres://u:s3?cret@127.0.0.1:1/db", "postgres://u@127.0.0.1:1/db"),
    ("postgres://u:s3/cret@h/db", "postgres://u@h/db"),
    ("postgres://u:a@b@h/db", "postgres://u@h/db"),
    ("postgres://u:12345@h/db", "postgres://u@h/db"),
    ("postgres://h:1/db?sslpassword=x", "postgres://h:1/db"),
    ("postgres://h:1/db?a=b&pass%77ord=x", "postgres://h:1/db?a=b"),
    ("POSTGRES://u:x@h/db", "POSTGRES://u@h/db"), ("http://u:x@h:9/p", "http://u@h:9/p"),
    ("https://h/p?signature=abc&n=1", "https://h/p?n=1"),
    ("https://h/p?api_key=abc&n=1", "https://h/p?n=1"), ("https://h/?apiKey=a", "https://h/"),
    ("https://h/p?n=1&X-API-Key=abc", "https://h/p?n=1"), ("https://h/?key=a", "https://h/"),
  ])
  func `is found and shown to nobody`(address: String, shown: String) {
    #expect(AddressSecret.isIn(address))
    #expect(AddressSecret.without(address) == shown)
    #expect("cannot read '\(address)': no".withoutSecrets == "cannot read '\(shown)': no")
  }

  @Test(arguments: [
    "postgres://u@h:5432/db", "postgres:///db?host=/tmp&user=me", "market.db", "http://h:80/a", "",
    "https://data.example/x?symbol=A", "a://", "://", "postgres://h:5432/db?options=a",
    "postgres://h/db?sslkey=client.key", "https://h/?keys=2",
  ])
  func `nothing is none`(address: String) {
    #expect(!AddressSecret.isIn(address))
    #expect(AddressSecret.without(address) == address)
    #expect("\(address) and 'http://a/b'".withoutSecrets == "\(address) and 'http://a/b'")
  }

  @Test func `each address of a text is shown without its own`() {
    #expect("a://u:p@h b://v:q@i, 'c://w:r@j'".withoutSecrets == "a://u@h b://v@i, 'c://w@j'")
  }
}
