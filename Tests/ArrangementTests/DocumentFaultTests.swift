import Domain
import Testing

@testable import Arrangement

@Suite("Faults of the documents")
struct DocumentFaultTests {
  /// A copy of a shipped document with the value at a pointer changed; nil takes it away.
  private func codes(
    _ file: String, _ pointer: [String], _ value: JSON?, _ read: (JSON) throws -> Void
  ) throws -> [String] {
    let document = try ArrangementFixture.document("Schemas/arrangement/\(file).yaml")
    let changed = Self.changed(document, pointer[...], value)
    return ArrangementFixture.codes { try read(changed) }
  }

  private static func changed(
    _ json: JSON, _ pointer: ArraySlice<String>, _ value: JSON?
  ) -> JSON {
    guard let first = pointer.first else { return value ?? .null }
    let rest = pointer.dropFirst()
    switch json {
    case .object(var members):
      if rest.isEmpty {
        members[first] = value
      } else {
        members[first] = members[first].map { changed($0, rest, value) }
      }
      return .object(members)
    case .array(var elements):
      guard let index = Int(first), elements.indices.contains(index) else { return json }
      if rest.isEmpty, value == nil {
        elements.remove(at: index)
      } else {
        elements[index] = changed(elements[index], rest, value)
      }
      return .array(elements)
    case .null, .bool, .int, .string: return json
    }
  }

  @Test("a policy of receivables that cannot be meant is refused")
  func receivables() throws {
    func told(_ pointer: [String], _ value: JSON?) throws -> [String] {
      try codes("receivables", ["policies", "0"] + pointer, value) {
        _ = try ReceivablePolicies(json: $0)
      }
    }
    #expect(try told(["code"], "platform") == [])
    #expect(try told(["flags", "1", "flag"], "unlawful_contract") == ["duplicate_id"])
    #expect(try told(["flags", "1", "flag"], "strange") == ["unknown_value"])
    #expect(try told(["cross_aging_ppm", "value"], 0) == ["below_min"])
    #expect(try told(["concentration_ppm", "value"], 1_000_001) == ["above_max"])
    #expect(try told(["invoice_days_ceiling", "value"], 89) == ["order"])
    #expect(try told(["strong_concentration_ppm", "value"], 199_999) == ["order"])
    #expect(try told(["advance_ceiling_ppm", "value"], 799_999) == ["order"])
    #expect(try told(["lined_concentration", "value"], "both") == ["unknown_value"])
    #expect(try told(["near_days", "basis"], "habit") == ["unknown_value"])
    #expect(try told(["near_days", "citation"], nil) == ["missing_citation"])
    #expect(try told(["near_days"], nil) == ["required"])
    #expect(try told(["advance_ppm", "pledge"], nil) == ["required"])
    #expect(try told(["surprise"], 1) == ["unknown_member"])
    #expect(try told(["to"], "2019-12-31") == ["empty_range"])
  }

  @Test("limits of guarantors that cannot be meant are refused")
  func guarantors() throws {
    func told(_ pointer: [String], _ value: JSON?) throws -> [String] {
      try codes("guarantors", ["limits", "0"] + pointer, value) {
        _ = try GuarantorRules(json: $0)
      }
    }
    #expect(try told(["from"], "2018-04-02") == [])
    #expect(try told(["small_leverage", "milli"], 9_999) == ["order"])
    #expect(try told(["group", "ppm"], 99_999) == ["order"])
    #expect(try told(["weights", "0", "above_ppm"], 749_999) == ["order"])
    #expect(try told(["weights", "0", "above_ppm"], nil) == ["required", "missing_kind"])
    #expect(try told(["weights", "3"], nil) == ["missing_kind"])
    #expect(
      try told(["weights", "1", "kind"], "small_loan") == ["duplicate_id", "missing_kind"])
    #expect(try told(["controller"], nil) == ["missing_citation"])
    #expect(try told(["weight_base", "value"], "half") == ["unknown_value"])
  }

  @Test("a bridge fund that cannot be meant is refused")
  func bridges() throws {
    func told(_ pointer: [String], _ value: JSON?) throws -> [String] {
      try codes("bridge", ["funds", "0"] + pointer, value) { _ = try BridgeFunds(json: $0) }
    }
    #expect(try told(["code"], "anqing") == [])
    #expect(try told(["jurisdiction"], "anqing") == ["pattern"])
    #expect(try told(["gates", "1", "gate"], "no_direct_renewal") == ["duplicate_id"])
    #expect(try told(["year_days", "value"], 359) == ["below_min"])
    #expect(try told(["maximum_days", "value"], 0) == ["below_min"])
    #expect(try told(["capital_fen", "value"], .int(-1)) == ["below_min"])
  }
}
