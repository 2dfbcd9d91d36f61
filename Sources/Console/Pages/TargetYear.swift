import API
import Application
import Domain

extension Visit {
  /// The year in the path, or the present one; another form names nothing.
  func targetYear() throws -> Int {
    guard let text = parameters["year"] else { return today.year }
    let isYear = text.utf8.count == 4 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isYear, let year = Int64(text), Application.targetYears.contains(year) else {
      throw PageError.refused(.notFound)
    }
    return Int(year)
  }
}
