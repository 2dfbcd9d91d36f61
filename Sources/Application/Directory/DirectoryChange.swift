import Catalog
import Domain
import Store

/// What a request or a row of a file says of an entry. Nil: not said, so it stays as it is; an inner
/// nil: taken back.
struct DirectoryChange {
  var kind: DirectoryKind?
  var nameChinese: String?
  var nameEnglish: String??
  var regions: [String]?
  var seat: String??
  var services: [DirectoryService]?
  var phone: String??
  var address: String??
  var webSite: String??
  var email: String??
  var introChinese: String??
  var introEnglish: String??
  var source: DirectorySource?

  init() {}

  /// The entry as it is to be.
  func applied(to details: DirectoryDetails) -> DirectoryDetails {
    var new = details
    new.kind = kind ?? details.kind
    new.nameChinese = nameChinese ?? details.nameChinese
    new.nameEnglish = nameEnglish ?? details.nameEnglish
    new.regions = regions ?? details.regions
    new.seat = seat ?? details.seat
    new.services = services ?? details.services
    new.phone = phone ?? details.phone
    new.address = address ?? details.address
    new.webSite = webSite ?? details.webSite
    new.email = email ?? details.email
    new.introChinese = introChinese ?? details.introChinese
    new.introEnglish = introEnglish ?? details.introEnglish
    new.source = source ?? details.source
    return new
  }

  /// A new entry; nil while kind, name or source are not said.
  var details: DirectoryDetails? {
    guard let kind, let nameChinese, let source else { return nil }
    return applied(to: DirectoryDetails(kind: kind, nameChinese: nameChinese, source: source))
  }
}

extension DirectoryChange {
  /// Takes the members of a body; faults go to its reader.
  ///
  /// - Parameter isNew: what an entry cannot be without must be there.
  init(
    _ body: inout ObjectReader, isNew: Bool, regions table: RegionTable, today: LegalDate
  ) {
    self.init()
    if isNew {
      for member in ["kind", "name", "regions", "source"] { _ = body.required(member) }
    }
    kind = body.choice("kind", of: DirectoryKind.self)
    if var name = body.object("name") {
      if isNew { _ = name.required("zh") }
      nameChinese = name.line("zh", DirectoryText.maximumName).flatMap { $0 }
      nameEnglish = name.line("en", DirectoryText.maximumName)
      body.merge(name)
    }
    regions = Self.list(&body, "regions", maximum: DirectoryText.maximumRegions) {
      text throws(Fault) in try DirectoryText.region(text, table)
    }?.sorted()
    seat = body.line("seat", 6) { text throws(Fault) in try DirectoryText.region(text, table) }
    services = Self.list(&body, "services", maximum: DirectoryService.allCases.count) {
      text throws(Fault) in try DirectoryColumns.service(text)
    }.map(DirectoryColumns.ordered)
    if var contacts = body.object("contacts") {
      phone = contacts.line("phone", DirectoryText.maximumPhone, DirectoryText.phone)
      address = contacts.line("address", DirectoryText.maximumAddress)
      webSite = contacts.line("web_site", DirectoryText.maximumWebSite, DirectoryText.webSite)
      email = contacts.line("email", DirectoryText.maximumEmail, DirectoryText.email)
      body.merge(contacts)
    }
    if var intro = body.object("intro") {
      introChinese = intro.line("zh", DirectoryText.maximumIntro)
      introEnglish = intro.line("en", DirectoryText.maximumIntro)
      body.merge(intro)
    }
    if var source = body.object("source") {
      self.source = Self.source(&source, today: today)
      body.merge(source)
    }
  }

  /// A citation, given as a whole.
  private static func source(_ body: inout ObjectReader, today: LegalDate) -> DirectorySource? {
    _ = body.required("document")
    let document = body.line("document", DirectoryText.maximumDocument).flatMap { $0 }
    let clause = body.line("clause", DirectoryText.maximumDocument).flatMap { $0 }
    let url = body.line("url", DirectoryText.maximumURL).flatMap { $0 }
    let tag = body.required("tag") == nil ? nil : body.choice("tag", of: SourceTag.self)?.rawValue
    var observedOn = body.day("observed_on")
    if let day = observedOn {
      do throws(Fault) {
        observedOn = try DirectoryText.observed(day, today: today)
      } catch {
        body.add(error.under(body.path("observed_on")))
      }
    }
    guard let document, let tag else { return nil }
    return DirectorySource(
      document: document, clause: clause, url: url, tag: tag, observedOn: observedOn)
  }

  /// The strings of an array member, each read by `read` and none twice; nil when it is not given or
  /// one of them is wrong.
  private static func list<Value: Hashable>(
    _ body: inout ObjectReader, _ name: String, maximum: Int,
    read: (String) throws(Fault) -> Value
  ) -> [Value]? {
    guard let elements = body.array(name, maximumCount: maximum) else { return nil }
    var values: [Value] = []
    for (index, element) in elements.enumerated() {
      let pointer = "\(body.path(name))/\(index)"
      guard let text = element.stringValue else {
        body.add(ObjectReader.typeFault(pointer, expected: "string", found: element))
        continue
      }
      do throws(Fault) {
        let value = try read(text)
        if values.contains(value) {
          body.add(Fault(pointer, "duplicate", zh: "重复", en: "given twice"))
        } else {
          values.append(value)
        }
      } catch {
        body.add(error.under(pointer))
      }
    }
    return values
  }
}

extension ObjectReader {
  /// One line of text without blanks around it. Outer nil: not given, or wrong; inner nil: null.
  fileprivate mutating func line(
    _ name: String, _ maximum: Int,
    _ check: (String) throws(Fault) -> String = DirectoryText.line
  ) -> String?? {
    guard let given = value(name) else { return nil }
    guard given != .null else { return .some(nil) }
    guard let text = string(name, maximumLength: maximum).map(DirectoryText.trimmed) else {
      return nil
    }
    do throws(Fault) {
      guard !text.isEmpty else {
        throw Fault("", "empty", zh: "不得为空", en: "must not be empty")
      }
      return .some(try check(text))
    } catch {
      add(error.under(path(name)))
      return nil
    }
  }
}
