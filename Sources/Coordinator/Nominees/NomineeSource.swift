import Model
import SyncStore

/// Where the pairs of a run come from: lazily, a bounded number at a time.
///
/// A source belongs to one run, which calls it from one task at a time.
protocol NomineeSource: AnyObject {
    /// Reads as much as is needed to say whether there is anything to decide, and how much at most.
    func prepare() async throws

    /// The most that the plugin could decide to write; `nil` when that isn't known without looking at everything.
    var forecast: WriteTally? { get }

    /// The next nominees; none at the end.
    func next() async throws -> [Nominee]

    /// What must be looked at once more when nothing that was handed out is under way any longer; none when there is nothing.
    ///
    /// Asked after the end, and again until it has none.
    func again() async throws -> [Nominee]

    /// What became known beside the nominees since the last call.
    func drain() -> Findings

    /// Where the feeds stand when everything that this source nominated is settled; none in modes that never move them.
    var positions: [Side: FeedPosition] { get }

    /// What a guard should be asked about this source, beside the writes.
    var situations: [Guards.Situation] { get }

    /// How many pairs or records there are, where known; for progress.
    var total: Int? { get }

    /// Told of a coupling that the run made.
    func coupled(_ row: Coupling.ID)
}

extension NomineeSource {
    func coupled(_ row: Coupling.ID) {}
    func again() async throws -> [Nominee] { [] }
    var situations: [Guards.Situation] { [] }
    var positions: [Side: FeedPosition] { [:] }
}

/// What a source finds beside nominees: to be stored with the next commit.
struct Findings: Sendable {
    /// Couplings whose version moved though no field that matters did, by row.
    private(set) var refreshed: [Coupling.ID: Coupling] = [:]
    /// Set-asides whose records are gone.
    var cleared: [Aside.Subject] = []
    /// Records that stayed when their partner was deleted, and were deleted now as well.
    var forgotten: [RecordReference] = []
    /// Couplings whose record on a side was met, as far as somebody may wait since it was not there.
    var met: Sided<Set<Coupling.ID>> = Sided(erp: [], crm: [])
    /// Pairs that were looked at and are unchanged.
    var unchanged = 0
    /// Records that the filter leaves out, or whose partner a person deleted.
    var skipped = 0

    /// More than so many are not kept: a stale version is noticed at the next write, and read anew then.
    private static let limit = 5_000

    /// Whether there is nothing to store.
    var isEmpty: Bool {
        refreshed.isEmpty && cleared.isEmpty && forgotten.isEmpty && met.erp.isEmpty && met.crm.isEmpty
            && unchanged == 0 && skipped == 0
    }

    /// Notes the version of a record of which no field that matters changed.
    mutating func refresh(_ coupling: Coupling, _ side: Side, _ base: Base) {
        guard let row = coupling.id, base.version != coupling.bases[side].version else { return }
        var refreshed = self.refreshed[row] ?? coupling
        refreshed.bases[side] = base
        guard self.refreshed[row] != nil || self.refreshed.count < Self.limit else { return }
        self.refreshed[row] = refreshed
    }

    /// Forgets rows that are stored in another way.
    mutating func forget(_ rows: some Sequence<Coupling.ID>) {
        for row in rows { refreshed[row] = nil }
    }

    /// Notes that what is set aside for nominees is over, of which nothing is left.
    mutating func clearAsides(of nominees: [Nominee], goneFrom read: [Nominee?]) {
        cleared += zip(nominees, read).compactMap { nominee, read in read == nil ? nominee.aside?.subject : nil }
    }

    /// Takes over what else was found.
    mutating func add(_ other: Findings) {
        refreshed.merge(other.refreshed) { $1 }
        cleared += other.cleared
        forgotten += other.forgotten
        for side in Side.allCases { met[side].formUnion(other.met[side]) }
        unchanged += other.unchanged
        skipped += other.skipped
    }

    /// Hands over what was found so far, and begins anew.
    mutating func take() -> Findings {
        defer { self = Findings() }
        return self
    }
}
