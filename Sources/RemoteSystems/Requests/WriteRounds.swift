import Model

extension Courier {
    /// The most times that writes which a batch turned away are sent.
    private static let rounds = 5

    /// Sends writes, and those again that were turned away inside a batch because the system was busy.
    ///
    /// Never those whose fate is unknown. Once begun it goes on, whatever becomes of the caller.
    func rounds(
        _ writes: [RemoteWrite],
        _ send: @escaping @Sendable ([Int]) async -> [(place: Int, result: WriteResult)]
    ) async -> [WriteResult] {
        await uncancelled { await self.carriedOut(writes, send) }
    }

    private func carriedOut(
        _ writes: [RemoteWrite], _ send: @Sendable ([Int]) async -> [(place: Int, result: WriteResult)]
    ) async -> [WriteResult] {
        var results = [WriteResult](
            repeating: .inDoubt(Problem(.unavailable, ["unanswered"], side: side)), count: writes.count)
        var open = Array(writes.indices)
        for round in 1... {
            for (place, result) in await send(open) { results[place] = result }
            open = open.filter { results[$0].wasTurnedAway }
            guard !open.isEmpty, round < Self.rounds,
                let pause = retries.pause(
                    before: round, after: .throttled, asked: nil, spent: .zero, chance: timing.chance())
            else { break }
            do {
                try await timing.sleep(pause)
            } catch {
                break
            }
        }
        return results
    }
}

extension WriteResult {
    /// Whether the system itself turned the write away as one of a batch, for a reason that passes.
    fileprivate var wasTurnedAway: Bool {
        guard case .notSent(let problem) = self else { return false }
        return problem.arguments.first == WriteResult.insideBatch
    }

    /// Marks a problem that one write of an answered batch met.
    static let insideBatch = "insideBatch"
}
