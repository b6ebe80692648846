import Model
import SyncStore

/// The oracles of a world at rest: what the systems' own ledgers say of the promises P1 to P4 and P9.
struct Judge {
    let world: World
    private let ledger: [LedgerEntry]
    private let asides: [Aside]

    init(_ world: World) throws {
        self.world = world
        ledger = Side.allCases.flatMap { world.systems[$0].ledger }
        asides = try world.asides()
    }

    /// Everything that is wrong.
    func findings() throws -> [String] {
        var found: [String] = []
        for entity in Office.entities {
            let stories = stories(of: entity.text)
            for story in stories { found += verdict(on: story) }
            found += asides.filter { $0.entity == entity }.compactMap { unexplained($0, by: stories) }
        }
        found += try world.openIntents().map { "intents stay open: \($0.batch.intents.map(\.operation))" }
        found += try leaks()
        return found
    }

    private func stories(of table: String) -> [RecordStory] {
        let own = ledger.filter { $0.table == table }
        let rows = Sided { world.systems[$0].rows(of: table) }
        let made = own.filter { $0.author == .person && $0.kind == .create }.compactMap(\.number)
        return Set(made).sorted().map { number in
            RecordStory(
                table: table, number: number, entries: own.filter { $0.number == number }.sorted { $0.time < $1.time },
                rows: Sided { side in rows[side].filter { $0.row.fields["number"]?.text?.uppercased() == number } },
                world: world)
        }
    }

    private func verdict(on story: RecordStory) -> [String] {
        var found: [String] = []
        for side in Side.allCases {
            if story.mostAtOnce(on: side) > story.mostMadeByPeople(on: side) {
                found.append("P1: \(story.name) was there twice on \(side)")
            }
        }
        found += story.blindWrites.map { "P2: \(story.name) was written over on \($0) as nobody had read it" }
        found += (story.wrongDeletes + story.returns(dead: world.deadRuns)).map { "\(story.name): \($0)" }
        let isAside = asides.contains(where: story.isAbout)
        let missing = Side.allCases.filter { story.rows[$0].isEmpty }
        if !story.wasDeleted, !isAside { found += missing.map { "P1: \(story.name) is missing on \($0)" } }
        if missing.isEmpty, !isAside {
            found += story.disagreements.map { "P3: \(story.name) differs in \($0)" }
            if !story.wasDeleted {
                found += story.lostEdits(world.company.policy, dead: world.deadRuns).map { "P2: \($0)" }
            }
        }
        found += story.echoes.map { "P4: \($0)" }
        return found
    }

    /// A set-aside that nothing explains any more.
    private func unexplained(_ aside: Aside, by stories: [RecordStory]) -> String? {
        switch aside.cause {
        case .waiting(let reference):
            // What was deleted, or waits itself, is waited for, and what is coupled with something that was deleted.
            let partner = (try? world.couplings(of: reference.entity, reference.side, [reference.id]))?.first?.ids
            let isThere = Side.allCases.allSatisfy { side in
                world.systems[side].rows(of: reference.entity.text).contains { $0.id == partner?[side] }
            }
            return isThere ? "\(aside.entity) \(aside.ids) waits for a record that is coupled" : nil
        case .problem(let problem):
            let own = stories.filter { $0.isAbout(aside) }
            let isRefused = problem.code == .invalid && own.contains(where: \.refersToNothing)
            let isIncomplete = problem.code == .required && own.contains(where: \.lacksItsCustomer)
            return isRefused || isIncomplete
                ? nil : "\(aside.entity) \(aside.ids) stays aside: \(problem.code.rawValue) \(problem.arguments)"
        }
    }

    /// P9: what people typed stands neither in the store nor in the log.
    private func leaks() throws -> [String] {
        var found: [String] = []
        if try world.place.contains([People.canary, People.canary.uppercased()]) {
            found.append("P9: a value of a record stands in the store")
        }
        for line in world.logs.all where line.contains(People.canary) { found.append("P9: in the log: \(line)") }
        return found
    }
}

extension LedgerEntry {
    /// The number of the record.
    fileprivate var number: String? { (after ?? before)?["number"]?.text?.uppercased() }
}
