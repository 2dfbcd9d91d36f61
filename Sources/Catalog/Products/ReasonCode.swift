/// Why a product does not fit, as institutions and the platform name it: a closed list.
public enum ReasonCode: String, CaseIterable, Hashable, Sendable {
  case taxRecordShort = "tax_record_short"
  case taxGradeLow = "tax_grade_low"
  case taxArrears = "tax_arrears"
  case litigation
  case dishonestList = "dishonest_list"
  case negativeCreditRecord = "negative_credit_record"
  case industryExcluded = "industry_excluded"
  case regionOutOfScope = "region_out_of_scope"
  case amountOutOfRange = "amount_out_of_range"
  case termOutOfRange = "term_out_of_range"
  case leverageHigh = "leverage_high"
  case cashFlowWeak = "cash_flow_weak"
  case collateralShort = "collateral_short"
  case guarantorHeadroom = "guarantor_headroom"
  case singleObligorLimit = "single_obligor_limit"
  case debtorUnconfirmed = "debtor_unconfirmed"
  case receivableDuplicate = "receivable_duplicate"
  case documentsMissing = "documents_missing"
  case documentsInconsistent = "documents_inconsistent"
  case capacityExhausted = "capacity_exhausted"
  case policyExpired = "policy_expired"
  case applicantWithdrew = "applicant_withdrew"
  case noResponse = "no_response"
  case other
}
