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
    /// Whether the value was checked against its source.
    public let isVerified: Bool
    /// Where the value comes from; nil without one.
    public let citation: Citation?
  }

  /// What became of a subsidy.
  public struct SubsidyUse: Hashable, Sendable {
    /// Whether a subsidy lowers the cost.
    public enum Status: String, CaseIterable, Hashable, Sendable {
      /// Certain, and taken off the cost.
      case netted
      /// Not certain, or it hangs on an unknown fact: shown apart, the cost is without it.
      case apart
      /// What it hangs on is not so.
      case notApplicable = "not_applicable"
      /// Another one of its group is paid instead (不重复享受).
      case excluded
    }

    public let id: String
    /// Code of the policy pack it stands in; nil for a subsidy of the product itself.
    public let pack: String?
    public let status: Status
    /// What it would pay on the amount and the upper end, in fen, rounded half to even; nil when
    /// the upper end is not published, and for all-in prices.
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
  /// Upper end of the yearly cost after certain subsidies; it ranks. Annualised: (1 + i)^12 − 1.
  /// All-in: base + fees − subsidies. Nil when the institution did not publish what it takes.
  public let effectivePPM: Int64?
  /// 12 i beside it; nil for all-in prices.
  public let nominalPPM: Int64?
  /// Upper end before any subsidy. For all-in prices base + fees.
  public let beforeEffectivePPM: Int64?
  public let beforeNominalPPM: Int64?
  /// Upper end if all uncertain subsidies were paid as well; nil when none is uncertain.
  public let ifAllEffectivePPM: Int64?
  public let ifAllNominalPPM: Int64?
  /// Lower end of the yearly cost ("from"), after certain subsidies.
  public let minEffectivePPM: Int64?
  public let minNominalPPM: Int64?
  /// Those of the product first, then those of policy packs; not those of other jurisdictions.
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
      "nominal_ppm": .optional(nominalPPM),
      "before_effective_ppm": .optional(beforeEffectivePPM),
      "before_nominal_ppm": .optional(beforeNominalPPM),
      "if_all_effective_ppm": .optional(ifAllEffectivePPM),
      "if_all_nominal_ppm": .optional(ifAllNominalPPM),
      "min_effective_ppm": .optional(minEffectivePPM),
      "min_nominal_ppm": .optional(minNominalPPM),
      "subsidies": .array(
        subsidies.map {
          [
            "id": .string($0.id), "pack": .optional($0.pack),
            "status": .string($0.status.rawValue), "amount_fen": .optional($0.amountFen),
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
