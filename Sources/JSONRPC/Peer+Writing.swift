import Synchronization

extension Peer {
    /// Queues a frame, and waits first while the queue is full.
    func send(_ frame: [UInt8]) async {
        while !tryToSend(frame) {
            await withCheckedContinuation { continuation in
                if waitsForRoom(continuation) { alarm.ring() } else { continuation.resume() }
            }
        }
    }

    /// Whether there is no room now: `waiter` is told when there is.
    @inline(never)
    private func waitsForRoom(_ waiter: CheckedContinuation<Void, Never>) -> Bool {
        state.withLock { state in
            guard !state.outbox.hasRoom, state.isWritable, !state.isClosed else { return false }
            state.waitingForRoom.append(waiter)
            state.fullSince = state.fullSince ?? timeline.now
            return true
        }
    }

    /// Queues a frame for the reading task, which can't wait.
    ///
    /// A peer that makes us answer more than it reads is at fault.
    @inline(never)
    func sendNow(_ frame: [UInt8]) -> PeerEnd.Violation? {
        let isFlooded = state.withLock { state in
            if state.outbox.isFlooded { return true }
            if state.isWritable { state.outbox.append(frame) }
            return false
        }
        writing.ring()
        return isFlooded ? .stalled : nil
    }

    /// Whether the frame needs no more waiting: it is queued, or there is nobody left to send it to.
    @inline(never)
    private func tryToSend(_ frame: [UInt8]) -> Bool {
        let isSettled = state.withLock { state in
            guard state.isWritable else { return true }
            guard state.outbox.hasRoom || state.isClosed else { return false }
            state.outbox.append(frame)
            return true
        }
        if isSettled { writing.ring() }
        return isSettled
    }

    /// Writes what is queued until the queue is closed and empty, or the task is cancelled.
    func writeOut() async -> PeerEnd? {
        while await writing.wait(), !Task.isCancelled { await writeQueued() }
        await writeQueued()
        await channel.finish()
        return nil
    }

    private func writeQueued() async {
        while !Task.isCancelled {
            let (frames, waiting) = takeFrames()
            for continuation in waiting { continuation.resume() }
            guard !frames.isEmpty else { return }
            do {
                if let observer {
                    for frame in frames { observer.sent(frame.dropLast()) }
                }
                for bytes in Outbox.joined(frames) { try await channel.write(bytes) }
            } catch {
                // The other side no longer reads. It may still say why: the session ends when its stream does.
                stopWriting()
                return
            }
        }
    }

    @inline(never)
    private func takeFrames() -> (frames: [[UInt8]], waiting: [CheckedContinuation<Void, Never>]) {
        state.withLock { $0.takeFrames() }
    }

    @inline(never)
    private func stopWriting() {
        let waiting = state.withLock { state in
            state.isWritable = false
            return state.takeFrames().waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
