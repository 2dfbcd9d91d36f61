import Domain

/// Who offers products.
public struct Institution: Hashable, Sendable {
  /// What an institution does.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case bank
    case guarantor
    case reGuarantor = "re_guarantor"
    case lessor
    case factor
    case fund
    case insurer
    case microLender = "micro_lender"
    case government
    case other
  }

  /// Unique in its list; products name it.
  public let code: String
  public let kind: Kind
  public let name: Label
  /// The region it serves; nil when not limited.
  public let region: RegionCode?
  /// Where it was read; nil when the products name their own.
  public let source: Citation?

  /// Reads the document of `institutions.yaml`: a list.
  static func readAll(_ json: JSON, at pointer: String, faults: inout [Fault]) -> [Institution] {
    DocumentList.read(json, at: pointer, faults: &faults) { reader in
      let code = reader.requiredName("code", allowing: "_-")
      let kind = reader.requiredChoice("kind", of: Kind.self)
      let name = reader.requiredLabel("name")
      let region = DocumentList.region(&reader)
      let source = reader.citation("source")
      guard let code, let kind, let name else { return nil }
      return (
        code, Institution(code: code, kind: kind, name: name, region: region, source: source)
      )
    }
  }
}

/// A kind of product, for the order on screens.
public struct Family: Hashable, Sendable {
  /// Unique in its list; products name it.
  public let code: String
  public let name: Label
  public let order: Int64

  /// Reads the document of `families.yaml`: a list.
  static func readAll(_ json: JSON, at pointer: String, faults: inout [Fault]) -> [Family] {
    DocumentList.read(json, at: pointer, faults: &faults) { reader in
      let code = reader.requiredName("code", allowing: "_-")
      let name = reader.requiredLabel("name")
      let order = reader.requiredInteger("order", in: 0...1_000_000)
      guard let code, let name, let order else { return nil }
      return (code, Family(code: code, name: name, order: order))
    }
  }
}

/// A document that is a list of objects, each with a code of its own.
enum DocumentList {
  static let maximumCount = 10_000

  static func read<Element>(
    _ json: JSON, at pointer: String, faults: inout [Fault],
    element: (inout ObjectReader) -> (String, Element)?
  ) -> [Element] {
    faults.append(contentsOf: Nulls.faults(in: json, at: pointer))
    guard case .array(let elements) = json, elements.count <= maximumCount else {
      faults.append(ObjectReader.typeFault(pointer, expected: "array", found: json))
      return []
    }
    var list: [Element] = []
    var codes: Set<String> = []
    for (index, json) in elements.enumerated() {
      var reader = ObjectReader(json, at: "\(pointer)/\(index)")
      if let (code, value) = element(&reader) {
        if codes.insert(code).inserted {
          list.append(value)
        } else {
          reader.add(.duplicate(reader.path("code"), code))
        }
      }
      faults.append(contentsOf: reader.finish())
    }
    return list
  }

  /// The optional member `region`: six digits, quoted or not.
  static func region(_ reader: inout ObjectReader) -> RegionCode? {
    guard let json = reader.optional("region") else { return nil }
    let text = json.intValue.map(String.init) ?? json.stringValue ?? ""
    guard let code = RegionCode(text) else {
      reader.add(.pattern(reader.path("region"), "340100"))
      return nil
    }
    return code
  }
}
