import Foundation
import Seeds
import Testing

@testable import Postgres

@Suite("Values")
struct ValueTests {
  /// Sends a value, reads it back in binary and in text, and lets the server compare.
  private func roundTrip<T: PostgresCodable & Equatable>(
    _ value: T, _ connection: PostgresConnection, textToo: Bool = true
  ) async throws {
    let back = try await connection.queryOne("SELECT \(value)").decode(T.self)
    #expect(back == value)
    let none = try await connection.queryOne("SELECT \(T?.none)").decode(T?.self)
    #expect(none == nil)
    guard textToo else { return }
    let statement: Statement = "SELECT \(value)"
    let fromText = try await connection.queryOne(statement.textResults()).decode(T.self)
    #expect(fromText == value)
  }

  @Test("rows that were sent as one are the rows they were made of, and anything else is refused")
  func unnested() async throws {
    var random = SeededGenerator.announced("rows sent as one")
    try await withOwnConnection(try await freshDatabase()) { connection in
      _ = try await connection.query(
        "CREATE TABLE part (n integer, t text, u uuid, d date, b bytea, w timestamptz)")
      for count in [0, 1, 2, 57] {
        _ = try await connection.query("TRUNCATE part")
        for n in 0..<count {
          let body = Int.random(in: 0..<4, using: &random) == 0 ? nil : bytes(300, &random)
          let text = Bool.random(using: &random) ? "第 \(n) 行" : nil
          _ = try await connection.query(
            """
            INSERT INTO part VALUES (\(Int32(n)), \(text), gen_random_uuid(),
              date '2026-01-01' + \(Int32(n)), \(body), now())
            """)
        }
        let plain = try await connection.query("SELECT n, t, b, u, d, w FROM part ORDER BY n")
        let joined = try await connection.queryOne(
          """
          SELECT array_agg(n), array_agg(t), array_agg(octet_length(b)), string_agg(b, ''),
            array_agg(u), array_agg(d), array_agg(w) FROM (SELECT * FROM part ORDER BY n) p
          """
        ).unnested(joining: 3)
        let arrays = try await connection.queryOne(
          """
          SELECT array_agg(n), array_agg(t), array_agg(b), array_agg(u), array_agg(d), array_agg(w)
          FROM (SELECT * FROM part ORDER BY n) p
          """
        ).unnested()
        for rows in [joined, arrays] {
          #expect(rows.count == count)
          for (row, expected) in zip(rows, plain) {
            #expect(try row.int32(0) == expected.int32(0))
            #expect(try row.optionalText(1) == expected.optionalText(1))
            #expect(try row.decode(2, as: [UInt8]?.self) == expected.decode(2, as: [UInt8]?.self))
            #expect(row.wire(2) == expected.wire(2))
            #expect(try row.uuid(3) == expected.uuid(3))
            #expect(try row.date(4) == expected.date(4))
            #expect(try row.timestamp(5) == expected.timestamp(5))
          }
        }
      }
      let refused: [(Statement, Int?)] = [
        ("SELECT ARRAY[1, 2], ARRAY[1]", nil), ("SELECT ARRAY[[1, 2], [3, 4]]", nil),
        ("SELECT 1", nil), ("SELECT 'a text that is no array at all'", nil),
        ("SELECT ARRAY[1], NULL::integer[]", nil),
        ("SELECT ARRAY[1, 2], ARRAY[1, 2], '\\x0102'::bytea", 2),
        ("SELECT ARRAY[1, 2], ARRAY[1, 2], '\\x01020304'::bytea", 2),
        ("SELECT ARRAY[1, 2], ARRAY[-1, 4], '\\x010203'::bytea", 2),
        ("SELECT ARRAY[1, 2], ARRAY[1, 2]::bigint[], '\\x010203'::bytea", 2),
        ("SELECT ARRAY[1, 2], ARRAY[1, 2], 'abc'::text", 2),
      ]
      for (statement, joined) in refused {
        let row = try await connection.queryOne(statement)
        #expect(throws: PostgresError.self) { try row.unnested(joining: joined) }
      }
      let text = try await connection.queryOne(("SELECT ARRAY[1]" as Statement).textResults())
      #expect(throws: PostgresError.self) { try text.unnested() }
    }
  }

  private func bytes(_ most: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
  }

  @Test("readers of one type read what the general way reads, convert what fits, refuse the rest")
  func readersOfOneType() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let statement: Statement = """
        SELECT 7::smallint, 8::integer, 9::bigint, 'text'::text, 'short'::varchar(9),
          '\\x00ff'::bytea, '00000000-0000-7000-8000-000000000001'::uuid,
          '2026-01-02 03:04:05.000006+00'::timestamptz, NULL::integer, 70000::integer,
          'infinity'::timestamptz, 2::numeric
        """
      for row in [
        try await connection.queryOne(statement),
        try await connection.queryOne(statement.textResults()),
      ] {
        #expect(try row.int16(0) == 7)
        #expect(try row.int32(0) == 7)
        #expect(try row.int64(0) == 7)
        #expect(try row.int32(1) == 8)
        #expect(try row.int16(1) == 8)
        #expect(try row.int64(2) == 9)
        #expect(try row.int64(11) == 2)
        #expect(try row.text(3) == "text")
        #expect(try row.text(4) == "short")
        #expect(try row.uuid(6) == UUID(uuidString: "00000000-0000-7000-8000-000000000001"))
        #expect(row.isNull(8))
        #expect(!row.isNull(7))
        #expect(throws: PostgresError.self) { try row.int32(8) }
        #expect(throws: PostgresError.self) { try row.int16(9) }
        #expect(throws: PostgresError.self) { try row.uuid(3) }
        #expect(throws: PostgresError.self) { try row.int64(6) }
        #expect(throws: PostgresError.self) { try row.timestamp(10) }
        #expect(throws: PostgresError.self) { try row.int64(12) }
      }
      let row = try await connection.queryOne(statement)
      #expect(try row.bytes(5) == [0, 0xFF])
      #expect(try row.timestamp(7).microseconds == 1_767_323_045_000_006)
      #expect(try row.timestamp(7) == row.decode(7, as: PostgresTimestamp.self))
    }
  }

  @Test("of every type come back as they were sent")
  func roundTrips() async throws {
    var random = SeededGenerator.announced("values there and back")
    try await withOwnConnection(try await freshDatabase()) { connection in
      for _ in 0..<40 {
        try await roundTrip(Bool.random(using: &random), connection)
        try await roundTrip(Int16.random(in: .min ... .max, using: &random), connection)
        try await roundTrip(Int32.random(in: .min ... .max, using: &random), connection)
        try await roundTrip(Int64.random(in: .min ... .max, using: &random), connection)
        try await roundTrip(Int.random(in: .min ... .max, using: &random), connection)
        let double = Double(bitPattern: random.next())
        if !double.isNaN { try await roundTrip(double, connection) }
        try await roundTrip(randomText(&random), connection)
        try await roundTrip(randomUUID(&random), connection)
        let bytes = randomBytes(&random)
        try await roundTrip(bytes, connection)
        try await roundTrip(Data(bytes), connection)
        let instant = Int64.random(
          in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &random)
        try await roundTrip(PostgresTimestamp(microseconds: instant), connection, textToo: false)
        let day = Int32.random(in: -719_162...2_932_896, using: &random)
        try await roundTrip(PostgresDate(days: day), connection, textToo: false)
        let digits = Int64.random(in: .min ... .max, using: &random)
        let decimals = String(UInt32.random(in: 0...UInt32.max, using: &random))
        try await roundTrip(PostgresNumeric("\(digits).\(decimals)"), connection)
        let count = Int.random(in: 0..<20, using: &random)
        let array = (0..<count).map { _ in Int64.random(in: .min ... .max, using: &random) }
        try await roundTrip(array, connection, textToo: false)
        try await roundTrip(array.map { Int32(truncatingIfNeeded: $0) }, connection, textToo: false)
        try await roundTrip(array.map { Int16(truncatingIfNeeded: $0) }, connection, textToo: false)
        try await roundTrip(array.map { $0 > 0 }, connection, textToo: false)
        let optionals = array.map { $0 % 3 == 0 ? nil : $0 }
        try await roundTrip(optionals, connection, textToo: false)
        let texts = (0..<count).map { _ in randomText(&random) }
        try await roundTrip(texts, connection, textToo: false)
        try await roundTrip(texts.map { $0.isEmpty ? nil : $0 }, connection, textToo: false)
        let manyBytes = (0..<count).map { _ in randomBytes(&random) }
        try await roundTrip(manyBytes, connection, textToo: false)
        let identifiers = (0..<count).map { _ in randomUUID(&random) }
        try await roundTrip(identifiers, connection, textToo: false)
      }
    }
  }

  @Test("of date and time mean the same day and instant to the server")
  func calendar() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let (day, instant) = try await connection.queryOne(
        "SELECT date '1970-01-02', timestamptz '1970-01-01T00:00:01.5Z'"
      ).decode(PostgresDate.self, PostgresTimestamp.self)
      #expect(day.days == 1)
      #expect(instant.microseconds == 1_500_000)
      let text = try await connection.queryOne(
        "SELECT \(PostgresDate(days: 19_782))::text || ' ' || \(PostgresTimestamp(microseconds: -1))"
      ).decode(String.self)
      #expect(text == "2024-02-29 1969-12-31 23:59:59.999999+00")
      let endless = await postgresError {
        _ = try await connection.queryOne("SELECT timestamptz 'infinity'")
          .decode(PostgresTimestamp.self)
      }
      #expect(endless?.kind == .decoding)
    }
  }

  @Test(
    "of numeric keep every digit",
    arguments: [
      "0", "0.00", "1", "-1", "10000", "99999999.00010000", "-0.0001", "123456789012345678901234.5",
      "0.000000001", "NaN", "Infinity", "-Infinity", "1000000000000", "0.10",
    ])
  func numeric(_ text: String) async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let back = try await connection.queryOne("SELECT \(PostgresNumeric(text))")
      let value = try back.decode(PostgresNumeric.self).text
      let server = try await connection.queryOne("SELECT \(PostgresNumeric(text))::text")
      let serverText = try server.decode(String.self)
      #expect(value == text)
      #expect(serverText == text)
    }
  }

  @Test(
    "that are no numbers are refused as numeric, never taken for another number",
    arguments: [
      "", "-", ".", "1e5", "1.2.3", "٣", "0x10", " 1", "--1",
    ])
  func notNumeric(_ text: String) async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let error = await postgresError {
        try await connection.query("SELECT \(PostgresNumeric(text))")
      }
      #expect(error?.sqlState?.conditionClass == "22")
    }
  }

  @Test("of JSON come back, also from json, and a broken document is refused")
  func json() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let document = PostgresJSON(#"{"name": "融桥", "n": [1, 2.50]}"#)
      let (binary, old) = try await connection.queryOne(
        "SELECT \(document), \(document)::text::json"
      ).decode(PostgresJSON.self, PostgresJSON.self)
      #expect(binary.text == #"{"n": [1, 2.50], "name": "融桥"}"#)
      #expect(old == binary)
      let broken = await postgresError {
        try await connection.query("SELECT \(PostgresJSON("{"))")
      }
      #expect(broken?.sqlState?.rawValue == "22P02")
    }
  }

  @Test("that do not fit the type asked for are errors, not traps")
  func mismatches() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let row = try await connection.queryOne(
        "SELECT 70000::int8, NULL::int8, 'x'::text, ARRAY[[1,2],[3,4]]::int8[], 1.5::numeric")
      #expect(throws: PostgresError.self) { try row.decode(0, as: Int16.self) }
      #expect(throws: PostgresError.self) { try row.decode(1, as: Int64.self) }
      #expect(throws: PostgresError.self) { try row.decode(2, as: Int64.self) }
      #expect(throws: PostgresError.self) { try row.decode(2, as: UUID.self) }
      #expect(throws: PostgresError.self) { try row.decode(2, as: [Int64].self) }
      #expect(throws: PostgresError.self) { try row.decode(3, as: [Int64].self) }
      #expect(throws: PostgresError.self) { try row.decode(4, as: Int.self) }
      #expect(throws: PostgresError.self) { try row.decode(9, as: Int.self) }
      #expect(throws: PostgresError.self) { try row.decode("absent", as: Int.self) }
      #expect(throws: PostgresError.self) { try row.decode(Int.self, Int.self) }
      let double = try row.decode(4, as: Double.self)
      #expect(double == 1.5)
    }
  }

  @Test("of an enumeration travel by their raw value, and an unknown one is an error")
  func enumeration() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let stage = try await connection.queryOne("SELECT \(Stage.open)").decode(Stage.self)
      #expect(stage == .open)
      let stages = try await connection.queryOne("SELECT \([Stage.open, .closed])")
        .decode([Stage].self)
      #expect(stages == [.open, .closed])
      let row = try await connection.queryOne("SELECT 'elsewhere'")
      #expect(throws: PostgresError.self) { try row.decode(Stage.self) }
      try await connection.execute("CREATE TYPE mood AS ENUM ('calm', 'glad')")
      let mood = try await connection.queryOne("SELECT \(PostgresUntyped("glad"))::mood")
        .decode(String.self)
      #expect(mood == "glad")
    }
  }

  @Test("with a NUL character are refused by the server as text")
  func nulCharacter() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let error = await postgresError { try await connection.query("SELECT \("a\u{0}b")") }
      #expect(error?.sqlState?.rawValue == "22021")
      try await expectUsable(connection)
    }
  }

  private enum Stage: String, PostgresCodable, PostgresArrayElement {
    case open
    case closed
  }

  private func randomText(_ random: inout SeededGenerator) -> String {
    let alphabet = Array("abcXYZ019 '\"\\{},%$é融桥🙂\n\t")
    let count = Int.random(in: 0..<30, using: &random)
    return String((0..<count).map { _ in alphabet.randomElement(using: &random) ?? "a" })
  }

  private func randomBytes(_ random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0..<50, using: &random)).map { _ in
      UInt8.random(in: .min ... .max, using: &random)
    }
  }

  private func randomUUID(_ random: inout SeededGenerator) -> UUID {
    var bytes: [UInt8] = []
    bytes.appendBigEndian(random.next())
    bytes.appendBigEndian(random.next())
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
