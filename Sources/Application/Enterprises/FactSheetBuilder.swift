import Catalog
import Domain
import Store

/// Puts together what is stored as one facts version: what was reported, what the enterprise row
/// says, and the size class that follows from both.
struct FactSheetBuilder {
  /// Paths that come from the enterprise row and nowhere else.
  static let registryPaths: Set<String> = [
    "enterprise.region", "enterprise.industry", "enterprise.registered_on",
  ]
  static let registrySource = "registry"
  /// 中小企业划型标准规定 (工信部联企业〔2011〕300号), computed here.
  static let classificationSource = "classification"
  /// Drawn from what is here: receivables, listing cases.
  static let drawnSource = "platform"
  /// What an enterprise or its sponsor showed in a listing case, and nobody confirmed yet.
  static let declaredSource = "declared"
  /// What an enterprise says of itself.
  static let enterpriseSource = "enterprise"
  /// Who says what is computed here: nobody reports under these names.
  static let ownSources: Set<String> = [
    registrySource, classificationSource, drawnSource, declaredSource,
  ]
  static let sizePath = "enterprise.size"

  let reference: ReferenceData

  /// - Parameters:
  ///   - sheet: the facts as they were or are reported.
  ///   - enterprise: the row whose attributes become facts.
  ///   - day: as-of date of an attribute that changed.
  ///   - source: who says so, for an attribute that changed.
  func sheet(
    _ sheet: FactSheet, of enterprise: EnterpriseRecord, on day: LegalDate,
    source: String = registrySource
  ) -> FactSheet {
    var result = sheet
    let attributes: [(String, FactValue)] = [
      ("enterprise.region", .text(enterprise.region)),
      ("enterprise.industry", .text(enterprise.industry)),
      ("enterprise.registered_on", .date(enterprise.registeredOn)),
    ]
    for (path, value) in attributes where result[path]?.value != value {
      result[path] = Fact(path: path, value: value, source: source, asOf: day)
    }
    classify(&result, industry: enterprise.industry)
    return result
  }

  /// What was drawn from what is here stands, whatever is reported: it changes with it.
  static func keepingDrawn(_ before: FactSheet, in reported: FactSheet) -> FactSheet {
    reported.merging(FactSheet(before.sorted.filter { $0.source == drawnSource }))
  }

  /// What an enterprise says of itself must be seen to come from it.
  static func source(of actor: Actor) -> String {
    actor.role == .enterprise ? enterpriseSource : registrySource
  }

  /// A size that somebody reported stands; a computed one follows its metrics.
  private func classify(_ sheet: inout FactSheet, industry: String) {
    if let given = sheet[Self.sizePath], given.source != Self.classificationSource { return }
    func integer(_ path: String) -> Fact? {
      sheet[path].flatMap { fact in
        if case .integer = fact.value { fact } else { nil }
      }
    }
    func value(_ fact: Fact?) -> Int64? {
      if case .integer(let value)? = fact?.value { value } else { nil }
    }
    let metrics = [
      integer("enterprise.insured_persons"), integer("finance.revenue_last_year_fen"),
      integer("finance.assets_fen"),
    ]
    sheet[Self.sizePath] = nil
    guard let code = IndustryCode(industry) else { return }
    let size = reference.sizes.classify(
      code,
      SizeMetrics(
        persons: value(metrics[0]), revenue: value(metrics[1]).flatMap { Fen($0) },
        assets: value(metrics[2]).flatMap { Fen($0) })
    ).size
    guard let size, let asOf = metrics.compactMap({ $0?.asOf }).min() else { return }
    sheet[Self.sizePath] = Fact(
      path: Self.sizePath, value: .text(size.rawValue), source: Self.classificationSource,
      asOf: asOf)
  }
}

extension FactSheet {
  /// Reads a stored sheet back. The registry gives each value its type; a path it does not know
  /// any more keeps the type its JSON form suggests, which leaves the digest as it was.
  init(stored body: [UInt8], registry: FactRegistry?) throws {
    var facts: [Fact] = []
    for element in try JSONParser.parse(body).arrayValue ?? [] {
      guard let parts = element.arrayValue, parts.count == 4, let path = parts[0].stringValue,
        let source = parts[2].stringValue,
        let asOf = parts[3].stringValue.flatMap({ LegalDate($0) })
      else { throw StoredDataError(what: "facts version") }
      let value: FactValue? =
        parts[1] == .null ? nil : try Self.value(parts[1], path: path, registry: registry)
      facts.append(Fact(path: path, value: value, source: source, asOf: asOf))
    }
    self.init(facts)
  }

  private static func value(
    _ json: JSON, path: String, registry: FactRegistry?
  ) throws -> FactValue {
    if let registry, case .success(let value) = registry.check(path: path, json: json, at: "") {
      return value
    }
    switch json {
    case .bool(let value): return .boolean(value)
    case .int(let value): return .integer(value)
    case .string(let value): return LegalDate(value).map(FactValue.date) ?? .text(value)
    case .array(let values): return .set(values.compactMap(\.stringValue).sorted())
    case .null, .object: throw StoredDataError(what: "facts version")
    }
  }
}

/// Something stored is not what this program writes: corruption, not input.
public struct StoredDataError: Error, Sendable, CustomStringConvertible {
  var what: String
  public var description: String { "stored \(what) cannot be read" }
}
