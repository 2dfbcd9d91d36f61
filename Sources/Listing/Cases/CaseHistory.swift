import Domain

/// All that happened in one case, in its order.
public enum CaseHistory {
  /// Why events are no history of a case.
  public enum Failure: Error, Hashable, Sendable {
    /// The event of this number could not happen where it stands.
    case refused(number: Int, CaseRefusal)
    /// The event of this number says something else than what happens by the board.
    case altered(number: Int)
  }

  /// The state to which events lead. Each is done again: what could not have happened, is missing, out of
  /// its order or altered does not pass.
  ///
  /// - Parameter begun: the day on which the case began.
  public static func replay(
    _ events: some Sequence<CaseEvent>, of board: Board, begun: LegalDate
  ) throws(Failure) -> CaseState {
    var state = CaseState(board, on: begun)
    for event in events {
      let number = state.count + 1
      let step: (state: CaseState, event: CaseEvent)
      do throws(CaseRefusal) {
        step = try state.transition(event.request, in: board)
      } catch {
        throw .refused(number: number, error)
      }
      guard step.event == event else { throw .altered(number: number) }
      state = step.state
    }
    return state
  }
}
