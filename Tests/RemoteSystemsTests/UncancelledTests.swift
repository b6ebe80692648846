import Testing

@testable import RemoteSystems

@Suite("What was begun with a remote system")
struct UncancelledTests {
    @Test("is carried out to its end when the caller is cancelled, and the caller waits for it")
    func shielded() async {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        let isCancelled = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await uncancelled {
                    begin.finish()
                    for await _ in stops {}
                    return Task.isCancelled
                }
            }
            for await _ in begun {}
            group.cancelAll()
            stop.finish()
            return await group.next()
        }
        #expect(isCancelled == false)
    }

    @Test("tells the caller how it failed")
    func failing() async {
        struct Failure: Error {}
        await #expect(throws: Failure.self) { try await uncancelled { throw Failure() } }
    }
}
