/// The requests that are carried out in one transaction.
struct Session {
    let tables: Tables
    let model: DataverseModel
    let environment: DialectEnvironment
    /// The service's root, absolute, with a slash at the end.
    let root: String
    /// The user who asks.
    let user: String
    /// What the requests of the transaction share.
    let memory = SessionMemory()

    init(_ tables: Tables, _ service: DataverseService, root: String, user: String? = nil) {
        self.tables = tables
        model = service.model
        environment = service.environment
        self.root = root
        self.user = user ?? tables.actor.user
    }

    /// The words of filters.
    var vocabulary: DataverseVocabulary {
        DataverseVocabulary(model: model, now: tables.now, user: user)
    }

    /// What writes rows.
    var writer: RowWriter { RowWriter(root: root, tables: tables, model: model) }

    /// The absolute address of a row.
    func address(_ table: DataverseTable, _ id: String) -> String { "\(root)\(table.set)(\(id))" }

    /// Carries out a request; an error is an answer too.
    func answer(_ operation: Operation) -> HTTPAnswer {
        do {
            return try perform(operation)
        } catch {
            return DataverseAnswer.failure(DataverseError(translating: error, model: model), operation.preferences)
        }
    }

    /// Carries out a request; throws what went wrong.
    func perform(_ operation: Operation) throws -> HTTPAnswer {
        guard let first = operation.path.segments.first else { return serviceDocument() }
        if let answer = try special(first, operation) { return answer }
        guard let table = model.table(set: first.name) else { throw DataverseError.segmentNotFound(first.name) }
        try checkRights(table)
        guard let arguments = first.arguments else { return try perform(operation, on: table) }
        guard let key = KeyPredicate(arguments, aliases: operation.aliases) else {
            throw DataverseError.invalidKey(table.name)
        }
        return try perform(operation, on: table, key)
    }

    /// Refuses a table that a fault took away.
    private func checkRights(_ table: DataverseTable) throws(DataverseError) {
        switch environment.faults.revocation(system: .dataverse, table: table.name) {
        case .forbidden: throw .missingPrivilege(table.name, user)
        case .gone: throw .segmentNotFound(table.set)
        case .empty, nil: return
        }
    }

    /// A request to a whole table.
    private func perform(_ operation: Operation, on table: DataverseTable) throws -> HTTPAnswer {
        let rest = operation.path.segments.dropFirst()
        guard let next = rest.first else {
            switch operation.method {
            case "GET": return try list(table, operation)
            case "POST": return try create(table, operation)
            default: throw DataverseError.methodNotAllowed(operation.method)
            }
        }
        if next.name == "$count", operation.method == "GET" { return try count(table, operation) }
        if let action = Self.boundName(next.name), operation.method == "POST" {
            return try bulk(action, on: table, operation)
        }
        throw DataverseError.segmentNotFound(next.name)
    }

    /// A request to one row.
    private func perform(_ operation: Operation, on table: DataverseTable, _ key: KeyPredicate) throws -> HTTPAnswer {
        let rest = Array(operation.path.segments.dropFirst(2))
        guard let next = operation.path.segments.dropFirst().first else {
            switch operation.method {
            case "GET": return try retrieve(table, key, operation)
            case "PATCH", "PUT": return try upsert(table, key, operation)
            case "DELETE": return try delete(table, key, operation)
            default: throw DataverseError.methodNotAllowed(operation.method)
            }
        }
        if let navigation = table.navigations[next.name] {
            return try follow(navigation, next, rest, of: existing(table, key), table, operation)
        }
        if let column = table.column(readAs: next.name) {
            return try property(column, rest, of: existing(table, key), table, operation)
        }
        if let action = Self.boundName(next.name), operation.method == "POST" {
            return try bound(action, to: existing(table, key), table, operation)
        }
        throw DataverseError.segmentNotFound(next.name)
    }

    /// The bare name of a bound action or function.
    private static func boundName(_ name: String) -> String? {
        name.hasPrefix("Microsoft.Dynamics.CRM.") ? String(name.dropFirst("Microsoft.Dynamics.CRM.".count)) : nil
    }
}
