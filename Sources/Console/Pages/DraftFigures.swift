import Domain

/// What a draft would do: a table of the page that was asked for it, and the files of that table. A draft has no
/// address, so a button of its form asks for a file; of what the page does not show there is none.
enum DraftFigures {
  /// The field that says of which draft the page shows figures.
  static let tried = "tried"
  /// The field of the buttons that ask for a file by its name.
  static let file = "file"

  /// What the form has in `tried`.
  ///
  /// - Parameter draft: nil while the page shows no figures.
  static func digest(_ draft: JSON?) -> String { draft.map { Digest(of: $0).hexadecimal } ?? "" }
}

extension Visit {
  /// Whether a form comes from a page that shows the figures of a draft.
  func hasTried(_ draft: JSON) -> Bool {
    form[DraftFigures.tried] == DraftFigures.digest(draft)
  }

  /// Figures of a draft by what becomes of firms; what could tell of single firms is held back.
  func outcomes(_ names: [String], of result: JSON) -> [[String: String]] {
    names.compactMap { name in
      guard let figure = result.given(name) else { return nil }
      return [
        "name": say("whatif_\(name)"),
        "firms": figure["firms"]?.intValue.map { String($0) } ?? say("held_back"),
        "amount": figures.money(figure["amount"]) ?? say("held_back"),
      ]
    }
  }

  /// The same figures, as files hold them.
  ///
  /// - Parameter title: of what the draft is one.
  func outcomeSheet(_ title: String, _ names: [String], of result: JSON) -> TableSheet {
    TableSheet(
      caption: "\(say("whatif")) · \(title)",
      columns: [
        TableSheet.Column(title: say("whatif_outcome"), isNumber: false),
        TableSheet.Column(title: say("whatif_firms")), TableSheet.Column(title: say("amount")),
      ],
      rows: outcomes(names, of: result).map { told in
        ["name", "firms", "amount"].map { TableSheet.Cell(told[$0] ?? "") }
      }, notes: [say("whatif_note")])
  }
}
