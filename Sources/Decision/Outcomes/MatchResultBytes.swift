import Domain

extension MatchResult {
  /// The RFC 8785 form of `json`, written without building it: what is stored of a run.
  public var canonicalBytes: [UInt8] {
    var out = CanonicalWriter(
      capacityBytes: 512 + considered.count * 6 + 128 * (top.count + nearMisses.count))
    out.literal(#"{"considered":"#)
    out.hexadecimal(considered)
    out.literal(#","counts":{"considered":"#)
    out.integer(counts.considered)
    out.literal(#","eligible":"#)
    out.integer(counts.eligible)
    out.literal(#","ineligible":"#)
    out.integer(counts.ineligible)
    out.literal(#","near_misses":"#)
    out.integer(counts.nearMisses)
    out.literal(#","needs_info":"#)
    out.integer(counts.needsInfo)
    out.literal(#"},"eligible":"#)
    out.hexadecimal(eligible)
    out.literal(#","near_misses":"#)
    out.list(nearMisses) { out, miss in
      out.literal(#"{"code":"#)
      out.value(.string(miss.code))
      out.literal(#","cost_ppm":"#)
      out.integer(miss.costPPM)
      out.literal(#","product":"#)
      out.integer(miss.product)
      out.literal(#","rule":"#)
      out.value(.string(miss.ruleID))
      out.literal("}")
    }
    out.literal(#","needs_info":"#)
    out.hexadecimal(needsInfo)
    out.literal(#","product_count":"#)
    out.integer(productCount)
    out.literal(#","top":"#)
    out.list(top) { out, ranked in
      out.literal(#"{"code":"#)
      out.value(.string(ranked.code))
      out.literal(#","cost_ppm":"#)
      out.integer(ranked.costPPM)
      out.literal(#","coverage_ppm":"#)
      out.integer(ranked.coveragePPM)
      out.literal(#","limit_fen":"#)
      out.integer(ranked.limitFen)
      out.literal(#","product":"#)
      out.integer(ranked.product)
      out.literal("}")
    }
    out.literal(#","warnings":"#)
    out.list(warnings) { out, warning in
      out.literal(#"{"code":"#)
      out.value(.string(warning.code))
      out.literal(#","subject":"#)
      out.value(.string(warning.subject))
      out.literal("}")
    }
    out.literal("}")
    return out.bytes
  }
}
