import Domain
import Foundation
import Testing

@testable import Sealing

@Suite("Sealing")
struct SealingTests {
  private let enterprise = EnterpriseID(
    UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
  private let other = EnterpriseID(
    UUID(uuid: (9, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
  private let body = Array(#"[["tax.credit_grade","A","enterprise","2026-11-20"]]"#.utf8)

  private func keys(_ lines: [String]) throws -> MasterKeys {
    try MasterKeys(text: lines.joined(separator: "\n"))
  }

  private func facts(_ body: [UInt8], version: Int = 1, key: [UInt8]?) -> SealedFacts {
    SealedFacts(
      enterprise: enterprise, version: version, body: body[...], key: key.map { $0[...] })
  }

  @Test("what a key sealed opens as it was, and never looks the same twice")
  func roundTrip() throws {
    let master = try keys([MasterKeys.makeLine()])
    let (key, wrapped) = master.makeDataKey(of: enterprise)
    #expect(wrapped.count == MasterKeys.wrappedBytes && MasterKeys.wrappedBytes == 69)
    let sealed = key.seal(facts: body, version: 1)
    #expect(sealed != key.seal(facts: body, version: 1))
    #expect(sealed.count == body.count + 29)
    #expect(Array(try master.open(facts(sealed, key: wrapped))) == body)
    let text = key.seal(text: "财务室 0551", of: enterprise.uuid)
    #expect(
      try master.open(
        SealedText(enterprise: enterprise, subject: enterprise.uuid, body: text, key: wrapped))
        == "财务室 0551")
    let digest = Digest(ofBytes: body)
    let answer = key.seal(answer: body, to: digest)
    #expect(try master.open(answer: answer, to: digest, of: enterprise, key: wrapped) == body)
  }

  @Test(
    "the known answer of AES-256-GCM opens (McGrew and Viega 2005, test case 16), no bit otherwise")
  func knownAnswer() throws {
    func bytes(_ text: String) throws -> [UInt8] { try #require(Hexadecimal.bytes(text)) }
    let key = try bytes(String(repeating: "feffe9928665731c6d6a8f9467308308", count: 2))
    let nonce = try bytes("cafebabefacedbaddecaf888")
    let plain = try bytes(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
        + "b16aedf5aa0de657ba637b39")
    let sealed = try bytes(
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
        + "c5f61e6393ba7a0abcc9f662")
    let tag = try bytes("76fc6ece0f4e1768cddf8853bb2d551b")
    let authenticated = try bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    func open(_ parts: [[UInt8]]) -> (isRight: Bool, plain: [UInt8]) {
      var plain = [UInt8](repeating: 0xAA, count: parts[0].count)
      let isRight = plain.withUnsafeMutableBytes { plain in
        parts[0].withUnsafeBytes { sealed in
          parts[1].withUnsafeBytes { nonce in
            parts[2].withUnsafeBytes { tag in
              parts[3].withUnsafeBytes { key in
                GaloisCounter.open(
                  sealed, nonce: nonce, tag: tag, key: key, authenticating: parts[4], into: plain)
              }
            }
          }
        }
      }
      return (isRight, plain)
    }
    let parts = [sealed, nonce, tag, key, authenticated]
    #expect(open(parts) == (true, plain))
    for part in parts.indices {
      for bit in 0..<parts[part].count * 8 {
        var other = parts
        other[part][bit / 8] ^= 1 << (bit % 8)
        let result = open(other)
        #expect(!result.isRight && result.plain.allSatisfy { $0 == 0 }, "part \(part), bit \(bit)")
      }
    }
  }

  @Test("facts of any length open as they were; cut short or with a bit changed they do not")
  func lengths() throws {
    let master = try keys([MasterKeys.makeLine()])
    let (key, wrapped) = master.makeDataKey(of: enterprise)
    for length in Array(1...70) + [1_559, 1_560, 65_537] {
      let body = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let sealed = key.seal(facts: body, version: 1)
      #expect(Array(try master.open(facts(sealed, key: wrapped))) == body)
      #expect(try key.open(facts: sealed[...], version: 1) == body)
      for place in [1, 13, sealed.count - 1] {
        var other = sealed
        other[place] ^= 0x40
        #expect(throws: SealingError.damaged) { try master.open(facts(other, key: wrapped)) }
      }
      for short in [sealed.dropLast(), sealed.prefix(28), sealed.prefix(1)] {
        #expect(throws: SealingError.damaged) { try master.open(facts(Array(short), key: wrapped)) }
      }
    }
    for place in wrapped.indices.dropFirst(9) {
      var other = wrapped
      other[place] ^= 1
      let sealed = key.seal(facts: body, version: 1)
      #expect(throws: SealingError.damaged) { try master.open(facts(sealed, key: other)) }
    }
  }

  @Test("what was sealed for one thing opens as nothing else")
  func bound() throws {
    let master = try keys([MasterKeys.makeLine()])
    let (key, wrapped) = master.makeDataKey(of: enterprise)
    let sealed = key.seal(facts: body, version: 1)
    #expect(throws: SealingError.damaged) {
      try master.open(facts(sealed, version: 2, key: wrapped))
    }
    #expect(throws: SealingError.damaged) { try master.unwrap(wrapped[...], of: other) }
    let (_, another) = master.makeDataKey(of: enterprise)
    #expect(throws: SealingError.damaged) { try master.open(facts(sealed, key: another)) }
    #expect(throws: SealingError.damaged) {
      try master.open(
        SealedText(enterprise: enterprise, subject: enterprise.uuid, body: sealed, key: wrapped))
    }
    let answer = key.seal(answer: body, to: Digest(ofBytes: body))
    #expect(throws: SealingError.damaged) {
      try master.open(answer: answer, to: Digest(ofBytes: [1]), of: enterprise, key: wrapped)
    }
  }

  @Test("a changed byte anywhere is noticed", arguments: [0, 1, 12, 13, 40, -1])
  func tampered(place: Int) throws {
    let master = try keys([MasterKeys.makeLine()])
    let (key, wrapped) = master.makeDataKey(of: enterprise)
    var sealed = key.seal(facts: body, version: 1)
    let index = place < 0 ? sealed.count + place : place
    sealed[index] ^= 0x02
    // Without its mark it counts as plain, and is no JSON then.
    guard place != 0 else {
      #expect(Array(try master.open(facts(sealed, key: wrapped))) != body)
      return
    }
    #expect(throws: SealingError.damaged) { try master.open(facts(sealed, key: wrapped)) }
    var changed = wrapped
    changed[index < changed.count ? max(9, index) : 68] ^= 0x02
    #expect(throws: SealingError.damaged) { try master.unwrap(changed[...], of: enterprise) }
  }

  @Test("without its key, or its body, it is erased; what was never sealed stays readable")
  func erased() throws {
    let master = try keys([MasterKeys.makeLine()])
    let (key, wrapped) = master.makeDataKey(of: enterprise)
    let sealed = key.seal(facts: body, version: 1)
    #expect(throws: SealingError.erased) { try master.open(facts(sealed, key: nil)) }
    #expect(throws: SealingError.erased) { try master.open(facts([], key: wrapped)) }
    #expect(Array(try master.open(facts(body, key: nil))) == body)
    #expect(throws: SealingError.erased) {
      try master.open(answer: [], to: Digest(ofBytes: []), of: enterprise, key: nil)
    }
  }

  @Test("master keys follow each other: the new one wraps, the old one unwraps until it is gone")
  func rotation() throws {
    let (old, new) = (MasterKeys.makeLine(), MasterKeys.makeLine())
    let before = try keys([old])
    let (key, wrapped) = before.makeDataKey(of: enterprise)
    let sealed = key.seal(facts: body, version: 3)
    let both = try keys([new, old])
    #expect(Array(try both.open(facts(sealed, version: 3, key: wrapped))) == body)
    let rewrapped = try #require(try both.rewrap(wrapped[...], of: enterprise))
    #expect(try both.rewrap(rewrapped[...], of: enterprise) == nil)
    let after = try keys([new])
    #expect(Array(try after.open(facts(sealed, version: 3, key: rewrapped))) == body)
    #expect(throws: SealingError.unknownMasterKey(before.names[0])) {
      try after.open(facts(sealed, version: 3, key: wrapped))
    }
    #expect(both.names == after.names + before.names)
  }

  @Test("a file of keys says which line is wrong, and never what is in it")
  func files() throws {
    let line = MasterKeys.makeLine()
    let good = try keys(["# a remark", "", "  \(line)  ", MasterKeys.makeLine(), ""])
    #expect(good.names.count == 2)
    let bad: [(lines: [String], line: Int?)] = [
      ([], nil), (["# nothing"], nil), ([line, "c2hvcnQ="], 2), ([line, "", line], 3),
      ([line, "no base64 at all"], 2),
      ((0...MasterKeys.maximumCount).map { _ in MasterKeys.makeLine() }, nil),
    ]
    for (lines, number) in bad {
      do {
        _ = try keys(lines)
        Issue.record("taken: \(lines.count) lines")
      } catch let error as MasterKeys.FileError {
        #expect(error.line == number)
        #expect(!lines.contains { $0.count > 20 && error.description.contains($0) })
      }
    }
  }

  @Test(
    "a secret's file is its owner's alone, is made once, and is refused when others may read it")
  func secretFile() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rongqiao-secret-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("keys").path
    #expect(try SecretFile.read(path, maximumBytes: 10) == nil)
    #expect(try SecretFile.readOrCreate(path, maximumBytes: 10) { [1, 2, 3] } == [1, 2, 3])
    #expect(try SecretFile.readOrCreate(path, maximumBytes: 10) { [4] } == [1, 2, 3])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: SecretFile.Failure.self) { try SecretFile.read(path, maximumBytes: 2) }
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(throws: SecretFile.Failure.self) { try SecretFile.read(path, maximumBytes: 10) }
    #expect(throws: SecretFile.Failure.self) { try SecretFile.read(folder.path, maximumBytes: 10) }
  }
}
