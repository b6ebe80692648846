/// Lets requests in as the limits allow, per system and user.
actor Turnstile {
    private struct Key: Hashable { var system: SandboxSystem, user: String }

    private var windows: [Key: RateWindow] = [:]
    private var queues: [Key: [CheckedContinuation<Void, Never>]] = [:]
    private(set) var limits: RateLimits

    init(limits: RateLimits) { self.limits = limits }

    /// Sets other limits.
    func set(_ limits: RateLimits) { self.limits = limits }

    /// Waits until the request may be worked on; the answer says why not, or how many requests are left in the window.
    ///
    /// `tighter` is the limit of a fault. Who is let in calls `leave`.
    func enter(
        _ system: SandboxSystem, user: String, now: Moment, tighter: RateLimits.Limit? = nil
    ) async -> (refusal: Refusal?, remaining: Int) {
        let key = Key(system: system, user: user)
        let limit = tighter ?? limits[system]
        let admission = windows[key, default: RateWindow()].arrive(at: now, limit: limit)
        let remaining = windows[key]?.remaining(limit) ?? 0
        switch admission {
        case .admitted: return (nil, remaining)
        case .refused(let refusal): return (refusal, 0)
        case .waits:
            await withCheckedContinuation { queues[key, default: []].append($0) }
            return (nil, remaining)
        }
    }

    /// A request is done.
    func leave(_ system: SandboxSystem, user: String) {
        let key = Key(system: system, user: user)
        guard windows[key]?.leave() == true, var queue = queues[key], !queue.isEmpty else { return }
        queue.removeFirst().resume()
        queues[key] = queue
    }

    /// Forgets all use.
    func forget() {
        for key in windows.keys where windows[key]?.active == 0 { windows[key] = nil }
    }
}
