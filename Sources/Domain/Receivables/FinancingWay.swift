/// How a receivable secures money.
public enum FinancingWay: String, Sendable, Hashable, CaseIterable {
  /// 质押.
  case pledge
  /// 保理: it is assigned.
  case factoring
}
