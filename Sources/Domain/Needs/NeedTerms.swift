/// What the money is for (融资用途; fact `need.purpose`).
public enum NeedPurpose: String, Hashable, Sendable, CaseIterable {
  case workingCapital = "working_capital"
  case equipment
  case technologyUpgrade = "technology_upgrade"
  case plant
  case digitalisation
  case renovation
  case refinancing
  case other
}

/// What an enterprise offers as security (担保方式; fact `need.security`).
public enum NeedSecurity: String, Hashable, Sendable, CaseIterable {
  case credit
  case guarantee
  case mortgage
  case pledge
  case receivable
  case inventory
  case ip
}
