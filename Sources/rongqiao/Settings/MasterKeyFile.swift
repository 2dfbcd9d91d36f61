import Foundation
import Sealing

/// The file of master keys.
enum MasterKeyFile {
  /// Largest file that is read, in bytes.
  private static let maximumBytes = 16_384

  /// What a new file holds.
  static var fresh: String {
    """
    # Master keys of the facts: 32 bytes in base64, one to a line, the one that seals first.
    # Without them nothing that is sealed can be read again, not from a backup either.
    \(MasterKeys.makeLine())

    """
  }

  /// - Parameter isMade: whether a missing file is made.
  /// - Returns: nil when there is none.
  static func load(_ path: String, isMade: Bool) throws(CommandFailure) -> MasterKeys? {
    do {
      let bytes =
        isMade
        ? try SecretFile.readOrCreate(path, maximumBytes: maximumBytes) { Array(fresh.utf8) }
        : try SecretFile.read(path, maximumBytes: maximumBytes)
      return try bytes.map { try MasterKeys(text: String(decoding: $0, as: UTF8.self)) }
    } catch {
      throw CommandFailure(.configuration, "\(path): \(error)")
    }
  }
}

extension Settings {
  private static let masterKeyName = "sealing.keys"

  /// The keys that wrap those of enterprises: of the configured file, which must be there, or of one in
  /// the state directory.
  ///
  /// - Parameter making: whether that one is made when it is missing: where the servers are embedded.
  ///   Processes that share a database must share the keys, so none of them may make its own.
  func masterKeys(making: Bool) throws(CommandFailure) -> MasterKeys {
    // Only who makes the file makes its folder, too.
    let path =
      sealingKeysPath
      ?? (making
        ? keyFile(nil, or: Self.masterKeyName) : "\(stateDirectory)/keys/\(Self.masterKeyName)")
    if let keys = try MasterKeyFile.load(path, isMade: making && sealingKeysPath == nil) {
      return keys
    }
    throw CommandFailure(
      .configuration,
      "\(SettingKey.sealingKeys.variable): no file of master keys at \(path); "
        + "`rongqiao keys new > FILE` makes one, the same for every process of a database")
  }
}
