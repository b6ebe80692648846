import JSON
import Model

/// The control of the sandbox: faults, ledger, clock, counts.
///
/// No sign-in: it listens on loopback, and holds no data of anybody.
struct ControlPages {
    let reception: Reception

    init(_ reception: Reception) { self.reception = reception }

    func answer(_ request: RequestContext) async -> HTTPAnswer {
        var path = request.segments
        guard path.first == "sandbox" else { return failure(404, ControlProblem(.noPage(request.path)), request) }
        path.removeFirst()
        do {
            switch (request.method, path.first, path.dropFirst().first) {
            case ("GET", "faults", nil): return json(faults)
            case ("POST", "faults", nil): return try setFault(request)
            case ("DELETE", "faults", let number): return try clear(number)
            case ("GET", "strikes", nil): return json(strikes)
            case ("GET", "ledger", nil): return json(try await ledger(request))
            case ("GET", "ledger", "counts"): return json(try await counts(request))
            case ("GET", "ledger", "twice"): return json(try await twice(request))
            case ("GET", "ledger", "summary"): return json(try await summary(request))
            case ("POST", "snapshot", nil):
                try await environment.engine.keepSnapshot()
                return HTTPAnswer(204)
            case ("POST", "reset", nil): return try await reset()
            case ("GET", "clock", nil): return json(clock)
            case ("POST", "clock", nil): return try await advance(request)
            case ("POST", "office", nil): return try await office(request)
            case ("GET", "stats", nil): return json(statistics)
            case ("DELETE", "stats", nil):
                reception.statistics.reset()
                return HTTPAnswer(204)
            case ("GET", "limits", nil): return json(await limits)
            case ("POST", "limits", nil): return try await setLimits(request)
            case ("POST", "tokens", "expire"):
                reception.office.expireAll()
                return HTTPAnswer(204)
            case ("POST", "play", nil): return json(try await play(request))
            case ("GET", "options", _): return try options(Array(path.dropFirst()))
            case ("GET", nil, nil):
                return json(["system": "couplet-sandbox", "late": .number("\(reception.landings.count)")])
            default: return failure(404, ControlProblem(.noPage("\(request.method) \(request.path)")), request)
            }
        } catch let problem as ControlProblem {
            return failure(problem.isMissing ? 404 : 400, problem, request)
        } catch let refusal as BCFailure {
            return json(["error": .string(refusal.message)], 400)
        } catch {
            return json(["error": .string("\(error)")], 500)
        }
    }

    private var environment: DialectEnvironment { reception.environment }

    private var faults: JSONValue {
        .array(
            environment.faults.entries.map { entry in
                guard case .object(let members) = entry.fault.json else { return .null }
                return .object(
                    [.init("number", .number("\(entry.number)")), .init("strikes", .number("\(entry.strikes)"))]
                        + members)
            })
    }

    private var strikes: JSONValue {
        .array(
            environment.faults.strikes.map {
                [
                    "number": .number("\($0.number)"), "moment": .string($0.moment.text),
                    "request": .string($0.request),
                ]
            })
    }

    private func setFault(_ request: RequestContext) throws -> HTTPAnswer {
        let fault = try Fault(json: try body(request))
        return json(["number": .number("\(environment.faults.set(fault))")], 201)
    }

    private func clear(_ number: String?) throws -> HTTPAnswer {
        if let number {
            guard let number = Int(number) else { throw ControlProblem(.faultNumber) }
            environment.faults.clear(number)
        } else {
            environment.faults.clear()
        }
        return HTTPAnswer(204)
    }

    private func question(_ request: RequestContext) throws -> Ledger.Question {
        var question = Ledger.Question()
        for (name, value) in request.parameters {
            switch name {
            case "system", "side": question.system = try SandboxSystem(controlName: value)
            case "table": question.table = value
            case "client", "who": question.client = value
            case "operation":
                guard let operation = LedgerEntry.Operation(rawValue: value) else {
                    throw ControlProblem(.word(name, LedgerEntry.Operation.allCases.map(\.rawValue)))
                }
                question.operation = operation
            case "id": question.id = value
            case "after": question.after = Int64(value) ?? 0
            case "limit": question.limit = Int(value) ?? question.limit
            default: throw ControlProblem(.ledgerQuestion(name))
            }
        }
        return question
    }

    private func ledger(_ request: RequestContext) async throws -> JSONValue {
        .array(try await Ledger(environment.engine).entries(question(request)).map(\.json))
    }

    private func counts(_ request: RequestContext) async throws -> JSONValue {
        .array(
            try await Ledger(environment.engine).counts(question(request)).map {
                [
                    "system": .string($0.system.rawValue), "table": .string($0.table), "client": .string($0.client),
                    "operation": .string($0.operation.rawValue), "count": .number("\($0.count)"),
                ]
            })
    }

    /// The number of entries of each client, by its name and by its id.
    private func summary(_ request: RequestContext) async throws -> JSONValue {
        var writes: [String: Int] = [:]
        for entry in try await Ledger(environment.engine).counts(question(request)) {
            writes[entry.client, default: 0] += entry.count
        }
        for application in environment.organization.applications {
            writes[application.client] = writes[application.name]
        }
        return ["writes": .object(writes.sorted { $0.key < $1.key }.map { .init($0.key, .number("\($0.value)")) })]
    }

    private func reset() async throws -> HTTPAnswer {
        guard try await environment.engine.restoreSnapshot() else {
            throw ControlProblem(.noSnapshot)
        }
        environment.faults.clear()
        reception.statistics.reset()
        return HTTPAnswer(204)
    }

    private func twice(_ request: RequestContext) async throws -> JSONValue {
        .array(
            try await Ledger(environment.engine).createdTwice(question(request)).map {
                [
                    "system": .string($0.system.rawValue), "table": .string($0.table), "client": .string($0.client),
                    "label": .string($0.label), "count": .number("\($0.count)"),
                ]
            })
    }

    private var clock: JSONValue {
        ["now": .string(environment.clock.now.text), "isRunning": .boolean(environment.clock.isRunning)]
    }

    private func advance(_ request: RequestContext) async throws -> HTTPAnswer {
        guard let seconds = try body(request)["advanceSeconds"]?.numberText.flatMap(Double.init),
            let milliseconds = FaultReader.milliseconds(seconds)
        else { throw ControlProblem(.seconds("advanceSeconds")) }
        let day = environment.clock.now.dayText
        environment.clock.advance(by: .milliseconds(milliseconds))
        await reception.landings.settle(now: environment.clock.now)
        if environment.clock.now.dayText != day { try await BackOffice(environment).beginDay() }
        return json(clock)
    }

    /// A person of the back office does something in Business Central.
    private func office(_ request: RequestContext) async throws -> HTTPAnswer {
        let act = try BackOffice.Act(json: try body(request))
        let person = environment.organization.person
        guard let result = try await BackOffice(environment).perform(act, as: person) else {
            throw ControlProblem(.noDocument(act.document.name))
        }
        return json(result.json)
    }

    private var statistics: JSONValue {
        let all = reception.statistics.all
        return .object(
            SandboxListener.allCases.map { listener in
                let counts = all[listener] ?? Statistics.Counts()
                return .init(
                    listener.rawValue,
                    [
                        "requests": .number("\(counts.requests)"), "bytesIn": .number("\(counts.bytesIn)"),
                        "bytesOut": .number("\(counts.bytesOut)"), "dropped": .number("\(counts.dropped)"),
                        "methods": .object(
                            counts.methods.sorted { $0.key < $1.key }.map { .init($0.key, .number("\($0.value)")) }),
                        "statuses": .object(
                            counts.statuses.sorted { $0.key < $1.key }.map {
                                .init("\($0.key)", .number("\($0.value)"))
                            }),
                    ])
            })
    }

    private var limits: JSONValue {
        get async {
            let limits = await reception.turnstile.limits
            return .object(
                SandboxSystem.allCases.map { system in
                    let limit = limits[system]
                    return .init(
                        system.rawValue,
                        [
                            "requests": .number("\(limit.requests)"),
                            "windowSeconds": .number("\(limit.windowSeconds)"),
                            "atOnce": .number("\(limit.atOnce)"), "waiting": .number("\(limit.waiting)"),
                        ])
                })
        }
    }

    private func setLimits(_ request: RequestContext) async throws -> HTTPAnswer {
        var limits = await reception.turnstile.limits
        let wanted = try body(request)
        for system in SandboxSystem.allCases {
            guard let values = wanted[system.rawValue] else { continue }
            let reader = FaultReader(values)
            let greatest = Int64.max
            if let requests = try reader.wholeIfAny("requests", 0...greatest) { limits[system].requests = requests }
            if let window = try reader.wholeIfAny("windowSeconds", 1...86_400) { limits[system].windowSeconds = window }
            if let atOnce = try reader.wholeIfAny("atOnce", 1...greatest) { limits[system].atOnce = atOnce }
            if let waiting = try reader.wholeIfAny("waiting", 0...greatest) { limits[system].waiting = waiting }
        }
        await reception.turnstile.set(limits)
        await reception.turnstile.forget()
        return json(await self.limits)
    }

    /// Has people work for a day.
    private func play(_ request: RequestContext) async throws -> JSONValue {
        let reader = FaultReader(try body(request))
        let (day, seed) = (try reader.whole("day", 1...1_000_000), try reader.wholeIfAny("seed", 0...Int64.max) ?? 1)
        var played = PlayDay(day, seed: seed, PlayClient(reception))
        return try await played.play().json
    }

    private func options(_ path: [String]) throws -> HTTPAnswer {
        guard path.count == 3, let system = SandboxSystem(rawValue: path[0]),
            let field = (try? environment.engine.schema(system, path[1]))?.definition.field(path[2])
        else { throw ControlProblem(.optionsAddress) }
        let options = environment.engine.options(OptionSetKey(system, table: path[1], field: field))
        return json(.array(options.map { ["value": .number("\($0.value)"), "label": .string($0.label)] }))
    }

    private func body(_ request: RequestContext) throws -> JSONValue {
        do {
            return try JSON.decode(JSONValue.self, from: request.body)
        } catch {
            throw ControlProblem(.noJSON)
        }
    }

    private func json(_ value: JSONValue, _ status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(
            status, headers: [("Content-Type", "application/json")], body: JSON.encode(value) + [UInt8(ascii: "\n")])
    }

    /// The refusal, in the language that the request asks for.
    private func failure(_ status: Int, _ problem: ControlProblem, _ request: RequestContext) -> HTTPAnswer {
        let language = Language(locale: request.header("Accept-Language") ?? "")
        return json(["error": .string(ControlSentences.text(problem.reason, language))], status)
    }
}

extension LedgerEntry {
    /// The entry as the control shows it.
    fileprivate var json: JSONValue {
        [
            "number": .number("\(number)"), "moment": .string(moment.text), "client": .string(client),
            "user": .string(user), "system": .string(system.rawValue), "table": .string(table), "id": .string(id),
            "label": .string(label), "operation": .string(operation.rawValue),
            "fields": .array(fields.map { .string($0) }),
        ]
    }
}
