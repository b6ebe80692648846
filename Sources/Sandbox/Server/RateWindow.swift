/// One user's use of one service: a sliding window of requests, and those that are worked on.
struct RateWindow: Sendable {
    /// What becomes of a request.
    enum Admission: Sendable, Hashable {
        /// It is worked on.
        case admitted
        /// It waits until another is done.
        case waits
        /// It is refused.
        case refused(Refusal)
    }

    /// The moments of the requests in the window, oldest first, from `start` on.
    private var moments: [Moment] = []
    private var start = 0
    /// How many are worked on.
    private(set) var active = 0
    /// How many wait.
    private(set) var waiting = 0

    /// A request arrives.
    mutating func arrive(at now: Moment, limit: RateLimits.Limit) -> Admission {
        let opening = now.advanced(by: -Int64(limit.windowSeconds) * 1000)
        while start < moments.count, moments[start] <= opening { start += 1 }
        if start > 4096 {
            moments.removeFirst(start)
            start = 0
        }
        guard moments.count - start < limit.requests else {
            // With a limit of none, nothing in the window has to end before the next request.
            let oldest = start < moments.count ? moments[start] : now
            let wait = oldest.milliseconds - opening.milliseconds
            return .refused(
                .tooManyRequests(
                    limit: limit.requests, windowSeconds: limit.windowSeconds,
                    retryAfter: limit.fixedRetryAfter ?? (limit.saysWhen ? Int((wait + 999) / 1000) : nil)))
        }
        guard active >= limit.atOnce else {
            moments.append(now)
            active += 1
            return .admitted
        }
        guard waiting < limit.waiting else {
            return .refused(.tooManyAtOnce(limit: limit.atOnce, retryAfter: limit.saysWhen ? 1 : nil))
        }
        moments.append(now)
        waiting += 1
        return .waits
    }

    /// How many more requests the window has room for.
    func remaining(_ limit: RateLimits.Limit) -> Int { max(0, limit.requests - (moments.count - start)) }

    /// A request is done; says whether one that waits may begin.
    mutating func leave() -> Bool {
        guard waiting > 0 else {
            active -= 1
            return false
        }
        waiting -= 1
        return true
    }
}
