import Domain
import Testing

@Suite("Object reader")
struct ObjectReaderTests {
  enum Colour: String, CaseIterable {
    case red
    case blue
  }

  @Test("every fault is reported with its pointer, not only the first")
  func allFaults() throws {
    let json = try JSONParser.parse(
      """
      {"name":7,"age":200,"tiny":-1,"colour":"green","born":"2026-02-30","tags":{},"extra/one":1,
       "long":"abcdef","empty":"","flag":"yes","inner":{"x":1,"odd":2}}
      """)
    var reader = ObjectReader(json, at: "/0")
    #expect(reader.requiredString("name") == nil)
    #expect(reader.requiredInteger("age", in: 0...150) == nil)
    #expect(reader.integer("tiny", in: 0...1) == nil)
    #expect(reader.choice("colour", of: Colour.self) == nil)
    #expect(reader.day("born") == nil)
    #expect(reader.array("tags") == nil)
    #expect(reader.string("long", maximumLength: 5) == nil)
    #expect(reader.string("empty") == nil)
    #expect(reader.boolean("flag") == nil)
    #expect(reader.requiredString("absent") == nil)
    let nested = reader.object("inner")
    var inner = try #require(nested)
    #expect(inner.integer("x") == 1)
    reader.merge(inner)
    let found = reader.finish().map { "\($0.pointer) \($0.code)" }
    #expect(
      found == [
        "/0/name type", "/0/age above_max", "/0/tiny below_min", "/0/colour unknown_value",
        "/0/born date", "/0/tags type", "/0/long too_long", "/0/empty empty", "/0/flag type",
        "/0/absent required", "/0/inner/odd unknown_member", "/0/extra~1one unknown_member",
      ])
  }

  @Test("a good object gives its values and no fault")
  func good() throws {
    let json = try JSONParser.parse(
      #"{"name":"a","age":5,"colour":"blue","born":"2026-02-28","tags":[1],"flag":true,"none":null}"#
    )
    var reader = ObjectReader(json)
    #expect(reader.requiredString("name") == "a")
    #expect(reader.requiredInteger("age", in: 5...5) == 5)
    #expect(reader.choice("colour", of: Colour.self) == .blue)
    #expect(reader.day("born")?.text == "2026-02-28")
    #expect(reader.array("tags") == [1])
    #expect(reader.boolean("flag") == true)
    #expect(reader.string("none") == nil)
    #expect(reader.finish().isEmpty)
  }

  @Test("null does not satisfy a required member, and too many elements are refused")
  func limits() throws {
    var reader = ObjectReader(try JSONParser.parse(#"{"a":null,"b":[1,2,3]}"#))
    #expect(reader.requiredInteger("a") == nil)
    #expect(reader.array("b", maximumCount: 2) == nil)
    #expect(reader.finish().map(\.code) == ["required", "too_many"])
  }

  @Test("anything but an object is one fault", arguments: ["[]", "1", "null", "\"x\""])
  func notAnObject(text: String) throws {
    var reader = ObjectReader(try JSONParser.parse(text), at: "/x")
    #expect(reader.finish().map { $0.pointer + " " + $0.code } == ["/x type"])
  }

  @Test("pointer tokens are escaped by RFC 6901")
  func escaping() {
    #expect(Pointer.escape("a/b~c~1") == "a~1b~0c~01")
    #expect(Pointer.escape("plain") == "plain")
    #expect(Fault("/b", "x", zh: "", en: "").under("/a").pointer == "/a/b")
  }
}
