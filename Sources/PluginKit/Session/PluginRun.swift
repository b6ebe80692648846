import JSON
import JSONRPC
import Model
import PluginProtocol
import Reconciliation

/// One run of the entity, as a machine: answers of the host go in, the next questions and decisions come out.
///
/// While a batch is decided and applied, the next is already asked for; at most `depth` batches are held, so that memory
/// doesn't grow with the number of records. Batches are applied in the order in which they came.
struct PluginRun: Sendable {
    /// The batches that may be held or on their way to the host at once.
    static var depth: Int { 3 }
    /// The pairs that are asked for at once; the host gives fewer when they are large.
    static var pairsPerBatch: Int { 1000 }
    /// The partners that are remembered; beyond it, all are forgotten and asked for again.
    static var memory: Int { 20_000 }

    let plugin: any PluginBehavior
    let parameters: SyncRun.Parameters
    let reconciler: Reconciler
    let limits: Limits
    /// Where the hooks of the plugin speak.
    let log = PluginLog()
    var references = ResolvedReferences()
    var queue: [RunBatch] = []
    private let configuration: Configuration
    private let mayKeep: Bool
    private var kept: [String: String] = [:]
    private var openRecalls = 0
    /// What is put into the host's keeping first, and what is handed over then.
    private var openPuts = 0
    private var held: DecidedBatch?
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

    init(
        _ parameters: SyncRun.Parameters, of plugin: any PluginBehavior, map: FieldMap, limits: Limits = .standard,
        mayKeep: Bool = true
    ) {
        self.plugin = plugin
        self.parameters = parameters
        self.limits = limits
        self.mayKeep = mayKeep
        configuration = Configuration(parameters.config)
        reconciler = plugin.reconciler(map, under: configuration)
    }

    /// Begins: what the plugin keeps is asked for first.
    mutating func start() -> [RunStep] {
        guard mayKeep, !plugin.keeps.isEmpty else { return proceed() }
        openRecalls = plugin.keeps.count
        return plugin.keeps.map { .recall(StateGet.Parameters(runID: parameters.runID, key: $0)) }
    }

    /// A value that the plugin keeps came; `nil` when it never kept one.
    mutating func received(_ value: String?, of key: String) -> [RunStep] {
        kept[key] = value
        openRecalls -= 1
        return proceed()
    }

    /// Pairs came.
    mutating func received(_ answer: ChangesNext.Result) -> [RunStep] {
        isAsking = false
        isAtEnd = isAtEnd || answer.isEnd
        guard !answer.pairs.isEmpty, mayGoOn else { return proceed() }
        serial += 1
        var batch = RunBatch(serial: .init(number: serial), pairs: answer.pairs, checkpoint: answer.checkpoint)
        let questions = questions(about: &batch, facts())
        queue.append(batch)
        return proceed() + questions
    }

    /// The host took a value into its keeping.
    mutating func receivedKeeping() -> [RunStep] {
        openPuts -= 1
        guard openPuts == 0, let batch = held else { return [] }
        held = nil
        return [.apply(batch)] + proceed()
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
        guard held == nil, let batch = queue.first, batch.openQuestions == 0 else { return nil }
        queue.removeFirst()
        applying += 1
        let facts = facts(batch.found)
        let decisions = batch.pairs.map { Self.decision(of: plugin, about: $0, reconciler, facts) }
        let decided = DecidedBatch(decisions: decisions, checkpoint: batch.checkpoint)
        let puts = puts(after: decisions, about: batch.pairs, facts)
        if queue.isEmpty { references.forget(beyond: Self.memory) }
        guard puts.isEmpty else {
            // Handed over when all of it is in the host's keeping: both are stored together.
            held = decided
            openPuts = puts.count
            return puts.map { .keep($0) }
        }
        return [.apply(decided)] + proceed()
    }

    /// The number of a batch that leaves now.
    mutating func numberBatch() -> Int {
        batchNumber += 1
        return batchNumber
    }

    /// A batch that is too large for a frame did not leave.
    mutating func takeBackNumber() { batchNumber -= 1 }

    /// A batch leaves in two.
    mutating func splitBatch() { applying += 1 }

    /// The decision about one pair: what the map leads to, and what the plugin makes of it.
    static func decision(
        of plugin: any PluginBehavior, about pair: RecordPair, _ reconciler: Reconciler, _ facts: RunFacts
    ) -> Decision {
        var decision = reconciler.decide(pair, facts.references)
        if case .create(let side, var fields, let key) = decision.action {
            let more = plugin.fieldsOnInsert(on: side, about: pair, in: facts)
            if !more.isEmpty {
                for field in more { fields[field.name] = field.value }
                decision.action = .create(side, fields, key: key)
            }
        }
        plugin.adjust(&decision, about: pair, in: facts)
        return decision
    }

    private var mayGoOn: Bool { stop == nil && !isCancelled && !isOver }

    private func facts(_ found: [Lookup: [Lookup.Record]] = [:]) -> RunFacts {
        RunFacts(
            now: parameters.now, seed: parameters.seed, configuration: configuration, references: references,
            kept: kept, found: found, log: log)
    }

    /// What is to be kept from now on, as far as it is new.
    private mutating func puts(
        after decisions: [Decision], about pairs: [RecordPair], _ facts: RunFacts
    ) -> [StatePut.Parameters] {
        guard mayKeep, !plugin.keeps.isEmpty else { return [] }
        let values = plugin.keep(after: decisions, about: pairs, in: facts)
        return plugin.keeps.compactMap { key in
            guard let value = values[key], kept[key] != value else { return nil }
            kept[key] = value
            return StatePut.Parameters(runID: parameters.runID, key: key, value: .string(value))
        }
    }

    mutating func proceed() -> [RunStep] {
        if stop != nil { queue = [] }
        guard openRecalls == 0 else { return [] }
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
}
