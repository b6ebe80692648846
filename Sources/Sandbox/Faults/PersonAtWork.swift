/// A person who works in a system while others' requests run.
struct PersonAtWork {
    private let environment: DialectEnvironment

    init(_ environment: DialectEnvironment) { self.environment = environment }

    /// Does something to a row of a table, which the seeded chance picks; nothing when there is none.
    func carryOut(_ edit: Fault.HumanEdit, _ table: String, in system: SandboxSystem) async {
        let faults = environment.faults
        let person = environment.organization.applications.first { $0.name == "human" }
        guard let person else { return }
        let actor = Actor(client: person.name, user: person.user, name: person.userName)
        // What can't be done, as with a table that isn't there, a person leaves alone.
        try? await environment.engine.write(system, as: actor) { tables in
            let count = try tables.count(Query(table))
            guard count > 0, let row = try tables.records(Query(table, skip: faults.pick(below: count), limit: 1)).first
            else { return }
            switch edit {
            case .delete: try tables.delete(table, id: row.id)
            case .edit(let field, let text):
                let number = "\(environment.engine.currentVersion(system))"
                try tables.update(row, values: [field: .text(text.replacing("#", with: number))])
            }
        }
    }
}
