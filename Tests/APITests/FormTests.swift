import Application
import Domain
import Seeds
import Testing

@testable import API

@Suite("Small forms")
struct FormTests {
  @Test("base64url gives back every byte string, and takes one spelling only")
  func base64URL() {
    var random = SeededGenerator.announced("base64url")
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "count \(count)")
    }
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    for bad in ["A", "AB", "AA=", "A+", "A/", "A A", "-_9"] {
      #expect(Base64URL.decode(bad) == nil, "\(bad)")
    }
  }

  @Test("the first invalid byte of UTF-8 is found where a decoder stops")
  func firstInvalidUTF8() {
    #expect(ByteGuess.firstInvalidUTF8(Array("融a桥😀".utf8)) == nil)
    #expect(ByteGuess.firstInvalidUTF8([0x61, 0xFF]) == 1)
    #expect(ByteGuess.firstInvalidUTF8([0xC0, 0x80]) == 0)
    #expect(ByteGuess.firstInvalidUTF8([0xE0, 0x80, 0x80]) == 0)
    #expect(ByteGuess.firstInvalidUTF8([0xED, 0xA0, 0x80]) == 0)
    #expect(ByteGuess.firstInvalidUTF8([0xF4, 0x90, 0x80, 0x80]) == 0)
    #expect(ByteGuess.firstInvalidUTF8([0x61, 0xE8, 0x9E]) == 1)
  }

  @Test("bytes look like GBK only when all of them fit its pairs")
  func gbk() {
    #expect(ByteGuess.looksLikeGBK([0xC8, 0xDA, 0x41]))
    #expect(!ByteGuess.looksLikeGBK(Array("plain".utf8)))
    #expect(!ByteGuess.looksLikeGBK([0xFF, 0x41]))
    #expect(!ByteGuess.looksLikeGBK([0xC8]))
    #expect(!ByteGuess.looksLikeGBK([0xC8, 0x20]))
  }
}
