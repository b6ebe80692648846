import JSON
import JSONRPC
import Logging
import Model
import PluginProtocol
import SyncStore

// Doing what the machine decides.
extension PluginSupervisor {
    /// Does what the machine decides until nobody needs the plugin any more and it is gone.
    func serve() async {
        await withDiscardingTaskGroup { group in
            while !isOver {
                while !actions.isEmpty { await perform(actions.removeFirst(), in: &group) }
                guard !isOver else { break }
                await waitForTick()
                let seen = watch.seen
                // Nobody waits to be woken by this: whoever would is the one who looks.
                take { $0.tick(at: $1, seen) }
            }
        }
    }

    /// Nobody will ask any more.
    func finish() {
        isFinished = true
        switch verdict {
        case .good: decide { machine, _ in machine.runEnded(spoiledBy: nil) }
        case .bad(let problem): decide { machine, _ in machine.runEnded(spoiledBy: problem) }
        case nil: break
        }
        decide { $0.finish(at: $1) }
        bell.ring()
    }

    private var isOver: Bool {
        guard isFinished, actions.isEmpty else { return false }
        switch machine?.state {
        case .absent, .failed, .gone, nil: return true
        case .starting, .ready, .running, .stopping, .backOff: return false
        }
    }

    private func waitForTick() async {
        let next = machine?.nextTick(watch.seen)
        await withTaskGroup { [bell, timeline] group in
            if let next {
                group.addTask {
                    do { try await timeline.sleep(until: next) } catch {
                        // Something happened before.
                    }
                }
            }
            group.addTask { _ = await bell.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Tells the machine of an event, and wakes the one who does what it decides.
    func decide(_ event: (inout SupervisionMachine, Duration) -> [SupervisionMachine.Action]) {
        take(event)
        bell.ring()
    }

    func take(_ event: (inout SupervisionMachine, Duration) -> [SupervisionMachine.Action]) {
        guard var machine else { return }
        let before = machine.state
        actions += event(&machine, timeline.now)
        self.machine = machine
        if machine.state != before { logger.debug("plugin", metadata: ["plugin.state": "\(machine.state)"]) }
    }

    func decide(_ event: (inout SupervisionMachine, Duration) -> Void) {
        decide { machine, now in
            event(&machine, now)
            return []
        }
    }

    private func perform(_ action: SupervisionMachine.Action, in group: inout DiscardingTaskGroup) async {
        let session = self.session
        switch action {
        case .launch: group.addTask { await self.runProcess() }
        case .admit: admit()
        case .refuse(let problem): refuse(problem)
        case .ping: group.addTask { await self.ping(session) }
        case .endRun(let reason): session?.gate.end(reason.problem)
        case .cancelRun: cancelRun()
        case .shutdown: group.addTask { await self.shutDown(session) }
        case .closeInput: session?.closeInput()
        case .terminate: group.addTask { await session?.terminate() }
        case .kill: group.addTask { await session?.kill() }
        case .keep(let health): await keep(health)
        }
    }

    private func cancelRun() {
        isRunCancelled = true
        attempt?.cancel()
    }

    private func admit() {
        guard let session else { return }
        for waiter in waiters { waiter.resume(returning: session) }
        waiters = []
    }

    private func refuse(_ problem: Problem) {
        let failure = failure(problem)
        for waiter in waiters { waiter.resume(throwing: failure) }
        waiters = []
    }

    private func keep(_ health: PluginHealth) async {
        do {
            try await store.keepPluginHealth(health, of: plugin.manifest.entity)
        } catch {
            // The run that spoke of it is not worth less for it; the next crash is counted again.
            logger.warning("how the plugin behaved could not be stored", metadata: ["error": "\(type(of: error))"])
        }
    }

    func ping(_ session: PluginSession?) async {
        // Its answer is a frame, and every frame is a sign of life; its absence is the machine's to judge.
        guard let session else { return }
        _ = await call(session, Ping.self, Ping.Parameters(), deadline: plugin.manifest.quiet, isUrgent: true)
    }

    func shutDown(_ session: PluginSession?) async {
        guard let session else { return }
        session.gate.shutDown()
        // Whatever it answers: it was told, and is given the end of its stream next.
        _ = await call(
            session, Shutdown.self, Shutdown.Parameters(), deadline: settings.timing.step, isUrgent: true)
        decide { $0.shutdownAnswered(at: $1) }
    }
}
