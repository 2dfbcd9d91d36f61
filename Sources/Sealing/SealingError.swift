/// Why something sealed cannot be opened. Says nothing of what is in it.
public enum SealingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Its key was destroyed, or what it sealed was.
  case erased
  /// The data key is wrapped under a master key that this process does not have.
  case unknownMasterKey(String)
  /// Not what was sealed, or sealed for something else.
  case damaged

  public var description: String {
    switch self {
    case .erased: "erased"
    case .unknownMasterKey(let name): "no master key \(name)"
    case .damaged: "sealed data is damaged"
    }
  }
}
