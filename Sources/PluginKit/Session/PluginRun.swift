import JSONRPC
import Model
import PluginProtocol
import Reconciliation

/// One run of the entity, as a machine: answers of the host go in, the next questions and decisions come out.
///
/// While a batch is decided and applied, the next is already asked for; at most `depth` batches are held, so that memory
/// doesn't grow with the number of records. Batches are applied in the order in which they came.
struct PluginRun<Plugin: EntityPlugin>: Sendable {
    /// The batches that may be held or on their way to the host at once.
    static var depth: Int { 3 }
    /// The pairs that are asked for at once; the host gives fewer when they are large.
    static var pairsPerBatch: Int { 1000 }
    /// The partners that are remembered; beyond it, all are forgotten and asked for again.
    static var memory: Int { 20_000 }

    private let parameters: SyncRun.Parameters
    private let reconciler: Reconciler
    private let configuration: Configuration
    private var references = ResolvedReferences()
    private var queue: [RunBatch] = []
    private var isAsking = false
    private var isAtEnd = false
    private var applying = 0
    private var serial = 0
    private var batchNumber = 0
    private var done = 0
    private var isPartial = false
    private var stop: Problem?
    private var isCancelled = false
    private var isOver = false

    init(_ parameters: SyncRun.Parameters, map: FieldMap) {
        self.parameters = parameters
        configuration = Configuration(parameters.config)
        reconciler = Reconciler(map: map, deletion: Plugin.deletion) { Plugin.compute($0, from: $1) }
    }

    /// Begins.
    mutating func start() -> [RunStep] { proceed() }

    /// Pairs came.
    mutating func received(_ answer: ChangesNext.Result) -> [RunStep] {
        isAsking = false
        isAtEnd = isAtEnd || answer.isEnd
        guard !answer.pairs.isEmpty, mayGoOn else { return proceed() }
        serial += 1
        var batch = RunBatch(serial: .init(number: serial), pairs: answer.pairs, checkpoint: answer.checkpoint)
        let questions = questions(about: &batch)
        queue.append(batch)
        return proceed() + questions
    }

    /// The partners of some records came.
    mutating func received(_ states: [CouplingsResolve.State], for asked: [RecordReference], _ serial: RunBatch.Serial)
        -> [RunStep]
    {
        for (reference, state) in zip(asked, states) {
            switch state {
            case .coupled(let id): references[reference] = .coupled(id)
            case .missing: references[reference] = .missing
            case .waiting, .skipped, .outOfScope: references[reference] = .open
            }
        }
        return answered(serial)
    }

    /// Fields of partners came.
    mutating func received(
        _ records: [FoundRecord], for steps: [RecordID: [ResolvedReferences.Step]], _ serial: RunBatch.Serial
    ) -> [RunStep] {
        for record in records {
            for step in steps[record.id] ?? [] { references[step] = record.fields[step.field] }
        }
        return answered(serial)
    }

    /// The host has carried out a batch.
    mutating func received(_ answer: DecisionsApply.Result) -> [RunStep] {
        applying -= 1
        done += answer.results.count
        for result in answer.results {
            switch result.outcome {
            case .done, .unchanged, .planned: break
            case .waiting, .setAside, .guarded, .inDoubt: isPartial = true
            }
        }
        stop = stop ?? answer.stop
        let progress = Progress.Parameters(runID: parameters.runID, phase: "applying", done: done)
        return [.progress(progress)] + proceed()
    }

    /// The host refused something: the run ends with its own words.
    mutating func failed(_ failure: RPCFailure) -> [RunStep] {
        guard !isOver else { return [] }
        isOver = true
        queue = []
        return [.finish(.failure(failure))]
    }

    /// The host wants the run to end; what is on its way is still waited for.
    mutating func cancel() -> [RunStep] {
        isCancelled = true
        queue = []
        return proceed()
    }

    /// Decides the first batch, if all that it needs is known; `nil` when there is nothing to decide yet.
    mutating func decide() -> [RunStep]? {
        guard let batch = queue.first, batch.openQuestions == 0 else { return nil }
        queue.removeFirst()
        batchNumber += 1
        applying += 1
        let facts = RunFacts(
            now: parameters.now, seed: parameters.seed, configuration: configuration, references: references)
        let decisions = batch.pairs.map { Self.decision(about: $0, reconciler, facts) }
        let apply = DecisionsApply.Parameters(
            runID: parameters.runID, batch: batchNumber, decisions: decisions, checkpoint: batch.checkpoint)
        if queue.isEmpty { references.forget(beyond: Self.memory) }
        return [.apply(apply)] + proceed()
    }

    /// The decision about one pair: what the map leads to, and what the plugin makes of it.
    static func decision(about pair: RecordPair, _ reconciler: Reconciler, _ facts: RunFacts) -> Decision {
        var decision = reconciler.decide(pair, facts.references)
        if case .create(let side, var fields, let key) = decision.action {
            let more = Plugin.fieldsOnInsert(on: side, about: pair, in: facts)
            if !more.isEmpty {
                for field in more { fields[field.name] = field.value }
                decision.action = .create(side, fields, key: key)
            }
        }
        Plugin.adjust(&decision, about: pair, in: facts)
        return decision
    }

    private var mayGoOn: Bool { stop == nil && !isCancelled && !isOver }

    private mutating func proceed() -> [RunStep] {
        if stop != nil { queue = [] }
        if mayGoOn, !isAtEnd, !isAsking, queue.count + applying < Self.depth {
            isAsking = true
            return [.next(ChangesNext.Parameters(runID: parameters.runID, limit: Self.pairsPerBatch))]
        }
        guard !isOver, !isAsking, applying == 0, queue.isEmpty, isAtEnd || !mayGoOn else { return [] }
        isOver = true
        if isCancelled { return [.finish(.failure(RPCFailure(.cancelled, "the run was cancelled")))] }
        let outcome: SyncRun.Outcome = isPartial || stop != nil ? .partial : .complete
        return [.finish(.success(SyncRun.Result(outcome: outcome)))]
    }

    /// What must be asked before a batch can be decided: the partners of what it refers to.
    private func questions(about batch: inout RunBatch) -> [RunStep] {
        var seen: Set<RecordReference> = []
        let unknown = batch.pairs.flatMap(reconciler.references(in:)).filter {
            !references.knows($0) && seen.insert($0).inserted
        }
        guard !unknown.isEmpty else { return partnerQuestions(about: &batch) }
        let steps = unknown.chunks(of: CouplingsResolve.maximum).map { chunk in
            RunStep.resolve(CouplingsResolve.Parameters(runID: parameters.runID, references: chunk), batch.serial)
        }
        batch.openQuestions = steps.count
        return steps
    }

    /// What must be asked when the partners are known: those of their fields that stand for them.
    private func partnerQuestions(about batch: inout RunBatch) -> [RunStep] {
        batch.hasAskedPartners = true
        var asked: [PartnerTable: [RecordID: [ResolvedReferences.Step]]] = [:]
        for step in batch.pairs.flatMap(reconciler.steps(in:)) where references[step] == nil {
            guard case .coupled(let id) = references[step.reference] else { continue }
            let table = PartnerTable(entity: step.reference.entity, field: step.field)
            if asked[table]?[id]?.contains(step) != true { asked[table, default: [:]][id, default: []].append(step) }
        }
        // In a fixed order, so that the same conversation asks the same questions.
        let questions = asked.sorted { $0.key < $1.key }.flatMap { table, steps in
            steps.keys.sorted().chunks(of: RecordsGet.maximum).map { ids in
                RunStep.read(
                    RecordsGet.Parameters(
                        runID: parameters.runID, side: .crm, entity: table.entity, ids: ids, fields: [table.field]),
                    steps: steps.filter { ids.contains($0.key) }, batch.serial)
            }
        }
        batch.openQuestions = questions.count
        return questions
    }

    private mutating func answered(_ serial: RunBatch.Serial) -> [RunStep] {
        guard let place = queue.firstIndex(where: { $0.serial == serial }) else { return proceed() }
        queue[place].openQuestions -= 1
        guard queue[place].openQuestions == 0, !queue[place].hasAskedPartners else { return [] }
        return partnerQuestions(about: &queue[place])
    }
}

/// Where fields of partners are read.
private struct PartnerTable: Hashable, Comparable {
    var entity: EntityName
    var field: FieldName

    static func < (left: PartnerTable, right: PartnerTable) -> Bool {
        (left.entity, left.field) < (right.entity, right.field)
    }
}

extension Array {
    /// The elements in pieces of at most so many, in order.
    fileprivate func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
