import Model
import SyncStore

/// Nominates what waited for a record that is coupled now, and nothing else: for a further pass of an entity in one run.
///
/// It asks the systems for those records alone, and moves no feed.
final class WaitingSource: NomineeSource {
    private let reader: SideReader
    private let limits: NomineeLimits
    private var handled: Set<Aside.Subject> = []
    private var ready: [Nominee] = []
    private var found = Findings()
    private var handedOut = 0
    private(set) var forecast: WriteTally? = WriteTally()
    var total: Int? { handedOut + ready.count }

    init(reader: SideReader, limits: NomineeLimits) {
        self.reader = reader
        self.limits = limits
    }

    func prepare() async throws {
        try await read()
        for nominee in ready { forecast?.expect(nominee) }
        // More may be ready than is read at once: only deciding about all of it tells.
        if ready.count >= limits.batch { forecast = nil }
    }

    func next() async throws -> [Nominee] {
        if ready.isEmpty { try await read() }
        defer {
            handedOut += ready.count
            ready = []
        }
        return ready
    }

    func drain() -> Findings { found.take() }

    private func read() async throws {
        let asides = try await reader.store.ready(for: reader.shape.entity, limit: limits.batch)
            .filter { handled.insert($0.subject).inserted }
        guard !asides.isEmpty else { return }
        let retried = try await RetryReader(reader: reader).nominees(of: asides)
        found.add(retried.findings)
        ready = try await Matcher(reader: reader).match(retried.nominees)
    }
}
