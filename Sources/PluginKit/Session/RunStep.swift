import JSONRPC
import Model
import PluginProtocol

/// What the run of an entity wants done next.
enum RunStep: Sendable {
    /// Ask for the next pairs.
    case next(ChangesNext.Parameters)
    /// Ask what records are coupled with.
    case resolve(CouplingsResolve.Parameters, RunBatch.Serial)
    /// Ask for fields of partners; `steps` says what each identity was asked for.
    case read(RecordsGet.Parameters, steps: [RecordID: [ResolvedReferences.Step]], RunBatch.Serial)
    /// Hand over decisions.
    case apply(DecisionsApply.Parameters)
    /// Say how far it is.
    case progress(Progress.Parameters)
    /// Answer the request for the run.
    case finish(Result<SyncRun.Result, RPCFailure>)
}

/// Pairs that were handed out together and are not decided yet.
struct RunBatch: Sendable {
    /// The place in the order in which batches came.
    struct Serial: Sendable, Hashable {
        var number: Int
    }

    var serial: Serial
    var pairs: [RecordPair]
    var checkpoint: String
    /// The questions whose answers the decisions need.
    var openQuestions = 0
    /// Whether the fields of partners were asked for; before, the partners themselves must be known.
    var hasAskedPartners = false
}
