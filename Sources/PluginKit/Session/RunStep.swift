import JSONRPC
import Model
import PluginProtocol
import Reconciliation

/// What the run of an entity wants done next.
enum RunStep: Sendable {
    /// Ask for a value that the plugin keeps.
    case recall(StateGet.Parameters)
    /// Ask for the next pairs.
    case next(ChangesNext.Parameters)
    /// Ask what records are coupled with.
    case resolve(CouplingsResolve.Parameters, RunBatch.Serial)
    /// Ask for fields of partners; `steps` says what each identity was asked for.
    case read(RecordsGet.Parameters, steps: [RecordID: [ResolvedReferences.Step]], RunBatch.Serial)
    /// Ask for records that have some values.
    case match(RecordsMatch.Parameters, Lookup, RunBatch.Serial)
    /// Ask for records by their identities, for these lookups.
    case look(RecordsGet.Parameters, [Lookup], RunBatch.Serial)
    /// Have a value kept with the batch that follows.
    case keep(StatePut.Parameters)
    /// Hand over decisions.
    case apply(DecidedBatch)
    /// Say how far it is.
    case progress(Progress.Parameters)
    /// Answer the request for the run.
    case finish(Result<SyncRun.Result, RPCFailure>)
}
