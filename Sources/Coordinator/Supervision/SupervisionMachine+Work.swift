import Model

extension SupervisionMachine {
    /// What a process carries out, and how it is watched meanwhile.
    struct Work: Sendable, Hashable {
        /// Since when.
        var since: Duration
        /// Until when a run may take; `nil` for anything but a run.
        var deadline: Duration?
        /// When it was asked whether it is alive; `nil` while it needn't be.
        var pinged: Duration?
        /// How far its being cancelled is.
        var cancellation = Cancellation.none
    }

    /// How long a plugin that works may be silent, and get nowhere.
    struct Leniency: Sendable, Hashable {
        /// How long it may send nothing while it is its turn; as long again after it was asked whether it is alive.
        var quiet: Duration
        /// How long its run may ask for nothing new and hand over nothing.
        var progress: Duration
    }

    /// What a look at a plugin that works brings.
    enum Finding: Sendable, Hashable {
        /// It may go on, and this is to be done.
        case act([Action])
        /// It can't be trusted to go on.
        case fault(Problem)
    }
}

extension SupervisionMachine.Work {
    /// Looks at the clock, and at what was seen of the plugin.
    mutating func look(
        at now: Duration, _ signs: SignsOfLife, _ leniency: SupervisionMachine.Leniency
    ) -> SupervisionMachine.Finding {
        if signs.isEndless { return .fault(Problem(.pluginFlooded, ["endless"])) }
        let steps = cancel(at: now, signs, leniency)
        guard steps.isEmpty else { return .act(steps) }
        guard let silent = signs.silentSince else {
            pinged = nil
            return .act([])
        }
        if let asked = pinged {
            guard signs.heard < asked else {
                pinged = nil
                return .act([])
            }
            guard now >= asked + leniency.quiet else { return .act([]) }
            return .fault(Problem(.pluginHung, signs.unfinished > 0 ? ["unfinished"] : []))
        }
        guard now >= max(silent, since) + leniency.quiet else { return .act([]) }
        pinged = now
        return .act([.ping])
    }

    /// When to look next; `nil` when only an event changes anything.
    func nextLook(_ signs: SignsOfLife, _ leniency: SupervisionMachine.Leniency) -> Duration? {
        var times: [Duration] = []
        if let silent = signs.silentSince { times.append((pinged ?? max(silent, since)) + leniency.quiet) }
        if cancellation == .none, let deadline {
            times.append(deadline)
            if let idle = signs.idleSince { times.append(max(idle, since) + leniency.progress) }
        }
        return times.min()
    }

    /// What follows from a cancellation, wanted or due.
    ///
    /// From the moment it is decided nothing more is taken on, so that the plugin can't put it off by always having a batch
    /// under way; it is told when the last one is finished.
    private mutating func cancel(
        at now: Duration, _ signs: SignsOfLife, _ leniency: SupervisionMachine.Leniency
    ) -> [SupervisionMachine.Action] {
        guard let deadline else { return [] }
        var steps: [SupervisionMachine.Action] = []
        if cancellation == .none, let reason = reason(deadline, at: now, signs, leniency) {
            cancellation = .afterApply(reason)
            steps.append(.endRun(reason))
        }
        if case .afterApply(let reason) = cancellation, signs.applying == 0 {
            cancellation = .asked(reason)
            steps.append(.cancelRun(reason))
        }
        return steps
    }

    private func reason(
        _ deadline: Duration, at now: Duration, _ signs: SignsOfLife, _ leniency: SupervisionMachine.Leniency
    ) -> SupervisionMachine.CancelReason? {
        if signs.isCancelled { return .person }
        if now >= deadline { return .deadline }
        guard let idle = signs.idleSince else { return nil }
        return now >= max(idle, since) + leniency.progress ? .noProgress : nil
    }
}
