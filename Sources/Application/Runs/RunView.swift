import Catalog
import Decision
import Domain
import Store

/// How a match run looks: its pins, its counts and its best products. Single decisions are
/// recomputed when they are asked for.
enum RunView {
  /// The view as a value, for those who add to it.
  static func json(
    _ run: RunRecord, result: MatchResult, in loaded: LoadedCatalog
  ) throws -> JSON {
    try JSONParser.parse(document(run, result: result, in: loaded))
  }

  /// The view in RFC 8785 form: members in the order of their names. What identifies a product is
  /// written once per catalog.
  static func document(
    _ run: RunRecord, result: MatchResult, in loaded: LoadedCatalog
  ) -> [UInt8] {
    loaded.texts.bytes.withUnsafeBufferPointer {
      document(run, result: result, spans: loaded.texts.spans, of: $0, loaded.texts.longestBytes)
    }
  }

  private static func document(
    _ run: RunRecord, result: MatchResult, spans: [ProductTexts.Span],
    of products: UnsafeBufferPointer<UInt8>, _ longestBytes: Int
  ) -> [UInt8] {
    // What a product has beside its text: numbers and names of members, or a rule.
    let besidesBytes = 192
    var text = CanonicalWriter(
      capacityBytes: 1_024
        + (longestBytes + besidesBytes) * (result.top.count + result.nearMisses.count))
    let clock = run.clock.text
    counts(run, clock: clock, to: &text)
    text.list(result.nearMisses) { $0.nearMiss($1, spans[$1.product], products) }
    needAndPins(run, clock: clock, to: &text)
    text.literal(#","top":"#)
    text.list(result.top) { $0.ranked($1, spans[$1.product], products) }
    text.literal(#","warnings":"#)
    text.list(result.warnings) { text, warning in
      text.literal(#"{"code":"#)
      text.value(.string(warning.code))
      text.literal(#","subject":"#)
      text.value(.string(warning.subject))
      text.literal("}")
    }
    text.literal("}")
    return text.bytes
  }

  /// The view up to where the near misses follow.
  static func counts(_ run: RunRecord, clock: String, to text: inout CanonicalWriter) {
    text.literal(#"{"clock":"#)
    text.plain(clock)
    text.literal(#","counts":{"considered":"#)
    text.integer(run.considered)
    text.literal(#","eligible":"#)
    text.integer(run.eligible)
    text.literal(#","ineligible":"#)
    text.integer(run.ineligible)
    text.literal(#","needs_info":"#)
    text.integer(run.needsInfo)
    text.literal(#"},"created_at":"#)
    if let instant = run.createdAt { text.plain(instant.text) } else { text.literal("null") }
    text.literal(#","enterprise_id":"#)
    text.plain(run.enterprise.text)
    text.literal(#","id":"#)
    text.plain(run.id.text)
    text.literal(#","near_misses":"#)
  }

  /// The view between the near misses and the best products.
  static func needAndPins(_ run: RunRecord, clock: String, to text: inout CanonicalWriter) {
    text.literal(#","need_id":"#)
    text.plain(run.need.text)
    text.literal(#","need_version":"#)
    text.integer(run.needVersion)
    text.literal(#","pins":"#)
    text.pins(run, clock: clock)
  }

  /// All a decision depends on.
  static func pins(_ run: RunRecord) -> JSON {
    [
      "need_version": .int(Int64(run.needVersion)),
      "facts_version": .int(Int64(run.factsVersion)),
      "facts_digest": .string(run.factsDigest.text),
      "catalog_version": .int(Int64(run.catalogVersion)),
      "policy_version": .int(Int64(run.policyVersion)),
      "engine_version": .int(Int64(run.engineVersion)), "clock": .string(run.clock.text),
    ]
  }

  /// What identifies a product.
  static func product(_ product: Product, in loaded: LoadedCatalog) -> [String: JSON] {
    loaded.catalog.index(of: product.code).map { loaded.summaries[$0].members } ?? [:]
  }
}

extension CanonicalWriter {
  fileprivate mutating func cost(_ effectivePPM: Int64?) {
    guard let effectivePPM else { return literal(#"{"cost":null"#) }
    literal(#"{"cost":{"effective_ppm":"#)
    integer(effectivePPM)
    literal("}")
  }

  fileprivate mutating func ranked(
    _ ranked: MatchResult.RankedProduct, _ span: ProductTexts.Span,
    _ products: UnsafeBufferPointer<UInt8>
  ) {
    cost(ranked.costPPM)
    literal(#","coverage_ppm":"#)
    integer(ranked.coveragePPM)
    fragment(products, span.family)
    if let limit = ranked.limitFen {
      literal(#","limit":{"currency":"CNY","fen":"#)
      integer(limit)
      literal("}")
    } else {
      literal(#","limit":null"#)
    }
    fragment(products, span.name)
    literal("}")
  }

  fileprivate mutating func nearMiss(
    _ miss: MatchResult.NearMiss, _ span: ProductTexts.Span,
    _ products: UnsafeBufferPointer<UInt8>
  ) {
    cost(miss.costPPM)
    fragment(products, span.family)
    fragment(products, span.name)
    literal(#","rule":"#)
    value(.string(miss.ruleID))
    literal("}")
  }

  fileprivate mutating func pins(_ run: RunRecord, clock: String) {
    literal(#"{"catalog_version":"#)
    integer(run.catalogVersion)
    literal(#","clock":"#)
    plain(clock)
    literal(#","engine_version":"#)
    integer(run.engineVersion)
    literal(#","facts_digest":"#)
    plain(run.factsDigest.text)
    literal(#","facts_version":"#)
    integer(run.factsVersion)
    literal(#","need_version":"#)
    integer(run.needVersion)
    literal(#","policy_version":"#)
    integer(run.policyVersion)
    literal("}")
  }
}
