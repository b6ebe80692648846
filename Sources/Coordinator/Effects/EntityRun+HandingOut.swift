import JSONRPC
import Model
package import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    package func next(_ parameters: ChangesNext.Parameters, within bytes: Int) async throws -> ChangesNext.Result {
        try check(parameters.runID)
        await enter()
        defer { turnstile.leave() }
        do {
            try await undisturbed { try await self.fetch() }
        } catch {
            throw failed(error)
        }
        var pairs: [RecordPair] = []
        let room = min(bytes, environment.limits.answerBytes)
        var weight = 0
        while pairs.count < max(1, parameters.limit), weight < room, stop == nil,
            let nominee = fetched.popLast()
        {
            lastPair += 1
            let pair = nominee.pair(RecordPair.ID(lastPair))
            handedOut[pair.id] = nominee
            weight += nominee.weight
            pairs.append(pair)
        }
        let isEnd = pairs.isEmpty
        return ChangesNext.Result(pairs: pairs, isEnd: isEnd, checkpoint: "\(lastPair)")
    }

    /// Whether nothing is left that the plugin has not settled.
    var isSettled: Bool { isExhausted && fetched.isEmpty && handedOut.isEmpty && applying.isEmpty }

    /// Whether the plugin should be asked to go on: pairs came to light after it was told the end.
    package func hasMore() async throws -> Bool {
        guard stop == nil, failure == nil, !isCancelled else { return false }
        if !fetched.isEmpty { return true }
        await enter()
        defer { turnstile.leave() }
        try await fetch()
        return !fetched.isEmpty
    }

    /// Reads until there is something to hand out, or nothing is left.
    ///
    /// Waits for batches that are being applied, never for the plugin.
    private func fetch() async throws {
        while fetched.isEmpty, stop == nil {
            try Task.checkCancellation()
            // Until it has answered, nobody knows whether something is left.
            isExhausted = false
            let nominees = try await source.next()
            await drain()
            if !nominees.isEmpty {
                let fresh = try await admitted(nominees)
                // The last is handed out first. What came back from a batch meanwhile stays.
                fetched = fresh.reversed() + fetched
                continue
            }
            if applying.isEmpty, handedOut.isEmpty, fetched.isEmpty {
                let again = try await source.again()
                await drain()
                if !again.isEmpty {
                    fetched = try await admitted(again).reversed() + fetched
                    continue
                }
            }
            isExhausted = true
            if applying.isEmpty || !fetched.isEmpty { return }
            await withCheckedContinuation { idlers.append($0) }
        }
    }

    /// What stands in the way of deciding about a nominee: its create may still land, it may be what such a create made, or
    /// nobody can say whether it has a partner.
    private func obstacle(of nominee: Nominee) -> Problem? {
        let isBlocked = Side.allCases.contains { side in
            nominee.sides[side].id.map { reader.attempts.blocks(side, $0) || doubtful[side].contains($0) } ?? false
        }
        let isInDoubt = isBlocked || isPerhapsMade(nominee) || hasDoubtfulLines(nominee)
        return isInDoubt ? Problem(.timeout) : nominee.obstacle
    }

    /// Whether lines of a document may be what a write made that was not answered, and landed since it was settled last: whose they are
    /// the next run finds out first.
    private func hasDoubtfulLines(_ nominee: Nominee) -> Bool {
        guard effect == .write else { return false }
        return Side.allCases.contains { side in
            let reading = nominee.sides[side]
            guard reading.presence == .present, let id = reading.id else { return false }
            return reader.attempts.mayHaveWritten(side, id, now: reading.version)
        }
    }

    /// Whether a record without a partner may be what a create made that was not answered, edited by somebody since.
    private func isPerhapsMade(_ nominee: Nominee) -> Bool {
        guard nominee.coupling == nil else { return false }
        return Side.allCases.contains { side in
            reader.attempts.unrecognised[side].contains { shape.mayBe(nominee.sides[side], madeBy: $0) }
        }
    }

    /// Leaves out records that can't be decided about; they are stored as set aside, so that the feed may move on.
    func admitted(_ nominated: [Nominee]) async throws -> [Nominee] {
        let nominees = try await withBothSides(nominated)
        let blocked = nominees.compactMap { nominee in obstacle(of: nominee).map { (nominee: nominee, problem: $0) } }
        guard !blocked.isEmpty else { return try await withLines(nominees) }
        if effect == .write {
            var commit = EffectCommit(run: run, entity: shape.entity, batch: nil, at: environment.now())
            for (nominee, problem) in blocked {
                guard let subject = nominee.subject else { continue }
                commit.asides.append(
                    Aside(
                        entity: shape.entity, subject: subject, ids: nominee.ids, cause: .problem(problem),
                        tries: nominee.aside?.tries ?? 1, since: nominee.aside?.since ?? environment.now(),
                        triedAt: environment.now()))
                commit.counters.failed += 1
            }
            counters.failed += blocked.count
            _ = try await store(commit)
        } else {
            plan.counters.failed += blocked.count
        }
        return try await withLines(nominees.filter { obstacle(of: $0) == nil })
    }
}
