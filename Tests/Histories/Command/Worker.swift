import Dispatch
import Foundation
import Simulation

/// A thread that plays one seed after the other.
final class Worker: Sendable {
    private let tally: Tally
    private let once: Bool
    private let end = DispatchSemaphore(value: 0)

    init(_ tally: Tally, once: Bool) {
        self.tally = tally
        self.once = once
    }

    func start() {
        let thread = Thread { [self] in
            while let seed = tally.next() {
                do {
                    tally.add(once ? try Histories.play(seed) : try Histories.playTwice(seed))
                } catch {
                    preconditionFailure("a history has a store: \(error)")
                }
            }
            end.signal()
        }
        thread.stackSize = 64 << 20
        thread.start()
    }

    func waitForEnd() { end.wait() }
}
