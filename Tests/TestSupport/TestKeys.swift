import Foundation
import Sealing

/// Master keys of tests: the same in every process of theirs.
public enum TestKeys {
  private static let text = Data((0..<32).map { UInt8($0) }).base64EncodedString()

  public static let master: MasterKeys = {
    do {
      return try MasterKeys(text: text)
    } catch {
      preconditionFailure("the test keys are keys")
    }
  }()

  /// A file with them, for programs.
  public static let path: String = {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("rongqiao-test-\(UUID().uuidString).keys").path
    do {
      try SecretFile.create(path, Array(text.utf8))
    } catch {
      preconditionFailure("\(error)")
    }
    atexit { try? FileManager.default.removeItem(atPath: TestKeys.path) }
    return path
  }()
}
