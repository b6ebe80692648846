import Foundation
import JSON
import Model
import PluginProtocol
import SyncStore
import Testing

@testable import Coordinator

@Suite("Plugins as processes", .tags(.processes), .serialized, .timeLimit(.minutes(2)))
struct ProcessTests {
    @Test("describing and running cost one start, and nothing is left", arguments: [true, false])
    func oneStart(guardian: Bool) async throws {
        let bench = try ProcessBench()
        let host = ListHost(pairs: 5)
        let result = try await bench.run(host, guardian: guardian)
        #expect(result.outcome == .complete)
        #expect(await host.applied == [1, 2, 3, 4, 5])
        #expect(bench.starts == 1)
        #expect(bench.survivors.isEmpty)
        #expect(bench.scratch.isEmpty)
    }

    @Test("a plugin runs behind a prefix, such as a sandbox", arguments: [true, false])
    func prefix(guardian: Bool) async throws {
        let bench = try ProcessBench()
        let host = ListHost(pairs: 3)
        let words = ["/usr/bin/env", "-u", "LANG"]
        let result = try await bench.supervision(guardian: guardian, prefix: words)
            .withDriver(for: bench.plugin) { try await $0.run(ProcessBench.run, host: host) }
        #expect(result.outcome == .complete)
        #expect(bench.survivors.isEmpty)
    }

    @Test("nobody asks, nothing starts")
    func nothingAsked() async throws {
        let bench = try ProcessBench()
        try await bench.supervision().withDriver(for: bench.plugin) { _ in }
        #expect(bench.starts == 0)
    }

    @Test("a plugin sees its arguments, an environment built from nothing, its limits, and no descriptor of the host")
    func surroundings() async throws {
        let bench = try ProcessBench(["surroundings", "--flag"])
        let description = try await bench.supervision().withDriver(for: bench.plugin) { driver in
            try await driver.describe(ProcessBench.question)
        }
        let seen = try JSON.decode(JSONValue.self, from: description.fingerprint)
        let environment = try #require(seen["environment"]?.object)
        #expect(
            Set(environment.map(\.name)).subtracting(["LC_CTYPE"])
                == ["PATH", "LANG", "TZ", "HOME", "TMPDIR", "COUPLET_PROTOCOL", "SWIFT_BACKTRACE"])
        #expect(seen["argv"]?.array?.dropFirst().compactMap(\.string) == ["surroundings", "--flag", "--couplet-stdio"])
        // The fourth is the folder that is being listed.
        #expect(seen["descriptors"]?.array?.count == 4)
        #expect(seen["mode"]?.string == "0o700")
        #expect(seen["folder"]?.string == seen["environment"]?["HOME"]?.string)
        #expect(seen["limits"]?["RLIMIT_CORE"]?.integer == 0)
        #expect(seen["limits"]?["RLIMIT_NOFILE"]?.integer == 256)
        #expect(seen["limits"]?["RLIMIT_DATA"]?.integer == 512 << 20)
        #expect(seen["noNewPrivileges"] == .boolean(true))
        #expect(seen["session"] == .boolean(true))
    }

    @Test("settings that a plugin finds wrong end the run before it describes anything, and each is named")
    func wrongSettings() async throws {
        let bench = try ProcessBench(["validates"])
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 1)) }
        let hint = "Write the identity of the team."
        #expect(
            failure?.problem
                == Problem(
                    .invalidConfiguration,
                    ["settings", "team", "A team is to own the records, and none is named.", hint]))
        // It is the person who configured it, and not the plugin, that something has to change with.
        #expect(await bench.store.pluginHealth(of: ProcessBench.entity)?.failedRuns ?? 0 == 0)
        #expect(bench.survivors.isEmpty)
    }

    @Test("what a plugin remarks about settings that it can go on with stands among the notes")
    func remarks() async throws {
        let bench = try ProcessBench(["validates"])
        var question = ProcessBench.question
        question.config = ["team": "7"]
        let asked = question
        let description = try await bench.supervision().withDriver(for: bench.plugin) { try await $0.describe(asked) }
        #expect(description.notes.map(\.path) == ["company"])
        #expect(bench.starts == 1)
    }

    @Test("a plugin that deletes where neither its manifest nor its settings say so is not used")
    func unannouncedDeletes() async throws {
        let bench = try ProcessBench(["deletes"])
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 1)) }
        #expect(failure?.problem == Problem(.manifestMismatch, ["deletePolicy", "delete", "uncouple"]))
        var question = ProcessBench.question
        question.config = ["deletes": "delete"]
        let asked = question
        let description = try await bench.supervision().withDriver(for: bench.plugin) { try await $0.describe(asked) }
        #expect(description.deletes == .delete)
    }

    @Test("limits that a plugin lowers hold: for its frames, for the pairs it gets, for what it says")
    func modest() async throws {
        let bench = try ProcessBench(["modest"])
        let host = ListHost(pairs: 3)
        #expect(try await bench.run(host).outcome == .complete)
        #expect(await host.room == 1000)
        let codes = FileManager.default.contents(atPath: "\(bench.plugin.folder)/codes").map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(codes?.contains(#""1001": 1006"#) == true)
        #expect(bench.log.lines.contains { $0.contains("0123456789") && !$0.contains("0123456789a") })
    }

    @Test("limits that a plugin would raise stay as they were offered")
    func greedy() async throws {
        let bench = try ProcessBench(["greedy"])
        let host = ListHost(pairs: 3)
        #expect(try await bench.run(host).outcome == .complete)
        #expect(await host.room == 1 << 20)
    }

    @Test(
        "a plugin that dies once is started again and finishes, whatever it was doing",
        arguments: [
            "changes/next sent", "changes/next answered", "decisions/apply sent", "decisions/apply answered",
            "sync/run received", "entity/describe received",
        ])
    func diesOnce(boundary: String) async throws {
        let bench = try ProcessBench(["crash-once", boundary])
        let host = ListHost(pairs: 5)
        let result = try await bench.run(host)
        #expect(result.outcome == .complete)
        #expect(Set(await host.applied) == [1, 2, 3, 4, 5])
        #expect(bench.crashes == 1)
        #expect(await host.restarts == (boundary.hasPrefix("entity") ? 0 : 1))
        #expect(bench.survivors.isEmpty)
    }

    @Test("a plugin that always dies is given up after three restarts, with how it ended and what it wrote")
    func diesAlways() async throws {
        let bench = try ProcessBench(["crash-always", "changes/next answered"])
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 5)) }
        #expect(failure?.problem == Problem(.pluginCrashed))
        #expect(failure?.exit == .signaled("SIGSEGV"))
        #expect(failure?.inFlight == "changes/next")
        #expect(failure?.lastLines.last == "about to die at changes/next answered")
        #expect(bench.crashes == 4)
    }

    @Test(
        "a plugin that crashes five times in three minutes goes into quarantine, until a person or a change lets it out"
    )
    func quarantine() async throws {
        let bench = try ProcessBench(["crash-always", "changes/next answered"])
        _ = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 5)) }
        let second = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 5)) }
        #expect(second?.problem.code == .pluginQuarantined)
        let third = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 5)) }
        #expect(third?.problem == Problem(.pluginQuarantined, ["crashes", "5", "6000"]))
        #expect(bench.crashes == 5)
        await bench.store.keepPluginHealth(nil, of: ProcessBench.entity)
        _ = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 5)) }
        #expect(bench.crashes == 9)
    }

    @Test(
        "a plugin that can't begin is not started again, and the reason is named",
        arguments: [
            ("exit", Problem(.pluginFailedStart)), ("silent", Problem(.pluginFailedStart, ["silent"])),
            ("refuses-version", Problem(.protocolVersion, ["1", "1"])),
            ("other-version", Problem(.protocolVersion, ["9", "1"])),
            ("other-name", Problem(.manifestMismatch, ["name", "serpent", "python"])),
            ("lying-digest", Problem(.manifestMismatch, ["manifestDigest"])),
        ])
    func failedStart(habit: String, problem: Problem) async throws {
        var timing = ProcessBench.impatient
        if habit == "silent" { timing.start = .milliseconds(500) }
        let bench = try ProcessBench([habit], timing: timing)
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 1)) }
        #expect(failure?.problem == problem)
        #expect(failure?.inFlight == "initialize")
        if habit == "exit" {
            #expect(failure?.exit == .exited(3))
            #expect(failure?.lastLines == ["the licence is missing"])
        }
        #expect(bench.starts <= 1)
        #expect(bench.survivors.isEmpty)
    }

    @Test("what a plugin prints between messages costs it nothing within the budget, and is logged without secrets")
    func stray() async throws {
        let bench = try ProcessBench(["stray"])
        #expect(try await bench.run(ListHost(pairs: 3)).outcome == .complete)
        let log = bench.log.lines.joined(separator: "\n")
        #expect(log.contains("text=hello from a library"))
        #expect(log.contains("text=no newline here"))
        #expect(log.contains("plugin.stderr=careful: Authorization: Bearer [redacted] and [redacted]"))
    }

    @Test("a plugin that floods standard output is stopped and blamed")
    func floodsOutput() async throws {
        let bench = try ProcessBench(["flood-stdout"])
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 3)) }
        #expect(failure?.problem == Problem(.pluginFlooded))
        #expect(bench.survivors.isEmpty)
    }

    @Test("a plugin that floods standard error loses lines, and nothing else")
    func floodsErrors() async throws {
        let bench = try ProcessBench(["flood-stderr"])
        #expect(try await bench.run(ListHost(pairs: 3)).outcome == .complete)
        let written = bench.log.lines.filter { $0.contains("plugin.stderr=") }
        #expect(written.reduce(0) { $0 + $1.utf8.count } < 1 << 20)
    }

    @Test("a plugin that neither works nor answers a ping is taken for hung")
    func hangs() async throws {
        let bench = try ProcessBench(["hang"], quietSeconds: 1)
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 3)) }
        #expect(failure?.problem == Problem(.pluginHung))
        #expect(failure?.inFlight == "sync/run")
        #expect(bench.survivors.isEmpty)
    }

    @Test("watching a plugin costs nothing: the clock is looked at when something is due, not all the time")
    func restful() async throws {
        let bench = try ProcessBench(["hang"], quietSeconds: 1)
        let clock = CountingClock()
        await #expect(throws: PluginFailure.self) {
            try await bench.supervision(clock: clock).withDriver(for: bench.plugin) { driver in
                _ = try await driver.describe(ProcessBench.question)
                _ = try await driver.run(ProcessBench.run, host: ListHost(pairs: 3))
            }
        }
        #expect(clock.waits.value < 60)
    }

    @Test("a plugin that ignores the end of its input and SIGTERM is killed with all its grandchildren")
    func stubborn() async throws {
        let bench = try ProcessBench(["stubborn"])
        #expect(try await bench.run(ListHost(pairs: 3)).outcome == .complete)
        #expect(bench.survivors.isEmpty)
    }

    @Test("a scratch folder goes with all that was left in it, however deep, however much, and whatever rights it has")
    func scratch() throws {
        let parent = FileManager.default.temporaryDirectory.appendingPathComponent("couplet-scratch-\(UUID())").path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let outside = parent + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        let folder = try ScratchFolder(in: parent)
        for number in 0..<2000 {
            #expect(FileManager.default.createFile(atPath: folder.path + "/\(number)", contents: nil))
        }
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: outside)
        var place = open(folder.path, O_RDONLY | O_DIRECTORY)
        // Its path has more letters than the system takes.
        for _ in 0..<1500 {
            #expect(mkdirat(place, "deeper", 0o700) == 0)
            let next = openat(place, "deeper", O_RDONLY | O_DIRECTORY)
            _ = fchmodat(place, "deeper", 0, 0)
            close(place)
            place = next
        }
        close(place)
        _ = chmod(folder.path, 0)
        folder.remove()
        #expect(try FileManager.default.contentsOfDirectory(atPath: parent) == ["outside"])
    }

    @Test("a scratch folder goes with what is called by no text, and a link in its place is not followed")
    func oddNames() throws {
        let parent = FileManager.default.temporaryDirectory.appendingPathComponent("couplet-scratch-\(UUID())").path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let folder = try ScratchFolder(in: parent)
        let place = open(folder.path, O_RDONLY | O_DIRECTORY)
        let name: [CChar] = [-1, -2, 0]
        #expect(mkdirat(place, name, 0o700) == 0)
        let inner = openat(place, name, O_RDONLY | O_DIRECTORY)
        for name: [CChar] in [[-61, 40, 0], [-1, 0]] { close(openat(inner, name, O_CREAT | O_WRONLY, 0o600)) }
        close(inner)
        close(place)
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        let outside = parent + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        #expect(chmod(outside, 0o500) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: outside)
        folder.remove()
        let rights = try FileManager.default.attributesOfItem(atPath: outside)[.posixPermissions] as? Int
        #expect(rights == 0o500)
    }

    @Test("what a plugin started and left behind is gone with it")
    func family() async throws {
        let bench = try ProcessBench(["family"])
        #expect(try await bench.run(ListHost(pairs: 3)).outcome == .complete)
        #expect(bench.survivors.isEmpty)
    }

    @Test("when the host is killed, no process of a plugin lives five seconds later, however stubborn it is")
    func hostKilled() async throws {
        let bench = try ProcessBench(["stubborn"])
        await #expect(processExitsWith: .signal(SIGKILL)) { [root = bench.root as String] in
            // In another process, which is a host until it kills itself in the middle of a batch.
            let host = ListHost(pairs: 3) { _ = kill(getpid(), SIGKILL) }
            _ = try await ProcessBench(existing: root).run(host)
        }
        #expect(!bench.survivors.isEmpty)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        while !bench.survivors.isEmpty, clock.now < deadline { try await clock.sleep(for: .milliseconds(50)) }
        #expect(bench.survivors.isEmpty)
    }

    @Test("cancelling finishes the batch that is being applied, and the plugin answers")
    func cancel() async throws {
        let bench = try ProcessBench(["endless"])
        let (applying, begin) = AsyncStream<Void>.makeStream()
        let (release, open) = AsyncStream<Void>.makeStream()
        let host = ListHost(pairs: 100) {
            begin.yield()
            for await _ in release { break }
        }
        let task = Task { try await bench.run(host) }
        for await _ in applying { break }
        task.cancel()
        open.finish()
        let failure = await #expect(throws: PluginFailure.self) { try await task.value }
        #expect(failure?.problem == Problem(.cancelled))
        #expect(await host.applied == [1, 2])
        #expect(bench.survivors.isEmpty)
    }

    @Test("a plugin that does not obey a cancellation is ended after the grace")
    func deaf() async throws {
        let bench = try ProcessBench(["deaf"])
        let (applying, begin) = AsyncStream<Void>.makeStream()
        let host = ListHost(pairs: 4) { begin.yield() }
        let task = Task { try await bench.run(host) }
        for await _ in applying { break }
        task.cancel()
        let failure = await #expect(throws: PluginFailure.self) { try await task.value }
        #expect(failure?.problem == Problem(.cancelled))
        #expect(bench.survivors.isEmpty)
    }

    @Test("a run that takes too long is ended, and says so")
    func deadline() async throws {
        var timing = ProcessBench.impatient
        timing.run = .milliseconds(300)
        let bench = try ProcessBench(["endless"], timing: timing)
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 1)) }
        #expect(failure?.problem == Problem(.deadline))
    }

    @Test("an executable that was changed since it was read is not started", arguments: [true, false])
    func changed(guardian: Bool) async throws {
        let bench = try ProcessBench()
        let file = try FileHandle(forWritingTo: URL(filePath: bench.plugin.executable))
        try file.seekToEnd()
        try file.write(contentsOf: Data("# harmless\n".utf8))
        try file.close()
        let failure = await #expect(throws: PluginFailure.self) {
            try await bench.run(ListHost(pairs: 1), guardian: guardian)
        }
        #expect(failure?.problem == Problem(.manifestMismatch, ["changed", bench.plugin.executable]))
        #expect(bench.starts == 0)
    }

    @Test("an executable that is gone is named")
    func gone() async throws {
        let bench = try ProcessBench()
        try FileManager.default.removeItem(atPath: bench.plugin.executable)
        let failure = await #expect(throws: PluginFailure.self) { try await bench.run(ListHost(pairs: 1)) }
        #expect(
            failure?.problem
                == Problem(
                    .invalidConfiguration,
                    ["executableMissing", bench.plugin.executable, "No such file or directory"]))
    }
}
