import SFJournal
import Testing

@Suite struct LinePlacesTests {
  @Test func `a line of the stream has its place in a file`() {
    var places = LinePlaces()
    #expect(places.place(ofLine: 1) == nil)
    places.add(Array("header\n".utf8)[...], of: "a")
    places.add(Array("1\n2\n".utf8)[...], of: "a")
    places.add(Array("3\n".utf8)[...], of: "b")
    places.add(Array("4\n".utf8)[...], of: "b")
    let expected = [("a", 1), ("a", 2), ("a", 3), ("b", 2), ("b", 3)]
    for (index, place) in expected.enumerated() {
      let found = places.place(ofLine: index + 1)
      #expect(found?.file == place.0 && found?.line == place.1)
    }
  }
}
