import Foundation
import Model
import SyncStore

extension SupervisionMachine {
    /// Where the plugin stands.
    enum State: Sendable, Hashable {
        /// There is no process.
        case absent
        /// A process was started, and has until then to answer `initialize`.
        case starting(until: Duration)
        /// The process waits to be asked.
        case ready
        /// The process carries something out.
        case running(Work)
        /// The process is being ended.
        case stopping(Stop)
        /// It crashed, and is started again then.
        case backOff(until: Duration)
        /// It won't be started any more.
        case failed(Problem)
        /// Nobody needs it any more.
        case gone
    }

    /// How far the cancellation of a run is.
    enum Cancellation: Sendable, Hashable {
        /// Nobody wants it cancelled.
        case none
        /// The plugin is told when the `apply` in progress is finished.
        case afterApply(CancelReason)
        /// The plugin was told.
        case asked(CancelReason)
    }

    /// Why a run is cancelled by the host.
    enum CancelReason: Sendable, Hashable {
        /// Somebody cancelled it.
        case person
        /// Its time is over.
        case deadline
        /// It got nowhere for too long.
        case noProgress

        /// What stands in the way of the run.
        var problem: Problem {
            switch self {
            case .person: Problem(.cancelled)
            case .deadline: Problem(.deadline)
            case .noProgress: Problem(.pluginHung, ["noProgress"])
            }
        }
    }

    /// How a process is ended.
    struct Stop: Sendable, Hashable {
        /// The step that is under way.
        var step: Step
        /// When the next one is due.
        var until: Duration
        /// Why.
        var cause: Cause
    }

    /// The steps of ending a process, each harder than the one before.
    enum Step: Int, Sendable, Hashable {
        /// It was asked to finish.
        case shutdown
        /// Its standard input was ended.
        case closeInput
        /// Its process group got SIGTERM.
        case terminate
        /// All of it got SIGKILL.
        case kill
    }

    /// Why a process is ended.
    enum Cause: Sendable, Hashable {
        /// Nobody needs it any more.
        case finished
        /// It ended by itself.
        case crashed
        /// It ended, or misbehaved, before it answered `initialize`.
        case failedStart(Problem)
        /// It can't be trusted to go on.
        case fault(Problem)
    }

    /// What is to be done.
    enum Action: Sendable, Hashable {
        /// Start a process.
        case launch
        /// Let whoever waits for the plugin ask it.
        case admit
        /// Tell whoever waits, and whoever asks later, that it can't be had.
        case refuse(Problem)
        /// Ask whether it is alive.
        case ping
        /// Answer whatever its run asks for from now on with why the run ends.
        case endRun(CancelReason)
        /// Ask it to end the run.
        case cancelRun(CancelReason)
        /// Ask it to finish.
        case shutdown
        /// End its standard input.
        case closeInput
        /// Send SIGTERM to its process group.
        case terminate
        /// Send SIGKILL to all of it.
        case kill
        /// Store how it has behaved.
        case keep(PluginHealth)
    }
}
