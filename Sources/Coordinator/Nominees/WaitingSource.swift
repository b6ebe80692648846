import Model
import SyncStore

/// Nominates what waited for a record that is coupled now, and nothing else: for a further pass of an entity in one run.
///
/// It asks the systems for those records alone, and moves no feed.
final class WaitingSource: NomineeSource {
    private let reader: SideReader
    private let limits: NomineeLimits
    /// What a dry run planned so far; in a run that writes, the store knows who waits.
    private let overlay: RunOverlay?
    private var handled: Set<Aside.Subject> = []
    private var ready: [Nominee] = []
    private var found = Findings()
    private var handedOut = 0
    private(set) var forecast: WriteTally? = WriteTally()
    var total: Int? { handedOut + ready.count }

    init(reader: SideReader, limits: NomineeLimits, overlay: RunOverlay?) {
        self.reader = reader
        self.limits = limits
        self.overlay = overlay
    }

    func prepare() async throws {
        try await read()
        for nominee in ready { forecast?.expect(nominee) }
        // More may be ready than is read at once: only deciding about all of it tells.
        if ready.count >= limits.batch { forecast = nil }
    }

    func next() async throws -> [Nominee] {
        if ready.isEmpty { try await read() }
        let nominees = ready
        ready = []
        handedOut += nominees.count
        return nominees
    }

    func drain() -> Findings { found.take() }

    private func read() async throws {
        if let overlay {
            ready = try await planned(overlay)
            handled.formUnion(ready.compactMap(\.aside?.subject))
        }
        // What was looked at may stay ready, and must not hide what comes after it.
        let asides = try await reader.ready(limit: limits.batch + handled.count)
            .filter { !handled.contains($0.subject) }.prefix(limits.batch)
        guard !asides.isEmpty else { return }
        handled.formUnion(asides.map(\.subject))
        let retried = try await RetryReader(reader: reader).nominees(of: Array(asides))
        found.add(retried.findings)
        ready += try await Matcher(reader: reader).match(retried.nominees)
    }

    /// The pairs as they would be: what is there now, under what is planned.
    private func planned(_ overlay: RunOverlay) async throws -> [Nominee] {
        let entity = reader.shape.entity
        var nominees = await overlay.takeReady(entity)
        let stored = nominees.indices.filter { nominees[$0].coupling?.id != nil }
        if !stored.isEmpty {
            let anew = try await reader.pairs(stored.map { nominees[$0] })
            nominees.replace(stored, by: anew)
        }
        for index in nominees.indices where nominees[index].coupling != nil {
            for side in Side.allCases {
                // What went on without its reference is decided, and agrees but for that.
                if !nominees[index].isCountedAsWaiting, nominees[index].sides[side].presence == .present {
                    nominees[index].sides[side].change = .fields([])
                }
                guard let id = nominees[index].sides[side].id,
                    let fields = await overlay.fields(entity, side, id, asking: entity)
                else { continue }
                let whole = nominees[index].sides[side].fields.overlaid(by: fields)
                nominees[index].sides[side].fields = whole
                nominees[index].sides[side].hashes = reader.shape.layouts[side].hashes(of: whole)
                nominees[index].sides[side].change = .fields([])
            }
        }
        return nominees
    }
}
