import Synchronization

extension Peer {
    /// Looks at the clock whenever a call's time is over or the queue has been full for too long.
    func watchTime() async -> PeerEnd? {
        while !Task.isCancelled {
            let (next, isClosed) = nextLook()
            if isClosed { return await giveUpAfterGrace() }
            await sleepOrAlarm(until: next)
            let now = timeline.now
            expireCalls(at: now)
            if isStalled(at: now) { return .violation(.stalled) }
        }
        return nil
    }

    /// When the clock must be looked at next, and whether the session is over.
    @inline(never)
    private func nextLook() -> (at: Duration?, isClosed: Bool) {
        state.withLock { state in
            (
                [state.table.nextDeadline, state.fullSince.map { $0 + limits.stall }].compactMap(\.self).min(),
                state.isClosed
            )
        }
    }

    @inline(never)
    private func isStalled(at now: Duration) -> Bool {
        state.withLock { state in state.fullSince.map { $0 + limits.stall <= now } ?? false }
    }

    /// The session is over; what is queued has the grace to go out.
    private func giveUpAfterGrace() async -> PeerEnd? {
        do {
            try await timeline.sleep(until: timeline.now + limits.grace)
            return .violation(.stalled)
        } catch {
            return nil
        }
    }

    private func sleepOrAlarm(until time: Duration?) async {
        await withTaskGroup { group in
            if let time {
                group.addTask {
                    do { try await self.timeline.sleep(until: time) } catch {
                        // Cancelled: the alarm rang first.
                    }
                }
            }
            group.addTask {
                _ = await self.alarm.wait()
            }
            await group.next()
            group.cancelAll()
        }
    }

    @inline(never)
    private func expireCalls(at now: Duration) {
        for expiry in state.withLock({ $0.table.expire(at: now) }) {
            deliver(.failure(expiry.error), to: expiry.id)
            if expiry.tellsOtherSide { _ = sendNow(cancelFrame(expiry.id, "the deadline of the call is over")) }
        }
    }
}
