import Catalog
import Domain
import Policy
import Testing

/// Small packs as inline files, and ways to break them.
enum PackFixture {
  /// The line numbers of tests count from here.
  static let national = """
    code: cn
    jurisdiction: {code: CN, name: {zh: 国家, en: national}}
    parameters:
      - id: fee_cap
        unit: ppm
        label: {zh: 担保费上限, en: fee cap}
        citation: {document: 办法, tag: S}
        values:
          - {from: 2019-01-01, to: 2024-12-31, value: 15000}
          - {from: 2025-01-01, to: 2025-12-31, value: 10000, verified: false}
          - from: 2026-01-01
            value: 8000
            citation: {document: 新办法, clause: 第三条, tag: K}
    subsidies:
      - id: interest
        label: {zh: 贴息, en: interest subsidy}
        families: [tax_credit]
        kind: interest_share
        ppm: 300000
        cap_fen: 10000000
        cap_firm_fen: 50000000
        used: tax.paid_last_year_fen
        criteria:
          - id: grade
            fact: tax.credit_grade
            op: in
            value: [A, B]
            citation: {document: 办法, tag: S}
        certain: true
        paid: at_end
        group: interest
        effective: {from: 2024-01-01, to: 2026-12-31}
        citation: {document: 办法, clause: 第五条, tag: S}
      - {id: fees, label: {zh: 保费补贴, en: fee subsidy}, kind: fee_share, fees: [guarantee_fee], ppm: 500000, certain: false, paid: yearly, effective: {from: 2025-01-01}, citation: {document: 办法, tag: S}}
    """

  /// A pack of a division with one parameter, and subsidies of the national ids.
  static func local(
    _ code: String, _ region: String, overrides: String? = "cn", fee: Int = 5_000,
    subsidy: (id: String, ppm: Int, from: String)? = nil
  ) -> SourceFile {
    var text = "code: \(code)\n"
    if let overrides { text += "overrides: \(overrides)\n" }
    text += """
      jurisdiction: {code: \(region), name: {zh: 地方, en: local}}
      parameters:
        - {id: fee_cap, unit: ppm, label: {zh: 上限, en: cap}, citation: {document: 细则, tag: S}, values: [{from: 2025-03-01, to: 2025-08-31, value: \(fee)}]}

      """
    if let subsidy {
      text += """
        subsidies:
          - {id: \(subsidy.id), label: {zh: 贴息, en: subsidy}, families: [mortgage], kind: interest_share, ppm: \(subsidy.ppm), certain: true, paid: at_end, group: interest, effective: {from: \(subsidy.from)}, citation: {document: 细则, tag: S}}

        """
    }
    return SourceFile(name: "\(code).yaml", text: text)
  }

  static func file(_ text: String = national) -> SourceFile {
    SourceFile(name: "cn.yaml", text: text)
  }

  static func set(_ files: [SourceFile]) throws -> PolicySet { try PolicySet.read(files: files) }

  /// What a reading complains about; empty when it does not.
  static func faults(
    _ files: [SourceFile], registry: FactRegistry? = nil, families: Set<String>? = nil
  ) -> [CatalogFault] {
    do throws(CatalogFaults) {
      _ = try PolicySet.read(files: files, registry: registry, families: families)
      return []
    } catch {
      return error.list
    }
  }

  /// `text` with the only occurrence of `old` replaced; otherwise the test would test nothing.
  static func replaced(_ text: String, _ old: String, _ new: String) -> String {
    let parts = text.split(separator: old, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      Issue.record("must stand in the text once: \(old)")
      return text
    }
    return parts[0] + new + parts[1]
  }

  static func day(_ text: String) throws -> LegalDate { try #require(LegalDate(text)) }
}
