/// Carries out a `$batch`.
///
/// Each operation by itself is a transaction of its own in effect: what it did stays when a later one fails. A change set
/// stays as a whole or not at all.
struct BatchRunner {
    let service: DataverseService
    let root: String
    let actor: Actor
    /// How many operations are carried out before the connection breaks; `nil`: all.
    let limit: Int?
    /// The time that it is carried out at, where that is not now.
    let moment: Moment?

    /// The greatest number of requests in a batch.
    static let greatest = 1000

    /// Carries out the items in their order.
    func run(_ items: [BatchItem], _ preferences: Preferences) async throws -> HTTPAnswer {
        guard items.reduce(0, { $0 + $1.operations.count }) <= Self.greatest else { throw DataverseError.batchTooLarge }
        let before = State(
            writer: BatchWriter(id: service.environment.engine.newID()), continuesOnError: preferences.continuesOnError,
            remaining: limit)
        let state = try await service.environment.engine.write(.dataverse, as: actor, at: moment) { tables in
            try run(items, before, Session(tables, service, root: root))
        }
        if state.isCut { return .dropped }
        return state.writer.answer(status: state.failure ?? 200)
    }

    /// How far a batch has come.
    private struct State: Sendable {
        var writer: BatchWriter
        var continuesOnError: Bool
        /// The status of the error that ended the batch.
        var failure: Int?
        /// How many operations may still be carried out.
        var remaining: Int?
        /// Whether the connection breaks now.
        var isCut = false

        /// Takes some operations from those that remain; says whether they may be carried out.
        mutating func take(_ count: Int) -> Bool {
            guard let remaining else { return true }
            isCut = remaining < count
            if !isCut { self.remaining = remaining - count }
            return !isCut
        }

        mutating func note(_ status: Int) {
            if status >= 400, !continuesOnError { failure = status }
        }
    }

    private func run(_ items: [BatchItem], _ before: State, _ session: Session) throws -> State {
        var state = before
        for item in items {
            guard state.take(item.operations.count) else { return state }
            switch item {
            case .operation(let part): run(part, &state, session)
            case .changeSet(let parts): run(parts, &state, session)
            }
            guard state.failure == nil else { return state }
        }
        return state
    }

    private func run(_ part: BatchOperation, _ state: inout State, _ session: Session) {
        let operation = operation(part, session.memory)
        let answer =
            refusal(of: part).map { DataverseAnswer.failure($0) }
            ?? (operation.isRead ? session.answer(operation) : session.atomicAnswer(operation))
        state.writer.add(answer, contentID: part.contentID)
        state.note(answer.status)
    }

    private func run(_ parts: [BatchOperation], _ state: inout State, _ session: Session) {
        do {
            let answers = try session.tables.savepoint { try changeSet(parts, session) }
            state.writer.add(changeSet: answers, id: service.environment.engine.newID())
        } catch {
            let failure = DataverseError(translating: error, model: session.model)
            state.writer.add(DataverseAnswer.failure(failure))
            state.note(failure.status)
        }
    }

    private func changeSet(
        _ parts: [BatchOperation], _ session: Session
    ) throws -> [(answer: HTTPAnswer, contentID: String?)] {
        var references: [String: String] = [:]
        return try parts.map { part in
            if let refusal = refusal(of: part) { throw refusal }
            let answer = try session.perform(operation(part, session.memory, references))
            if let id = part.contentID, let address = answer.header("OData-EntityId") { references[id] = address }
            return (answer, part.contentID)
        }
    }

    /// The error that a fault gives an operation instead of its being carried out.
    private func refusal(of part: BatchOperation) -> DataverseError? {
        let faults = service.environment.faults
        return faults.status(
            inBatch: "\(part.method) \(part.target)", system: .dataverse, service.scope(part)
        ).map { ServiceRefusal(.status($0, retryAfter: nil)).error }
    }

    /// The operation that a part asks for; a target such as `$1/name` goes on from the row that an earlier part made.
    private func operation(
        _ part: BatchOperation, _ memory: SessionMemory, _ references: [String: String] = [:]
    ) -> Operation {
        var target = part.target
        if target.hasPrefix("$") || target.hasPrefix("/$") {
            let bare = target.drop { $0 == "/" }.dropFirst()
            let id = String(bare.prefix { $0 != "/" && $0 != "?" })
            if let address = references[id] { target = address + bare.dropFirst(id.count) }
        }
        return Operation(
            method: part.method, target: String(RowAddress.belowRoot(target)), headers: part.headers,
            preferences: memory.preferences(part.headers["prefer"]), body: part.body, root: root,
            references: references)
    }
}

extension Session {
    /// Carries out a request whose effects are undone when it fails, whatever happens around it.
    func atomicAnswer(_ operation: Operation) -> HTTPAnswer {
        do {
            return try tables.savepoint { try perform(operation) }
        } catch {
            return DataverseAnswer.failure(DataverseError(translating: error, model: model), operation.preferences)
        }
    }
}
