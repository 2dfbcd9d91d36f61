import Catalog
import Domain

extension CostSheet {
  /// The whole sheet: codes and values, and the texts of labels and notes in both languages.
  public var json: JSON {
    [
      "product": .string(productCode), "product_name": productName.json,
      "institution": .string(institution), "form": .string(form.rawValue),
      "amount_fen": .int(amountFen), "tenor_months": .int(tenorMonths),
      "drawn_on": .string(drawnOn.text), "ends_on": .string(endsOn.text),
      "repayment": .optional(repayment?.rawValue),
      "bridge": bridge.map {
        ["day_count": .int($0.dayCount.rawValue), "days": .optional($0.days)]
      } ?? .null,
      "parameters": .array(
        parameters.map {
          [
            "id": .string($0.id), "value": .optional($0.value), "from": .optional($0.from?.text),
            "carried_past_end": .bool($0.carriedPastEnd), "verified": .bool($0.isVerified),
            "citation": $0.citation?.json ?? .null,
          ]
        }),
      "items": .array(items.map(\.json)), "subsidies": .array(subsidies.map(\.json)),
      "before": before?.json ?? .null, "after": after?.json ?? .null,
      "if_all": ifAll?.json ?? .null, "total_fen": .optional(totalFen),
      "subsidy_fen": .optional(subsidyFen), "net_fen": .optional(netFen),
      "if_all_fen": .optional(ifAllFen),
      "flows": flows?.json ?? .null, "drawn_uses": .array(drawnUses.map(\.json)),
      "missing": .array(missing.map(JSON.string)), "has_unverified": .bool(hasUnverified),
      "notes": .array(notes.map(\.json)),
    ]
  }
}

extension CostSheet.Annual {
  /// `{nominal_ppm, effective_ppm}`.
  public var json: JSON {
    ["nominal_ppm": .optional(nominalPPM), "effective_ppm": .int(effectivePPM)]
  }

  init(_ rate: AnnualRate) {
    self.init(nominalPPM: rate.nominalPPM, effectivePPM: rate.effectivePPM)
  }
}

extension CostSheet.Ceiling {
  /// Codes and values.
  public var json: JSON {
    [
      "parameter": .string(parameter), "label": label.json, "ceiling_ppm": .int(ceilingPPM),
      "charged_ppm": .int(chargedPPM), "is_exceeded": .bool(isExceeded),
      "citation": citation.json, "verified": .bool(isVerified),
    ]
  }
}

extension CostSheet.Item {
  /// Codes and values.
  public var json: JSON {
    [
      "kind": .string(kind), "id": .string(id), "payee": .string(payee),
      "mode": .string(mode.rawValue), "cycle": .string(cycle.rawValue),
      "rate_ppm": .optional(ratePPM), "amount_fen": .optional(amountFen),
      "held_fen": .optional(heldFen), "annual": annual?.json ?? .null,
      "ceilings": .array(ceilings.map(\.json)), "citation": citation.json,
    ]
  }
}

extension CostSheet.SubsidyItem {
  /// Codes and values.
  public var json: JSON {
    [
      "id": .string(id), "pack": .optional(pack), "label": label?.json ?? .null,
      "kind": .optional(kind?.rawValue), "status": .string(status.rawValue), "ppm": .int(ppm),
      "cap_fen": .optional(capFen), "amount_fen": .optional(amountFen),
      "payments": .array(payments.map(\.json)), "reduction": reduction?.json ?? .null,
      "citation": citation.json,
    ]
  }
}
