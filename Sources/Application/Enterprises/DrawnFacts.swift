import Catalog
import Domain
import Postgres
import Store

/// What a fact says that follows from what is here: receivables, listing cases, reports.
enum DrawnValue: Equatable {
  case known(FactValue)
  /// The enterprise, or who acts for it, showed it, and nobody else confirmed it: it fills what nobody or
  /// only the enterprise said, and stands behind every other source.
  case declared(FactValue)
  /// Somebody reported it as of a day; what others say of a later one stands.
  case reported(FactValue, asOf: LegalDate)
  /// It is known that there is none.
  case nothing
  case unknown
}

extension Application {
  /// Writes facts that follow from what is here as the next version of a locked enterprise's facts, if they
  /// say anything new, and has its open needs matched again.
  ///
  /// - Parameters:
  ///   - author: which part of the service draws them.
  ///   - values: by path, of the facts as they are; paths that the registry does not know are left out.
  /// - Returns: the enterprise and its facts as they are then.
  func drawFacts(
    of old: EnterpriseRecord, _ registry: FactRegistry, at now: Instant, by author: String,
    writer: inout EventWriter, _ session: any PostgresSession,
    _ values: (FactSheet) -> [(path: String, value: DrawnValue)]
  ) async throws -> (EnterpriseRecord, FactSheet) {
    let before = try await factSheet(of: old.id, version: old.factsVersion, registry, session)
    var reported = before
    for (path, value) in values(before) where registry.definitions[path] != nil {
      Self.put(value, at: path, on: now.legalDate, in: &reported)
    }
    let after = FactSheetBuilder(reference: reference).sheet(reported, of: old, on: now.legalDate)
    var new = old
    try await changeFacts(
      after, from: before, of: &new, at: now, by: .system(author), writer: &writer, session)
    if new.factsVersion != old.factsVersion {
      new.updatedAt = max(now, old.updatedAt)
      try await EnterpriseRepository.update(new, session)
    }
    return (new, after)
  }

  /// Writes a fact unless it says so already; its day is that of the change. Where nothing is known here,
  /// what others say stays.
  private static func put(
    _ value: DrawnValue, at path: String, on day: LegalDate, in sheet: inout FactSheet
  ) {
    let source = FactSheetBuilder.drawnSource
    let isOwn = sheet[path]?.source == source
    switch value {
    case .known(let value):
      guard !isOwn || sheet[path]?.value != value else { return }
      sheet[path] = Fact(path: path, value: value, source: source, asOf: day)
    case .declared(let value):
      let declared = FactSheetBuilder.declaredSource
      if let known = sheet[path] {
        guard [source, declared, FactSheetBuilder.enterpriseSource].contains(known.source),
          known.source != declared || known.value != value
        else { return }
      }
      sheet[path] = Fact(path: path, value: value, source: declared, asOf: day)
    case .reported(let value, let asOf):
      guard isOwn || (sheet[path].map { $0.asOf <= asOf } ?? true) else { return }
      sheet[path] = Fact(path: path, value: value, source: source, asOf: asOf)
    case .nothing:
      guard isOwn, sheet[path]?.value != nil else { return }
      sheet[path] = Fact(path: path, value: nil, source: source, asOf: day)
    case .unknown:
      if isOwn { sheet[path] = nil }
    }
  }
}
