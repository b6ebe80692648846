import Model

/// What became of a batch as a whole.
enum BatchFate: Sendable {
    /// Each write has a result.
    case results([WriteResult])
    /// The system refused the batch, and with it each of its writes; nothing was changed.
    case refused(Problem)
}

extension Courier {
    /// Sends a batch; one that is refused as a whole is halved until the write that is to blame stands alone.
    func halving(
        _ places: [Int], _ send: @Sendable ([Int]) async -> BatchFate
    ) async -> [(place: Int, result: WriteResult)] {
        guard !places.isEmpty else { return [] }
        switch await send(places) {
        case .results(let results): return Array(zip(places, results)).map { (place: $0, result: $1) }
        case .refused(let problem):
            guard places.count > 1, problem.code.problemClass == .record else {
                return places.map { (place: $0, result: .refused(problem)) }
            }
            let middle = places.count / 2
            let first = await halving(Array(places[..<middle]), send)
            return first + (await halving(Array(places[middle...]), send))
        }
    }
}
