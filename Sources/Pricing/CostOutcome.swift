import Catalog
import Domain

/// What a product costs one need: codes and values only.
public struct CostOutcome: Hashable, Sendable {
  /// How the price is published.
  public enum Form: String, CaseIterable, Hashable, Sendable {
    case annualised
    case allIn = "all_in"
  }

  /// A policy parameter the price refers to.
  public struct ParameterUse: Hashable, Sendable {
    /// Such as `lpr_1y`.
    public let id: String
    /// Nil when no pack has a value on that day.
    public let value: Int64?
    /// First day of that value.
    public let from: LegalDate?
    /// The series has not been continued; the last value is carried.
    public let carriedPastEnd: Bool
  }

  /// What became of a subsidy.
  public struct SubsidyUse: Hashable, Sendable {
    /// Whether a subsidy lowers the cost.
    public enum Status: String, CaseIterable, Hashable, Sendable {
      /// Certain, and taken off the cost.
      case netted
      /// Not certain, or it hangs on an unknown fact: shown apart, the cost is without it.
      case apart
      /// The fact it hangs on is not so.
      case notApplicable = "not_applicable"
    }

    public let id: String
    public let status: Status
    /// What it would pay on the amount and the upper end, in fen, rounded half to even; nil when
    /// the upper end is not published.
    public let amountFen: Int64?
  }

  /// How the price is published.
  public let form: Form
  /// What was priced: the lesser of limit and amount asked, over the need's tenor.
  public let amountFen: Int64
  public let tenorMonths: Int64
  /// Upper end of the yearly rate before fees, and the lower; nil when not published.
  public let rateMaxPPM: Int64?
  public let rateMinPPM: Int64?
  /// Upper end of the yearly cost; it ranks. Annualised: (1 + i)^12 − 1. All-in: base + fees −
  /// subsidies. Nil when the institution did not publish what it takes.
  public let effectivePPM: Int64?
  /// 12 i beside it; nil for all-in prices.
  public let nominalPPM: Int64?
  /// Lower end of the yearly cost ("from").
  public let minEffectivePPM: Int64?
  public let minNominalPPM: Int64?
  public let subsidies: [SubsidyUse]
  public let parameters: [ParameterUse]
  /// Facts that are unknown and would make the price more exact, sorted.
  public var missing: [String]

  /// Codes and values.
  public var json: JSON {
    [
      "form": .string(form.rawValue), "amount_fen": .int(amountFen),
      "tenor_months": .int(tenorMonths), "rate_max_ppm": .optional(rateMaxPPM),
      "rate_min_ppm": .optional(rateMinPPM), "effective_ppm": .optional(effectivePPM),
      "nominal_ppm": .optional(nominalPPM), "min_effective_ppm": .optional(minEffectivePPM),
      "min_nominal_ppm": .optional(minNominalPPM),
      "subsidies": .array(
        subsidies.map {
          [
            "id": .string($0.id), "status": .string($0.status.rawValue),
            "amount_fen": .optional($0.amountFen),
          ]
        }),
      "parameters": .array(
        parameters.map {
          [
            "id": .string($0.id), "value": .optional($0.value),
            "from": .optional($0.from?.text), "carried_past_end": .bool($0.carriedPastEnd),
          ]
        }),
      "missing": .array(missing.map(JSON.string)),
    ]
  }
}
