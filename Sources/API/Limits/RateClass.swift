import HTTPTypes

/// Kinds of requests that are limited apart, so that a client that exports cannot keep itself from
/// answering an offer.
public enum RateClass: String, Sendable, Hashable, CaseIterable {
  /// What changes nothing.
  case reads
  /// Effects.
  case writes
  /// What works through many rows, or decides anew.
  case heavy
  /// Requests for access tokens, by the address they come from.
  case tokens
  /// Those of them that were refused, by address and client.
  case tokenFailures = "token_failures"

  /// Operations that cost far more than their method says.
  private static let heavyOperations: Set<String> = [
    "getDirectoryFile", "replayRun", "diffRun", "productWhatIf", "policyWhatIf", "publishProduct",
    "requestAllocation", "getAllocationList", "replayAllocation", "uploadReceivables",
    "confirmReceivables", "uploadPayables", "getBorrowingBase", "getAgeing", "getBundles",
    "getPoolMemberFile", "screenForPool", "dealAdvisers", "runLadder",
    "replayLadderRun", "dryRunWarnings", "publishReport", "getReleaseWorkbook", "getLending",
    "reportFile", "reportLoanFile",
  ]

  /// Nil for what is never limited: whoever watches the service must see it under load, too.
  init?(_ spec: RouteSpec) {
    if RouteTable.probes.contains(spec) { return nil }
    if spec.body == .form {
      self = .tokens
    } else if Self.heavyOperations.contains(spec.operation) {
      self = .heavy
    } else {
      self = spec.method == .get ? .reads : .writes
    }
  }
}
